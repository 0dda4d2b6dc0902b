import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { hasAzurite } from '../helpers/azurite.ts'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { afterRun } from '../helpers/workflow/repository.ts'
import { caller, closeStore, type Stage, type StageOptions, startStage } from './stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const reading = { contents: 'read', packages: 'read', 'pull-requests': 'write' }
const writing = { ...reading, contents: 'write' }
const branch = 'kluctl-images/bump'
const targets = {
  '.kluctl.yaml': 'targets:\n  - name: staging\n  - name: prod\nargs: []\n',
  'deployment.yaml': 'deployments:\n  - path: .\n'
}

describe.runIf(dockerRegistryAvailable && hasAzurite)(
  'a fan-out of the reusable workflows',
  { timeout: 120_000 },
  () => {
    let stage: Stage | undefined
    afterEach(async () => {
      expect(stage?.github.problems ?? []).toEqual([])
      await stage?.close()
    })
    afterAll(closeStore)

    const start = async (options: Partial<StageOptions>): Promise<Stage> => {
      stage = await startStage({ workflows: {}, fixed: { web: '1.0.0', api: '2.0.0' }, ...options })
      return stage
    }

    test('over shards says the same as one job, in one comment and one artifact', async () => {
      const { run, repository, github } = await start({
        workflows: { whole: caller('review', reading), review: caller('review', reading, { shards: '3' }) }
      })
      const event = repository.propose({ 'README.md': 'hello\n' })
      const whole = await run('whole', event, { runId: '1699' })
      const result = await run('review', event)
      expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
      expect(result.jobs.map(({ name, conclusion }) => `${name}: ${conclusion}`)).toEqual([
        'images / plan: success',
        'images / resolve (1/3, 1): success',
        'images / resolve (2/3, 2): success',
        'images / resolve (3/3, 3): success',
        'images / review: success'
      ])
      const body = (text: string | undefined): string =>
        (text ?? '').split('<summary>What it cost')[0]?.split('\n').slice(1).join('\n') ?? ''
      expect(github.comments).toHaveLength(2)
      expect(body(github.comments[1]?.body)).toBe(body(github.comments[0]?.body))
      const files = (of: typeof result): Readonly<Record<string, string>> => of.artifacts.get('fixed-images') ?? {}
      expect(files(result)['fixed-images.yaml']).toBe(files(whole)['fixed-images.yaml'])
      expect(Object.keys(files(result)).sort()).toEqual(Object.keys(files(whole)).sort())
      expect([...result.artifacts.keys()].sort()).toEqual([
        'fixed-images',
        ...[1, 2, 3].map(part => `fixed-images-part-${part}`)
      ])
    })

    test('over targets has one comment with both', async () => {
      const { run, repository, github } = await start({
        files: targets,
        workflows: { review: caller('review', reading, { targets: 'staging\nprod\n' }) }
      })
      const result = await run('review', repository.propose({ 'README.md': 'hello\n' }))
      expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
      expect(result.jobs.filter(({ id }) => id === 'resolve').map(({ name }) => name)).toEqual([
        'images / resolve (staging, 1/1, 1)',
        'images / resolve (prod, 1/1, 2)'
      ])
      expect(github.comments).toHaveLength(1)
      expect(github.comments[0]?.body).toMatch(/staging/)
      expect(github.comments[0]?.body).toMatch(/prod/)
    })

    test('on a fork is posted by review-comment', async () => {
      const { run, repository, github } = await start({
        workflows: {
          review: caller('review', reading, { shards: '2' }),
          comment: caller('review-comment', { actions: 'read', 'pull-requests': 'write' })
        }
      })
      const event = repository.propose({ 'README.md': 'hello\n' }, { fork: 'eve/shop' })
      github.setPull(7, { head: 'eve/shop', headSha: repository.commitOf('refs/pull/7/head') ?? '' })
      const first = await run('review', event)
      expect(first, first.log).toMatchObject({ conclusion: 'success', problems: [] })
      expect(github.comments).toEqual([])
      const second = await run('comment', afterRun(event, first), { runs: [first], runId: '1750' })
      expect(second, second.log).toMatchObject({ conclusion: 'success', problems: [] })
      expect(github.comments[0]?.body).toContain('### 2 images change')
    })

    test('opens one pull request, with one file for all shards', async () => {
      const { run, repository } = await start({ workflows: { bump: caller('bump', writing, { shards: '2' }) } })
      const result = await run('bump', repository.happens('schedule'))
      expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
      expect(repository.pulls).toMatchObject([{ head: branch, title: 'Update images: 2 images change' }])
      const file = repository.read('fixed-images.yaml', branch) ?? ''
      expect([...file.matchAll(/resultImage: .*shop\/(\S+?)"?$/gm)].map(([, image]) => image).sort()).toEqual([
        'api:2.1.0',
        'web:1.1.0'
      ])
    })

    test('keeps a file for each target in one pull request', async () => {
      const { run, repository } = await start({
        files: targets,
        workflows: { bump: caller('bump', writing, { targets: 'staging\nprod', 'output-file': 'fixed/{target}.yaml' }) }
      })
      const result = await run('bump', repository.happens('schedule'))
      expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
      for (const target of ['staging', 'prod'])
        expect(repository.read(`fixed/${target}.yaml`, branch)).toMatch(/shop\/web:1\.1\.0/)
      expect(repository.pulls).toHaveLength(1)
    })

    test('in which a target leaves no record is red, names it, and leaves the pull request alone', async () => {
      const { run, repository } = await start({
        files: targets,
        workflows: {
          bump: caller('bump', writing, { targets: 'staging\nprod' }),
          more: caller('bump', writing, { targets: 'staging\nprod\nnowhere' })
        }
      })
      await run('bump', repository.happens('schedule'))
      const before = repository.commitOf(branch)
      expect(before).toBeDefined()
      const result = await run('more', repository.happens('schedule'), { runId: '1701' })
      expect(result).toMatchObject({ conclusion: 'failure', problems: [] })
      expect(result.log).toMatch(/no record is of the target "?nowhere/)
      expect(repository.commitOf(branch)).toBe(before)
      expect(repository.pulls).toMatchObject([{ state: 'open' }])
    })

    test('takes no records of an artifact whose name begins alike', async () => {
      const { run, repository, github } = await start({
        files: targets,
        workflows: {
          review:
            caller('review', reading, {
              shards: '2',
              target: 'staging',
              'artifact-name': 'fixed-images-part-more'
            }).replace('  images:', '  more:') +
            caller('review', reading, { shards: '2', target: 'prod' }).replace(
              '  images:',
              '  images:\n    needs: more\n    if: ${{ !cancelled() }}'
            )
        }
      })
      const result = await run('review', repository.propose({ 'README.md': 'hello\n' }))
      expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
      expect(github.comments).toHaveLength(2)
    })

    test('with an image that cannot be resolved is red, comments, and opens nothing', async () => {
      const { run, repository, github } = await start({
        workflows: {
          review: caller('review', reading, { shards: '2' }),
          bump: caller('bump', writing, { shards: '2' })
        }
      })
      const gone = (repository.read('web.yaml') ?? '')
        .replaceAll('shop/web', 'shop/gone')
        .replaceAll('name: web', 'name: gone')
      const result = await run('review', repository.propose({ 'gone.yaml': gone }))
      expect(result).toMatchObject({ conclusion: 'failure', problems: [] })
      expect(github.comments).toHaveLength(1)
      expect(github.comments[0]?.body).toMatch(/shop\/gone/)
      repository.commit({ 'gone.yaml': gone })
      expect(await run('bump', repository.happens('schedule'))).toMatchObject({ conclusion: 'failure', problems: [] })
      expect(repository.pulls).toEqual([])
    })

    test('that cannot be planned starts nothing', async () => {
      const { run, repository, github } = await start({
        workflows: { review: caller('review', reading, { targets: 'staging\nprod', shards: '129' }) }
      })
      const result = await run('review', repository.propose({}))
      expect(result.conclusion).toBe('failure')
      expect(result.log).toMatch(/258 jobs, and GitHub starts 256/)
      expect(result.jobs.map(({ conclusion }) => conclusion)).toEqual(['failure', 'skipped', 'skipped'])
      expect(github.comments).toEqual([])
    })
  }
)
