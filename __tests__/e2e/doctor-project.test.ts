import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runCli } from '../helpers/command.ts'
import { set, start } from '../helpers/doctor.ts'
import { makeWorkspace } from '../helpers/workspace.ts'

const makeFolder = (files: Readonly<Record<string, string>>): string => makeWorkspace(files).folder

const deployment = (image: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec: {template: {spec: {containers: [{name: app, image: '${image}'}]}}}
`
const call = (image: string, more = ''): string => deployment(`{{ images.get_image("${image}"${more}) }}`)

/** A project with two targets, whose folder `app` is one manifest. */
function project(manifest: string, files: Readonly<Record<string, string>> = {}): string {
  return makeFolder({
    '.kluctl.yaml': 'targets:\n  - name: staging\n  - name: prod\n',
    'deployment.yaml': 'deployments:\n  - path: app\n',
    'app/deployment.yaml': manifest,
    ...files
  })
}

async function doctorIn(
  cwd: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = []
): Promise<{ readonly exitCode: number | null; readonly lines: readonly string[]; readonly out: string }> {
  const { exitCode, out, err } = await runCli(['doctor', ...args], { cwd, env })
  return { exitCode, out, lines: `${out}${err}`.split('\n').filter(line => line !== '') }
}

const noGit = /^note {2}git knows no repository/

describe('a project that is fine', () => {
  test('has a line for each target, its files, and each registry that it needs', async () => {
    const registry = await start()
    const folder = project(call(`${registry.host}/team/app`), {
      'fixed-images.yaml': `images:\n  - image: ${registry.host}/team/app\n    resultImage: ${registry.host}/team/app:2\n`,
      '.kluctl-images.yaml': 'rules:\n  - image: "**"\n    filter: number()\n'
    })
    const { exitCode, lines } = await doctorIn(folder, set(registry.host))
    expect(lines.filter(line => !noGit.test(line))).toEqual([
      'ok    target staging       renders; 1 call of get_image for 1 image',
      'ok    target prod          renders; 1 call of get_image for 1 image',
      'ok    .kluctl-images.yaml  the policy, with 1 rule',
      'ok    fixed-images.yaml    1 entry, and it can be written',
      `ok    ${registry.host}  1 image; answers without a login, over plain http`
    ])
    expect(exitCode).toBe(0)
    expect(registry.requests.map(({ path }) => path)).toEqual(['/v2/', '/v2/team/app/tags/list?n=1'])
  })

  test('only the target that is named is rendered, and nothing is asked with --offline-images', async () => {
    const registry = await start()
    const folder = project(call(`${registry.host}/team/app`))
    const { lines } = await doctorIn(folder, set(registry.host), ['--target', 'prod', '--offline-images'])
    expect(lines.filter(line => !noGit.test(line))).toEqual([
      'ok    target prod        renders; 1 call of get_image for 1 image',
      'ok    fixed-images.yaml  not there yet; a run writes it'
    ])
    expect(registry.requests).toEqual([])
  })

  test('a registry that only the project names is tried, and one at a private address is refused as in a run', async () => {
    const registry = await start()
    const { exitCode, lines } = await doctorIn(project(call(`${registry.host}/team/app`)), {})
    expect(exitCode).toBe(1)
    expect(lines.join('\n')).toContain(`fail  ${registry.host}  is on this machine or in a private network`)
    expect(registry.requests).toEqual([])
  })
})

describe('what is wrong with a project', () => {
  const offline = ['--offline-images']
  test.each<[string, string, Readonly<Record<string, string>>, readonly string[], RegExp]>([
    [
      'a template that fails',
      deployment('{{ nme }}'),
      {},
      offline,
      /^fail {2}target staging +app\/deployment\.yaml:4:\d+: .*'nme' is undefined/m
    ],
    [
      'a target that does not exist',
      deployment('x'),
      {},
      [...offline, '--target', 'pord'],
      /^fail {2}target pord +there is no target "pord" in \.kluctl\.yaml; did you mean prod\?/m
    ],
    [
      'a configuration that is no YAML',
      deployment('x'),
      { '.kluctl.yaml': 'targets: [' },
      offline,
      /^fail {2}\.kluctl\.yaml {2,}\.kluctl\.yaml:\d/m
    ],
    [
      'a policy with an unknown key',
      deployment('x'),
      { '.kluctl-images.yaml': 'ruels: []\n' },
      offline,
      /^fail {2}policy file +\.kluctl-images\.yaml:1:8: ruels: /m
    ],
    [
      'a fixed-images file that is none',
      deployment('x'),
      { 'fixed-images.yaml': 'images:\n  - resultImage: a:1\n' },
      offline,
      /^fail {2}fixed-images\.yaml +fixed-images\.yaml:2/m
    ],
    [
      'a lock that is damaged',
      deployment('x'),
      { 'images.lock.json': '{' },
      offline,
      /^fail {2}lock +images\.lock\.json:1/m
    ],
    [
      'a fixed-images file that is missing',
      deployment('x'),
      {},
      [...offline, '--fixed-images-file', 'none.yaml'],
      /^fail {2}none\.yaml +fixed-images-file: there is no file "none\.yaml"/m
    ],
    [
      'an output file that is a folder',
      deployment('x'),
      { 'out.yaml/a.txt': 'x' },
      [...offline, '--output-file', 'out.yaml'],
      /^fail {2}out\.yaml +"out\.yaml" is a folder/m
    ]
  ])('%s', async (_, manifest, files, args, expected) => {
    const { exitCode, lines } = await doctorIn(project(manifest, files), {}, args)
    expect(lines.join('\n')).toMatch(expected)
    expect(exitCode).toBe(1)
  })

  test('many problems are counted', async () => {
    const files = Object.fromEntries([...'abcdefgh'].map(name => [`app/${name}.yaml`, deployment(`{{ ${name}x }}`)]))
    const { lines } = await doctorIn(project(deployment('x'), files), {}, ['--target', 'prod', '--offline-images'])
    const failures = lines.filter(line => line.startsWith('fail  target prod'))
    expect(failures).toHaveLength(5)
    expect(failures.at(-1)).toMatch(/and 4 more like these$/)
  })

  test('calls that a current kluctl refuses are a warning, which fails nothing', async () => {
    const { exitCode, lines } = await doctorIn(project(call('ghcr.io/team/app', ', latest_version="number()"')), {}, [
      '--target',
      'prod',
      '--offline-images'
    ])
    expect(lines.join('\n')).toMatch(
      /^warn {2}calls +each call of get_image names a version filter, which kluctl 2\.20 to 2\.27 ignore and 2\.28 and newer refuse; .*"ghcr\.io\/team\/app = number\(\)"/m
    )
    expect(exitCode).toBe(0)
  })

  test('a project without calls is a warning', async () => {
    const { exitCode, lines } = await doctorIn(project(deployment('nginx:1')), {}, ['--offline-images'])
    expect(lines.filter(line => /^warn .*no call of images\.get_image was found/.test(line))).toHaveLength(2)
    expect(exitCode).toBe(0)
  })

  test('a folder that takes no file', async context => {
    context.skip(process.getuid?.() === 0, 'root may write everywhere')
    const folder = project(deployment('x'), { 'shut/a.txt': 'x' })
    chmodSync(join(folder, 'shut'), 0o555)
    onTestFinished(() => chmodSync(join(folder, 'shut'), 0o755))
    const { lines } = await doctorIn(folder, {}, ['--output-file', 'shut/fixed.yaml', '--offline-images'])
    expect(lines.join('\n')).toMatch(/^fail {2}shut\/fixed\.yaml +"shut\/fixed\.yaml" cannot be written \(EACCES\)/m)
  })
})

test('--output-file with {target} is looked at for each target', async () => {
  const { lines } = await doctorIn(project(deployment('x')), {}, [
    '--output-file',
    'fixed/{target}.yaml',
    '--offline-images'
  ])
  expect(lines.filter(line => line.includes('not there yet')).map(line => line.split(/ +/)[1])).toEqual([
    'fixed/staging.yaml',
    'fixed/prod.yaml'
  ])
})

test('a secret of the project is shown nowhere', async () => {
  const folder = project(deployment('{{ fail_with }}'), {
    'deployment.yaml':
      'vars:\n  - clusterSecret: {namespace: a, name: b, key: c}\n    sensitive: true\ndeployments:\n  - path: app\n',
    'given.yaml': 'password: hunter-2-hunter\n',
    'app/deployment.yaml': deployment('{{ password }}:{{ ]')
  })
  const { out } = await doctorIn(folder, {}, ['--vars-from-file', 'clusterSecret:a/b=given.yaml', '--offline-images'])
  expect(out).toContain('fail')
  expect(out).not.toContain('hunter-2')
})

test('a folder that is named and has no project fails', async () => {
  const { exitCode, lines } = await doctorIn(makeFolder({ 'empty/a.txt': 'x' }), {}, ['--project-dir', 'empty'])
  expect([exitCode, lines.filter(line => line.startsWith('fail')).length]).not.toEqual([0, 0])
})

test('--json has the same, with the level of each line', async () => {
  const { out } = await doctorIn(project(call('ghcr.io/team/app')), {}, [
    '--target',
    'prod',
    '--offline-images',
    '--json'
  ])
  expect(JSON.parse(out)).toMatchObject({
    ok: true,
    project: [
      { level: 'ok', name: 'target prod', message: 'renders; 1 call of get_image for 1 image', hint: null },
      { level: 'ok', name: 'fixed-images.yaml', message: 'not there yet; a run writes it', hint: null }
    ],
    permissions: [],
    registries: []
  })
})
