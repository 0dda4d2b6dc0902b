import { afterEach, describe, expect, test } from 'vitest'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { actionsBot, type FakeGitHubOptions, octocat } from '../helpers/github.ts'
import { makeWorkspace } from '../helpers/workspace.ts'
import { eventOf, messagesOf, type Stage, startStage } from './review-stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const edits = (stage: Stage): readonly string[] =>
  stage.github.requests.filter(line => /^(?:POST \/repos|PATCH)/.test(line))
const bodies = (stage: Stage): readonly string[] => stage.github.comments.map(({ body }) => body)

/** Holds answers back until `count` of them have come, so that whoever asks knows nothing of the others. */
function gather(match: RegExp, count: number): (step: string) => Promise<void> {
  let left = count
  const waiting: (() => void)[] = []
  return async step => {
    if (!match.test(step) || left === 0) return
    left--
    if (left > 0) await new Promise<void>(go => waiting.push(go))
    else for (const go of waiting) go()
  }
}

describe.runIf(dockerRegistryAvailable)('the comment of a step', () => {
  let stage: Stage
  const begin = async (options: FakeGitHubOptions = {}): Promise<void> => {
    stage = await startStage(options)
  }
  afterEach(async () => {
    expect(stage.github.problems).toEqual([])
    await stage.close()
  })

  test('leads to the summary of its run, or to none where none is written', async () => {
    await begin()
    await stage.step({ inputs: { 'comment-tag': 'with' } })
    await stage.step({ inputs: { 'comment-tag': 'without', 'job-summary': 'false', comment: 'always' } })
    const link = '[Job summary](https://github.com/acme/shop/actions/runs/1701)'
    expect(bodies(stage).map(body => body.includes(link))).toEqual([true, false])
  })

  test('is written again only where it says something new', async () => {
    await begin({ files: { [`${'b'.repeat(40)}:fixed-images.yaml`]: 'images: []\n' } })
    await stage.step()
    const [before] = bodies(stage)
    const done = edits(stage).length
    const same = await stage.step({ run: '1702-1' })
    expect(same.outputs).toMatchObject({ changed: 'true', 'comment-id': '1001' })
    expect(edits(stage)).toHaveLength(done)
    expect(bodies(stage)).toEqual([before])
    await stage.registry.pushTags('shop/web', ['1.2.0'])
    await stage.step({ run: '1703-1' })
    expect(edits(stage).slice(done)).toEqual(['PATCH /repos/acme/shop/issues/comments/1001'])
    expect(bodies(stage)[0]).toMatch(/^<!-- kluctl-images:[0-9a-f]{16} run:1703-1 [\s\S]*`1\.2\.0`/)
  })

  test.each([
    ['an earlier run', '1700-1'],
    ['the same run, before it was run again', '1701-1']
  ])('is not overwritten by %s that ends late', async (_name, run) => {
    await begin()
    await stage.step({ run: '1701-2' })
    const before = bodies(stage)
    await stage.registry.pushTags('shop/web', ['1.2.0'])
    const late = await stage.step({ run })
    expect(late).toMatchObject({ exitCode: 0, outputs: { 'comment-id': '1001' } })
    expect(late.log).toContain('The comment stays as run 1701 wrote it')
    expect(bodies(stage)).toEqual(before)
    expect(late.comment).toContain('1.2.0')
  })

  test('is left to the run of a newer commit', async () => {
    await begin({ pulls: { 7: { head: 'acme/shop', headSha: 'c'.repeat(40) } } })
    await stage.step()
    await stage.registry.pushTags('shop/web', ['1.2.0'])
    const before = bodies(stage)
    const { log } = await stage.step({ run: '1702-1' })
    expect(log).toContain('the pull request has a newer commit')
    expect(bodies(stage)).toEqual(before)
  })

  test.each([
    ['two tags at once, as jobs of a matrix, are two', ['prod', 'test'], ['1701-1', '1701-1'], 2],
    ['one tag at once is one', ['all', 'all'], ['1701-1', '1701-1'], 1],
    ['one tag in two runs at once is one', ['all', 'all'], ['1701-1', '1702-1'], 1]
  ])('of two processes with %s', async (_name, tags, runs, count) => {
    await begin({ gate: gather(/^from GET .*\/issues\/7\/comments/, 2) })
    const checkouts = tags.map(() => makeWorkspace())
    for (const checkout of checkouts) checkout.copy(stage.workspace.folder)
    const results = await Promise.all(
      checkouts.map(({ folder }, index) =>
        stage.step({ workspace: folder, inputs: { 'comment-tag': tags[index] ?? '' }, run: runs[index] ?? '' })
      )
    )
    for (const checkout of checkouts) checkout.remove()
    for (const result of results) {
      expect(result.exitCode, result.log).toBe(0)
      expect(messagesOf(result, 'warning')).toBe('')
    }
    const posts = stage.github.requests.filter(line => line.startsWith('POST /repos'))
    expect(posts).toHaveLength(2)
    expect(stage.github.comments).toHaveLength(count)
    const ids = new Set(results.map(({ outputs }) => outputs['comment-id']))
    expect(ids).toEqual(new Set(stage.github.comments.map(({ id }) => String(id))))
  })

  test('says so when nothing changes any more, and is not made for that', async () => {
    await begin()
    stage.workspace.write({ 'fixed-images.yaml': stage.fixed({ web: '1.0.0' }) })
    await stage.step()
    expect(bodies(stage)[0]).toContain('### 1 image changes')
    // the file is up to date by now
    await stage.step({ run: '1702-1' })
    expect(bodies(stage)).toEqual([expect.stringMatching(/ run:1702-1 .*\n### No image changes\n/)])
    const other = await stage.step({ run: '1703-1', inputs: { 'comment-tag': 'other' } })
    expect(stage.github.comments).toHaveLength(1)
    expect(other.outputs).toMatchObject({ 'comment-id': '', 'comment-url': '' })
    expect(other.comment).toContain('### No image changes')
  })

  test.each([
    ['always', 1],
    ['on-failure', 0],
    ['never', 0]
  ])('with comment: %s and a change is made %i times', async (comment, count) => {
    await begin()
    const result = await stage.step({ inputs: { comment } })
    expect(result.exitCode).toBe(0)
    expect(stage.github.comments).toHaveLength(count)
  })

  test('that an older version, a person or another job wrote is told apart', async () => {
    await begin()
    await stage.step({ inputs: { 'comment-tag': 'mine' } })
    const key = /kluctl-images:([0-9a-f]{16})/.exec(bodies(stage)[0] ?? '')?.[1] ?? ''
    stage.github.comments.splice(0)
    stage.github.addComment(7, `<!-- kluctl-images:${key} run:1-1 -->\nfake`, octocat)
    stage.github.addComment(7, `<!-- kluctl-images:${'0'.repeat(16)} -->\nother job`, actionsBot)
    stage.github.addComment(7, `quoted\n<!-- kluctl-images:${key} -->\nours in a quote`, actionsBot)
    const old = stage.github.addComment(7, `<!-- kluctl-images:${key} -->\nof an older version`, actionsBot)
    await stage.step({ inputs: { 'comment-tag': 'mine' }, run: '1702-1' })
    expect(bodies(stage)).toEqual([
      expect.stringMatching(/fake$/),
      expect.stringMatching(/other job$/),
      expect.stringMatching(/^quoted/),
      expect.stringContaining('### No image changes')
    ])
    expect(old.body).toContain(' run:1702-1 ')
  })

  test('is found behind hundreds of others', async () => {
    await begin()
    for (let index = 0; index < 250; index++) stage.github.addComment(7, `comment ${index}`, octocat)
    await stage.step()
    await stage.registry.pushTags('shop/web', ['1.2.0'])
    await stage.step({ run: '1702-1' })
    expect(bodies(stage).filter(body => body.includes('kluctl-images:'))).toEqual([expect.stringContaining('1.2.0')])
  })

  test.each([
    ['a token that can only read', 'pull_request', /Add the line "pull-requests: write" under "permissions:"/],
    ['the token of a fork', 'pull_request_fork', /gets a token that can only read.*docs\/review\.md#forks/]
  ])('is a warning with %s, the summary says it too, and the run is green', async (_name, event, hint) => {
    await begin({ tokens: { 'workflow-token': { user: actionsBot, access: 'read', installation: true } } })
    const result = await stage.step({ event: eventOf(event) })
    expect(result.exitCode, result.log).toBe(0)
    expect(messagesOf(result, 'warning')).toMatch(hint)
    expect(result.summary).toMatch(/> \[!WARNING\]\n> The comment could not be written: .*Resource not accessible/)
    expect(result.summary).toContain('### 1 image is new')
    expect(result.outputs).toMatchObject({ 'comment-id': '', changed: 'true' })
    expect(result.comment).toContain('### 1 image is new')
  })

  test('is written into the file that comment-file names, with its marker', async () => {
    await begin()
    const { outputs } = await stage.step({ inputs: { 'comment-file': 'out/comment.md' } })
    expect(outputs['comment-path']).toMatch(/\/out\/comment\.md$/)
    const [marker, ...body] = stage.workspace.read('out/comment.md')?.trim().split('\n') ?? []
    expect(marker).toMatch(/^<!-- kluctl-images:[0-9a-f]{16} .*-->$/)
    expect(body.join('\n')).toBe(bodies(stage)[0]?.trim().split('\n').slice(1).join('\n'))
  })
})
