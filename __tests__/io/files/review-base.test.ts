import { tmpdir } from 'node:os'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { GitHubContext } from '../../../src/io/github-event.ts'
import { githubReviewBase, gitlabReviewBase } from '../../../src/io/review-base.ts'
import { makeContext, ownPull } from '../github/context.ts'
import { makeScene } from './new-registries-scene.ts'

describe('the base of the change under review', () => {
  const scene = makeScene({ 'fixed-images.yaml': 'images: []\n' })
  const later = scene.commit({ 'fixed-images.yaml': 'images: [] # others merged\n' })
  scene.git('checkout', '-q', '-b', 'change', scene.base)
  const head = scene.commit({ 'README.md': 'change\n' })
  scene.git('checkout', '-q', 'main')
  scene.git('merge', '-q', '--no-ff', '-m', 'try', 'change')
  const merge = scene.git('rev-parse', 'HEAD').trim()
  const shallow = scene.cloneShallow()
  const pullRequest = { ...ownPull, baseSha: scene.base, headSha: head }
  const event = (fields: Partial<GitHubContext> = {}): GitHubContext =>
    makeContext('', { sha: merge, baseCommit: scene.base, pullRequest, ...fields })
  afterAll(() => {
    scene.remove()
  })
  afterEach(() => {
    scene.git('checkout', '-q', 'main')
  })

  test('is what GitHub merged the pull request into, not what the event names from before', async () => {
    expect(await githubReviewBase(event(), scene.folder)).toEqual({ commit: later, isOnBase: true })
    expect(await githubReviewBase(event(), shallow)).toEqual({ commit: later, isOnBase: true })
    const byNumber = event({ sha: head, pullRequest: { ...pullRequest, mergeSha: merge } })
    expect(await githubReviewBase(byNumber, shallow)).toEqual({ commit: later, isOnBase: true })
  })

  test('is that of the event where the head is checked out, which is on it or not', async () => {
    scene.git('checkout', '-q', head)
    expect(await githubReviewBase(event(), scene.folder)).toEqual({ commit: scene.base, isOnBase: true })
    const newer = event({ baseCommit: later })
    expect(await githubReviewBase(newer, scene.folder)).toEqual({ commit: later, isOnBase: false })
  })

  test.each<[string, Partial<GitHubContext>]>([
    ['another pull request', { pullRequest: { ...pullRequest, headSha: 'e'.repeat(40) } }],
    ['a merge that this run did not start for', { sha: 'e'.repeat(40) }],
    ['an unknown pull request', { pullRequest: { ...pullRequest, headSha: undefined } }]
  ])('is not what %s is checked out on', async (_, fields) => {
    expect(await githubReviewBase(event(fields), scene.folder)).toEqual({ commit: scene.base, isOnBase: false })
  })

  test('is none without a pull request, and that of the group in a merge queue', async () => {
    const push = event({ eventName: 'push', pullRequest: undefined, baseCommit: undefined })
    expect(await githubReviewBase(push, scene.folder)).toEqual({ commit: undefined, isOnBase: false })
    const group = event({ eventName: 'merge_group', pullRequest: undefined })
    expect(await githubReviewBase(group, scene.folder)).toEqual({ commit: scene.base, isOnBase: true })
    expect(await githubReviewBase(group, tmpdir())).toEqual({ commit: scene.base, isOnBase: false })
  })

  test('is the commit in common at GitLab, or the target branch of a merged result', async () => {
    const [target, common] = ['CI_MERGE_REQUEST_TARGET_BRANCH_SHA', 'CI_MERGE_REQUEST_DIFF_BASE_SHA']
    const of = (env: Readonly<Record<string, string>>) => gitlabReviewBase(env, scene.folder)
    expect(await of({})).toEqual({ commit: undefined, isOnBase: false })
    expect(await of({ [common]: '--output=x' })).toEqual({ commit: undefined, isOnBase: false })
    expect(await of({ [target]: '', [common]: scene.base })).toEqual({ commit: scene.base, isOnBase: true })
    expect(await of({ [target]: later, [common]: scene.base })).toEqual({ commit: later, isOnBase: true })
    expect(await of({ [target]: 'e'.repeat(40), [common]: scene.base })).toEqual({
      commit: scene.base,
      isOnBase: false
    })
  })
})
