import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type CommandResult, receiptOnly, runCli } from '../helpers/command.ts'
import { type LoopbackRegistry, startRegistry } from '../helpers/registry.ts'
import { deployment, makeWorkspace, type Workspace } from '../helpers/workspace.ts'

let registry: LoopbackRegistry
let workspace: Workspace

beforeAll(async () => {
  registry = await startRegistry({
    repositories: { web: ['1.0', '1.1', '2.0'], api: ['main-9', 'main-10', '3.0'], db: ['16.4', '17.0'] }
  })
})
afterAll(() => registry.stop())

beforeEach(() => {
  const call = (name: string): string => `{{ images.get_image("${registry.host}/${name}") }}`
  workspace = makeWorkspace({
    'project/web.yaml': deployment('web', { web: call('web'), db: call('db') }),
    'project/api.yaml': deployment('api', { api: call('api') })
  })
  return () => workspace.remove()
})

const resolve = (...args: string[]): Promise<CommandResult> =>
  runCli(['resolve', 'project', ...args], {
    cwd: workspace.folder,
    env: { KLUCTL_REGISTRY_HOST: registry.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }
  })

type Entry = Readonly<Record<string, string>>

/** Tags in the file, as `db=17.0`. */
const written = (file = 'fixed-images.yaml'): readonly string[] => {
  const { images }: { images: readonly Entry[] } = parse(workspace.read(file) ?? 'images: []')
  return images.map(({ resultImage = '' }) => resultImage.slice(registry.host.length + 1).replace(':', '='))
}

const fixed = (name: string, tag: string): string =>
  `  - image: ${registry.host}/${name}\n    resultImage: ${registry.host}/${name}:${tag}\n`

describe('the options of kluctl-images resolve', () => {
  test('a plain folder of manifests is a project, and every image moves to its newest tag', async () => {
    expect(await resolve()).toMatchObject({ exitCode: 0, err: expect.stringMatching(receiptOnly) })
    expect(written()).toEqual(['api=3.0', 'db=17.0', 'web=2.0'])
  })

  test('--images selects by pattern, and its version filter goes before the one of the template', async () => {
    await resolve('-F', `${registry.host}/web=${registry.host}/web:1.0`)
    const filters = ["**/api = prefix('main-', suffix=number())", '**', '!**/web']
    const { exitCode, out } = await resolve(...filters.flatMap(line => ['--images', line]))
    expect(exitCode).toBe(0)
    expect(written()).toEqual(['api=main-10', 'db=17.0', 'web=1.0'])
    expect(out).toContain('kept, not selected by images')
  })

  test('a pin on the command line goes before a file, and neither asks the registry', async () => {
    workspace.write({ 'pins.yaml': `images:\n${fixed('web', '1.0')}${fixed('api', 'main-9')}${fixed('db', '16.4')}` })
    const before = registry.requests.length
    await resolve('--fixed-images-file', 'pins.yaml', '-F', `${registry.host}/web=${registry.host}/web:1.1`)
    expect(written()).toEqual(['api=main-9', 'db=16.4', 'web=1.1'])
    expect(registry.requests.length).toBe(before)
  })

  test('--update-images asks the registry for what is selected, whatever pins say', async () => {
    workspace.write({ 'pins.yaml': `images:\n${fixed('web', '1.0')}${fixed('db', '16.4')}` })
    await resolve('--fixed-images-file', 'pins.yaml', '-u', '--images', '**/web', '--images', '**/api')
    expect(written()).toEqual(['api=3.0', 'db=16.4', 'web=2.0'])
  })

  test('--offline-images asks nothing: pins answer, what has none fails and is named', async () => {
    const before = registry.requests.length
    const { exitCode, out } = await resolve('--offline-images', '-F', `${registry.host}/web=${registry.host}/web:1.0`)
    expect(exitCode).toBe(1)
    expect(out).toContain(`${registry.host}/api`)
    expect(out).toContain(`${registry.host}/db`)
    expect(out).toContain('fixed-images.yaml is as it was: 2 failures.')
    expect(written()).toEqual([])
    expect(registry.requests.length).toBe(before)
  })

  test('--simple writes only image and resultImage', async () => {
    await resolve('--simple')
    const { images } = parse(workspace.read('fixed-images.yaml') ?? '')
    expect(images.map((entry: Entry) => Object.keys(entry))).toEqual(Array(3).fill(['image', 'resultImage']))
  })

  test('--render-output-dir writes the manifests with their images', async () => {
    const { out } = await resolve('--render-output-dir', 'rendered')
    expect(out).toContain('2 manifests written into rendered')
    expect(workspace.read('rendered/web.yaml')).toContain(`image: ${registry.host}/web:2.0`)
    expect(workspace.read('rendered/api.yaml')).toContain(`image: ${registry.host}/api:3.0`)
  })

  test('--check with other outputs still writes nothing', async () => {
    const before = readdirSync(workspace.folder)
    expect((await resolve('--check', '--json', '--render-output-dir', 'rendered')).exitCode).toBe(3)
    expect(readdirSync(workspace.folder)).toEqual(before)
  })

  test('files go where the options say, in folders that are made', async () => {
    await resolve('-o', 'out/deep/prod.yml', '--report-file', 'reports/prod.json')
    expect(written('out/deep/prod.yml')).toEqual(['api=3.0', 'db=17.0', 'web=2.0'])
    expect(JSON.parse(workspace.read('reports/prod.json') ?? '')).toMatchObject({ version: 1 })
    expect(readdirSync(join(workspace.folder, 'out/deep'))).toEqual(['prod.yml'])
  })

  test('comments of a person in the file survive a run that changes nothing', async () => {
    await resolve()
    const text = `# ours\n${workspace.read('fixed-images.yaml')}`
    workspace.write({ 'fixed-images.yaml': text })
    expect((await resolve()).out).toContain('is up to date')
    expect(workspace.read('fixed-images.yaml')).toBe(text)
  })
})

describe('--baseline says what the change is compared with', () => {
  const changes = async (...args: string[]): Promise<readonly string[]> => {
    const { out, err, exitCode } = await resolve('--json', ...args)
    expect(exitCode, err).toBe(0)
    return JSON.parse(out).changes.map(
      ({ image, old }: { image: string; old: string | null }) =>
        `${image.split('/').at(-1)} was ${old?.split(':').at(-1) ?? 'new'}`
    )
  }
  const old = (tag: string): string => `images:\n${fixed('web', tag)}${fixed('db', '17.0')}${fixed('api', '3.0')}`

  test('auto: the file as it was; none: everything is new; a path: that file', async () => {
    workspace.write({ 'fixed-images.yaml': old('1.0'), 'other.yaml': old('1.1') })
    expect(await changes('--baseline', 'none')).toEqual(['api was new', 'db was new', 'web was new'])
    workspace.write({ 'fixed-images.yaml': old('1.0') })
    expect(await changes('--baseline', 'other.yaml')).toEqual(['web was 1.1'])
    workspace.write({ 'fixed-images.yaml': old('1.0') })
    expect(await changes()).toEqual(['web was 1.0'])
  })

  test('a git ref: the file at that commit', async () => {
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
        cwd: workspace.folder,
        encoding: 'utf8'
      })
    workspace.write({ 'fixed-images.yaml': old('1.1') })
    git('init', '-q', '-b', 'main')
    git('add', '.')
    git('commit', '-q', '-m', 'first')
    git('tag', 'released')
    workspace.write({ 'fixed-images.yaml': old('2.0') })
    expect(await changes()).toEqual([])
    expect(await changes('--baseline', 'released')).toEqual(['web was 1.1'])
  })
})
