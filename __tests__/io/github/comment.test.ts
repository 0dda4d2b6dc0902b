import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GitHubError } from '../../../src/errors.ts'
import { type UpsertOptions, upsertComment } from '../../../src/io/comment.ts'
import { commentMarker } from '../../../src/io/comment-marker.ts'
import type { GitHubContext } from '../../../src/io/github-event.ts'
import { actionsBot, type FakeGitHub, octocat, startGitHub, workflowToken } from '../../helpers/github.ts'

const key = '0123456789abcdef'
const marker = commentMarker(key)
const renovate = { id: 29_139_614, login: 'renovate[bot]', type: 'Bot' as const }

let github: FakeGitHub
let waits: number[]

beforeEach(async () => {
  waits = []
  const tokens = {
    'workflow-token': workflowToken,
    'read-token': { ...workflowToken, access: 'read' as const },
    'own-token': { user: octocat, access: 'write' as const, installation: false }
  }
  github = await startGitHub({ tokens })
})

afterEach(async () => {
  expect(github.problems).toEqual([])
  await github.close()
})

function upsert(options: Partial<UpsertOptions> = {}, context: Partial<GitHubContext> = {}) {
  return upsertComment({
    token: 'workflow-token',
    context: makeContext(context),
    key,
    body: `${marker}\n### 1 image changes`,
    when: 'create-or-update',
    delay: async wait => void waits.push(wait),
    now: () => 1_700_000_000_000,
    ...options
  })
}

function makeContext(fields: Partial<GitHubContext>): GitHubContext {
  return {
    eventName: 'pull_request',
    repository: { owner: 'acme', repo: 'shop' },
    sha: 'a'.repeat(40),
    workflow: 'images',
    job: 'images',
    runId: '1',
    serverUrl: 'https://github.com',
    apiUrl: github.url,
    workspace: '/workspace',
    pullRequest: { number: 7, baseSha: undefined, headSha: undefined, headRepository: 'acme/shop', fork: false },
    sourceRepository: undefined,
    ...fields
  }
}

async function failure(promise: Promise<unknown>): Promise<GitHubError> {
  try {
    await promise
  } catch (error) {
    if (error instanceof GitHubError) return error
    throw error
  }
  throw new Error('it did not fail')
}

const writes = () => github.requests.filter(line => !line.startsWith('GET')).map(line => line.split(' ')[0])

describe('the sticky comment', () => {
  test('is created once, updated in place, and left alone when the text is the same', async () => {
    const created = await upsert()
    expect(created).toEqual({
      id: 1001,
      url: 'https://github.com/acme/shop/pull/7#issuecomment-1001',
      operation: 'created'
    })
    const body = `${marker}\n### 2 images change`
    expect(await upsert({ body })).toEqual({ ...created, operation: 'updated' })
    expect(await upsert({ body: `${body}\r\n` })).toEqual({ ...created, operation: 'unchanged' })
    expect(github.comments.map(comment => comment.body)).toEqual([body])
    expect(writes()).toEqual(['POST', 'PATCH'])
  })

  test('is not created where only an update is asked for', async () => {
    expect(await upsert({ when: 'update-only' })).toEqual({ id: null, url: null, operation: 'none' })
    github.addComment(7, marker, actionsBot)
    expect(await upsert({ when: 'update-only' })).toMatchObject({ id: 1001, operation: 'updated' })
  })

  test('gets its marker as the first line if the text has none', async () => {
    await upsert({ body: 'plain' })
    expect(github.comments[0]?.body).toBe(`${marker}\nplain`)
  })

  test('is one for each key', async () => {
    await upsert()
    await upsert({ key: 'fedcba9876543210', body: 'other job' })
    await upsert({ key: 'fedcba9876543210', body: 'other job, later' })
    expect(github.comments.map(comment => comment.body)).toEqual([
      `${marker}\n### 1 image changes`,
      `${commentMarker('fedcba9876543210')}\nother job, later`
    ])
  })

  test('is found behind hundreds of other comments', async () => {
    for (let count = 0; count < 250; count++) github.addComment(7, `talk ${count}`, octocat)
    const own = github.addComment(7, `${marker}\nold`, actionsBot)
    expect(await upsert()).toMatchObject({ id: own.id, operation: 'updated' })
    expect(github.requests.filter(line => line.includes('per_page=100'))).toHaveLength(3)
  })

  test('is the oldest where there are several, with a warning about the rest', async () => {
    for (let count = 0; count < 3; count++) github.addComment(7, `${marker}\n${count}`, actionsBot)
    const warnings: string[] = []
    expect(await upsert({ log: { warning: text => warnings.push(text) } })).toMatchObject({
      id: 1001,
      operation: 'updated'
    })
    expect(warnings).toEqual(['2 more comments of this job left as they are; the oldest is kept up to date'])
    expect(github.comments.map(comment => comment.body).slice(1)).toEqual([`${marker}\n1`, `${marker}\n2`])
  })

  test.each([
    ['a person quotes the marker in the first line', octocat, `${marker}\nmine`],
    ['another bot has the marker', renovate, `${marker}\nmine`],
    ['the author was deleted', null, `${marker}\nmine`],
    ['a user has the id of no bot', { ...actionsBot, type: 'User' as const }, `${marker}\nmine`],
    ['the marker is on the second line', actionsBot, `hello\n${marker}`],
    ['the marker is inside the first line', actionsBot, `> ${marker}`],
    ['the key is longer', actionsBot, `${commentMarker(`${key}0`)}\nmine`],
    ['the marker is open', actionsBot, `<!-- kluctl-images:${key}\nmine`]
  ])('never touches a comment where %s', async (_, user, body) => {
    github.addComment(7, body, user)
    expect(await upsert()).toMatchObject({ id: 1002, operation: 'created' })
    expect(github.comments[0]?.body).toBe(body)
  })

  test('is found again when a later version noted something in the marker', async () => {
    github.addComment(7, `<!-- kluctl-images:${key} state:0a1b run:17 -->\nold`, actionsBot)
    expect(await upsert()).toMatchObject({ id: 1001, operation: 'updated' })
  })

  test('belongs to the owner of a personal token', async () => {
    github.addComment(7, `${marker}\nby the workflow`, actionsBot)
    expect(await upsert({ token: 'own-token' })).toMatchObject({ id: 1002, operation: 'created' })
    expect(await upsert({ token: 'own-token', body: 'new' })).toMatchObject({ id: 1002, operation: 'updated' })
  })

  test('is made anew when it was deleted meanwhile', async () => {
    github.addComment(7, `${marker}\nold`, actionsBot)
    github.inject({ match: /^PATCH/, answer: { status: 404, body: { message: 'Not Found' } } })
    expect(await upsert()).toMatchObject({ id: 1002, operation: 'created' })
  })
})

describe('trouble on the way', () => {
  test.each([500, 502, 503, 504])('a %i passes after another try', async status => {
    github.inject({ match: /comments/, answer: { status }, times: 2 })
    expect(await upsert()).toMatchObject({ operation: 'created' })
    expect(waits).toEqual([1000, 2000])
  })

  test('a lost connection passes after another try', async () => {
    github.inject({ match: /^GET \/user/, answer: 'drop' })
    expect(await upsert()).toMatchObject({ operation: 'created' })
  })

  test('a comment whose answer was lost is not made twice', async () => {
    github.inject({ match: /^POST/, answer: 'drop-when-done' })
    expect(await upsert()).toMatchObject({ id: 1001, operation: 'unchanged' })
    expect(github.comments).toHaveLength(1)
  })

  test('four failures are the end', async () => {
    github.inject({ match: /^POST/, answer: { status: 502 }, times: 9 })
    const error = await failure(upsert())
    expect([error.code, error.status, error.message]).toEqual(['unavailable', 502, 'GitHub answered 502'])
    expect(writes()).toHaveLength(4)
  })

  test('an API that cannot be reached is named', async () => {
    github.inject({ match: /./, answer: 'drop', times: 9 })
    const error = await failure(upsert())
    expect([error.code, error.status]).toEqual(['unavailable', undefined])
    expect(error.message).toMatch(/^GitHub could not be reached: /)
  })

  test('a silent API is given up', async () => {
    github.inject({ match: /./, answer: 'hang', times: 9 })
    const error = await failure(upsert({ timeout: 20 }))
    expect(error.code).toBe('unavailable')
  })

  test.each([
    ['retry-after in seconds', 429, { 'retry-after': '7' }, 7000],
    ['a secondary limit', 403, { 'retry-after': '60' }, 60_000],
    ['retry-after as a date', 403, { 'retry-after': 'Tue, 14 Nov 2023 22:13:30 GMT' }, 10_000],
    ['the time of the reset', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1700000005' }, 5000]
  ])('a rate limit is waited for: %s', async (_, status, headers, wait) => {
    github.inject({ match: /^POST/, answer: { status, headers } })
    expect(await upsert()).toMatchObject({ operation: 'created' })
    expect(waits).toEqual([wait])
  })

  test('a rate limit of more than a minute is not waited for', async () => {
    github.inject({ match: /^POST/, answer: { status: 429, headers: { 'retry-after': '61' } } })
    const error = await failure(upsert())
    expect([error.code, error.message]).toEqual([
      'unavailable',
      'GitHub limits the requests and asks to wait 61 seconds'
    ])
    expect(waits).toEqual([])
  })
})

describe('a refusal is final and says what to do', () => {
  test('a token without the permission', async () => {
    const error = await failure(upsert({ token: 'read-token' }))
    expect([error.code, error.status]).toEqual(['permission', 403])
    expect(error.message).toBe('GitHub answered 403: "Resource not accessible by integration"')
    expect(error.hint).toBe('Add the line "pull-requests: write" under "permissions:" of the job.')
    expect(waits).toEqual([])
  })

  test('a fork is not told to change permissions', async () => {
    const pullRequest = { number: 7, baseSha: undefined, headSha: undefined, headRepository: 'eve/shop', fork: true }
    const error = await failure(upsert({ token: 'read-token' }, { pullRequest }))
    expect(error.hint).toBe(
      'A pull request from a fork gets a token that can only read; the job summary holds the whole text.'
    )
  })

  test.each([
    ['wrong token', { token: 'wrong' }, 'permission', 401],
    ['empty token', { token: '' }, 'permission', undefined],
    ['text over the limit', { body: 'x'.repeat(65_537) }, 'too-large', 422]
  ] as const)('%s', async (_, options, code, status) => {
    const error = await failure(upsert(options))
    expect([error.code, error.status]).toEqual([code, status])
    expect(error.hint).not.toBe(undefined)
  })

  test.each([
    ['a locked conversation', 403, 'Unable to create comment because issue is locked.', 'permission'],
    ['a pull request that is hidden from the token', 404, 'Not Found', 'permission'],
    ['something else', 422, 'Validation Failed', 'unavailable'],
    ['closed comments', 410, 'Issues are disabled', 'unavailable']
  ])('%s', async (_, status, message, code) => {
    github.inject({ match: /^POST/, answer: { status, body: { message } } })
    const error = await failure(upsert())
    expect([error.code, error.status, error.message]).toEqual([code, status, `GitHub answered ${status}: "${message}"`])
  })

  test('an event without a pull request', async () => {
    const error = await failure(upsert({}, { eventName: 'push', pullRequest: undefined }))
    expect([error.code, error.message]).toEqual(['not-a-pull-request', 'the event push is not about a pull request'])
    expect(github.requests).toEqual([])
  })

  test('no message holds the token', async () => {
    github.inject({ match: /./, answer: 'drop', times: 9 })
    const error = await failure(upsert({ token: 'workflow-token' }))
    expect(`${error.message}${error.hint}${error.stack}`).not.toContain('workflow-token')
  })
})
