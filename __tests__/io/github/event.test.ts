import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../../src/errors.ts'
import {
  foreignHead,
  parseGitHubContext,
  parsePullRequest,
  readGitHubContext,
  unknownPullRequest,
  untrustedCheckout
} from '../../../src/io/github-event.ts'

const env = {
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_WORKSPACE: '/workspace',
  GITHUB_SHA: '1'.repeat(40),
  GITHUB_WORKFLOW: 'images',
  GITHUB_JOB: 'resolve',
  GITHUB_RUN_ID: '17',
  GITHUB_RUN_ATTEMPT: '2'
}
const path = (name: string) => new URL(`../../fixtures/events/${name}.json`, import.meta.url).pathname
const contextOf = (file: string, eventName: string) =>
  parseGitHubContext({ ...env, GITHUB_EVENT_NAME: eventName }, JSON.parse(readFileSync(path(file), 'utf8')))

const sameRepository = {
  number: 7,
  baseSha: 'b'.repeat(40),
  headSha: 'a'.repeat(40),
  mergeSha: undefined,
  headRepository: 'acme/shop',
  state: 'open' as const,
  fork: false
}
const fork = { ...sameRepository, headRepository: 'eve/shop', fork: true }

describe('an event', () => {
  test.each([
    ['pull_request', 'pull_request', sameRepository, false],
    ['pull_request_fork', 'pull_request', fork, false],
    ['pull_request', 'pull_request_target', sameRepository, false],
    ['pull_request_fork', 'pull_request_target', fork, true],
    ['pull_request_deleted_fork', 'pull_request_target', { ...fork, headRepository: undefined }, true],
    ['push', 'push', undefined, false],
    ['schedule', 'schedule', undefined, false],
    ['workflow_dispatch', 'workflow_dispatch', undefined, false],
    ['merge_group', 'merge_group', undefined, false],
    ['issue_comment', 'issue_comment', unknownPullRequest(7), true],
    ['issue_comment_on_issue', 'issue_comment', undefined, false],
    ['workflow_run', 'workflow_run', undefined, false],
    ['workflow_run_fork', 'workflow_run', undefined, true]
  ])('%s as %s has its pull request and says whether it is trusted', (file, eventName, pullRequest, untrusted) => {
    const context = contextOf(file, eventName)
    expect(context.pullRequest).toEqual(pullRequest)
    expect(untrustedCheckout(context)).toBe(untrusted)
  })

  test('that brings secrets and says nothing about its head is not trusted', () => {
    for (const eventName of ['pull_request_target', 'workflow_run']) {
      expect(untrustedCheckout(parseGitHubContext({ ...env, GITHUB_EVENT_NAME: eventName }, {}))).toBe(true)
    }
  })

  test.each([
    ['pull_request', 'pull_request', 'b'.repeat(40)],
    ['merge_group', 'merge_group', 'b'.repeat(40)],
    ['push', 'push', undefined],
    ['issue_comment', 'issue_comment', undefined],
    ['workflow_run', 'workflow_run', undefined]
  ])('%s has the commit to compare with', (file, eventName, base) => {
    expect(contextOf(file, eventName).baseCommit).toBe(base)
  })

  test('workflow_run tells about the run before it', () => {
    expect(contextOf('workflow_run_fork', 'workflow_run').sourceRun).toEqual({
      id: '1700',
      attempt: '1',
      eventName: 'pull_request',
      headSha: 'a'.repeat(40),
      headRepository: 'eve/shop'
    })
    expect(contextOf('push', 'push').sourceRun).toBe(undefined)
  })

  test('compares names of GitHub repositories without case', () => {
    expect(contextOf('pull_request', 'pull_request').pullRequest?.fork).toBe(false)
    const upper = parseGitHubContext(
      { ...env, GITHUB_REPOSITORY: 'Acme/Shop' },
      JSON.parse(readFileSync(path('pull_request'), 'utf8'))
    )
    expect(upper.pullRequest?.fork).toBe(false)
  })

  test('may be any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), event => parseGitHubContext(env, event).repository.owner === 'acme'))
  })

  test('is read from its file, which may be missing or broken', () => {
    expect(readGitHubContext({ ...env, GITHUB_EVENT_PATH: path('pull_request') }).pullRequest?.number).toBe(7)
    expect(readGitHubContext({ ...env, GITHUB_EVENT_PATH: '/nowhere/event.json' }).pullRequest).toBe(undefined)
    expect(readGitHubContext(env).pullRequest).toBe(undefined)
  })
})

describe('a pull request', () => {
  const api = {
    number: 12,
    state: 'closed',
    merge_commit_sha: 'D'.repeat(40),
    base: { sha: 'b'.repeat(40) },
    head: { sha: 'a'.repeat(64), repo: { full_name: 'Acme/Shop' } }
  }
  const acme = { owner: 'acme', repo: 'shop' }

  test('is read with its commits', () => {
    expect(parsePullRequest(api, acme)).toEqual({
      number: 12,
      baseSha: 'b'.repeat(40),
      headSha: 'a'.repeat(64),
      mergeSha: 'd'.repeat(40),
      headRepository: 'Acme/Shop',
      state: 'closed',
      fork: false
    })
  })

  test.each([
    ['a deleted fork', { ...api, head: { ...api.head, repo: null } }],
    ['another repository', { ...api, head: { ...api.head, repo: { full_name: 'acme/shop-2' } } }],
    ['no head', { ...api, head: undefined }]
  ])('with %s counts as one from a fork', (_, value) => {
    expect(parsePullRequest(value, acme)?.fork).toBe(true)
  })

  test.each([['0; rm -rf'], ['HEAD'], ['a'.repeat(39)], ['-'.repeat(40)], [1], [null]])('has no commit %j', sha => {
    expect(parsePullRequest({ ...api, head: { ...api.head, sha } }, acme)?.headSha).toBe(undefined)
  })

  test.each([[undefined], [null], [[]], [{}], [{ number: 0 }], [{ number: 1.5 }], [{ number: '7' }]])(
    'is not %j',
    value => {
      expect(parsePullRequest(value, acme)).toBe(undefined)
    }
  )
})

describe('a foreign head, where pr-number names the pull request', () => {
  const own = '1'.repeat(40)
  const head = 'a'.repeat(40)
  const merge = 'd'.repeat(40)
  const context = (fields: object) => ({
    ...contextOf('workflow_dispatch', 'workflow_dispatch'),
    pullRequest: { ...fork, mergeSha: merge, ...fields }
  })

  test.each([
    ['the head of the fork', head, {}, true],
    ['its head in other letters', head.toUpperCase(), {}, true],
    ['the merge of the fork', merge, {}, true],
    ['an earlier head of the fork', 'e'.repeat(40), {}, true],
    ['an unknown commit', undefined, {}, true],
    ['the commit of the event', own, {}, false],
    ['the commit of the event, which is the head of the fork', own, { headSha: own }, true],
    ['the head of an own branch', head, { fork: false }, false],
    ['an unknown commit of an own branch', undefined, { fork: false }, false]
  ])('%s', (_, checkedOut, fields, foreign) => {
    expect(foreignHead(context(fields), checkedOut)).toBe(foreign)
  })

  test('a pull request that could not be read counts as one from a fork', () => {
    const unread = { ...context({}), pullRequest: unknownPullRequest(7) }
    expect(foreignHead(unread, head)).toBe(true)
    expect(foreignHead(unread, own)).toBe(false)
  })

  test('without a pull request there is none', () => {
    expect(foreignHead(contextOf('push', 'push'), head)).toBe(false)
  })
})

describe('the environment of a runner', () => {
  test('gives the rest of the context', () => {
    expect(parseGitHubContext(env, undefined)).toEqual({
      eventName: 'push',
      repository: { owner: 'acme', repo: 'shop' },
      sha: '1'.repeat(40),
      workflow: 'images',
      job: 'resolve',
      runId: '17',
      runAttempt: '2',
      serverUrl: 'https://github.com',
      apiUrl: 'https://api.github.com',
      workspace: '/workspace',
      pullRequest: undefined,
      baseCommit: undefined,
      sourceRun: undefined
    })
  })

  test('may name an enterprise host', () => {
    const context = parseGitHubContext({ ...env, GITHUB_API_URL: 'https://git.acme.example/api/v3/' }, undefined)
    expect(context.apiUrl).toBe('https://git.acme.example/api/v3')
  })

  test.each([
    ['GITHUB_REPOSITORY', undefined],
    ['GITHUB_REPOSITORY', 'acme'],
    ['GITHUB_REPOSITORY', 'acme/shop/x'],
    ['GITHUB_EVENT_NAME', ''],
    ['GITHUB_WORKSPACE', undefined],
    ['GITHUB_API_URL', 'api.github.com'],
    ['GITHUB_API_URL', 'file:///etc']
  ])('%s must not be %j', (name, value) => {
    expect(() => parseGitHubContext({ ...env, [name]: value }, undefined)).toThrow(InputError)
  })
})
