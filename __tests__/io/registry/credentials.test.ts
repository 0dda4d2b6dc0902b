import { describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import { readCredentials } from '../../../src/io/registry/credentials.ts'
import { selectAccess } from '../../../src/io/registry/selection.ts'
import { credentialsOf } from '../../helpers/registry/client.ts'
import { tlsFixture } from '../../helpers/registry.ts'

const env = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(' ').map(pair => {
      const at = pair.indexOf('=')
      return [`KLUCTL_REGISTRY_${pair.slice(0, at)}`, pair.slice(at + 1)] as const
    })
  )
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const dockerFile = '/home/me/.docker/config.json'

/** The user name, token or helper that an image gets. */
function chosen(variables: Record<string, string>, image: string, docker?: unknown): string {
  const files = docker === undefined ? {} : { [dockerFile]: JSON.stringify(docker) }
  const { credentials, problems } = credentialsOf(variables, files)
  expect(problems).toEqual([])
  const { choice } = selectAccess(credentials, parseImageReference(image).repository)
  if (choice.from === 'helper') return `helper ${choice.helper}`
  if (choice.from === 'unusable' || choice.from === 'nowhere') return choice.from
  return choice.login.kind === 'password' ? choice.login.username : choice.login.token
}

describe('which login an image gets (semantics 6.4, C-03)', () => {
  const hub = {
    auths: {
      'https://index.docker.io/v1/': { auth: base64('hub:pw') },
      'reg.test': { auth: base64('docker:pw') },
      'reg.test/deep/er': { auth: base64('deep:pw') }
    }
  }
  const store = { auths: { 'reg.test': {} }, credHelpers: { 'ecr.test': 'ecr-login' }, credsStore: 'pass' }
  test.each<[string, string, string, unknown?]>([
    ['HOST=reg.test USERNAME=a PASSWORD=pw', 'reg.test/x', 'a'],
    ['HOST=reg.test USERNAME=a PASSWORD=pw', 'sub.reg.test/x', 'nowhere'],
    ['HOST=reg.test USERNAME=a PASSWORD=pw', 'reg.test:5000/x', 'nowhere'],
    ['HOST=reg.test USERNAME=a PASSWORD=pw', 'reg.test.evil.test/x', 'nowhere'],
    ['HOST=https://REG.test:443/ USERNAME=a PASSWORD=pw', 'reg.test/x', 'a'],
    ['HOST=bücher.test USERNAME=a PASSWORD=pw', 'xn--bcher-kva.test/x', 'a'],
    ['HOST=docker.io USERNAME=a PASSWORD=pw', 'nginx', 'a'],
    ['HOST=https://index.docker.io/v1/ USERNAME=a PASSWORD=pw', 'team/app', 'a'],
    ['HOST=registry-1.docker.io USERNAME=a PASSWORD=pw', 'docker.io/team/app', 'a'],
    [
      'HOST=reg.test USERNAME=a PASSWORD=pw 3_HOST=reg.test 3_REPOSITORY=team/* 3_USERNAME=b 3_PASSWORD=pw',
      'reg.test/team/x',
      'b'
    ],
    [
      'HOST=reg.test USERNAME=a PASSWORD=pw 3_HOST=reg.test 3_REPOSITORY=team/* 3_USERNAME=b 3_PASSWORD=pw',
      'reg.test/team/x/y',
      'a'
    ],
    [
      '1_HOST=reg.test 1_REPOSITORY=team/** 1_USERNAME=a 1_PASSWORD=pw 2_HOST=reg.test 2_REPOSITORY=team/app* 2_USERNAME=b 2_PASSWORD=pw',
      'reg.test/team/app1',
      'b'
    ],
    [
      '9_HOST=reg.test 9_REPOSITORY=team/? 9_USERNAME=a 9_PASSWORD=pw 10_HOST=reg.test 10_REPOSITORY=*/xy 10_USERNAME=b 10_PASSWORD=pw',
      'reg.test/team/x',
      'a'
    ],
    ['1_REPOSITORY=reg.test/team/* 1_USERNAME=a 1_PASSWORD=pw', 'reg.test/team/x', 'a'],
    ['HOST=docker.io REPOSITORY=nginx USERNAME=a PASSWORD=pw', 'nginx', 'a'],
    [`HOST=reg.test AUTH=${base64('a:b:c')}`, 'reg.test/x', 'a'],
    ['HOST=reg.test TOKEN=tok-en', 'reg.test/x', 'tok-en'],
    ['HOST=* ALLOW_WILDCARD=true USERNAME=w PASSWORD=pw 1_HOST=reg.test 1_USERNAME=a 1_PASSWORD=pw', 'reg.test/x', 'a'],
    ['HOST=* ALLOW_WILDCARD=true USERNAME=w PASSWORD=pw', 'any.test/x', 'w'],
    [
      '1_HOST=* ALLOW_WILDCARD=true 1_USERNAME=w 1_PASSWORD=pw 2_HOST=* 2_REPOSITORY=team/** 2_USERNAME=t 2_PASSWORD=pw',
      'any.test/team/x',
      't'
    ],
    ['HOST=reg.test USERNAME=label IDENTITY_TOKEN=id', 'reg.test/x', 'id'],
    ['REPOSITORY=localhost/team TOKEN=tok-en', 'localhost/team', 'tok-en'],
    ['HOST=reg.test USERNAME=a PASSWORD=pw', 'reg.test/x', 'a', hub],
    ['HOST=reg.test TLSVERIFY=0', 'reg.test/x', 'docker', hub],
    ['HOST=reg.test TLSVERIFY=0', 'reg.test/deep/er/x', 'deep', hub],
    ['HOST=reg.test TLSVERIFY=0', 'reg.test/deep/erx', 'docker', hub],
    ['HOST=reg.test TLSVERIFY=0', 'nginx', 'hub', hub],
    ['HOST=x.test TLSVERIFY=0', 'ecr.test/x', 'helper ecr-login', store],
    ['HOST=x.test TLSVERIFY=0', 'reg.test/x', 'helper pass', store],
    ['HOST=x.test TLSVERIFY=0', 'reg.test/x', 'unusable', { auths: { 'reg.test': { auth: '!!!' } } }],
    [
      'HOST=x.test TLSVERIFY=0',
      'reg.test/x',
      'id',
      { auths: { 'reg.test': { auth: base64('a:b'), identitytoken: 'id' } } }
    ]
  ])('%s, asked for %s: %s', (variables, image, expected, docker) => {
    expect(chosen(env(variables), image, docker)).toBe(expected)
  })
})

describe('problems are found all together and name the variable', () => {
  test.each([
    ['2_USERNAME=a 2_PASSWORD=pw', 'KLUCTL_REGISTRY_2 has a password but no host'],
    ['HOST=r.test PASSWORD=pw', 'KLUCTL_REGISTRY has a password but no user name'],
    ['HOST=r.test USERNAME=a', 'KLUCTL_REGISTRY has a user name but no password'],
    ['HOST=r.test USERNAME=a:b PASSWORD=pw', 'holds a colon'],
    ['HOST=http://r.test', 'begins with http://'],
    ['HOST=r.test/path', 'is not a registry host'],
    ['HOST=r.test TLSVERIFY=maybe', 'KLUCTL_REGISTRY_TLSVERIFY is "maybe", which is neither true nor false'],
    ['HOST=r.test TLSVERIFY=', 'KLUCTL_REGISTRY_TLSVERIFY is empty'],
    ['DEFAULT_TLSVERIFY=nope', 'KLUCTL_REGISTRY_DEFAULT_TLSVERIFY'],
    ['HOST=r.test TLSVERIFY=1 INSECURE_SKIP_TLS_VERIFY=true', 'disagree'],
    ['HOST=r.test INSECURE=1 PLAIN_HTTP=false', 'disagree'],
    ['HOST=r.test USERNAME=a PASSWORD=b TOKEN=c', 'more than one login'],
    ['HOST=r.test AUTH=xyz', 'not base64 of username:password'],
    [
      '1_HOST=r.test 1_USERNAME=a 1_PASSWORD=b 2_HOST=R.test:443 2_USERNAME=a 2_PASSWORD=c',
      'KLUCTL_REGISTRY_1 and KLUCTL_REGISTRY_2 disagree about r.test'
    ],
    ['1_HOST=a.test 01_HOST=b.test', 'are the same variable and disagree'],
    ['99999999999_HOST=a.test', 'too large'],
    ['HOST=* USERNAME=a PASSWORD=b', 'which means any host that a template names'],
    ['HOST=r.test CA_FILE=/workspace/ca.pem', 'KLUCTL_REGISTRY_CA_FILE points into the checked-out repository'],
    ['HOST=r.test CA_BUNDLE=ca.pem', 'KLUCTL_REGISTRY_CA_BUNDLE points into the checked-out repository'],
    ['HOST=r.test CERT_FILE=/workspace/c.pem', 'KLUCTL_REGISTRY_CERT_FILE points into the checked-out repository'],
    ['HOST=r.test REPOSITORY=[', 'is not a pattern'],
    ['HOST=r.test CA_FILE=/none.pem', 'does not exist'],
    ['HOST=r.test CA_FILE=/bad.pem', 'is not a PEM file'],
    ['HOST=r.test CERT_FILE=/ca.pem', 'half a client certificate'],
    ['HOST=r.test AUTH_HOST=a/b', 'which is not a host']
  ])('%s', (variables, text) => {
    const { problems } = credentialsOf(env(variables), { '/bad.pem': 'x', '/ca.pem': tlsFixture('ca.pem') })
    expect(problems.map(({ message }) => message).join('\n')).toContain(text)
    expect(problems[0]?.input).toMatch(/^KLUCTL_REGISTRY/)
  })

  test('several at once', () => {
    expect(
      credentialsOf(env('1_PASSWORD=x 2_HOST=/ 3_HOST=r.test 3_TLSVERIFY=x DEFAULT_TLSVERIFY=x')).problems
    ).toHaveLength(4)
  })

  test('C-07 unverified TLS for the whole process and a login', () => {
    const off = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    expect(credentialsOf(off).problems).toEqual([])
    const { problems } = credentialsOf({ ...off, ...env('HOST=r.test USERNAME=a PASSWORD=pw') })
    expect(problems.map(({ input }) => input)).toEqual(['NODE_TLS_REJECT_UNAUTHORIZED'])
  })

  test('C-01 a docker configuration in the checked-out repository', () => {
    const { problems } = credentialsOf({ DOCKER_CONFIG: '/workspace/.docker' })
    expect(problems[0]?.message).toBe('DOCKER_CONFIG points into the checked-out repository')
    const linked = readCredentials({
      env: { DOCKER_CONFIG: '/elsewhere' },
      home: undefined,
      workspace: '/workspace',
      readFile: () => '{}',
      realPath: path => path.replace('/elsewhere', '/workspace/x')
    })
    expect(linked.problems[0]?.message).toContain('points into')
  })

  test('a docker configuration that is no JSON, without quoting it', () => {
    const { problems } = credentialsOf({}, { [dockerFile]: '{"auths": secret' })
    expect(problems[0]?.message).toBe('docker config.json is not JSON')
  })
})

describe('warnings', () => {
  test.each([
    ['HOST=r.test USERNAME= PASSWORD=', 'KLUCTL_REGISTRY_PASSWORD is empty'],
    ['HOST=r.test USERNAME=a PASSWORD=', 'KLUCTL_REGISTRY_PASSWORD is empty'],
    ['HOST=r.test USERNAME=a PASSWORD=abc', 'shorter than 4 characters'],
    ['HOST=r.test TLSVERIFY=1', 'keeps certificate checks on'],
    ['HOST=r.test PASWORD=x', 'is not a known variable']
  ])('%s', (variables, text) => {
    const { credentials, problems } = credentialsOf(env(variables), { '/workspace/ca.pem': tlsFixture('ca.pem') })
    expect(problems).toEqual([])
    expect(credentials.warnings.join('\n')).toContain(text)
  })
})

test.each([
  ['0', false],
  ['False', false],
  ['OFF', false],
  ['n', false],
  ['1', true],
  ['True', true],
  ['y', true],
  ['on', true]
])('V-01 TLSVERIFY=%s verifies: %s', (value, verify) => {
  expect(credentialsOf(env(`HOST=r.test TLSVERIFY=${value}`)).credentials.entries[0]?.verify).toBe(verify)
  expect(credentialsOf(env(`HOST=r.test INSECURE_SKIP_TLS_VERIFY=${value}`)).credentials.entries[0]?.verify).toBe(
    !verify
  )
})
