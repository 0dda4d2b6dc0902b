import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type CommandResult, runCli } from '../helpers/command.ts'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { plain } from '../helpers/registry/bench.ts'
import { makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'
import { policyOf, type ReleaseStage, startRelease, tagsIn } from './release-stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

type Library = typeof import('../../src/index.ts')
const load = (): Promise<Library> => import(pathToFileURL(join(root, 'dist/lib/index.js')).href)

/** What is wrong with a value by a schema of ours; empty for nothing. */
function faults(name: string, value: unknown): readonly unknown[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const validate = ajv.compile(JSON.parse(readFileSync(join(root, 'schema', `${name}.schema.json`), 'utf8')))
  return validate(value) ? [] : [...(validate.errors ?? [])]
}

describe.runIf(dockerRegistryAvailable)('a release, through library and JSON', () => {
  let stage: ReleaseStage
  let bare: Workspace
  const policy = '.kluctl-images.yaml'

  beforeAll(async () => {
    stage = await startRelease(host => ({ [policy]: policyOf(host, '2999-12-31') }))
    for (const name of ['web', 'api', 'db']) await stage.push(name, '1.0.0', 10)
    await stage.push('web', '1.1.0', 1)
    await stage.push('api', '1.1.0', 10, { platforms: ['linux/amd64'] })
    stage.workspace.write({
      'deployed.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: db, namespace: shop }
spec: { template: { spec: { containers: [{ name: db, image: "${stage.image('db')}:1.0.0" }] } } }
`
    })
    bare = makeWorkspace({ 'deployment.yaml': 'deployments: []\n' })
  })
  afterAll(async () => {
    await stage.close()
    bare.remove()
  })

  /** Options of the library, with paths as a program anywhere gives them. */
  const options = (more: Readonly<Record<string, string | boolean | readonly string[]>> = {}) => ({
    projectDir: stage.workspace.folder,
    target: 'staging',
    outputFile: join(stage.workspace.folder, 'library.yaml'),
    reportFile: join(stage.workspace.folder, 'library.json'),
    env: plain(stage.registry.host),
    ...more
  })

  test('the library answers by deployed objects, policy, platforms and digests, and writes nothing', async () => {
    const { resolve } = await load()
    const deployedImages = join(stage.workspace.folder, 'deployed.yaml')
    const result = await resolve(options({ pinDigests: true, deployedImages, platforms: ['linux/amd64'] }))
    expect([result.ok, result.complete, tagsIn(result.text)]).toEqual([
      true,
      true,
      { api: '1.1.0', db: '1.0.0', web: '1.0.0' }
    ])
    for (const { resultImage } of result.fixedImages) expect(resultImage).toMatch(/:1\.[01]\.0@sha256:[0-9a-f]{64}$/)
    expect(faults('report', JSON.parse(JSON.stringify(result.report)))).toEqual([])
    expect(stage.workspace.read('library.yaml')).toBeUndefined()
    expect(stage.workspace.read('images.lock.json')).toBeUndefined()
  })

  test('the library takes another policy file, and writes file and lock where it is told to', async () => {
    const { resolve } = await load()
    const host = stage.registry.host
    const [open, shut] = ['open.yaml', 'shut.yaml'].map(name => join(stage.workspace.folder, name))
    stage.workspace.write({ 'open.yaml': 'rules: []\n', 'shut.yaml': `registries: { deny: ["${host}"] }\n` })
    const refused = await resolve(options({ policyFile: shut ?? '' }))
    expect([refused.ok, refused.report.failures.length]).toEqual([false, 3])
    expect(JSON.stringify(refused.report.failures)).toContain('registry-denied')
    expect(faults('report', JSON.parse(JSON.stringify(refused.report)))).toEqual([])
    const result = await resolve({ ...options({ policyFile: open ?? '', pinDigests: true }), write: true })
    expect([result.ok, tagsIn(stage.workspace.read('library.yaml'))]).toEqual([
      true,
      { api: '1.1.0', db: '1.0.0', web: '1.1.0' }
    ])
    expect(faults('lock', JSON.parse(stage.workspace.read('images.lock.json') ?? ''))).toEqual([])
  })

  test('the library says of an option with a bad value which one it is', async () => {
    const { resolve } = await load()
    const wrong = resolve(options({ platforms: ['arm'], allowRegistries: ['https://x.example'] }))
    await expect(wrong).rejects.toThrow(/^platforms: "arm" .*\nallow-registries: "https/)
  })

  test('reports, locks, verifications and policies are as their schemas say', async () => {
    const text = stage.workspace.read(policy) ?? ''
    expect(faults('policy', parse(text))).toEqual([])
    const db = stage.image('db')
    stage.workspace.write({ 'fixed/all.yaml': `images:\n  - image: ${db}\n    resultImage: ${db}:1.0.0\n` })
    const args = ['--target', 'staging', '-o', 'fixed/all.yaml']
    const resolved = await stage.cli(['resolve', ...args, '--pin-digests', '--json'])
    expect([resolved.exitCode, faults('report', JSON.parse(resolved.out))]).toEqual([0, []])
    const { uses } = JSON.parse(resolved.out)
    expect(JSON.stringify(uses)).toMatch(/"passedOver":\[\{"tag":"1\.1\.0","rule":"minimum-age"/)
    expect(JSON.stringify(uses)).toContain('"owner":"@acme/data"')
    expect(faults('lock', JSON.parse(stage.workspace.read('fixed/images.lock.json') ?? ''))).toEqual([])
    const verified = await stage.cli(['verify', ...args, '--json'])
    expect([verified.exitCode, faults('verification', JSON.parse(verified.out))]).toEqual([0, []])
    const failed = await stage.cli(['verify', ...args, '--platforms', 'linux/s390x', '--json'])
    expect([failed.exitCode, faults('verification', JSON.parse(failed.out))]).toEqual([1, []])
  })

  test.each(['kustomize', 'helm-values', 'env', 'matrix', 'argocd', 'flux'])(
    'export writes what was pinned for %s',
    async format => {
      const { exitCode, out, err } = await stage.cli(['export', 'fixed/all.yaml', '--format', format])
      expect([exitCode, err, out]).toEqual([0, '', expect.stringContaining('sha256:')])
    }
  )

  test.each(['verify', 'diff', 'export'])('%s has a help, which fits and is in the overview', async name => {
    const { exitCode, out, err } = await runCli([name, '--help'], { cwd: bare.folder })
    expect([exitCode, err, out.split('\n')[0]]).toEqual([
      0,
      '',
      expect.stringContaining(`Usage: kluctl-images ${name}`)
    ])
    expect(out.split('\n').filter(line => line.length > 100)).toEqual([])
    expect((await runCli(['help', name], { cwd: bare.folder })).out).toBe(out)
    expect((await runCli(['--help'], { cwd: bare.folder })).out).toMatch(new RegExp(`^ +${name} `, 'm'))
  })

  const bad: readonly (readonly [flags: readonly string[], message: string])[] = [
    [['--deployed-images', 'none.yaml'], '--deployed-images: there is no file or folder "none.yaml"'],
    [['--context=a\nb', '--deployed-images', 'cluster'], '--context: "a\\u{a}b" is not the name of a context'],
    [['--context=--server=x', '--deployed-images', 'cluster'], '--context: "--server=x" is not the name of a context'],
    [['--policy-file', 'none.yaml'], '--policy-file: there is no file "none.yaml"'],
    [['--platforms', 'linux'], '--platforms: "linux" is not a platform'],
    [['--platforms', 'linux/amd64,LINUX/arm64'], '--platforms: "LINUX/arm64" is not a platform'],
    [['--allow-registries', 'https://x.example'], '--allow-registries: "https://x.example" is not a registry'],
    [['--deny-registries', 'x.example/team'], '--deny-registries: "x.example/team" is not a registry'],
    [['--pin-digests=maybe'], '--pin-digests takes no value'],
    [['--lock-file='], '--lock-file: its value is empty'],
    [['--lock-file', 'fixed-images.yaml'], 'lock-file and output-file are the same file'],
    [['--lock-file', 'images-report.json'], 'lock-file and report-file are the same file'],
    [['--lock-file', '.'], '--lock-file: "." is a folder'],
    [['--verify'], 'the flag "--verify" is not known']
  ]
  test.each(bad)('%j is refused in one line that names it, with exit 2', async (flags, message) => {
    expectRefusal(await runCli(['resolve', ...flags], { cwd: bare.folder }), message)
    expect(bare.read('fixed-images.yaml')).toBeUndefined()
  })

  test.each<[string, readonly string[], string]>([
    ['verify', ['--fixed-images-file', 'none.yaml'], '--fixed-images-file: there is no file "none.yaml" to verify'],
    ['verify', ['--update-images'], 'the flag "--update-images" is not known'],
    ['verify', ['--offline-images'], '--offline-images: '],
    ['diff', ['--targets', 'a'], '--targets: 1 target cannot be compared'],
    ['diff', ['--minimum-soak', '3', 'a.yaml', 'b.yaml'], '--minimum-soak: "3" is not a time'],
    ['diff', ['a.yaml', 'b.yaml'], 'there is no file "a.yaml"'],
    ['export', [], '--format'],
    ['export', ['--format', 'toml'], '--format: "toml" is not a format']
  ])('%s %j is refused in one line that names it, with exit 2', async (name, flags, message) => {
    expectRefusal(await runCli([name, ...flags], { cwd: bare.folder }), message)
  })

  test.each([
    ['a lock that is no JSON', 'images.lock.json', '{'],
    ['a lock of a later version', 'images.lock.json', '{"version":2,"files":{}}'],
    ['a policy that is no YAML', policy, 'rules: ['],
    ['a policy with a rule that is none', policy, 'rules: [{ image: "**", minimum-age: soon }]']
  ])('%s is an error that names the file', async (_, file, text) => {
    const workspace = makeWorkspace({ 'deployment.yaml': 'deployments: []\n', [file]: text })
    for (const name of ['resolve', 'verify']) {
      const { exitCode, err } = await runCli([name], { cwd: workspace.folder })
      expect([exitCode !== 0, err]).toEqual([true, expect.stringContaining(`error: ${file}:1:`)])
      expect(err).not.toMatch(/\n\s+at /)
    }
    const { exitCode, annotations } = await stage.action({ workspace: workspace.folder })
    expect([exitCode, annotations[0]?.message]).toEqual([1, expect.stringContaining(file)])
    workspace.remove()
  })
})

function expectRefusal({ exitCode, out, err }: CommandResult, message: string): void {
  expect([exitCode, out, err.split('\n')[0]], err).toEqual([2, '', expect.stringContaining(message)])
  expect(err.match(/^error: /gm)).toHaveLength(1)
  expect(err).not.toMatch(/\n\s+at |this is a bug/)
}
