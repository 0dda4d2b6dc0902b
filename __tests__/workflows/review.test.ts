import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { hasAzurite } from '../helpers/azurite.ts'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { afterRun } from '../helpers/workflow/repository.ts'
import { caller, closeStore, type Stage, type StageOptions, startStage } from './stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const granted = { contents: 'read', packages: 'read', 'pull-requests': 'write' }
const commenting = { actions: 'read', 'pull-requests': 'write' }

describe.runIf(dockerRegistryAvailable && hasAzurite)('the reusable workflow review', { timeout: 120_000 }, () => {
  let stage: Stage | undefined
  afterEach(async () => {
    expect(stage?.github.problems ?? []).toEqual([])
    await stage?.close()
  })
  afterAll(closeStore)

  const start = async (options: Partial<StageOptions> = {}): Promise<Stage> => {
    stage = await startStage({
      workflows: { review: caller('review', granted), comment: caller('review-comment', commenting) },
      fixed: { web: '1.0.0', api: '2.1.0' },
      ...options
    })
    return stage
  }

  test('comments on a pull request, in one job', async () => {
    const { run, repository, github } = await start()
    const result = await run('review', repository.propose({ 'README.md': 'hello\n' }))
    expect(result.log).toContain('1 image changes')
    expect(result).toMatchObject({ conclusion: 'success', problems: [] })
    expect(result.jobs.map(({ name, conclusion }) => `${name}: ${conclusion}`)).toEqual([
      'images / plan: skipped',
      'images / resolve: skipped',
      'images / review: success'
    ])
    expect(github.comments).toHaveLength(1)
    expect(github.comments[0]).toMatchObject({ issue: 7, body: expect.stringMatching(/`1\.0\.0`\s→\s`1\.1\.0`/) })
    expect([...result.artifacts.keys()]).toEqual(['fixed-images'])
    expect(Object.keys(result.artifacts.get('fixed-images') ?? {})).toContain('pull-request.json')
  })

  test('leaves the comment on a fork to review-comment, which posts it', async () => {
    const { run, repository, github } = await start({ github: { pulls: { 7: { head: 'eve/shop' } } } })
    const event = repository.propose({ 'README.md': 'hello\n' }, { fork: 'eve/shop' })
    const head = repository.commitOf('refs/pull/7/head') ?? ''
    github.setPull(7, { head: 'eve/shop', headSha: head })
    const first = await run('review', event, { secrets: { 'a-secret': 'very-secret-word' } })
    expect(first, first.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(first.log).toContain('The comment could not be written')
    expect(github.comments).toEqual([])
    const second = await run('comment', afterRun(event, first), { runs: [first], runId: '1750' })
    expect(second, second.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(github.comments[0]?.body).toContain('This is what the run of the pull request itself found')
  })

  test('a pull request of our own branch is nothing for review-comment', async () => {
    const { run, repository } = await start()
    const event = repository.propose({ 'README.md': 'hello\n' })
    const run1 = { id: '1700', conclusion: 'success' }
    expect(await run('comment', afterRun(event, run1))).toMatchObject({ conclusion: 'skipped' })
  })

  test('does not start where the caller grants less', async () => {
    const { run, repository } = await start({
      workflows: { review: caller('review', { contents: 'read' }) }
    })
    const result = await run('review', repository.propose({}))
    expect(result.conclusion).toBe('startup_failure')
    expect(result.log).toContain("is requesting 'packages: read', but is only allowed 'packages: none'")
  })
})
