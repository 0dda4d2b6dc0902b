import { describe, expect, test } from 'vitest'
import { githubBase, gitlabBase } from '../../../src/io/new-registries-base.ts'
import { makeContext, ownPull } from './context.ts'

describe('the base of a run', () => {
  const pull = (fields: object) => githubBase(makeContext('https://api.github.com', fields))
  const [merge, commits] = [{ commit: 'c'.repeat(40), head: 'a'.repeat(40) }, ['b'.repeat(40)]]
  const repositories = ['https://github.com/acme/shop', 'https://github.com/acme/shop']

  test.each([
    ['a pull request', {}, { commits, merge, repositories }],
    [
      'one of a fork',
      { pullRequest: { ...ownPull, headRepository: 'eve/shop', fork: true } },
      { commits, merge, repositories: [repositories[0], 'https://github.com/eve/shop'] }
    ],
    ['with the target checked out', { eventName: 'pull_request_target' }, { commits, merge: undefined, repositories }],
    ['a push', { eventName: 'push', pullRequest: undefined, baseCommit: undefined }, undefined]
  ])('of %s', (_, fields, wanted) => {
    expect(pull(fields)).toEqual(wanted)
  })

  test.each([
    [{}, undefined],
    [{ CI_MERGE_REQUEST_DIFF_BASE_SHA: 'b'.repeat(40) }, { commits, repositories: [] }],
    [
      { CI_MERGE_REQUEST_DIFF_BASE_SHA: 'b'.repeat(40), CI_MERGE_REQUEST_TARGET_BRANCH_SHA: 'c'.repeat(40) },
      { commits: ['c'.repeat(40), 'b'.repeat(40)], repositories: [] }
    ]
  ])('of GitLab with %j', (env, wanted) => {
    expect(gitlabBase(env)).toEqual(wanted)
  })
})
