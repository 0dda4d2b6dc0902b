import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CommandResult, runCli } from '../helpers/command.ts'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import type { RunnerResult } from '../helpers/runner.ts'
import { deployment } from '../helpers/workspace.ts'
import { eventOf, messagesOf, type Stage, startStage } from './review-stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const count = 20
const apps = Array.from({ length: 24 }, (_, index) => `app-${index}`)
const previous =
  '# kept by hand\nimages:\n  # the first of all\n  - image: gone.example.com/old\n    resultImage: gone.example.com/old:1\n'

/** The command line knows of no pull request, so that the parts of the Action may know of none. */
const push = { eventName: 'push', event: eventOf('push') }

/** A record as an artifact of it is downloaded: in a folder of its own. */
type Downloaded = { readonly part: number; readonly text: string }

describe.runIf(dockerRegistryAvailable)(`a run in ${count} parts at a real registry`, () => {
  let stage: Stage
  let whole: { readonly file: string; readonly report: Record<string, unknown> }
  const records: Downloaded[] = []
  const env = (): Record<string, string> => ({
    KLUCTL_REGISTRY_HOST: stage.registry.host,
    KLUCTL_REGISTRY_PLAIN_HTTP: 'true'
  })
  const cli = (...args: readonly string[]): Promise<CommandResult> =>
    runCli(args, { cwd: stage.workspace.folder, env: env() })
  const withoutCost = (text: string): Record<string, unknown> => ({ ...JSON.parse(text), cost: null })
  const read = (path: string): string => stage.workspace.read(path) ?? ''

  /** Puts records into folders whose names come in the order of the argument. */
  function download(folder: string, downloaded: readonly Downloaded[]): string {
    downloaded.forEach(({ text }, index) => {
      const own = join(stage.workspace.folder, folder, String(index).padStart(2, '0'))
      mkdirSync(own, { recursive: true })
      writeFileSync(join(own, 'images-report.json'), text)
    })
    return folder
  }

  beforeAll(async () => {
    stage = await startStage()
    const { registry, workspace, image } = stage
    for (const app of apps) await registry.pushTags(`shop/${app}`, ['1.0.0', '1.1.0'])
    workspace.write({
      ...Object.fromEntries(
        apps.map(app => [`${app}.yaml`, deployment(app, { [app]: `{{ images.get_image("${image(app)}") }}` })])
      ),
      'fixed-images.yaml': previous
    })
    const result = await cli('resolve', '--output-file', 'fixed-images.yaml', '--report-file', 'whole.json')
    expect([result.exitCode, result.err]).toEqual([0, expect.stringContaining('registries:')])
    whole = { file: read('fixed-images.yaml'), report: withoutCost(read('whole.json')) }
    workspace.write({ 'fixed-images.yaml': previous })
    for (let part = 1; part <= count; part += 1) {
      const file = `part-${part}.json`
      const done =
        part % 4 === 0
          ? await stage.step({ ...push, inputs: { shard: `${part}/${count}`, 'report-file': file } })
          : await cli('resolve', '--shard', `${part}/${count}`, '--report-file', file)
      expect(done.exitCode, JSON.stringify(done)).toBe(0)
      expect(read('fixed-images.yaml')).toBe(previous)
      records.push({ part, text: read(file) })
    }
  }, 180_000)
  afterAll(() => stage.close())

  test('parts comment nowhere', () => {
    expect(stage.github.comments).toEqual([])
  })

  test.each<[string, (given: readonly Downloaded[]) => readonly Downloaded[]]>([
    ['in their order', given => given],
    ['the other way round', given => given.toReversed()]
  ])('the command line merges them to the same report and the same file, %s', async (name, order) => {
    stage.workspace.write({ 'fixed-images.yaml': previous })
    const folder = download(`records ${name}`, order(records))
    const check = await cli('merge', folder, '--check')
    expect([check.exitCode, check.out]).toEqual([3, expect.stringContaining('fixed-images.yaml would change')])
    const result = await cli('merge', folder, '--report-file', 'merged.json')
    expect([result.exitCode, result.err]).toEqual([0, ''])
    expect(result.out).toContain('fixed-images.yaml is written; merged.json has every decision.')
    expect(read('fixed-images.yaml')).toBe(whole.file)
    expect(withoutCost(read('merged.json'))).toEqual(whole.report)
    const again = await cli('merge', folder, '--report-file', 'merged.json', '--json')
    expect([again.exitCode, withoutCost(again.out)]).toEqual([0, whole.report])
  })

  const merge = (folder: string): Promise<RunnerResult> =>
    stage.step({ inputs: { mode: 'merge', records: folder, 'comment-tag': 'images', 'report-file': 'merged.json' } })

  test('the Action merges them, and tells as one run', async () => {
    stage.workspace.write({ 'fixed-images.yaml': previous })
    const result = await merge(download('for the action', records))
    expect([result.exitCode, result.problems, messagesOf(result, 'error')]).toEqual([0, [], ''])
    expect(read('fixed-images.yaml')).toBe(whole.file)
    expect(withoutCost(read('merged.json'))).toEqual(whole.report)
    expect(result.outputs).toMatchObject({ changed: 'true' })
    expect(stage.github.comments).toHaveLength(1)
    expect(stage.github.comments[0]?.body).toContain('app-23')
    expect(result.summary).toContain('app-23')
  })

  test('where a record is missing, the comment that said all is well says so', async () => {
    stage.workspace.write({ 'fixed-images.yaml': previous })
    const result = await merge(
      download(
        'one is missing',
        records.filter(({ part }) => part !== 7)
      )
    )
    expect([result.exitCode, result.problems]).toEqual([1, []])
    expect(messagesOf(result, 'error')).toContain('record 7 of 20 is missing')
    expect(read('fixed-images.yaml')).toBe(previous)
    expect(stage.github.comments).toHaveLength(1)
    expect(stage.github.comments[0]?.body).toContain('record 7 of 20 is missing')
    expect(stage.github.comments[0]?.body).not.toContain('app-23')
  })

  test('a file that changed since is not written over', async () => {
    stage.workspace.write({ 'fixed-images.yaml': 'images: []\n' })
    const result = await cli('merge', download('late', records), '--report-file', 'merged.json')
    expect([result.exitCode, result.err]).toEqual([
      1,
      expect.stringContaining('"fixed-images.yaml" is another file than the parts of this run found')
    ])
    expect(read('fixed-images.yaml')).toBe('images: []\n')
  })

  test('a record that says other than it found is refused, with file and place', async () => {
    const [first, ...rest] = records
    const evil = { part: 1, text: (first?.text ?? '').replace(/("uses": )\d+/, '$199') }
    const result = await cli('merge', download('evil', [evil, ...rest]), '--check')
    expect([result.exitCode, result.err]).toEqual([
      2,
      expect.stringMatching(/"evil\/00\/images-report\.json": \/counts\/uses is 99/)
    ])
  })
})
