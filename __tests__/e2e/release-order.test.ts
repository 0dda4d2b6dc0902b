import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findProgram } from '../../src/io/program.ts'
import { type CommandResult, runCli } from '../helpers/command.ts'
import {
  type DockerRegistry,
  dockerRegistryAvailable,
  dockerRegistryMissing,
  startDockerRegistry
} from '../helpers/docker-registry.ts'
import { type Kubernetes, kubeconfig, startKubernetes } from '../helpers/kubernetes.ts'
import { actionNode } from '../helpers/nodes.ts'
import { plain } from '../helpers/registry/bench.ts'
import { type RunnerResult, type RunnerStep, runAction } from '../helpers/runner.ts'
import { deployment, makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'
import { tagsIn } from './release-stage.ts'
import { eventOf, messagesOf } from './review-stage.ts'

const kubectl = findProgram(['kubectl'], { env: process.env })
if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)
if (kubectl === undefined)
  process.stderr.write('Left out: what a cluster runs, through dist (kubectl is not installed).\n')

const token = 'token-of-the-cluster-5b1f'
const newest = { api: '1.2.0', db: '1.2.0', web: '1.2.0' }

describe.runIf(dockerRegistryAvailable && kubectl !== undefined)('what is deployed, through the doors', () => {
  let registry: DockerRegistry
  let cluster: Kubernetes
  let workspace: Workspace
  let outside: string
  let config: string

  beforeAll(async () => {
    registry = await startDockerRegistry()
    for (const name of ['web', 'api', 'db']) await registry.pushTags(`shop/${name}`, ['1.0.0', '1.1.0', '1.2.0'])
  })
  afterAll(() => registry.stop())

  const call = (name: string, filter = ''): string =>
    deployment(name, { [name]: `{{ images.get_image("${registry.host}/shop/${name}"${filter}) }}` })
  const running = (name: string, tag: string): unknown => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: { template: { spec: { containers: [{ name, image: `${registry.host}/shop/${name}:${tag}` }] } } }
  })

  /** `web` and `api` run; `db` is new. `api` is pinned as well. */
  beforeEach(async () => {
    outside = mkdtempSync(join(tmpdir(), 'release-order-'))
    cluster = await startKubernetes({ objects: [running('web', '1.1.0'), running('api', '1.1.0')], token })
    config = writeConfig(outside)
    const { host } = registry
    workspace = makeWorkspace({
      'web.yaml': call('web'),
      'api.yaml': call('api'),
      'db.yaml': call('db'),
      'pins.yaml': `images:\n  - image: ${host}/shop/api\n    resultImage: ${host}/shop/api:1.0.0\n`
    })
  })
  afterEach(async () => {
    await cluster.stop()
    workspace.remove()
    rmSync(outside, { recursive: true, force: true })
  })

  const writeConfig = (folder: string, login = token): string => {
    mkdirSync(folder, { recursive: true })
    const file = join(folder, 'kubeconfig')
    writeFileSync(file, kubeconfig(cluster.server, login))
    chmodSync(file, 0o600)
    return file
  }
  const environment = (): Record<string, string> => ({ ...plain(registry.host), KUBECONFIG: config, HOME: outside })
  const cli = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CommandResult> =>
    runCli(['resolve', '--fixed-images-file', 'pins.yaml', ...args], {
      cwd: workspace.folder,
      env: { ...environment(), ...env }
    })
  const action = (inputs: Readonly<Record<string, string>>, more: Partial<RunnerStep> = {}): Promise<RunnerResult> =>
    runAction({
      action: root,
      workspace: workspace.folder,
      node: actionNode,
      eventName: 'push',
      event: eventOf('push'),
      inputs: { 'artifact-name': '', 'fixed-images-file': 'pins.yaml', ...inputs },
      secrets: [token],
      ...more,
      env: { ...environment(), ...more.env }
    })
  const found = (): Readonly<Record<string, string>> => tagsIn(workspace.read('fixed-images.yaml'))

  /** What the user of the kubeconfig writes into a file. */
  const saved = async (): Promise<string> => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: outside, KUBECONFIG: config }
    const args = ['get', 'deployments', '--namespace=shop', '-o', 'yaml']
    return (await promisify(execFile)('kubectl', args, { env })).stdout
  }

  const doors: readonly (readonly [string, string])[] = [
    ['the cluster', 'cluster'],
    ['a file of kubectl get', 'deployed.yaml'],
    ['a folder of objects', 'deployed']
  ]
  describe.each(doors)('from %s', (_, value) => {
    beforeEach(async () => {
      if (value === 'cluster') return
      workspace.write({ [value === 'deployed' ? 'deployed/shop.yaml' : value]: await saved() })
    })

    test('a pin comes first, then what is deployed, then the registry', async () => {
      const { exitCode, out } = await cli(['--deployed-images', value])
      expect([exitCode, found()], out).toEqual([0, { api: '1.0.0', db: '1.2.0', web: '1.1.0' }])
      expect(out).toContain('deployed in')
      expect((await cli(['--deployed-images', value, '--check'])).exitCode).toBe(0)
    })

    test('update-images asks the registry for what is selected only', async () => {
      await cli(['--deployed-images', value, '-u', '--images', '**/web'])
      expect(found()).toEqual({ api: '1.0.0', web: '1.2.0' })
      await cli(['--deployed-images', value, '-u'])
      expect(found()).toEqual(newest)
    })

    test('update-images falls back to the pin, else to what is deployed, where the registry has nothing, and warns', async () => {
      const none = ', \'prefix("none-")\''
      workspace.write({ 'web.yaml': call('web', none), 'api.yaml': call('api', none) })
      const { exitCode, out, err } = await cli(['--deployed-images', value, '-u'])
      expect([exitCode, found()], out).toEqual([0, { api: '1.0.0', db: '1.2.0', web: '1.1.0' }])
      expect(`${out}${err}`).toContain('the pin of pins.yaml is used')
      expect(`${out}${err}`).toContain('what is deployed is used')
    })

    test('offline asks no registry', async () => {
      workspace.write({ 'db.yaml': '' })
      const { exitCode, err } = await cli(['--deployed-images', value, '--offline-images'])
      expect([exitCode, found(), err]).toEqual([0, { api: '1.0.0', web: '1.1.0' }, ''])
    })

    test('the Action finds the same', async () => {
      const result = await action({ 'deployed-images': value })
      expect([result.problems, result.exitCode], result.log).toEqual([[], 0])
      expect(found()).toEqual({ api: '1.0.0', db: '1.2.0', web: '1.1.0' })
      expect(result.summary).toContain('deployed in')
    })
  })

  test('the cluster is only read, workloads in use alone, and never for what is pinned', async () => {
    await cli(['--deployed-images', 'cluster', '--images', '**/api'])
    workspace.write({ 'web.yaml': '', 'db.yaml': '' })
    const before = cluster.requests.length
    expect((await cli(['--deployed-images', 'cluster'])).exitCode).toBe(0)
    expect(cluster.requests).toHaveLength(before)
    const lists = cluster.requests.filter(({ path }) => path.includes('/namespaces/'))
    expect(new Set(lists.map(({ method, path }) => `${method} ${path.split('?')[0]}`))).toEqual(
      new Set(['GET /apis/apps/v1/namespaces/shop/deployments'])
    )
  })

  test('the option context wins over the current one', async () => {
    const { exitCode, out } = await cli(['--deployed-images', 'cluster', '--context', 'other'])
    expect([exitCode, found()]).toEqual([1, {}])
    expect(out).not.toContain(token)
    expect((await cli(['--deployed-images', 'cluster', '--context', 'team/shop (eu)'])).exitCode).toBe(0)
  })

  test.each([
    ['a token that the cluster does not take', () => writeConfig(outside, 'wrong-token-91c2')],
    ['a kubeconfig that is not there', () => join(outside, 'none')]
  ])('%s is a failure, never the registry', async (_, makeConfig) => {
    const env = { KUBECONFIG: makeConfig() }
    const { exitCode, out, err } = await cli(['--deployed-images', 'cluster'], env)
    expect([exitCode, workspace.read('fixed-images.yaml')]).toEqual([1, undefined])
    expect(`${out}${err}`).not.toMatch(/wrong-token-91c2|\n\s+at /)
    const result = await action({ 'deployed-images': 'cluster' }, { env, secrets: ['wrong-token-91c2'] })
    expect([result.problems, result.exitCode]).toEqual([[], 1])
  })

  test('a kubeconfig in the checkout is refused, and nobody is asked', async () => {
    const env = { KUBECONFIG: writeConfig(join(workspace.folder, 'ci')) }
    const result = await action({ 'deployed-images': 'cluster' }, { env })
    expect([result.problems, result.exitCode, cluster.requests], result.log).toEqual([[], 1, []])
    expect(`${result.log}${result.summary}`).toContain('KUBECONFIG points into the checked-out repository')
    const { exitCode, out } = await cli(['--deployed-images', 'cluster'], env)
    expect([exitCode, cluster.requests, out]).toEqual([1, [], expect.stringContaining('KUBECONFIG points into')])
  })

  test.each(['pull_request', 'pull_request_target'])('a fork on %s asks no cluster', async eventName => {
    const inputs = { 'deployed-images': 'cluster', 'allow-untrusted-templates': 'no-credentials', comment: 'never' }
    const result = await action(inputs, { eventName, event: eventOf('pull_request_fork') })
    expect([result.problems, result.exitCode, cluster.requests], result.log).toEqual([[], 1, []])
    expect(messagesOf(result, 'error')).toContain('those of a fork')
  })

  test('a pull request does not choose the context by its target', async () => {
    workspace.write({ '.kluctl.yaml': 'targets: [{ name: prod, context: other }]\n' })
    const inputs = { 'deployed-images': 'cluster', target: 'prod', comment: 'never' }
    const event = { eventName: 'pull_request', event: eventOf('pull_request') }
    const result = await action(inputs, event)
    expect([result.exitCode, cluster.requests], result.log).toEqual([1, []])
    expect(messagesOf(result, 'error')).toContain(
      'the target names the context "other", which a pull request may change'
    )
    const named = await action({ ...inputs, context: 'other' }, event)
    expect(named.log).not.toContain('which a pull request may change')
  })

  test('kubectl gets no secret of the environment', async () => {
    const note = join(outside, 'note.json')
    const code = `require('node:fs').writeFileSync(${JSON.stringify(note)}, JSON.stringify(process.env))
require('node:child_process').spawnSync(${JSON.stringify(realpathSync(programPath()))}, process.argv.slice(2), { stdio: 'inherit' })`
    const bin = join(outside, 'bin')
    mkdirSync(bin)
    writeFileSync(join(bin, 'kubectl'), `#!${process.execPath}\n${code}\n`, { mode: 0o755 })
    const secret = 'a-secret-of-the-job-77d0'
    const env = {
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      AWS_SECRET_ACCESS_KEY: secret,
      KLUCTL_REGISTRY_9_HOST: 'other.example',
      KLUCTL_REGISTRY_9_USERNAME: 'ci',
      KLUCTL_REGISTRY_9_PASSWORD: secret
    }
    const result = await action({ 'deployed-images': 'cluster' }, { env, token: secret, secrets: [token, secret] })
    expect([result.problems, result.exitCode], result.log).toEqual([[], 0])
    const seen: Record<string, string> = JSON.parse(readFileSync(note, 'utf8'))
    expect(Object.keys(seen).filter(name => /^(INPUT|GITHUB|ACTIONS|RUNNER|KLUCTL|AWS|NODE)_/.test(name))).toEqual([])
    expect(JSON.stringify(seen)).not.toContain(secret)
  })
})

function programPath(): string {
  return execFileSync('sh', ['-c', 'command -v kubectl'], { encoding: 'utf8' }).trim()
}
