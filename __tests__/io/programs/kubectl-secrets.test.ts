import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type KubeconfigLogin, readKubeconfigLogin } from '../../../src/io/kubectl-secrets.ts'
import { createRedactor } from '../../../src/io/registry/redact.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubectl-secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What is read of a kubeconfig with this user, in YAML. */
function read(user: string): KubeconfigLogin {
  const file = join(folder, 'config')
  writeFileSync(file, `apiVersion: v1\nkind: Config\nusers:\n- name: u\n  user:\n${user}\n`)
  return readKubeconfigLogin(file)
}

function hide(text: string, { secrets }: KubeconfigLogin): string {
  const redactor = createRedactor()
  for (const secret of secrets) redactor.add(secret)
  return redactor.redact(text)
}

const secret = 'KUBE-token/of+user'

describe('the logins of a kubeconfig', () => {
  test.each([
    ['a token', `    token: ${secret}`],
    ['a folded token', `    token: >-\n      ${secret}`],
    ['an escaped token', '    {"token": "KUBE\\u002dtoken/of+user"}'],
    ['a token behind an anchor', `    username: &a ${secret}\n    password: *a`],
    ['a password', `    username: admin\n    password: "${secret}"`],
    ['a variable of a login program', `    exec: {command: x, env: [{name: VAULT, value: ${secret}}]}`],
    ['a key of an old provider', `    auth-provider: {name: oidc, config: {id-token: ${secret}}}`],
    ['a token in a file that is broken', `    token: ${secret}\n  - : [`]
  ])('%s is hidden', (_, user) => expect(hide(`got ${secret}!`, read(user))).toBe('got ***!'))

  test.each(['absolute', 'relative'])('a token in a file of its own is hidden: by its %s path', way => {
    writeFileSync(join(folder, 'token'), `${secret}\n`)
    expect(hide(`got ${secret}`, read(`    tokenFile: ${way === 'absolute' ? join(folder, 'token') : 'token'}`))).toBe(
      'got ***'
    )
  })

  test.each(['token', 'missing'])('a token file that is too large or not there is no trouble: %s', name => {
    writeFileSync(join(folder, 'token'), 'x'.repeat(100_000))
    expect(read(`    tokenFile: ${name}`)).toEqual({ secrets: [], hasLoginProgram: false })
  })

  test.each(['', 'B', 'Be', 'Bearer ', 'admin:'])('base64 is hidden behind %j', before => {
    const login = read(`    username: admin\n    password: ${secret}`)
    for (const after of ['', '\n', 'xy'])
      for (const form of ['base64', 'base64url'] as const) {
        const encoded = Buffer.from(before + secret + after).toString(form)
        const left = hide(encoded, login).replace('***', '')
        expect(left.length).toBeLessThan(encoded.length - 20)
      }
  })
})

test.each([
  ['token', `    token: ${secret}`, false],
  ['client certificate', '    client-certificate-data: eA==', false],
  ['login program', '    exec: {command: x}', true],
  ['old provider', '    auth-provider: {name: gcp}', true],
  ['file that nobody can read', '    token: [', true]
])('a kubeconfig with a %s has a login program: %s', (_, user, has) => expect(read(user).hasLoginProgram).toBe(has))

test('one that is not there may have any login', () => {
  expect(readKubeconfigLogin(join(folder, 'none'))).toEqual({ secrets: [], hasLoginProgram: true })
})
