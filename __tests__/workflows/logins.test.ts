import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import type { RegistryEntry } from '../../src/io/registry/entry.ts'
import { type EnvironmentEntries, readEntries } from '../../src/io/registry/environment.ts'
import { groupVariables } from '../../src/io/registry/variables.ts'
import { interpolate } from '../helpers/workflow/expressions.ts'
import { at, type Json, type JsonObject, listed, mapping, text } from '../helpers/workflow/json.ts'
import { root } from '../helpers/workspace.ts'

const [token, password] = ['ghs_token', 'registry-word']

/** The variables of every step that looks images up, as they are for a caller. */
function loginsOf(
  name: string,
  { registry, more = {} }: { readonly registry: string; readonly more?: JsonObject },
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
      ...more
    },
    secrets,
    steps: { docker: { outputs: more['registry-ca'] === undefined ? {} : { 'ca-file': '/temp/ca.pem' } } }
  }
  const jobs = Object.values(mapping(at(workflow, 'jobs')))
  const steps = jobs.flatMap(job => listed(at(job, 'steps'))).map(step => mapping(at(step, 'env')))
  const logins = steps.filter(env => Object.hasOwn(env, 'KLUCTL_REGISTRY_9000_HOST'))
  expect(logins.length).toBeGreaterThan(0)
  return logins.map(env => mapping(interpolate(env, { contexts })))
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
    ['an authority of its own', 'r.example', { 'registry-ca': 'PEM' }, 'r.example of robot, trusts /temp/ca.pem'],
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

/** What a run reads of the variables. */
function readLogins(env: JsonObject): EnvironmentEntries {
  const variables = Object.entries(env).map(([key, value]) => [key, String(value ?? '')] as const)
  return readEntries(groupVariables(Object.fromEntries(variables)), {
    home: undefined,
    workspace: '/checkout',
    readFile: () => certificate
  })
}

test('the call in docs/registries.md gives its login', () => {
  const page = readFileSync(join(root, 'docs/registries.md'), 'utf8')
  const [, block = ''] = /<!-- executed: registry inputs -->\n```yaml\n([^`]+)```/.exec(page) ?? []
  const call = at(parse(block), 'jobs', 'images')
  const secrets = Object.fromEntries(Object.keys(mapping(at(call, 'secrets'))).map(name => [name, password]))
  const more = mapping(at(call, 'with'))
  for (const env of loginsOf('review', { registry: text(more['registry']), more }, secrets, 'https://git.example'))
    expect(readLogins(env).entries.map(said)).toEqual([
      'registry.example.com of images, token from gitlab.example.com, trusts /temp/ca.pem'
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
  expect(rows).toEqual(handed)
})

const certificate = readFileSync(join(root, '__tests__/fixtures/tls/ca.pem'), 'utf8')

function said({ host, login, plainHttp, authHost, ca }: RegistryEntry): string {
  return [
    `${host} of ${login?.kind === 'password' ? login.username : ''}${plainHttp === true ? ' over http' : ''}`,
    ...(authHost === undefined ? [] : [`token from ${authHost}`]),
    ...(ca === certificate ? ['trusts /temp/ca.pem'] : [])
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
    const folder = mkdtempSync(join(tmpdir(), 'logins-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const [temp, output] = [join(folder, 'temp'), join(folder, 'output')]
    writeFileSync(output, '')
    const env = { PATH: process.env['PATH'], RUNNER_TEMP: temp, GITHUB_OUTPUT: output }
    const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', scripts[0] ?? 'false']
    const more = { DOCKER_LOGINS: docker, CERTIFICATES: ca }
    expect(spawnSync('bash', args, { cwd: folder, env: { ...env, ...more } }).status).toBe(0)
    const place = join(temp, 'kluctl-images')
    const written = readdirSync(place).map(file => [file, readFileSync(join(place, file), 'utf8')])
    expect(Object.fromEntries(written)).toEqual(files)
    for (const file of readdirSync(place)) expect(statSync(join(place, file)).mode & 0o077).toBe(0)
    const named = { 'config.json': `folder=${place}`, 'ca.pem': `ca-file=${place}/ca.pem` }
    const lines = Object.entries(named).flatMap(([file, line]) => (Object.hasOwn(files, file) ? [line] : []))
    expect(readFileSync(output, 'utf8')).toBe(lines.map(line => `${line}\n`).join(''))
  })
})
