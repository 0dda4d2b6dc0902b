import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { type CredentialsReading, readCredentials } from '../../src/io/registry/credentials.ts'
import type { RegistryEntry } from '../../src/io/registry/entry.ts'
import { type EnvironmentEntries, readEntries } from '../../src/io/registry/environment.ts'
import { mayUsePlainHttp, selectAccess } from '../../src/io/registry/selection.ts'
import { groupVariables } from '../../src/io/registry/variables.ts'
import { readRecords } from '../helpers/runner.ts'
import { interpolate } from '../helpers/workflow/expressions.ts'
import { at, type Json, type JsonObject, listed, mapping, text } from '../helpers/workflow/json.ts'
import { root } from '../helpers/workspace.ts'

const [token, password] = ['ghs_token', 'registry-word']

type Caller = {
  readonly registry: string
  readonly more?: JsonObject
  readonly runner?: Readonly<Record<string, string>>
}

/** The registry variables of every step that looks images up, as they are for a caller on a runner with variables of its own. */
function loginsOf(
  name: string,
  { registry, more = {}, runner = {} }: Caller,
  secrets: JsonObject,
  server: string
): readonly JsonObject[] {
  const workflow: Json = parse(readFileSync(join(root, '.github/workflows', `${name}.yml`), 'utf8'))
  const contexts = {
    github: { actor: 'octocat', token, server_url: server },
    inputs: {
      registry,
      'registry-username': registry === '' ? '' : 'robot',
      'registry-auth-host': '',
      'registry-plain-http': false,
      'registry-ca': '',
      ...more
    },
    secrets
  }
  const logins = Object.values(mapping(at(workflow, 'jobs'))).flatMap(job => {
    const steps = listed(at(job, 'steps')).map(mapping)
    const docker = steps.find(({ id }) => id === 'docker')
    if (docker === undefined) return []
    const env = mapping(interpolate(docker['env'] ?? {}, { contexts }))
    const { outputs, variables } = take(text(docker['run']), { ...runner, ...texts(env), GITHUB_SERVER_URL: server })
    const scope = { contexts: { ...contexts, steps: { docker: { outputs } } } }
    const looking = steps
      .map(step => mapping(step['env']))
      .filter(one => Object.hasOwn(one, 'KLUCTL_REGISTRY_9000_HOST'))
    return looking.map(one => ({ ...runner, ...variables, ...mapping(interpolate(one, scope)) }))
  })
  expect(logins.length).toBeGreaterThan(0)
  return logins
}

type Taken = {
  readonly status: number | null
  readonly log: string
  readonly folder: string
  readonly outputs: Readonly<Record<string, string>>
  /** What it leaves to the steps that follow. */
  readonly variables: Readonly<Record<string, string>>
}

/** Runs the step that takes logins and certificates. */
function take(script: string, given: Readonly<Record<string, string>>): Taken {
  const folder = mkdtempSync(join(tmpdir(), 'logins-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_ENV: join(folder, 'env') }
  for (const file of Object.values(files)) writeFileSync(file, '')
  const env = { PATH: process.env['PATH'], RUNNER_TEMP: join(folder, 'temp'), ...files, ...given }
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script]
  const { status, stdout, stderr } = spawnSync('bash', args, { cwd: folder, env, encoding: 'utf8' })
  expect(stderr).toBe('')
  const problems: string[] = []
  const [outputs, variables] = Object.values(files).map(file => readRecords(readFileSync(file, 'utf8'), problems))
  expect(problems).toEqual([])
  return {
    status,
    log: stdout,
    folder: join(folder, 'temp/kluctl-images'),
    outputs: outputs ?? {},
    variables: variables ?? {}
  }
}

function texts(values: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value ?? '')]))
}

const handed = { 'registry-password': password }
const github = 'https://github.com'
const ghcr = ['ghcr.io', 'octocat', token]
const nothing = ['', '', '']

describe.each(['review', 'bump', 'release'])('the logins of %s', name => {
  test.each<[string, string, JsonObject, string, readonly string[], readonly string[]]>([
    ['the token of the job is for ghcr.io', '', {}, github, nothing, ghcr],
    ['a password is for its registry', 'r.example', handed, github, ['r.example', 'robot', password], ghcr],
    [
      'a fork has no password, and its token goes nowhere else',
      'r.example',
      {},
      github,
      ['r.example', 'robot', ''],
      ghcr
    ],
    [
      'a login for ghcr.io is in place of the token',
      'ghcr.io',
      handed,
      github,
      ['ghcr.io', 'robot', password],
      nothing
    ],
    ['so is one that docker has', '', { 'docker-config': '{"auths":{"ghcr.io":{}}}' }, github, nothing, nothing],
    ['the token of another GitHub is not for ghcr.io', '', {}, 'https://git.example', nothing, nothing]
  ])('%s', (_name, registry, secrets, server, first, second) => {
    for (const env of loginsOf(name, { registry }, secrets, server)) {
      const entry = (index: number): readonly (Json | undefined)[] =>
        ['HOST', 'USERNAME', 'PASSWORD'].map(key => env[`KLUCTL_REGISTRY_${index}_${key}`] ?? '')
      expect([entry(9000), entry(9001)]).toEqual([first, second])
    }
  })

  test.each<[string, string, JsonObject, string]>([
    ['nothing said', 'r.example', {}, 'r.example of robot'],
    ['no TLS', 'r.example:5000', { 'registry-plain-http': true }, 'r.example:5000 of robot over http'],
    [
      'a token endpoint elsewhere',
      'r.example',
      { 'registry-auth-host': 'login.example' },
      'r.example of robot, token from login.example'
    ],
    ['an authority of its own', 'r.example', { 'registry-ca': 'PEM' }, 'r.example of robot, trusts ca.pem'],
    ['no registry', '', {}, ''],
    ['settings of no registry', '', { 'registry-plain-http': true }, 'KLUCTL_REGISTRY_9000 has settings but no host']
  ])('are read with %s', (_name, registry, more, expected) => {
    for (const env of loginsOf(name, { registry, more }, handed, 'https://git.example')) {
      // a password without its registry is an error, told elsewhere
      const password = registry === '' ? '' : env['KLUCTL_REGISTRY_9000_PASSWORD']
      const read = readLogins({ ...env, KLUCTL_REGISTRY_9000_PASSWORD: password ?? '' })
      expect(read.problems).toEqual([])
      expect([...read.entries.map(said), ...read.warnings].join('\n')).toMatch(expected)
      if (expected === '') expect([...read.entries, ...read.warnings]).toEqual([])
    }
  })
})

/** What a run reads of all variables, and where they disagree. */
function readAll(env: JsonObject): CredentialsReading {
  return readCredentials({ env: texts(env), home: undefined, workspace: '/checkout', readFile: () => undefined })
}

/** What a run reads of the variables. */
function readLogins(env: JsonObject): EnvironmentEntries {
  return readEntries(groupVariables(texts(env)), {
    home: undefined,
    workspace: '/checkout',
    readFile: path => (path.endsWith('/temp/kluctl-images/ca.pem') ? certificate : undefined)
  })
}

describe.each(['review', 'bump', 'release'])('on a runner with variables of its own, %s', name => {
  const login = { USERNAME: 'team', PASSWORD: 'team-word' }
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['its login is in place of the token', { HOST: 'ghcr.io', ...login }, ['ghcr.io of team']],
    ['however the host is written', { HOST: ' https://GHCR.io:443/v2/ ', ...login }, ['ghcr.io of team']],
    ['so is a token', { HOST: 'ghcr.io', TOKEN: 'a-token' }, ['ghcr.io of ']],
    [
      'one for some repositories goes beside it',
      { HOST: 'ghcr.io', REPOSITORY: 'team/**', ...login },
      ['ghcr.io of team', 'ghcr.io of octocat']
    ],
    ['settings without a login go beside it', { HOST: 'ghcr.io' }, ['ghcr.io of ', 'ghcr.io of octocat']],
    [
      'another host has nothing to do with it',
      { HOST: 'a.ghcr.io', ...login },
      ['a.ghcr.io of team', 'ghcr.io of octocat']
    ]
  ])('%s', (_name, set, expected) => {
    for (const prefix of ['KLUCTL_REGISTRY_0_', 'KLUCTL_REGISTRY_']) {
      const runner = Object.fromEntries(Object.entries(set).map(([key, value]) => [`${prefix}${key}`, value]))
      for (const env of loginsOf(name, { registry: '', runner }, {}, github)) {
        const { credentials, problems } = readAll(env)
        expect(problems).toEqual([])
        expect(credentials.entries.map(said)).toEqual(expected)
      }
    }
  })

  test('a registry without TLS may be said to be one by the runner alone', () => {
    const runner = { KLUCTL_REGISTRY_0_HOST: 'r.example:5000', KLUCTL_REGISTRY_0_PLAIN_HTTP: 'true' }
    for (const env of loginsOf(name, { registry: 'r.example:5000', runner }, handed, 'https://git.example')) {
      const { credentials, problems } = readAll(env)
      expect(problems).toEqual([])
      const access = selectAccess(credentials, { registry: 'r.example:5000', path: 'shop/web' })
      // a login goes over plain http only where the input says so
      expect([access.plainHttp, mayUsePlainHttp(access)]).toEqual([true, false])
    }
  })
})

test('the call in docs/registries.md gives its login', () => {
  const page = readFileSync(join(root, 'docs/registries.md'), 'utf8')
  const [, block = ''] = /<!-- executed: registry inputs -->\n```yaml\n([^`]+)```/.exec(page) ?? []
  const call = at(parse(block), 'jobs', 'images')
  const secrets = Object.fromEntries(Object.keys(mapping(at(call, 'secrets'))).map(name => [name, password]))
  const more = mapping(at(call, 'with'))
  for (const env of loginsOf('review', { registry: text(more['registry']), more }, secrets, 'https://git.example'))
    expect(readLogins(env).entries.map(said)).toEqual([
      'registry.example.com of images, token from gitlab.example.com, trusts ca.pem'
    ])
})

test('each variable that a message may name has its input in docs/registries.md', () => {
  const page = readFileSync(join(root, 'docs/registries.md'), 'utf8')
  const [table = ''] = page.split('<!-- inputs -->')[1]?.split('<!-- inputs: end') ?? []
  const rows = [...table.matchAll(/^\| `([^`]+)`[^|]*\| `([^`]+)`/gm)].map(([, input, variable]) => [variable, input])
  const workflow: Json = parse(readFileSync(join(root, '.github/workflows/release.yml'), 'utf8'))
  const [step] = Object.values(mapping(at(workflow, 'jobs'))).flatMap(job => listed(at(job, 'steps')).slice(2, 3))
  const handed = Object.entries(mapping(at(step, 'env'))).flatMap(([name, value]) => {
    const [, input] = /(?:inputs|secrets)\.(registry[a-z-]*)/.exec(text(value)) ?? []
    const named = text(value).includes('outputs.ca-file') ? 'registry-ca' : input
    return name.startsWith('KLUCTL_REGISTRY_9000_') ? [[name, named]] : []
  })
  const [docker] = Object.values(mapping(at(workflow, 'jobs'))).flatMap(job => listed(at(job, 'steps')).slice(1, 2))
  expect(text(at(docker, 'env', 'PLAIN_HTTP'))).toContain('inputs.registry-plain-http')
  const switched = take(text(at(docker, 'run')), { PLAIN_HTTP: 'true' }).variables
  const all = [...handed, ...Object.keys(switched).map(name => [name, 'registry-plain-http'])]
  expect(rows.toSorted()).toEqual(all.toSorted())
})

const certificate = readFileSync(join(root, '__tests__/fixtures/tls/ca.pem'), 'utf8')

function said({ host, login, plainHttp, authHost, ca }: RegistryEntry): string {
  return [
    `${host} of ${login?.kind === 'password' ? login.username : ''}${plainHttp === true ? ' over http' : ''}`,
    ...(authHost === undefined ? [] : [`token from ${authHost}`]),
    ...(ca === certificate ? ['trusts ca.pem'] : [])
  ].join(', ')
}

describe.each(['review', 'bump', 'release'])('what %s writes outside of the checkout', name => {
  const workflow: Json = parse(readFileSync(join(root, '.github/workflows', `${name}.yml`), 'utf8'))
  const steps = Object.values(mapping(at(workflow, 'jobs'))).flatMap(job => listed(at(job, 'steps')))
  const scripts = steps.filter(step => at(step, 'id') === 'docker').map(step => text(at(step, 'run')))

  test.each([
    ['nothing', '', '', {}],
    ['logins of docker', '{"auths":{}}', '', { 'config.json': '{"auths":{}}' }],
    ['certificates', '', certificate, { 'ca.pem': `${certificate}\n` }],
    ['both', '{}', 'PEM', { 'config.json': '{}', 'ca.pem': 'PEM\n' }]
  ])('is %s', (_name, docker, ca, files) => {
    expect(new Set(scripts).size).toBe(1)
    const given = { DOCKER_LOGINS: docker, CERTIFICATES: ca, REGISTRY: 'r.example' }
    const { status, folder: place, outputs } = take(scripts[0] ?? 'false', given)
    expect(status).toBe(0)
    const written = readdirSync(place).map(file => [file, readFileSync(join(place, file), 'utf8')])
    expect(Object.fromEntries(written)).toEqual(files)
    for (const file of readdirSync(place)) expect(statSync(join(place, file)).mode & 0o077).toBe(0)
    expect(outputs).toEqual({
      ...(docker === '' ? {} : { folder: place }),
      ...(ca === '' ? {} : { 'ca-file': `${place}/ca.pem` })
    })
  })

  test('is nothing where certificates are for no registry, and the error names the input that is missing', () => {
    const { status, log, folder } = take(scripts[0] ?? 'true', { CERTIFICATES: certificate, REGISTRY: '' })
    expect(status).toBe(1)
    expect(log).toMatch(/^::error title=registry-ca::.*Give registry too/)
    expect(existsSync(folder)).toBe(false)
  })
})
