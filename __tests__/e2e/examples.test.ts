import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isThere } from '../docs/shell.ts'
import { afterRun } from '../helpers/workflow/repository.ts'
import {
  changesIn,
  type ExamplesStage,
  examplesMissing,
  patience,
  resultsIn,
  startExamples,
  stepsOf
} from './examples-stage.ts'

if (examplesMissing !== undefined) process.stderr.write(`${examplesMissing}\n`)
const hasJq = isThere('jq')
if (!hasJq) process.stderr.write('Left out: the example outputs (jq is not installed; Debian: apt-get install jq).\n')

describe.runIf(examplesMissing === undefined)('the examples of the review', patience, () => {
  let stage: ExamplesStage
  beforeAll(async () => {
    stage = await startExamples()
    const { registry } = stage.registries
    await registry.pushTags('acme/web', ['1.4.1', '1.4.2', '1.4.3', '2.0.0', 'latest'])
    await registry.pushTags('acme/orders', ['2.0.9', '2.1.0', 'main-9', 'main-10'])
    await registry.pushTags('library/redis', ['7.2.1-alpine', '7.4.0-alpine', '7.4.0', '8.0.0-alpine'])
  })
  afterAll(() => stage.close())

  const file = (web: string): string =>
    `images:\n  - image: ghcr.io/acme/web\n    resultImage: ghcr.io/acme/web:${web}\n`

  test('first: one comment on the pull request, kept up to date, and the file as an artifact', async () => {
    const first = await stage.open('first', { files: { 'fixed-images.yaml': file('1.4.2') } })
    const event = first.propose()
    const run = await first.run('images.yml', event)
    expect(run, run.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(first.comments()[0]).toMatch(/^### 1 image changes\n\ntarget `prod`/)
    expect(changesIn(first.comments()[0])).toEqual([
      'ghcr.io/acme/web · 1.4.2 → 2.0.0 · major · newest of 5 tags semver()'
    ])
    expect(resultsIn(run.artifacts.get('fixed-images')?.['fixed-images.yaml'])).toEqual(['ghcr.io/acme/web:2.0.0'])
    expect(Object.keys(run.artifacts.get('fixed-images') ?? {}).toSorted()).toEqual([
      'fixed-images.yaml',
      'images-diff.md',
      'images-report.json',
      'pull-request.json'
    ])
    await first.run('images.yml', event)
    expect(first.comments()).toHaveLength(1)
    expect(stage.registries.connections()).toContain('ghcr.io:443')
  })

  test('first: on the schedule the same as the job summary', async () => {
    const first = await stage.open('first')
    const run = await first.run('images.yml', first.repository.happens('schedule'))
    expect(run.conclusion, run.log).toBe('success')
    expect(changesIn(run.jobs[0]?.summary)).toEqual(['ghcr.io/acme/web · – → 2.0.0 · new · newest of 5 tags semver()'])
    expect(first.comments()).toEqual([])
  })

  test('filters-in-workflow: the filters of the workflow and of the policy choose, and the comment names them', async () => {
    const filters = await stage.open('filters-in-workflow')
    const run = await filters.run('images.yml', filters.propose())
    expect(run, run.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(changesIn(filters.comments()[0])).toEqual([
      "ghcr.io/acme/orders · – → main-10 · new · newest of 4 tags prefix('main-', suffix=number())",
      'ghcr.io/acme/web · – → 2.0.0 · new · newest of 5 tags semver()',
      "redis · – → 7.4.0-alpine · new · newest of 4 tags semver(range='>=7.2 <8', variant='alpine')"
    ])
    expect(run.concurrency).toEqual([{ group: 'images-images-refs/pull/7/merge', cancelInProgress: true }])
  })

  test('gates: a major version is red and named, until the label is set', async () => {
    const gates = await stage.open('gates', { files: { 'fixed-images.yaml': file('1.4.3') } })
    const red = await gates.run('images.yml', gates.propose())
    expect(red.conclusion, red.log).toBe('failure')
    expect(gates.comments()[0]).toMatch(/^### 1 image changes – gate major failed/)
    expect(gates.comments()[0]).toMatch(/> \[!CAUTION\][\s\S]*`ghcr\.io\/acme\/web`/)
    const green = await gates.run('images.yml', gates.propose(undefined, { labels: ['major-ok'] }))
    expect(green.conclusion, green.log).toBe('success')
    expect(gates.comments()).toEqual([expect.not.stringContaining('[!CAUTION]')])
  })

  test('forks: the run of a fork cannot comment, and the second workflow posts what it found', async () => {
    const forks = await stage.open('forks')
    const event = forks.propose(undefined, { fork: 'mallory/shop' })
    const first = await forks.run('images.yml', event)
    expect(first.conclusion, first.log).toBe('success')
    expect(forks.comments()).toEqual([])
    const second = await forks.run('images-comment.yml', afterRun(event, first), { runs: [first] })
    expect(second, second.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(stepsOf(second, 'comment')).toEqual(['kluctl-images/kluctl-images@v0: success'])
    expect(forks.comments()[0]).toContain('> [!WARNING]\n> This is what the run of the pull request itself found')
    expect(changesIn(forks.comments()[0])).toEqual(['ghcr.io/acme/web · – → 2.0.0 · new · newest of 5 tags semver()'])
  })

  test('forks: a branch of our own has its comment from its own run, and the second workflow does nothing', async () => {
    const forks = await stage.open('forks')
    const event = forks.propose()
    const first = await forks.run('images.yml', event)
    expect(forks.comments()).toHaveLength(1)
    const second = await forks.run('images-comment.yml', afterRun(event, first), { runs: [first] })
    expect(second.jobs.map(({ conclusion }) => conclusion)).toEqual(['skipped'])
  })

  test.runIf(hasJq)('outputs: the second step lists the changes, and is left out where there is none', async () => {
    const outputs = await stage.open('outputs', { files: { 'fixed-images.yaml': file('1.4.2') } })
    const event = outputs.repository.happens('push')
    const run = await outputs.run('images.yml', event)
    expect(run, run.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(run.jobs[0]?.steps.at(-1)?.log.trim().split('\n')).toEqual([
      'ghcr.io/acme/orders: none → ghcr.io/acme/orders:2.1.0',
      'ghcr.io/acme/web: ghcr.io/acme/web:1.4.2 → ghcr.io/acme/web:2.0.0'
    ])
    outputs.repository.commit({ 'fixed-images.yaml': run.artifacts.get('fixed-images')?.['fixed-images.yaml'] ?? '' })
    const again = await outputs.run('images.yml', outputs.repository.happens('push'))
    expect(again.jobs[0]?.steps.at(-1)).toMatchObject({ conclusion: 'skipped' })
  })
})
