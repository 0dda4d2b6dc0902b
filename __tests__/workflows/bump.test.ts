import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { readLock } from '../../src/lock/read-lock.ts'
import { hasAzurite } from '../helpers/azurite.ts'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { git } from '../helpers/workflow/repository.ts'
import type { WorkflowRunResult } from '../helpers/workflow/run-workflow.ts'
import { caller, closeStore, type Stage, type StageOptions, startStage } from './stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const granted = { contents: 'write', packages: 'read', 'pull-requests': 'write' }
const handsToken = '    secrets:\n      pull-request-token: ${{ secrets.IMAGES_TOKEN }}\n'
const branch = 'kluctl-images/bump'

describe.runIf(dockerRegistryAvailable && hasAzurite)('the reusable workflow bump', { timeout: 120_000 }, () => {
  let stage: Stage | undefined
  afterEach(async () => {
    expect(stage?.github.problems ?? []).toEqual([])
    await stage?.close()
  })
  afterAll(closeStore)

  const start = async (options: Partial<StageOptions> = {}): Promise<Stage> => {
    stage = await startStage({
      workflows: { bump: caller('bump', granted) },
      fixed: { web: '1.0.0', api: '2.0.0' },
      ...options
    })
    return stage
  }
  const bump = ({ run, repository }: Stage, more = {}): Promise<WorkflowRunResult> =>
    run('bump', repository.happens('schedule'), more)
  const outputsOf = (result: WorkflowRunResult): Readonly<Record<string, string>> => result.jobs.at(-1)?.outputs ?? {}

  test('opens one pull request for all images, with the comment as its body', async () => {
    const scene = await start({
      workflows: { bump: caller('bump', granted, { labels: 'dependencies\nimages', reviewers: 'octocat' }) }
    })
    const result = await bump(scene)
    expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
    const { pulls, read, branches } = scene.repository
    expect(pulls).toMatchObject([
      {
        head: branch,
        base: 'main',
        state: 'open',
        title: 'Update images: 2 images change',
        labels: ['dependencies', 'images'],
        reviewers: ['octocat'],
        user: 'github-actions[bot]'
      }
    ])
    expect(pulls[0]?.body).toMatch(/### 2 images change\n[\s\S]*shop\/api[\s\S]*`2\.0\.0`\s→\s`2\.1\.0`/)
    expect(read('fixed-images.yaml', branch)).toMatch(
      /shop\/web:1\.1\.0[\s\S]*shop\/api:2\.1\.0|shop\/api:2\.1\.0[\s\S]*shop\/web:1\.1\.0/
    )
    expect(read('fixed-images.yaml')).toContain('shop/web:1.0.0')
    expect(branches()).toEqual([branch, 'main'])
    // nothing but the file is committed
    expect(read('images-report.json', branch)).toBeUndefined()
    expect(outputsOf(result)).toEqual({
      changed: 'true',
      verdict: '2 images change',
      'pull-request-number': '41',
      'pull-request-url': 'https://github.com/acme/shop/pull/41',
      'pull-request-operation': 'created'
    })
    expect(result.concurrency).toEqual([{ group: `kluctl-images-bump-${branch}`, cancelInProgress: false }])
    expect(scene.github.comments).toEqual([])
  })

  test('refreshes it, leaves it alone where nothing is new, and closes it where nothing is left', async () => {
    const scene = await start()
    const { registry, repository } = scene
    await bump(scene)
    const first = repository.commitOf(branch)
    expect(outputsOf(await bump(scene))['pull-request-operation']).toBe('none')
    expect(repository.commitOf(branch)).toBe(first)
    await registry.pushTags('shop/web', ['1.2.0'])
    expect(outputsOf(await bump(scene))['pull-request-operation']).toBe('updated')
    expect(repository.pulls).toHaveLength(1)
    expect(repository.read('fixed-images.yaml', branch)).toContain('shop/web:1.2.0')
    expect(repository.pulls[0]?.body).toMatch(/`1\.0\.0`\s→\s`1\.2\.0`/)
    repository.commit({ 'fixed-images.yaml': repository.read('fixed-images.yaml', branch) ?? '' })
    expect(outputsOf(await bump(scene))).toMatchObject({ changed: 'false', 'pull-request-operation': 'closed' })
    expect(repository.pulls).toMatchObject([{ state: 'closed' }])
    expect(repository.branches()).toEqual(['main'])
  })

  test('is red and opens nothing where an image cannot be resolved', async () => {
    const scene = await start()
    scene.repository.commit({
      'gone.yaml': (scene.repository.read('web.yaml') ?? '')
        .replaceAll('shop/web', 'shop/gone')
        .replace('name: web', 'name: gone')
    })
    const result = await bump(scene)
    expect(result).toMatchObject({ conclusion: 'failure', problems: [] })
    expect(result.log).toMatch(/shop\/gone/)
    expect(scene.repository.pulls).toEqual([])
    expect(scene.repository.branches()).toEqual(['main'])
  })

  test('leaves an open pull request as it is where the run is not complete, also where that is no failure', async () => {
    const scene = await start({ workflows: { bump: caller('bump', granted, { 'fail-on': 'none' }) } })
    const { repository } = scene
    await bump(scene)
    const before = repository.commitOf(branch)
    const gone = (repository.read('web.yaml') ?? '')
      .replaceAll('shop/web', 'shop/gone')
      .replace('name: web', 'name: gone')
    repository.commit({ 'gone.yaml': gone })
    const result = await bump(scene)
    expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(repository.pulls).toMatchObject([{ state: 'open', title: 'Update images: 2 images change' }])
    expect(repository.commitOf(branch)).toBe(before)
    expect(outputsOf(result)).toMatchObject({
      verdict: '2 images change, 1 could not be resolved',
      'pull-request-operation': ''
    })
  })

  test.each([
    ['fixed-images.yaml'],
    // patterns of git, where they are not taken as names
    ['note*.yaml'],
    [':(top)notes.yaml']
  ])('commits what the run wrote, and nothing else that differs in the workspace: %s', async file => {
    const scene = await start({ workflows: { bump: caller('bump', granted, { 'output-file': file }) } })
    const { repository } = scene
    repository.commit({ 'notes.yaml': 'kind: ConfigMap\r\nmetadata: { name: notes }\r\n' })
    // from now on git reads the notes with other line ends than it holds
    repository.commit({ '.gitattributes': '* text=auto\n' })
    const result = await bump(scene)
    expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(git(['diff', '--name-only', 'main', branch], repository.remote)).toBe(`${file}\n`)
  })

  test('is red where git would take the name of the file for two', async () => {
    const scene = await start({ workflows: { bump: caller('bump', granted, { 'output-file': 'fixed/a,b.yaml' }) } })
    const result = await bump(scene)
    expect(result).toMatchObject({ conclusion: 'failure', problems: [] })
    expect(result.log).toContain('fixed/a,b.yaml has a comma in its name, and cannot be committed. Choose an')
    expect(scene.repository.pulls).toEqual([])
  })

  test('obeys the policy of the project', async () => {
    const scene = await start({
      files: {
        '.kluctl-images.yaml':
          'rules:\n  - image: "**/shop/api"\n    hold:\n      reason: the sale\n      owner: "@acme/api"\n'
      }
    })
    const result = await bump(scene)
    expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(scene.repository.read('fixed-images.yaml', branch)).toContain('shop/api:2.0.0')
    expect(scene.repository.pulls[0]?.title).toBe('Update images: 1 image changes, 1 is held')
  })

  test('opens it with the token that it was handed, in words of the caller', async () => {
    const scene = await start({
      workflows: { bump: caller('bump', granted, { title: 'Bump', branch: 'bump' }, handsToken) }
    })
    const result = await bump(scene, { secrets: { IMAGES_TOKEN: 'ghp_imagestoken' } })
    expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(scene.repository.pulls).toMatchObject([{ title: 'Bump', head: 'bump', user: 'octocat' }])
  })

  test('pins digests and keeps the lock in the same pull request', async () => {
    const scene = await start({ workflows: { bump: caller('bump', granted, { 'pin-digests': 'true' }) } })
    const result = await bump(scene)
    expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(scene.repository.read('fixed-images.yaml', branch)).toMatch(/shop\/web:1\.1\.0@sha256:[0-9a-f]{64}/)
    expect(scene.repository.read('images.lock.json', branch)).toContain('shop/web:1.1.0@sha256:')
  })

  test.each([
    ['in one job', {}],
    ['from several jobs', { shards: '2' }]
  ])('keeps the days of its lock where nothing is new, %s', async (_, inputs) => {
    const scene = await start({ workflows: { bump: caller('bump', granted, { 'pin-digests': 'true', ...inputs }) } })
    const { registry, repository } = scene
    await bump(scene)
    const daysOf = (): Readonly<Record<string, string>> => lockedDays(repository.read('images.lock.json', branch))
    const day = '2026-01-02T03:04:05Z'
    const before = repository.read('images.lock.json', branch)?.replaceAll(/("decided": )"[^"]*"/g, `$1"${day}"`)
    repository.commit({ 'images.lock.json': before ?? '' }, branch)
    // no version, but one more tag that was looked at
    await registry.pushTags('shop/web', ['nightly'])
    // the commit that was put on the branch is squashed
    expect(outputsOf(await bump(scene))['pull-request-operation']).toBe('updated')
    expect(repository.read('images.lock.json', branch)).toBe(before)
    const commit = repository.commitOf(branch)
    expect(outputsOf(await bump(scene))['pull-request-operation']).toBe('none')
    expect(repository.commitOf(branch)).toBe(commit)
    await registry.pushTags('shop/web', ['1.2.0'])
    expect(outputsOf(await bump(scene))['pull-request-operation']).toBe('updated')
    expect(daysOf()).toEqual({ 'shop/api:2.1.0': day, 'shop/web:1.2.0': expect.not.stringContaining(day) })
  })

  test('starts by hand, for another branch than main', async () => {
    const scene = await start({ workflows: { bump: caller('bump', granted, { base: 'stable', 'project-dir': './' }) } })
    scene.repository.commit({ 'fixed-images.yaml': scene.fixed({ web: '1.1.0', api: '2.0.0' }) }, 'stable')
    const result = await scene.run('bump', scene.repository.happens('workflow_dispatch'))
    expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(scene.repository.pulls).toMatchObject([{ base: 'stable', title: 'Update images of ./: 1 image changes' }])
  })
})

/** When each result was decided, by its name without registry and digest. */
function lockedDays(lock: string | undefined): Readonly<Record<string, string>> {
  const results = readLock(lock ?? '', 'images.lock.json').files.get('fixed-images.yaml') ?? new Map()
  return Object.fromEntries(
    [...results].map(([result, { decided }]) => [result.replace(/^[^/]*\/|@.*$/g, ''), decided])
  )
}
