import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { type CommandResult, runCli } from '../helpers/command.ts'
import {
  type DockerRegistry,
  dockerRegistryAvailable,
  dockerRegistryMissing,
  startDockerRegistry
} from '../helpers/docker-registry.ts'
import { actionNode } from '../helpers/nodes.ts'
import { plain } from '../helpers/registry/bench.ts'
import { type PushedIndex, pushIndex } from '../helpers/registry/images.ts'
import { type RunnerResult, runAction } from '../helpers/runner.ts'
import { deployment, makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const platforms = ['linux/amd64', 'linux/arm64']

describe.runIf(dockerRegistryAvailable)('verify, through the doors', () => {
  let registry: DockerRegistry
  let web: PushedIndex
  let workspace: Workspace
  let fixed: string

  beforeAll(async () => {
    registry = await startDockerRegistry()
    web = await pushIndex(registry, 'shop/web', '1.0.0', platforms)
    await pushIndex(registry, 'shop/api', '2.0.0', ['linux/amd64'])
  })
  afterAll(() => registry.stop())

  beforeEach(() => {
    const { host } = registry
    fixed = `images:\n  - image: "${host}/shop/web"\n    resultImage: "${host}/shop/web:1.0.0@${web.digest}"\n`
    workspace = makeWorkspace({
      'deployment.yaml': 'deployments:\n  - path: web\n',
      'web/web.yaml': deployment('web', { web: `{{ images.get_image("${host}/shop/web") }}` }),
      'fixed-images.yaml': fixed
    })
    onTestFinished(workspace.remove)
  })

  const cli = (...flags: readonly string[]): Promise<CommandResult> =>
    runCli(['verify', ...flags], { cwd: workspace.folder, env: plain(registry.host) })

  const action = (inputs: Readonly<Record<string, string>> = {}): Promise<RunnerResult> =>
    runAction({
      action: root,
      workspace: workspace.folder,
      node: actionNode,
      eventName: 'push',
      event: JSON.parse(readFileSync(join(root, '__tests__/fixtures/events/push.json'), 'utf8')),
      inputs: { verify: 'true', 'artifact-name': '', ...inputs },
      env: plain(registry.host)
    })

  const files = (): readonly string[] => readdirSync(workspace.folder, { recursive: true }).map(String).toSorted()

  test('what holds exits 0, and no file is written', async () => {
    const before = files()
    const { exitCode, out, err } = await cli('--platforms', platforms.join(','))
    expect([exitCode, out.split('\n')[0]]).toEqual([0, '1 image verified'])
    expect(err).toBe('registries: 4 requests, 4 of them about single images\n')
    expect(files()).toEqual(before)
    expect(workspace.read('fixed-images.yaml')).toBe(fixed)
  })

  test('what does not hold exits 1, with the reasons, also as JSON', async () => {
    workspace.write({
      'web/more.yaml': deployment('api', { api: `{{ images.get_image("${registry.host}/shop/api") }}` })
    })
    const { exitCode, out } = await cli('--platforms', 'linux/s390x')
    expect(exitCode).toBe(1)
    expect(out).toContain('2 images failed')
    expect(out).toContain('linux/s390x is missing: it has linux/amd64, linux/arm64')
    expect(out).toContain('"fixed-images.yaml" has no fixed image for it')
    const json = await cli('--json')
    expect([json.exitCode, JSON.parse(json.out)]).toMatchObject([
      1,
      { version: 1, ok: false, counts: { images: 2, verified: 1, failed: 1 }, cost: { imageRequests: 4 } }
    ])
    expect(json.out).not.toContain(workspace.folder)
  })

  test('the file that fixed-images-file names is the one to prove', async () => {
    workspace.write({ 'fixed/prod.yaml': fixed, 'fixed-images.yaml': 'images: []\n' })
    expect((await cli()).exitCode).toBe(1)
    expect((await cli('--fixed-images-file', 'fixed/prod.yaml')).exitCode).toBe(0)
    const { exitCode, err } = await cli('--fixed-images-file', 'fixed/no.yaml')
    expect([exitCode, err]).toMatchObject([2, expect.stringContaining('there is no file "fixed/no.yaml" to verify')])
  })

  test('several files are read in their order, and the last wins', async () => {
    const other = fixed.replace(`@${web.digest}`, '')
    workspace.write({ 'a.yaml': other, 'b.yaml': fixed })
    const names = ['--fixed-images-file', 'a.yaml', '--fixed-images-file', 'b.yaml', '--json']
    const { checks, files: said } = JSON.parse((await cli(...names)).out)
    expect([said, checks[0].pinnedBy, checks[0].verdict]).toEqual([['a.yaml', 'b.yaml'], ['b.yaml'], 'verified'])
  })

  test('the lock beside the file has to agree with it', async () => {
    const { host } = registry
    expect((await runCli(['resolve', '--pin-digests'], { cwd: workspace.folder, env: plain(host) })).exitCode).toBe(0)
    expect((await cli()).exitCode).toBe(0)
    const lock = workspace.read('images.lock.json') ?? ''
    expect(lock).toContain(`"digest": "${web.digest}"`)
    workspace.write({
      'images.lock.json': lock.replace(`"digest": "${web.digest}"`, `"digest": "sha256:${'0'.repeat(64)}"`)
    })
    const { exitCode, out } = await cli()
    expect(exitCode).toBe(1)
    expect(out.replace(/\s+/g, ' ')).toContain(`"images.lock.json" has sha256:${'0'.repeat(64)} for it`)
  })

  test('what has no call proves nothing, and exits 1 with one line', async () => {
    const { exitCode, out, err } = await cli('--include-tags', 'none')
    expect([exitCode, err]).toEqual([1, ''])
    expect(out).toMatch(/^No call of images\.get_image was found, so nothing was proved: /)
    const said = await action({ 'include-tags': 'none' })
    expect([said.exitCode, said.outputs['failures-count']]).toEqual([1, '1'])
    expect(said.annotations.filter(({ level }) => level === 'error')).toHaveLength(1)
  })

  test('a registry that is denied is not asked', async () => {
    const { exitCode, out, err } = await cli('--deny-registries', registry.host)
    expect([exitCode, err]).toEqual([1, ''])
    expect(out).toContain('may not be used')
  })

  test('offline-images is refused, since verify asks registries', async () => {
    const { exitCode, err } = await cli('--offline-images')
    expect([exitCode, err]).toMatchObject([2, expect.stringContaining('verify asks registries')])
  })

  test('the Action tells log, summary, lines and outputs, and writes nothing', async () => {
    const before = files()
    const good = await action()
    expect([good.problems, good.exitCode, good.annotations]).toEqual([[], 0, []])
    expect(good.summary).toMatch(/^### 1 image verified\n/)
    expect(good.outputs).toMatchObject({ changed: 'false', 'failures-count': '0', verdict: '1 image verified' })
    const bad = await action({ platforms: 'linux/s390x' })
    expect([bad.problems, bad.exitCode, bad.comment]).toEqual([[], 1, ''])
    expect(bad.outputs).toMatchObject({ 'failures-count': '1', verdict: '1 image failed', 'comment-path': '' })
    expect(bad.annotations).toMatchObject([
      { level: 'error', properties: { title: `${registry.host}/shop/web does not hold`, file: 'web/web.yaml' } },
      { level: 'error', message: '1 image failed' }
    ])
    expect(files()).toEqual(before)
  })

  test('the Action tells of what keeps it from proving anything', async () => {
    const { exitCode, summary, outputs, problems } = await action({ 'fixed-images-file': 'no.yaml' })
    expect([exitCode, problems]).toEqual([1, []])
    expect(outputs).toMatchObject({ 'failures-count': '1', verdict: '1 error in the project' })
    expect(summary).toContain('the log of the run says why')
  })
  test('the Action refuses the files of a fork beside secrets, as the main job does', async () => {
    const { exitCode, annotations, summary } = await runAction({
      action: root,
      workspace: workspace.folder,
      node: actionNode,
      eventName: 'pull_request_target',
      event: JSON.parse(readFileSync(join(root, '__tests__/fixtures/events/pull_request_fork.json'), 'utf8')),
      inputs: { verify: 'true', 'artifact-name': '' },
      env: plain(registry.host)
    })
    expect([exitCode, summary]).toEqual([1, ''])
    expect(annotations[0]?.message).toContain('nothing is rendered')
  })
})
