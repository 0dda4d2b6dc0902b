import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { GitHubError } from '../../../src/errors.ts'
import type { GitHubContext } from '../../../src/io/github-event.ts'
import { githubReviewBase, gitlabReviewBase } from '../../../src/io/review-base.ts'
import { isProjectUntouched } from '../../../src/io/untouched-project.ts'
import { parseOptions } from '../../../src/options.ts'
import { makeContext, ownPull } from '../github/context.ts'
import { makeScene } from './new-registries-scene.ts'

const silent = { debug: () => undefined }

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

describe('a project that a pull request does not touch', () => {
  const scene = makeScene({ 'deploy/api.yaml': 'a: 1\n', 'src/app.ts': '' })
  let before = ''
  beforeAll(() => {
    before = process.cwd()
    process.chdir(scene.folder)
  })
  afterAll(() => {
    process.chdir(before)
    scene.remove()
  })

  const untouched = (raw: object, commit = scene.base, listChanged?: () => Promise<readonly string[] | undefined>) => {
    const { options } = parseOptions({ 'project-dir': 'deploy', ...raw })
    return isProjectUntouched(options, { commit, listChanged, log: silent })
  }

  test.each<[string, boolean, object]>([
    ['README.md', true, {}],
    ['deploy/charts/README.md', true, {}],
    ['src/app.ts', true, {}],
    ['src/app.ts', false, { 'source-root': '.' }],
    ['src/app.ts', false, { 'local-git-override': 'example.com/team=src' }],
    ['fixed-images.yaml', true, {}],
    ['deploy/images.yaml', true, { 'output-file': 'deploy/images.yaml' }],
    ['images.lock.json', false, {}],
    ['.kluctl-images.yaml', false, {}],
    ['.github/workflows/images.yml', false, {}],
    ['ci/args.yml', false, {}],
    ['.env', false, {}],
    ['deploy/api.yaml', false, {}],
    ['deploy/script.sh', false, {}]
  ])('%s: %s with %j', async (path, expected, raw) => {
    scene.git('checkout', '-q', '-B', 'change', 'main')
    scene.commit({ [path]: 'changed\n', LICENSE: 'changed\n' })
    expect(await untouched(raw)).toBe(expected)
    // the same by the word of GitHub, for a clone that has not the base
    const listed = async (): Promise<readonly string[]> => [path, 'LICENSE']
    expect(await untouched(raw, '0'.repeat(40), listed)).toBe(expected)
  })

  test('is none where nobody can tell', async () => {
    const missing = '0'.repeat(40)
    const broken = async (): Promise<never> => {
      throw new GitHubError('unavailable', 'no')
    }
    expect(await untouched({}, missing)).toBe(false)
    expect(await untouched({}, missing, async () => undefined)).toBe(false)
    expect(await untouched({}, missing, broken)).toBe(false)
  })

  test('is none outside of a repository', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'untouched-'))
    mkdirSync(join(folder, 'deploy'))
    writeFileSync(join(folder, 'deploy/deployment.yaml'), '{}\n')
    try {
      const none = async (): Promise<readonly string[]> => []
      expect(await untouched({ 'project-dir': join(folder, 'deploy') }, scene.base, none)).toBe(false)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
