import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import { listSecrets } from '../../../src/io/registry/credentials.ts'
import { type LoginChoice, namedHosts, selectAccess } from '../../../src/io/registry/selection.ts'
import { credentialsOf } from '../../helpers/registry/client.ts'
import { tlsFixture } from '../../helpers/registry.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const dockerFile = '/home/me/.docker/config.json'
const withDocker = (config: unknown): ReturnType<typeof credentialsOf> =>
  credentialsOf({}, { [dockerFile]: JSON.stringify(config) })

test.each([
  'KLUCTL_REGISTRY_1_',
  'KLUCTL_REGISTRY__HOST',
  'KLUCTL_REGISTRY_-1_HOST',
  'KLUCTL_REGISTRY_1_2_HOST',
  'KLUCTL_REGISTRY_1HOST',
  'KLUCTL_REGISTRY_HOST_1',
  'KLUCTL_REGISTRY_1_host',
  'KLUCTL_REGISTRY_1_PASWORD',
  'KLUCTL_REGISTRY_1_DEFAULT_TLSVERIFY'
])('%s is a warning that does not show its value', name => {
  const { credentials, problems } = credentialsOf({ [name]: 'hunter-2-hunter' })
  expect(problems).toEqual([])
  expect(credentials.entries).toEqual([])
  expect(credentials.warnings.join()).toContain('is not a known variable')
  expect(credentials.warnings.join()).not.toContain('hunter')
})

test.each([
  ['KLUCTL_REGISTRY_1_PASWORD', 'did you mean KLUCTL_REGISTRY_1_PASSWORD?'],
  ['KLUCTL_REGISTRY_USER_NAME', 'did you mean KLUCTL_REGISTRY_USERNAME?'],
  ['KLUCTL_REGISTRY_DEFAULT_TLS_VERIFY', 'did you mean KLUCTL_REGISTRY_DEFAULT_TLSVERIFY?'],
  ['KLUCTL_REGISTRY_1_TLS_VERIFY', 'did you mean KLUCTL_REGISTRY_1_TLSVERIFY?'],
  ['KLUCTL_REGISTRY_1_PATH', 'its code reads REPOSITORY'],
  ['KLUCTL_REGISTRY1_HOST', 'write KLUCTL_REGISTRY_<n>_HOST'],
  ['KLUCTL_REGISTRIES_1_HOST', 'write KLUCTL_REGISTRY_<n>_HOST']
])('%s: %s', (name, hint) => {
  expect(credentialsOf({ [name]: 'x' }).credentials.warnings.join()).toContain(hint)
})

test('a set with settings and no host is a warning', () => {
  const { credentials, problems } = credentialsOf({ KLUCTL_REGISTRY_2_TLSVERIFY: '0' })
  expect(problems).toEqual([])
  expect(credentials.warnings).toEqual([
    'KLUCTL_REGISTRY_2 has settings but no host, so they are not used; set KLUCTL_REGISTRY_2_HOST'
  ])
})

test.each([
  ['reg.test/', 'reg.test'],
  ['https://reg.test/v1/', 'reg.test'],
  ['reg.test/v2', 'reg.test'],
  ['REG.test:443', 'reg.test'],
  ['[::1]:5000', '[::1]:5000'],
  ['docker.io', 'docker.io'],
  ['index.docker.io/v1/', 'docker.io']
])('HOST %s means %s', (written, host) => {
  const { credentials, problems } = credentialsOf({ KLUCTL_REGISTRY_0_HOST: written })
  expect(problems).toEqual([])
  expect(credentials.entries.map(entry => entry.host)).toEqual([host])
})

test.each([
  'reg.test/team',
  '*.reg.test',
  'reg.test:0',
  'reg.test:99999',
  'me@reg.test',
  'reg.test?x',
  'reg .test',
  '[fe80::1%25eth0]',
  'ftp://reg.test',
  'http://reg.test'
])('HOST %s is refused', written => {
  const { credentials, problems } = credentialsOf({ KLUCTL_REGISTRY_0_HOST: written })
  expect(problems.map(({ input }) => input)).toEqual(['KLUCTL_REGISTRY_0_HOST'])
  expect(credentials.entries).toEqual([])
})

test('a wildcard that is not allowed is not used either, whoever goes on', () => {
  const wild = {
    KLUCTL_REGISTRY_HOST: '*',
    KLUCTL_REGISTRY_USERNAME: 'me',
    KLUCTL_REGISTRY_PASSWORD: 'hunter-2',
    KLUCTL_REGISTRY_TLSVERIFY: '0'
  }
  for (const allow of [undefined, 'false', 'maybe', '']) {
    const env = allow === undefined ? wild : { ...wild, KLUCTL_REGISTRY_ALLOW_WILDCARD: allow }
    const { credentials, problems } = credentialsOf(env)
    expect(problems.length).toBeGreaterThan(0)
    expect(credentials.entries).toEqual([])
  }
})

describe('the empty secrets of a fork', () => {
  test.each([
    [{ HOST: 'reg.test', USERNAME: '', PASSWORD: '' }],
    [{ HOST: 'reg.test', USERNAME: 'me', PASSWORD: '' }],
    [{ HOST: '', USERNAME: '', PASSWORD: '' }],
    [{ HOST: 'reg.test', AUTH: '' }],
    [{ HOST: 'reg.test', TOKEN: '' }],
    [{ HOST: 'reg.test', USERNAME: 'me', IDENTITY_TOKEN: '', PASSWORD: '' }],
    [{ HOST: 'reg.test', CA_FILE: '', CERT_FILE: '', KEY_FILE: '', AUTH_HOST: '', REPOSITORY: '' }]
  ])('%j: no login and no problem', keys => {
    const env = Object.fromEntries(Object.entries(keys).map(([key, value]) => [`KLUCTL_REGISTRY_3_${key}`, value]))
    const { credentials, problems } = credentialsOf(env)
    expect(problems).toEqual([])
    expect(credentials.entries.every(({ login }) => login === undefined)).toBe(true)
  })
})

/** A login, and what comes after a helper that has none. */
function described(choice: LoginChoice): string {
  if (choice.from === 'helper') return `helper ${choice.helper}, ${described(choice.otherwise)}`
  return choice.from === 'docker' && choice.login.kind === 'password' ? choice.login.username : choice.from
}

describe('docker config.json', () => {
  const login = (config: unknown, image = 'reg.test/x'): unknown => {
    const { credentials } = withDocker(config)
    const { choice } = selectAccess(credentials, parseImageReference(image).repository)
    return described(choice)
  }
  const auth = (name: string): unknown => ({ auth: base64(`${name}:hunter-2`) })

  test.each([
    [{ 'https://reg.test': auth('long'), 'reg.test': auth('plain') }, 'reg.test/x', 'plain'],
    [{ 'reg.test': auth('plain'), 'https://reg.test/v2/': auth('long') }, 'reg.test/x', 'plain'],
    [{ 'docker.io': auth('short'), 'https://index.docker.io/v1/': auth('hub') }, 'nginx', 'hub'],
    [{ 'https://index.docker.io/v1/': auth('hub'), 'index.docker.io': auth('short') }, 'nginx', 'hub'],
    [{ 'https://index.docker.io/v1/access-token': auth('other') }, 'nginx', 'nowhere']
  ])('%j: %s is %s', (auths, image, expected) => {
    expect(login({ auths }, image)).toBe(expected)
  })

  test.each(['docker.io', 'index.docker.io', 'https://index.docker.io/v1/', 'registry-1.docker.io'])(
    'credHelpers for %s is for Docker Hub',
    host => expect(login({ credHelpers: { [host]: 'pass' } }, 'nginx')).toBe('helper pass, nowhere')
  )

  test.each<[string, unknown, string, string]>([
    [
      'a path, whatever the helper of the host',
      { auths: { 'reg.test/team': auth('path') }, credHelpers: { 'reg.test': 'h' } },
      'reg.test/team/x',
      'path'
    ],
    [
      'the longest path',
      { auths: { 'reg.test/team': auth('short'), 'reg.test/team/x': auth('long') } },
      'reg.test/team/x',
      'long'
    ],
    [
      'the helper of the host before a login of it',
      { auths: { 'reg.test': auth('host') }, credHelpers: { 'reg.test': 'h' } },
      'reg.test/team/x',
      'helper h, host'
    ],
    [
      'a login of the host before the store',
      { auths: { 'reg.test': auth('host') }, credsStore: 's' },
      'reg.test/team/x',
      'host'
    ],
    [
      'the helper of the host before the store',
      { credHelpers: { 'reg.test': 'h' }, credsStore: 's' },
      'reg.test/x',
      'helper h, helper s, nowhere'
    ],
    [
      'the store where the entry of the host is empty',
      { auths: { 'reg.test': {} }, credsStore: 's' },
      'reg.test/x',
      'helper s, nowhere'
    ],
    [
      'a helper beside a login that cannot be read',
      { auths: { 'reg.test': { auth: '!' } }, credHelpers: { 'reg.test': 'h' } },
      'reg.test/x',
      'helper h, unusable'
    ],
    ['the helper of another port is not asked', { credHelpers: { 'reg.test:5000': 'h' } }, 'reg.test/x', 'nowhere'],
    [
      'an empty entry does not hide one in another spelling',
      { auths: { 'reg.test': {}, 'https://reg.test': auth('long') } },
      'reg.test/x',
      'long'
    ],
    [
      'an empty name of a helper is none',
      { credHelpers: { 'reg.test': '' }, credsStore: 's' },
      'reg.test/x',
      'helper s, nowhere'
    ]
  ])('%s', (_, config, image, expected) => {
    expect(login(config, image)).toBe(expected)
  })

  test('a host whose login is in the store is named by the user, so it may be private (R-02)', () => {
    const { credentials } = withDocker({ auths: { '10.0.0.1:5000': {}, 'reg.test/team': {} }, credsStore: 's' })
    expect([...namedHosts(credentials)]).toEqual(['10.0.0.1:5000'])
  })

  test.each(['identitytoken', 'registrytoken'])('a %s with a line break cannot be used', key => {
    expect(login({ auths: { 'reg.test': { [key]: 'abc\r\nx: y' } } })).toBe('unusable')
  })

  test('C-04 a password that is too short to be masked is a warning', () => {
    const { credentials } = withDocker({ auths: { 'reg.test': { auth: base64('me:abc') } } })
    expect(credentials.warnings.join()).toContain('the password for reg.test in docker config.json is shorter than 4')
  })
})

describe('C-04 what is masked', () => {
  const env = { KLUCTL_REGISTRY_HOST: 'reg.test', KLUCTL_REGISTRY_USERNAME: 'me' }

  test.each(['abc', 'hunter-2', 'line one\nlines here', 'sp ace/+ü"'])('the forms of %j', password => {
    const secrets = listSecrets(credentialsOf({ ...env, KLUCTL_REGISTRY_PASSWORD: password }).credentials)
    const basic = base64(`me:${password}`)
    expect(secrets).toEqual(expect.arrayContaining([basic]))
    if (password.length < 4) return
    const forms = [password, encodeURIComponent(password), JSON.stringify(password).slice(1, -1), base64(password)]
    expect(secrets).toEqual(expect.arrayContaining([...forms, ...password.split('\n'), basic.replace(/=+$/, '')]))
  })

  test('the lines of a private key, and not the words around it', () => {
    const { credentials, problems } = credentialsOf(
      {
        KLUCTL_REGISTRY_HOST: 'reg.test',
        KLUCTL_REGISTRY_CERT_FILE: '/c.pem',
        KLUCTL_REGISTRY_KEY_FILE: '/k.pem'
      },
      { '/c.pem': tlsFixture('client.pem'), '/k.pem': tlsFixture('client.key') }
    )
    expect(problems).toEqual([])
    const [begin = '', first = ''] = tlsFixture('client.key').split('\n')
    expect(listSecrets(credentials)).toContain(first)
    expect(listSecrets(credentials)).not.toContain(begin)
  })
})

test.each([
  ['DOCKER_CONFIG', 'DOCKER_CONFIG'],
  ['KLUCTL_REGISTRY_CA_FILE', 'KLUCTL_REGISTRY_CA_FILE']
])('C-01 %s behind a symbolic link into the checked-out repository is refused', (variable, input) => {
  const folder = mkdtempSync(join(tmpdir(), 'links-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'checkout', 'inside'), { recursive: true })
  symlinkSync(join(folder, 'checkout', 'inside'), join(folder, 'link'))
  symlinkSync(join(folder, 'checkout'), join(folder, 'workspace'))
  for (const path of [join(folder, 'link', 'missing'), join(folder, 'checkout', 'inside')]) {
    const env = { KLUCTL_REGISTRY_HOST: 'reg.test', [variable]: path }
    const { problems } = credentialsOf(env, {}, join(folder, 'workspace'))
    expect(problems.map(problem => problem.input)).toEqual([input])
    expect(problems[0]?.message).toContain('points into the checked-out repository')
  }
})

describe('C-14 what a credential helper sees', () => {
  const env = {
    PATH: '/bin',
    HTTPS_PROXY: 'http://proxy.test',
    AWS_SECRET_ACCESS_KEY: 'aws',
    AWS_PROFILE: 'p',
    GOOGLE_APPLICATION_CREDENTIALS: '/g.json',
    GITHUB_TOKEN: 'gh',
    INPUT_TOKEN: 'in',
    ACTIONS_RUNTIME_TOKEN: 'rt',
    NODE_OPTIONS: '--require x',
    KLUCTL_REGISTRY_PASWORD: 'x'
  }
  test.each([
    ['pass', ['PATH', 'HTTPS_PROXY']],
    ['ecr-login', ['PATH', 'HTTPS_PROXY', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']],
    ['gcr', ['PATH', 'HTTPS_PROXY', 'GOOGLE_APPLICATION_CREDENTIALS']],
    ['ecr-login-evil', ['PATH', 'HTTPS_PROXY']]
  ])('%s: %j', (helper, names) => {
    const variables = credentialsOf(env).credentials.helperEnvironment.variables(helper)
    expect(Object.keys(variables).sort()).toEqual([...names].sort())
  })
})
