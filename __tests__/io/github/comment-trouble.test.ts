import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type UpsertOptions, upsertComment } from '../../../src/io/comment.ts'
import type { GitHubContext } from '../../../src/io/github-event.ts'
import { type FakeGitHub, type Fault, startGitHub, workflowToken } from '../../helpers/github.ts'
import { commentOptions, failure, makeContext, ownPull } from './context.ts'

const permissionHint = 'Add the line "pull-requests: write" under "permissions:" of the job.'

let github: FakeGitHub
let waits: number[]

beforeEach(async () => {
  waits = []
  const tokens = { 'workflow-token': workflowToken, 'read-token': { ...workflowToken, access: 'read' as const } }
  github = await startGitHub({ tokens, renamedFrom: 'acme/old-shop' })
})

afterEach(async () => {
  expect(github.problems).toEqual([])
  await github.close()
})

function upsert(options: Partial<UpsertOptions> = {}, context: Partial<GitHubContext> = {}) {
  const given = commentOptions(github, 'text')
  const delay = async (wait: number) => void waits.push(wait)
  return upsertComment({ ...given, delay, context: makeContext(github.url, context), ...options })
}

const posts = () => github.requests.filter(line => /^POST .*comments/.test(line))

describe('trouble on the way', () => {
  test.each([500, 502, 503, 504])('a %i passes after another try', async status => {
    github.inject({ match: /comments/, answer: { status, body: '<html>Unicorn</html>' }, times: 2 })
    expect(await upsert()).toMatchObject({ operation: 'created' })
    expect(waits).toEqual([1000, 2000])
  })

  test.each(['GET /user', 'POST /graphql', 'GET /repos/acme/shop/issues/7/comments'])(
    'a lost connection at %s passes',
    async line => {
      github.inject({ match: new RegExp(`^${line}`), answer: 'drop' })
      expect(await upsert()).toMatchObject({ operation: 'created' })
      expect(waits).toEqual([1000])
    }
  )

  test('a comment whose answer was lost is not made twice', async () => {
    github.inject({ match: /^POST .*comments/, answer: 'drop-when-done' })
    expect(await upsert()).toMatchObject({ id: 1001, operation: 'unchanged' })
    expect(github.comments).toHaveLength(1)
  })

  test('four failures are the end', async () => {
    github.inject({ match: /^POST .*comments/, answer: { status: 502 }, times: 9 })
    const error = await failure(upsert())
    expect([error.code, error.status, error.message]).toEqual(['unavailable', 502, 'GitHub answered 502'])
    expect(error.hint).toBe('Look at githubstatus.com, then run again.')
    expect(posts()).toHaveLength(4)
  })

  test('an API that cannot be reached is named', async () => {
    github.inject({ match: /./, answer: 'drop', times: 9 })
    const error = await failure(upsert())
    expect([error.code, error.status]).toEqual(['unavailable', undefined])
    expect(error.message).toMatch(/^GitHub could not be reached: /)
    expect(error.hint).toContain('githubstatus.com')
  })

  test('a silent API is given up', async () => {
    github.inject({ match: /./, answer: 'hang', times: 9 })
    const error = await failure(upsert({ timeout: 20 }))
    expect([error.code, error.message]).toEqual(['unavailable', 'GitHub did not answer within 0.02 seconds'])
    expect(waits).toEqual([1000, 2000, 4000])
  })

  test.each([
    ['retry-after in seconds', 429, { 'retry-after': '7' }, 7000],
    ['a secondary limit', 403, { 'retry-after': '60' }, 60_000],
    ['retry-after as a date', 403, { 'retry-after': 'Tue, 14 Nov 2023 22:13:30 GMT' }, 10_000],
    ['the time of the reset', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1700000005' }, 5000],
    ['a limit that names no time, a minute as GitHub advises', 429, {}, 60_000],
    ['a limit whose time cannot be read', 429, { 'retry-after': 'soon' }, 60_000]
  ])('a rate limit is waited for: %s', async (_, status, headers, wait) => {
    github.inject({ match: /^POST .*comments/, answer: { status, headers } })
    expect(await upsert()).toMatchObject({ operation: 'created' })
    expect(waits).toEqual([wait])
  })

  test('a secondary limit is known by its words alone', async () => {
    const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
    github.inject({ match: /^POST .*comments/, answer: { status: 403, body: { message } } })
    expect(await upsert()).toMatchObject({ operation: 'created' })
    expect(waits).toEqual([60_000])
  })

  test('a rate limit of more than a minute is not waited for', async () => {
    github.inject({ match: /^POST .*comments/, answer: { status: 429, headers: { 'retry-after': '61' } } })
    const error = await failure(upsert())
    expect([error.code, error.message, error.hint]).toEqual([
      'unavailable',
      'GitHub limits the requests and asks to wait 61 seconds',
      'Run again after that time.'
    ])
    expect(waits).toEqual([])
  })

  test('two limits of half a minute and more are one too many', async () => {
    github.inject({ match: /^POST .*comments/, answer: { status: 429, headers: { 'retry-after': '40' } }, times: 2 })
    expect((await failure(upsert())).code).toBe('unavailable')
    expect(waits).toEqual([40_000])
  })
})

describe('an answer that is not GitHub’s', () => {
  const hint = 'A proxy or firewall may have answered in its place; check GITHUB_API_URL and the proxy of the runner.'

  test.each([
    ['a page in place of the list', /^GET .*comments/, 200],
    ['a page in place of the comment', /^POST .*comments/, 201],
    ['a login page', /^GET .*comments/, 403],
    ['a page that something is gone', /^POST .*comments/, 410]
  ])('%s is said, and nothing is written twice', async (_, match, status) => {
    github.inject({ match, answer: { status, body: '<html><script>alert(1)</script></html>' } })
    const error = await failure(upsert())
    expect([error.code, error.status, error.hint]).toEqual(['unavailable', status, hint])
    expect(error.message).toBe(`GitHub answered ${status} without the JSON that was asked for`)
    expect(github.comments).toEqual([])
  })

  test('an object in place of the list is no empty list', async () => {
    github.inject({ match: /^GET .*comments/, answer: { status: 200, body: {} } })
    expect((await failure(upsert())).message).toContain('without the JSON')
    expect(posts()).toEqual([])
  })
})

describe('a renamed GitHub repository', () => {
  const repository = { owner: 'acme', repo: 'old-shop' }

  test('is followed for every request, and a POST stays one', async () => {
    expect(await upsert({}, { repository })).toMatchObject({ id: 1001, operation: 'created' })
    expect(await upsert({ state: 'b', body: 'b' }, { repository })).toMatchObject({ id: 1001, operation: 'updated' })
    expect(posts()).toEqual(['POST /repos/acme/old-shop/issues/7/comments', 'POST /repositories/101/issues/7/comments'])
    expect(github.comments).toHaveLength(1)
  })

  test.each([
    ['another host', 'https://evil.example/repositories/101/issues/7/comments'],
    ['another port', 'http://127.0.0.1:1/repositories/101/issues/7/comments'],
    ['nowhere', '']
  ])('is not followed to %s', async (_, location) => {
    github.inject({ match: /^GET .*comments/, answer: { status: 301, headers: { location } } })
    const error = await failure(upsert())
    expect([error.code, error.status, error.message]).toEqual([
      'unavailable',
      301,
      'GitHub answered 301 and points outside of its API'
    ])
  })

  test('is not followed in a circle', async () => {
    const headers = { location: `${github.url}/repositories/101/issues/7/comments` }
    github.inject({ match: /^GET .*comments/, answer: { status: 301, headers }, times: 99 })
    expect((await failure(upsert())).status).toBe(301)
    expect(github.requests.filter(line => line.includes('comments'))).toHaveLength(4)
  })
})

describe('a refusal is final and says what to do', () => {
  const fork = { ...ownPull, headRepository: 'eve/shop', fork: true }

  test('a token without the permission', async () => {
    const error = await failure(upsert({ token: 'read-token' }))
    expect([error.code, error.status, error.hint]).toEqual(['permission', 403, permissionHint])
    expect(error.message).toBe('GitHub answered 403: "Resource not accessible by integration"')
    expect(waits).toEqual([])
  })

  test('a fork is shown the way with two jobs', async () => {
    const error = await failure(upsert({ token: 'read-token' }, { pullRequest: fork }))
    expect(error.hint).toContain('docs/review.md#forks')
    expect(error.hint).not.toContain('permissions')
  })

  test('the second job for a fork is told about the permission', async () => {
    const error = await failure(upsert({ token: 'read-token' }, { pullRequest: fork, eventName: 'workflow_run' }))
    expect(error.hint).toBe(permissionHint)
  })

  test.each([
    ['wrong token', { token: 'wrong' }, 'permission', 401],
    ['empty token', { token: '' }, 'permission', undefined],
    ['text over the limit', { body: 'x'.repeat(65_537) }, 'too-large', 422]
  ] as const)('%s', async (_, options, code, status) => {
    const error = await failure(upsert(options))
    expect([error.code, error.status]).toEqual([code, status])
    expect(error.hint).toMatch(/github-token|summary/)
    expect(waits).toEqual([])
  })

  test.each([
    ['a locked conversation', 403, 'Unable to create comment because issue is locked.', 'permission', 'Unlock'],
    ['a locked conversation by another status', 422, 'Issue is locked', 'permission', 'Unlock'],
    ['an archived repository', 403, 'Repository was archived so is read-only.', 'permission', 'archive'],
    ['a pull request that is hidden from the token', 404, 'Not Found', 'permission', 'pull-requests: write'],
    [
      'a fine-grained token',
      403,
      'Resource not accessible by personal access token',
      'permission',
      'pull-requests: write'
    ],
    ['something else', 422, 'Validation Failed', 'unavailable', 'report'],
    ['a deleted conversation', 410, 'This issue was deleted', 'unavailable', 'gone']
  ])('%s', async (_, status, message, code, hint) => {
    github.inject({ match: /^POST .*comments/, answer: { status, body: { message } } })
    const error = await failure(upsert())
    expect([error.code, error.status, error.message]).toEqual([code, status, `GitHub answered ${status}: "${message}"`])
    expect(error.hint).toContain(hint)
  })

  test('a single sign-on that is due, without its address', async () => {
    const sso = 'required; url=https://github.com/orgs/acme/sso?authorization_request=SECRET'
    const message = 'Resource protected by organization SAML enforcement.'
    github.inject({
      match: /^GET .*comments/,
      answer: { status: 403, headers: { 'x-github-sso': sso }, body: { message } }
    })
    const error = await failure(upsert())
    expect(error.hint).toContain('single sign-on')
    expect(`${error.message}${error.hint}`).not.toContain('SECRET')
  })

  test('an event without a pull request', async () => {
    const error = await failure(upsert({}, { eventName: 'push', pullRequest: undefined }))
    expect([error.code, error.message]).toEqual(['not-a-pull-request', 'the event push is not about a pull request'])
    expect(error.hint).toBe('Set pr-number to the pull request to comment on.')
    expect(github.requests).toEqual([])
  })
})

describe('no message holds the token', () => {
  const token = 'workflow-token'
  const shown = (error: Error & { hint?: string | undefined }) => `${error.message}${error.hint}${error.stack}`

  const answers: readonly Fault['answer'][] = [
    'drop',
    'hang',
    ...[400, 401, 403, 404, 410, 422, 429, 451, 500, 301].map(status => ({
      status,
      body: { message: `the token ${token} was refused` },
      headers: { location: `https://evil.example/${token}` }
    }))
  ]

  test.each(answers.map(answer => [answer] as const))('after %j', async answer => {
    github.inject({ match: /./, answer, times: 99 })
    expect(shown(await failure(upsert({ timeout: 20 })))).not.toContain(token)
  })

  test('nor does one about control characters and markup that came back', async () => {
    github.inject({
      match: /^POST .*comments/,
      answer: { status: 400, body: { message: `a\u001b[31m\n::error::${'x'.repeat(999)}` } }
    })
    const { message } = await failure(upsert())
    expect(message).toContain('\\u{1b}')
    expect(message).not.toMatch(/\n/)
    expect(message.length).toBeLessThan(260)
  })
})
