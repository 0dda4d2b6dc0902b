import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CommandResult, runCli } from '../helpers/command.ts'
import { actionNode } from '../helpers/nodes.ts'
import { type RunnerResult, runAction } from '../helpers/runner.ts'
import { deployment, makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'
import { eventOf } from './review-stage.ts'

const pins = 'r.io/web=r.io/web:1.25\nr.io/api=r.io/api:2'
const files = {
  '.kluctl.yaml': 'targets:\n  - name: dev\n  - name: prod\n',
  'deployment.yaml': 'deployments:\n  - path: shop\n',
  'shop/web.yaml': deployment(
    'web',
    { web: '{{ images.get_image("r.io/web") }}', api: '{{ images.get_image("r.io/api") }}' },
    '{{ target.name }}'
  )
}

let workspace: Workspace
beforeEach(() => {
  workspace = makeWorkspace(files)
})
afterEach(() => workspace.remove())

const cli = (...args: readonly string[]): Promise<CommandResult> => runCli(args, { cwd: workspace.folder })
const step = (inputs: Readonly<Record<string, string>>): Promise<RunnerResult> =>
  runAction({
    action: root,
    workspace: workspace.folder,
    node: actionNode,
    eventName: 'push',
    event: eventOf('push'),
    inputs: { comment: 'never', 'offline-images': 'true', 'fixed-images': pins, ...inputs }
  })

/** Runs a part of the images for a target; its record is `records/NAME/images-report.json`. */
async function part(name: string, target: string, shard: string, ...more: readonly string[]): Promise<CommandResult> {
  const report = ['--report-file', `records/${name}/images-report.json`]
  const offline = ['--offline-images', '--fixed-images', pins]
  return cli('resolve', '--target', target, '--shard', shard, ...offline, ...report, ...more)
}

describe('a target without any record', () => {
  test('is missed where the merge knows of it, and the file stays', async () => {
    for (const target of ['dev', 'prod']) expect(await part(target, target, '1/1')).toMatchObject({ exitCode: 0 })
    expect(await cli('merge', 'records', '--targets', 'prod,dev')).toMatchObject({ exitCode: 0, err: '' })
    const both = workspace.read('fixed-images.yaml') ?? ''
    expect(both).toContain('namespace: "dev"')
    // the next run, in which the job for dev dies before it uploads
    expect(await part('again', 'prod', '1/1')).toMatchObject({ exitCode: 0 })
    const result = await cli('merge', 'records/again', '--targets', 'dev', '--targets', 'prod')
    expect([result.exitCode, result.err]).toEqual([1, expect.stringContaining('no record is of the target "dev"')])
    expect(workspace.read('fixed-images.yaml')).toBe(both)
    const action = await step({ mode: 'merge', records: 'records/again', targets: 'dev\nprod' })
    expect([action.exitCode, action.outputs['written-files']]).toEqual([1, ''])
    expect(action.log).toContain('no record is of the target "dev"')
    expect(workspace.read('fixed-images.yaml')).toBe(both)
  })

  test('is no matter of a run of one target', async () => {
    const result = await step({ target: 'dev', targets: 'dev' })
    expect([result.exitCode, result.log]).toEqual([1, expect.stringContaining('only a merge is of several targets')])
  })
})

test('a part in whose names a secret stands fails, and says what to do', async () => {
  workspace.write({
    'deployment.yaml': 'vars:\n  - file: secret.yaml\n    sensitive: true\ndeployments:\n  - path: shop\n',
    'secret.yaml': 'customer: acmecorp\n',
    'shop/web.yaml': deployment('web', { web: '{{ images.get_image("r.io/web") }}' }, 'shop-{{ customer }}')
  })
  const result = await part('one', 'prod', '1/1')
  expect([result.exitCode, result.err]).toEqual([2, expect.stringContaining('(shop-***, Deployment/web, web)')])
  expect(result.err).toContain('Resolve this project in one run, without shard')
  expect(`${result.out}${result.err}`).not.toContain('acmecorp')
  expect(workspace.read('records/one/images-report.json')).toBeUndefined()
})

test.runIf(process.platform !== 'win32').each([['a pipe'], ['a device']])(
  'a record that is %s is refused, and not waited for',
  async kind => {
    const path = kind === 'a pipe' ? join(workspace.folder, 'pipe') : '/dev/zero'
    if (kind === 'a pipe') execFileSync('mkfifo', [path])
    const result = await cli('merge', path)
    expect([result.exitCode, result.err]).toEqual([2, expect.stringContaining('is neither a file nor a folder')])
  }
)

describe('the files that later steps commit', () => {
  const lock = { 'lock-file': 'locks/images.lock.json' }

  test('are named where they are as the run wants them, also where nothing had to be written', async () => {
    const inputs = { target: 'dev', 'output-file': 'fixed/{target}.yaml' }
    const first = await step({ ...inputs, ...lock })
    expect([first.exitCode, first.problems]).toEqual([0, []])
    expect(first.outputs['written-files']).toBe('fixed/dev.yaml\nlocks/images.lock.json')
    const again = await step({ ...inputs, 'lock-file': 'none' })
    expect(again.outputs['written-files']).toBe('fixed/dev.yaml')
  })

  test('are none of a run that is not complete, and none of a part', async () => {
    const failed = await step({ target: 'dev', 'fixed-images': '', 'fail-on': 'none' })
    expect([failed.exitCode, failed.outputs['written-files']]).toEqual([0, ''])
    const shard = await step({ target: 'dev', shard: '1/1', ...lock })
    expect([shard.exitCode, shard.outputs['written-files']]).toEqual([0, ''])
  })

  test('are those of all targets after a merge, with the lock that the merge was given', async () => {
    const more = ['--output-file', 'fixed/{target}.yaml', '--lock-file', 'locks/images.lock.json']
    for (const target of ['dev', 'prod'])
      expect(await part(target, target, '1/1', ...more)).toMatchObject({ exitCode: 0 })
    const inputs = { mode: 'merge', records: 'records', targets: 'dev\nprod', 'output-file': 'fixed/{target}.yaml' }
    const other = await step(inputs)
    expect([other.exitCode, other.outputs['written-files']]).toEqual([1, ''])
    expect(other.log).toContain(
      'the records are of "locks/images.lock.json", and lock-file is "fixed/images.lock.json"'
    )
    const merged = await step({ ...inputs, ...lock })
    expect([merged.exitCode, merged.problems]).toEqual([0, []])
    expect(merged.outputs['written-files']).toBe('fixed/dev.yaml\nlocks/images.lock.json\nfixed/prod.yaml')
    for (const name of merged.outputs['written-files']?.split('\n') ?? []) expect(workspace.read(name)).toBeDefined()
  })
})

describe('what is on the disk decides', () => {
  beforeEach(async () => {
    expect(await part('one', 'prod', '1/1', '--fail-on', 'unpinned,change')).toMatchObject({ exitCode: 1 })
    expect(await part('one', 'prod', '1/1')).toMatchObject({ exitCode: 0 })
  })

  test('a file that is gone would change, and is written', async () => {
    expect(await cli('merge', 'records', '--check')).toMatchObject({ exitCode: 3 })
    expect((await cli('merge', 'records')).out).toContain('fixed-images.yaml is written')
    expect(await cli('merge', 'records', '--check')).toMatchObject({ exitCode: 0 })
    expect((await cli('merge', 'records')).out).toContain('fixed-images.yaml is up to date')
  })

  test('a file that the parts did not find is an error, with --check as well', async () => {
    workspace.write({ 'fixed-images.yaml': 'images: []\n' })
    for (const more of [[], ['--check']]) {
      const result = await cli('merge', 'records', ...more)
      expect([result.exitCode, result.err]).toEqual([1, expect.stringContaining('another file than the parts')])
    }
    expect(workspace.read('fixed-images.yaml')).toBe('images: []\n')
  })
})

test('a fail-on that is written counts, also where it is the default', async () => {
  expect(await part('one', 'prod', '1/1', '--fail-on', 'change')).toMatchObject({ exitCode: 1 })
  expect(await cli('merge', 'records')).toMatchObject({ exitCode: 1 })
  expect(await cli('merge', 'records', '--fail-on', 'unresolved')).toMatchObject({ exitCode: 0 })
})

test('an argument that names no record is called what it is', async () => {
  const { exitCode, err } = await cli('merge', 'nothing.json')
  expect([exitCode, err.split('\n')[0]]).toEqual([2, 'error: there is no file or folder "nothing.json"'])
})

test('a merge that is not complete names no written file, and leaves the one that is there', async () => {
  workspace.write({ 'fixed-images.yaml': 'images: []\n' })
  const report = ['--report-file', 'records/one/images-report.json']
  const run = await cli('resolve', '--target', 'prod', '--shard', '1/1', '--offline-images', ...report)
  expect(run.exitCode).toBe(1)
  const whole = await step({ mode: 'merge', records: 'records' })
  expect([whole.exitCode, whole.outputs['written-files']]).toEqual([1, ''])
  expect(whole.log).toContain('could not be resolved')
  expect(workspace.read('fixed-images.yaml')).toBe('images: []\n')
})
