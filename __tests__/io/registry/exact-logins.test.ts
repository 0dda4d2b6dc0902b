import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCredentials } from '../../../src/io/registry/credentials.ts'
import { exactLogins } from '../../../src/io/registry/exact-logins.ts'
import { type Access, selectAccess } from '../../../src/io/registry/selection.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'logins-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const exact = { KLUCTL_REGISTRY_0_HOST: 'r.test', KLUCTL_REGISTRY_0_USERNAME: 'u', KLUCTL_REGISTRY_0_PASSWORD: 'word' }
const other = { ...exact, KLUCTL_REGISTRY_0_HOST: 'other.test' }
const any = { ...exact, KLUCTL_REGISTRY_0_HOST: '*', KLUCTL_REGISTRY_ALLOW_WILDCARD: 'true' }
const auth = { auth: Buffer.from('u:word').toString('base64') }

/** What is used at `r.test`, with all logins and with the exact ones. */
function ask(env: Readonly<Record<string, string>>, docker: unknown): readonly Access[] {
  writeFileSync(join(folder, 'config.json'), JSON.stringify(docker))
  const { credentials, problems } = readCredentials({
    env: { ...env, DOCKER_CONFIG: folder },
    home: undefined,
    workspace: undefined,
    readFile: path => (path.startsWith(folder) ? readFileSync(path, 'utf8') : undefined)
  })
  expect(problems).toEqual([])
  const repository = { registry: 'r.test', path: 'team/app' }
  return [credentials, exactLogins(credentials, 'r.test')].map(used => selectAccess(used, repository))
}

describe('logins that name exactly the host of a registry', () => {
  test.each([
    ['an entry for its host', exact, {}, ['entry', 'entry']],
    ['an entry for any host', any, {}, ['entry', 'nowhere']],
    ['an entry for another host', other, {}, ['nowhere', 'nowhere']],
    ['docker login', {}, { auths: { 'r.test': auth } }, ['docker', 'docker']],
    ['docker login for a path', {}, { auths: { 'r.test/team': auth } }, ['docker', 'docker']],
    ['its own helper', {}, { credHelpers: { 'r.test': 'some' } }, ['helper', 'helper']],
    ['the helper for all hosts', {}, { credsStore: 'some' }, ['helper', 'nowhere']],
    ['that helper after docker login', {}, { credsStore: 'some', auths: { 'r.test': {} } }, ['helper', 'helper']],
    ['that helper after another', {}, { credsStore: 'some', auths: { 'x.test': {} } }, ['helper', 'nowhere']],
    ['any host before docker', any, { auths: { 'r.test': auth } }, ['entry', 'docker']]
  ])('%s: %j', (_, env, docker, wanted) => {
    expect(ask(env, docker).map(({ choice }) => choice.from)).toEqual(wanted)
  })

  test.each([[exact], [any]])('how to connect stays as it is: %j', env => {
    const [all, some] = ask(
      {
        ...env,
        KLUCTL_REGISTRY_0_TLSVERIFY: '0',
        KLUCTL_REGISTRY_1_HOST: 'r.test',
        KLUCTL_REGISTRY_1_PLAIN_HTTP: 'true'
      },
      {}
    )
    expect([all?.plainHttp, some?.plainHttp, all?.tls.verify, some?.tls.verify]).toEqual([true, true, false, false])
  })
})
