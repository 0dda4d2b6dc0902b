import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  dockerLogin,
  dockerRegistryAvailable,
  dockerRegistryMissing,
  startDockerRegistry
} from '../helpers/docker-registry.ts'
import { basic, bearer, doctor, login, password, set, start } from '../helpers/doctor.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const auth = { auth: Buffer.from(`me:${password}`).toString('base64') }
const stale = { auth: Buffer.from('me:expired-long-ago').toString('base64') }

/** A folder with `docker-credential-test` that answers with JSON, or says that it has none. */
function helper(answer: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-helper-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const says = answer === undefined ? 'credentials not found in native keychain' : JSON.stringify(answer)
  const script = `#!/bin/sh\ncat > /dev/null\necho '${says}'\nexit ${answer === undefined ? 1 : 0}\n`
  writeFileSync(join(folder, 'docker-credential-test'), script)
  chmodSync(join(folder, 'docker-credential-test'), 0o755)
  return `${folder}:/usr/bin:/bin`
}

describe("docker's configuration", () => {
  const account = { Username: 'me', Secret: password }
  test.each<[string, (host: string) => unknown, unknown, number, string]>([
    ['a login', host => ({ auths: { [host]: auth } }), undefined, 0, 'token login, docker config.json (user me)'],
    [
      'the helper of a host',
      host => ({ credHelpers: { [host]: 'test' } }),
      account,
      0,
      'token login, docker-credential-test (user me)'
    ],
    [
      'a helper beside an expired login',
      host => ({ auths: { [host]: stale }, credHelpers: { [host]: 'test' } }),
      account,
      0,
      'token login, docker-credential-test (user me)'
    ],
    [
      'a helper without a login beside a login',
      host => ({ auths: { [host]: auth }, credHelpers: { [host]: 'test' } }),
      undefined,
      0,
      'token login, docker config.json (user me)'
    ],
    [
      'a helper without a login',
      host => ({ credHelpers: { [host]: 'test' } }),
      undefined,
      0,
      'answers; docker-credential-test has no login for it, so it shows public images only'
    ],
    [
      'a host whose login is in the store',
      host => ({ auths: { [host]: {} }, credsStore: 'test' }),
      account,
      0,
      'token login, docker-credential-test (user me)'
    ],
    [
      'an expired login',
      host => ({ auths: { [`https://${host}/v1/`]: stale } }),
      undefined,
      1,
      'password not accepted (401, UNAUTHORIZED: wrong password): docker config.json'
    ],
    [
      'a helper that is missing',
      host => ({ credHelpers: { [host]: 'none' } }),
      undefined,
      1,
      'credential helper docker-credential-none is not on the PATH'
    ]
  ])('%s', async (_, config, answer, expected, message) => {
    const { host } = await start({ login: bearer })
    const { exitCode, lines } = await doctor({ ...set(host), PATH: helper(answer) }, [], config(host))
    expect(exitCode).toBe(expected)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(`${expected === 0 ? 'ok    ' : 'fail  '}${host}  ${message}, over plain http`)
  })

  test('a login for a path, and one for the rest of the host', async () => {
    const { host } = await start({ login: bearer })
    const config = { auths: { [host]: stale, [`${host}/team`]: auth } }
    const { exitCode, lines } = await doctor(set(host), [`${host}/team/app`], config)
    expect(exitCode).toBe(1)
    expect(lines.map(line => line.slice(0, 5).trim())).toEqual(['fail', 'ok', 'ok'])
    expect(lines[1]).toContain(`token login, docker config.json (${host}/team) (user me)`)
    expect(lines[2]).toContain('3 tags; token login')
  })

  test('a file that is no JSON', async () => {
    const { exitCode, lines } = await doctor({}, [], [])
    expect([exitCode, ...lines]).toEqual([1, 'fail  HOME  docker config.json is not a JSON object'])
  })
})

describe('what is wrong with the variables', () => {
  test('is said all at once, and what can be used is tried', async () => {
    const { host } = await start({ login: basic })
    const { exitCode, lines } = await doctor({
      ...set(host, login),
      KLUCTL_REGISTRY_2_PASSWORD: 'another-one',
      KLUCTL_REGISTRY_3_HOST: 'reg.test',
      KLUCTL_REGISTRY_3_TLSVERIFY: 'maybe',
      KLUCTL_REGISTRY_1_PASWORD: 'x'
    })
    expect(exitCode).toBe(1)
    expect(lines).toEqual([
      'fail  KLUCTL_REGISTRY_2_USERNAME   KLUCTL_REGISTRY_2 has a password but no user name; set KLUCTL_REGISTRY_2_USERNAME too',
      'fail  KLUCTL_REGISTRY_3_TLSVERIFY  is "maybe", which is neither true nor false; set KLUCTL_REGISTRY_3_TLSVERIFY to true or false, or remove it',
      `ok    ${host}              password login, KLUCTL_REGISTRY_1 (user me), over plain http`.replace(
        / {14}/,
        ' '.repeat(29 - host.length)
      ),
      'warn  "KLUCTL_REGISTRY_1_PASWORD" is not a known variable and is ignored; did you mean KLUCTL_REGISTRY_1_PASSWORD?'
    ])
  })

  test('of a proxy ends it: no login goes around a proxy that was meant to be used', async () => {
    const registry = await start({ login: basic })
    const { exitCode, lines } = await doctor({ ...set(registry.host, login), HTTPS_PROXY: 'socks5://proxy.test' })
    expect(exitCode).toBe(1)
    expect(lines).toEqual([expect.stringMatching(/^fail {2}HTTPS_PROXY +begins with socks5:/)])
    expect(registry.requests).toEqual([])
  })

  test('C-07 with certificate checks off for the whole process no login is tried', async () => {
    const registry = await start({ login: basic })
    const off = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    const { exitCode, lines } = await doctor({ ...set(registry.host, login), ...off })
    expect(exitCode).toBe(1)
    expect(lines[0]).toMatch(
      /^fail {2}NODE_TLS_REJECT_UNAUTHORIZED {2}TLS checks are switched off for the whole process/
    )
    expect(registry.requests).toEqual([])
    const bare = await doctor({ ...set((await start()).host), ...off })
    expect([bare.exitCode, bare.lines[1]]).toEqual([
      0,
      expect.stringContaining('warn  NODE_TLS_REJECT_UNAUTHORIZED=0 is set')
    ])
  })

  test('that there are none, or only what has no host', async () => {
    expect(await doctor({})).toMatchObject({
      exitCode: 0,
      lines: ['note  nothing is configured: no KLUCTL_REGISTRY variable and no docker login; public images need none']
    })
    const wild = { KLUCTL_REGISTRY_HOST: '*', KLUCTL_REGISTRY_USERNAME: 'me', KLUCTL_REGISTRY_PASSWORD: password }
    expect((await doctor(wild)).lines[0]).toMatch(/^fail {2}KLUCTL_REGISTRY_HOST {2}is \*, which means any host/)
    const allowed = await doctor({ ...wild, KLUCTL_REGISTRY_ALLOW_WILDCARD: 'true' })
    expect(allowed.lines).toEqual([
      'note  KLUCTL_REGISTRY is for any host; name a registry to try it: kluctl-images doctor HOST'
    ])
    expect((await doctor({}, [], { credsStore: 'test' })).lines[0]).toMatch(
      /^note {2}docker-credential-test may have logins/
    )
  })
})

describe('arguments', () => {
  test('a registry that is configured already is tried once, an image is listed', async () => {
    const registry = await start({ login: bearer })
    const { exitCode, lines } = await doctor(set(registry.host, login), [
      registry.host,
      `https://${registry.host}/v2/`,
      `${registry.host}/team/app`
    ])
    expect(exitCode).toBe(0)
    expect(lines.map(line => line.replace(/ +/g, ' '))).toEqual([
      `ok ${registry.host} token login, KLUCTL_REGISTRY_1 (user me), over plain http`,
      `ok ${registry.host}/team/app 3 tags; token login, KLUCTL_REGISTRY_1 (user me), over plain http`
    ])
  })

  test('an image that is not there, and a wrong login that is not tried again for it', async () => {
    const registry = await start({ login: basic })
    const missing = await doctor(set(registry.host, login), [`${registry.host}/team/none`])
    expect(missing.lines[1]).toMatch(
      /^fail .*\/team\/none {2}has no repository .*\(NAME_UNKNOWN: repository name not known to registry\)/
    )
    const other = await start({ login: basic })
    const wrong = await doctor(set(other.host, { ...login, PASSWORD: 'not-this-one' }), [`${other.host}/team/app`])
    expect(wrong.lines.map(line => /password not accepted \(401/.test(line))).toEqual([true, true])
    expect(other.requests.filter(({ headers }) => headers.authorization !== undefined)).toHaveLength(1)
  })

  test.each([
    ['http://reg.test', 'begins with http://'],
    ['reg.test/team/app:1', 'has a tag or a digest'],
    ['Not An Image', 'is not an image reference']
  ])('%s is wrong usage, before anything is asked', async (word, text) => {
    const registry = await start()
    const { exitCode, lines } = await doctor(set(registry.host), [word])
    expect([exitCode, registry.requests]).toEqual([2, []])
    expect(lines.join()).toContain(text)
  })

  test('a host that must never be asked', async () => {
    const { exitCode, lines } = await doctor({}, ['169.254.169.254', '127.0.0.1:1'])
    expect(exitCode).toBe(1)
    expect(lines).toEqual([
      'fail  169.254.169.254  is not allowed',
      'fail  127.0.0.1:1      is on this machine or in a private network, and no setting names it; if that is right, set KLUCTL_REGISTRY_1_HOST=127.0.0.1:1'
    ])
  })
})

test('--json says the same', async () => {
  const { host } = await start({ login: basic })
  const { exitCode, out } = await doctor({ ...set(host, login), ...set('localhost:1', {}, 2), KLUCTL_REGISTRY_X: '' }, [
    `${host}/team/app`,
    '--json'
  ])
  expect(exitCode).toBe(1)
  const message = 'password login, KLUCTL_REGISTRY_1 (user me), over plain http'
  const source = 'KLUCTL_REGISTRY_1'
  const ok = { ok: true, hint: null, source, code: null, status: null }
  expect(JSON.parse(out)).toEqual({
    ok: false,
    project: [],
    permissions: [],
    problems: [],
    registries: [
      { name: host, ...ok, message, tags: null, images: null },
      {
        name: 'localhost:1',
        ok: false,
        message: expect.stringContaining('refused the connection'),
        hint: expect.any(String),
        source: null,
        code: 'unavailable',
        status: null,
        tags: null,
        images: null
      },
      { name: `${host}/team/app`, ...ok, message: `3 tags; ${message}`, tags: 3, images: null }
    ],
    warnings: ['"KLUCTL_REGISTRY_X" is not a known variable and is ignored'],
    notes: ['there is no kluctl project in this folder; name one to look at it: --project-dir DIR']
  })
})

test('a proxy is named without its password, in the line of what it leads to', async () => {
  const proxy = { HTTPS_PROXY: `http://me:${encodeURIComponent(password)}@127.0.0.1:1` }
  const { exitCode, lines } = await doctor({ ...set('reg.test', { PLAIN_HTTP: 'false' }), ...proxy })
  expect(exitCode).toBe(1)
  expect(lines[0]).toContain('through the proxy 127.0.0.1:1 (HTTPS_PROXY)')
})

test('what a registry says cannot steer the terminal or start a workflow command', async () => {
  const evil = '\u001b[2J\n::add-mask::x\u202e'
  const { host } = await start({
    answer: (_, response) => {
      response
        .writeHead(403, { 'content-type': 'application/json' })
        .end(JSON.stringify({ errors: [{ code: evil, message: evil }] }))
      return true
    }
  })
  const { lines } = await doctor(set(host))
  expect(lines).toHaveLength(1)
  expect(lines.join()).not.toMatch(/[\u001b\u202e]/)
})

test.skipIf(!dockerRegistryAvailable)(
  'a real registry takes the right password and refuses the wrong one',
  async () => {
    const registry = await startDockerRegistry({ htpasswd: true })
    onTestFinished(registry.stop)
    const right = { USERNAME: dockerLogin.username, PASSWORD: dockerLogin.password }
    expect((await doctor(set(registry.host, right))).lines).toEqual([
      `ok    ${registry.host}  password login, KLUCTL_REGISTRY_1 (user ${dockerLogin.username}), over plain http`
    ])
    const { exitCode, lines } = await doctor(set(registry.host, { ...right, PASSWORD: 'wrong-one' }))
    expect(exitCode).toBe(1)
    expect(lines[0]).toContain('password not accepted (401')
  }
)
