import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changesIn, type ExamplesStage, examplesMissing, patience, resultsIn, startExamples } from './examples-stage.ts'

if (examplesMissing !== undefined) process.stderr.write(`${examplesMissing}\n`)

const apps = 'accounts billing cart catalog checkout orders payments prices search shipping stock web'.split(' ')

describe.runIf(examplesMissing === undefined)('the examples of large estates', patience, () => {
  let stage: ExamplesStage
  beforeAll(async () => {
    stage = await startExamples()
    const { registry } = stage.registries
    for (const app of apps) await registry.pushTags(`acme/${app}`, ['1.0.0', '1.1.0'])
    await registry.pushTags('acme/web', ['1.2.0-rc1'])
  })
  afterAll(() => stage.close())

  test('targets: one comment of both targets', async () => {
    const targets = await stage.open('targets')
    const run = await targets.run('images.yml', targets.propose())
    expect(run, run.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(targets.comments()).toHaveLength(1)
    expect(changesIn(targets.comments()[0])).toEqual([
      'ghcr.io/acme/orders · – → 1.1.0 · new · newest of 2 tags semver()',
      'ghcr.io/acme/web · – → 1.1.0 · new · newest of 3 tags semver(prereleases=false)',
      'ghcr.io/acme/web · – → 1.2.0-rc1 · new · newest of 3 tags semver()'
    ])
    expect(run.jobs.filter(({ id }) => id === 'resolve')).toHaveLength(2)
  })

  test('targets: one pull request with a file for each', async () => {
    const targets = await stage.open('targets')
    const run = await targets.run('images.yml', targets.repository.happens('schedule'))
    expect(run, run.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(targets.repository.pulls).toHaveLength(1)
    const branch = targets.repository.pulls[0]?.head
    const results = (target: string): readonly string[] =>
      resultsIn(targets.repository.read(`fixed/${target}.yaml`, branch))
    expect(results('prod')).toEqual(['ghcr.io/acme/orders:1.1.0', 'ghcr.io/acme/web:1.1.0'])
    expect(results('staging')).toEqual(['ghcr.io/acme/orders:1.1.0', 'ghcr.io/acme/web:1.2.0-rc1'])
  })

  const all = apps.map(app => `ghcr.io/acme/${app}:${app === 'web' ? '1.2.0-rc1' : '1.1.0'}`)

  test('shards: four jobs ask for a part each, and one comment and one file have all', async () => {
    const shards = await stage.open('shards')
    const run = await shards.run('images.yml', shards.propose())
    expect(run, run.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(run.jobs.filter(({ id }) => id === 'resolve')).toHaveLength(4)
    expect(shards.comments()).toEqual([expect.stringMatching(/^### 12 images are new\n/)])
    expect(resultsIn(run.artifacts.get('fixed-images')?.['fixed-images.yaml'])).toEqual(all)
    expect(requestsIn(run.log)).toBe(apps.length)
  })

  test('shards-by-hand: the same, by a matrix and a merge of our own', async () => {
    const shards = await stage.open('shards-by-hand')
    const run = await shards.run('images.yml', shards.propose())
    expect(run, run.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(run.jobs.map(({ id }) => id)).toEqual(['resolve', 'resolve', 'resolve', 'resolve', 'merge'])
    expect(shards.comments()).toEqual([expect.stringMatching(/^### 12 images are new\n/)])
    expect(resultsIn(run.artifacts.get('fixed-images')?.['fixed-images.yaml'])).toEqual(all)
    expect(requestsIn(run.log)).toBe(apps.length)
  })

  test('shards-by-hand: an image that fails in one part is told in the one comment, and there is no file', async () => {
    const shards = await stage.open('shards-by-hand')
    const run = await shards.run('images.yml', shards.propose({ 'apps.yaml': 'apps: [web, orders, nowhere]\n' }))
    expect(run.conclusion, run.log).toBe('failure')
    expect(shards.comments()).toEqual([expect.stringContaining('**`ghcr.io/acme/nowhere`**')])
    expect(run.artifacts.get('fixed-images')?.['fixed-images.yaml']).toBeUndefined()
  })
})

/** Requests to registries of all jobs together, by their receipts. */
function requestsIn(log: string): number {
  return [...log.matchAll(/^registries: (\d+) requests?/gm)].reduce((sum, [, count]) => sum + Number(count), 0)
}
