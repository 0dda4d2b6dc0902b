import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { askHelper } from '../../../src/io/registry/helper.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A folder with `docker-credential-test`, a Node program. */
function helperFolder(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'helper-'))
  folders.push(folder)
  const program = join(folder, 'docker-credential-test')
  writeFileSync(program, `#!${process.execPath}\nconst input = require('fs').readFileSync(0, 'utf8')\n${script}\n`)
  chmodSync(program, 0o755)
  return folder
}

const environment = (path: string, workspace?: string): Parameters<typeof askHelper>[2] => ({
  path,
  workspace,
  variables: () => ({ HOME: '/home/me' })
})

test.each([
  [
    'console.log(JSON.stringify({ Username: "me", Secret: input.trim() }))',
    { kind: 'login', login: { kind: 'password', username: 'me', password: 'reg.test' } }
  ],
  [
    'console.log(JSON.stringify({ Username: "<token>", Secret: "t" }))',
    { kind: 'login', login: { kind: 'identity', token: 't' } }
  ],
  ['console.log("credentials not found in native keychain"); process.exit(1)', { kind: 'nothing' }],
  [
    'console.error("no key\\u0007"); process.exit(1)',
    { kind: 'failed', why: 'credential helper docker-credential-test failed: no key\\u{7}' }
  ],
  [
    'console.log("x".repeat(100000))',
    { kind: 'failed', why: 'credential helper docker-credential-test wrote more than 64 KiB' }
  ],
  ['console.log("{}")', { kind: 'failed', why: 'credential helper docker-credential-test gave no usable answer' }],
  [
    'setInterval(() => {}, 1000)',
    { kind: 'failed', why: 'credential helper docker-credential-test did not answer in 0.5 s' }
  ],
  [
    'console.log(JSON.stringify({ Username: Object.keys(process.env).join(), Secret: process.argv[2] }))',
    { kind: 'login', login: { kind: 'password', username: 'HOME', password: 'get' } }
  ]
])('C-14 %s', async (script, expected) => {
  expect(
    await askHelper(
      'test',
      'reg.test',
      environment(helperFolder(script)),
      script.startsWith('setInterval') ? 500 : 20_000
    )
  ).toEqual(expected)
})

test('C-14 a helper in the checked-out repository or on a relative path is not started', async () => {
  const folder = helperFolder('console.log(1)')
  const missing = { kind: 'failed', why: 'credential helper docker-credential-test is not on the PATH' }
  expect(await askHelper('test', 'reg.test', environment(folder, folder))).toEqual(missing)
  expect(await askHelper('test', 'reg.test', environment('.:bin:'))).toEqual(missing)
})

test.each(['../evil', 'a b', '', 'x'.repeat(65), 'a;b'])('C-14 %j is not a valid name', async name => {
  expect(await askHelper(name, 'reg.test', environment('/usr/bin'))).toMatchObject({
    kind: 'failed',
    why: expect.stringContaining('is not a valid name')
  })
})
