import { describe, expect, test } from 'vitest'
import { GitLabError } from '../../../src/errors.ts'
import { bot, type FakeGitLabOptions, goodToken } from '../../helpers/gitlab.ts'
import { type JobRun, key, rejection, startJob } from '../../helpers/gitlab-job.ts'

const json = { 'content-type': 'application/json' }

type Row = {
  readonly name: string
  readonly server?: FakeGitLabOptions
  readonly run?: JobRun
  readonly fault?: {
    readonly match: RegExp
    readonly status: number
    readonly text?: string
    readonly headers?: Record<string, string>
  }
  readonly code: GitLabError['code']
  readonly message: string
  readonly hint?: RegExp
}

const final: readonly Row[] = [
  {
    name: 'a token that is not valid',
    run: { env: { KLUCTL_IMAGES_GITLAB_TOKEN: 'glpat-wrong' } },
    code: 'permission',
    message: 'GitLab answered 401 to GET /user: "401 Unauthorized"',
    hint: /KLUCTL_IMAGES_GITLAB_TOKEN is not valid: it is mistyped, expired or revoked/
  },
  {
    name: 'a token that may not read the API',
    server: { tokens: { 'glpat-good': { ...goodToken, scope: 'read_registry' } } },
    code: 'permission',
    message:
      'GitLab answered 403 to GET /user: "insufficient_scope: The request requires higher privileges than provided by the access token."',
    hint: /the scope api/
  },
  {
    name: 'a token that may only read',
    server: { tokens: { 'glpat-good': { ...goodToken, scope: 'read_api' } } },
    code: 'permission',
    message:
      'GitLab answered 403 to POST /projects/42/merge_requests/7/notes: "insufficient_scope: The request requires higher privileges than provided by the access token."',
    hint: /the scope api/
  },
  {
    name: 'a user outside the project',
    server: { tokens: { 'glpat-good': { ...goodToken, role: 'none' } } },
    code: 'permission',
    message: 'GitLab answered 404 to GET /projects/42/merge_requests/7/notes: "404 Project Not Found"',
    hint: /the role Reporter/
  },
  {
    name: 'a user outside the project, from a fork',
    server: { tokens: { 'glpat-good': { ...goodToken, role: 'none' } } },
    run: { env: { CI_PROJECT_ID: '99' } },
    code: 'permission',
    message: 'GitLab answered 404 to GET /projects/42/merge_requests/7/notes: "404 Project Not Found"',
    hint: /pipeline of a fork does not get the variables/
  },
  {
    name: 'a locked discussion',
    server: { tokens: { 'glpat-good': { ...goodToken, role: 'guest' } }, locked: true },
    code: 'permission',
    message: 'GitLab answered 403 to POST /projects/42/merge_requests/7/notes: "403 Forbidden"',
    hint: /locked discussion/
  },
  {
    name: 'a text that GitLab finds too long',
    fault: { match: /^POST/, status: 400, text: '{"message":"400 Bad request - Note {:note=>[\\"is too long\\"]}"}' },
    code: 'too-large',
    message:
      'GitLab answered 400 to POST /projects/42/merge_requests/7/notes: "400 Bad request - Note {:note=>["is too long"]}", the note is too long',
    hint: /report file/
  },
  {
    name: 'a text that a proxy finds too long',
    fault: { match: /^POST/, status: 413, text: '<html>Request Entity Too Large</html>' },
    code: 'too-large',
    message: 'GitLab answered 413 to POST /projects/42/merge_requests/7/notes, the note is too long'
  },
  {
    name: 'a text that is longer than GitLab takes',
    run: { body: 'x'.repeat(1_000_000) },
    code: 'too-large',
    message: 'the note has 1000099 characters, and GitLab takes 1000000',
    hint: /report file/
  },
  {
    name: '422',
    fault: { match: /^POST/, status: 422, text: '{"message":{"note":["cannot be processed"]}}' },
    code: 'unavailable',
    message: 'GitLab answered 422 to POST /projects/42/merge_requests/7/notes: "{"note":["cannot be processed"]}"'
  },
  {
    name: 'a page of HTML',
    fault: {
      match: /user/,
      status: 200,
      text: '<html>Sign in</html>',
      headers: { 'content-type': 'text/html; charset=utf-8' }
    },
    code: 'unavailable',
    message: 'GitLab answered GET /user with "text/html", which is not JSON',
    hint: /login page or a proxy/
  },
  {
    name: 'JSON that is no user',
    fault: { match: /user/, status: 200, text: '[]' },
    code: 'unavailable',
    message: 'GitLab answered GET /user with something else than the API describes'
  },
  {
    name: 'JSON that is no list',
    fault: { match: /notes/, status: 200, text: '{"id":1}' },
    code: 'unavailable',
    message: 'GitLab answered GET /projects/42/merge_requests/7/notes with something else than the API describes'
  },
  {
    name: 'a next page that is no number',
    fault: { match: /notes/, status: 200, text: '[]', headers: { ...json, 'x-next-page': '../user' } },
    code: 'unavailable',
    message: 'GitLab answered GET /projects/42/merge_requests/7/notes with something else than the API describes'
  },
  {
    name: 'a link to another host',
    fault: {
      match: /notes/,
      status: 200,
      text: '[]',
      headers: { ...json, link: '<https://evil.example/>; rel="next"' }
    },
    code: 'unavailable',
    message:
      'GitLab answered GET /projects/42/merge_requests/7/notes with a list that cannot be followed: it continues at another host, "evil.example"'
  },
  {
    name: 'an answer without end',
    fault: { match: /user/, status: 200, text: 'x'.repeat(4 * 1024 * 1024 + 1) },
    code: 'too-large',
    message: 'the answer of GitLab to GET /user is longer than 4 MiB'
  }
]

describe('what trying again does not help', () => {
  test.each(final)('$name', async ({ server, run, fault, code, message, hint }) => {
    const { gitlab, comment, waits } = await startJob(server)
    if (fault) gitlab.inject({ match: fault.match, times: 99, answer: fault })
    const error = await rejection(comment(run))
    expect(error).toBeInstanceOf(GitLabError)
    expect(error).toMatchObject({ code, message })
    if (hint) expect(error).toMatchObject({ hint: expect.stringMatching(hint) })
    expect(waits).toEqual([])
    expect(gitlab.notes).toEqual([])
    expect(gitlab.problems).toEqual([])
  })

  test('a redirect is not followed, not even for a list', async () => {
    const other = await startJob()
    const { gitlab, comment } = await startJob()
    const location = `${other.gitlab.apiUrl}/user`
    gitlab.inject({ match: /user/, times: 9, answer: { status: 302, headers: { location } } })
    const error = await rejection(comment())
    expect(error).toMatchObject({ code: 'unavailable', status: 302, hint: expect.stringContaining('CI_API_V4_URL') })
    expect(String(error)).toContain(
      `a redirect to "${new URL(location).host}", and the token is not sent anywhere else`
    )
    expect(other.gitlab.requests).toEqual([])
  })
})

describe('what may pass', () => {
  test.each([
    ['500', { status: 500 }],
    ['502, a page of HTML', { status: 502, headers: { 'content-type': 'text/html' }, text: '<html>' }],
    ['503', { status: 503, text: '' }],
    ['409', { status: 409, text: '{"message":"409 Conflict"}' }],
    ['a connection that breaks', 'drop']
  ] as const)('is tried again after a second, two, four: %s', async (_, answer) => {
    const { gitlab, comment, waits } = await startJob()
    gitlab.inject({ match: /notes/, times: 3, answer })
    expect(await comment()).toMatchObject({ operation: 'created' })
    expect(waits).toEqual([1000, 2000, 4000])
    expect(gitlab.notes).toHaveLength(1)
  })

  test.each([
    [
      '500',
      { status: 500, text: '{"message":"500 Internal Server Error"}' },
      /^GitLab answered 500 to GET \/user: "500 Inter/
    ],
    ['a connection that breaks', 'drop', /^GitLab at 127\.0\.0\.1:\d+ could not be reached: "/]
  ] as const)('three times and no more: %s', async (_, answer, message) => {
    const { gitlab, comment, waits } = await startJob()
    gitlab.inject({ match: /user/, times: 99, answer })
    const error = await rejection(comment())
    expect(error).toMatchObject({ code: 'unavailable', message: expect.stringMatching(message) })
    expect(waits).toEqual([1000, 2000, 4000])
  })

  test('silence ends after the time of a request', async () => {
    const { gitlab, comment } = await startJob()
    gitlab.inject({ match: /user/, times: 99, answer: 'hang' })
    const error = await rejection(comment({ timeout: 50 }))
    expect(error).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^GitLab at 127\.0\.0\.1:\d+ did not answer in 0\.05 s$/)
    })
  })

  test('a host that nobody listens on is told by its name', async () => {
    const { gitlab, comment } = await startJob()
    await gitlab.close()
    const error = await rejection(comment())
    expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining('could not be reached') })
  })

  test.each(['POST', 'PUT'])('a %s whose answer is lost is not sent twice', async method => {
    const { gitlab, comment } = await startJob()
    if (method === 'PUT') gitlab.addNote(`<!-- kluctl-images:${key} run:1-1 state:00 -->\nold`, bot)
    gitlab.inject({ match: new RegExp(`^${method}`), answer: 'drop-when-done' })
    expect(await comment()).toMatchObject({ operation: method === 'PUT' ? 'updated' : 'created' })
    expect(gitlab.notes).toHaveLength(1)
    expect(gitlab.requests.filter(line => line.startsWith(method))).toHaveLength(1)
  })
})

describe('a rate limit', () => {
  const limited = (headers: Record<string, string>) => ({
    status: 429,
    headers: { 'content-type': 'text/plain', ...headers },
    text: 'Retry later\n'
  })
  test.each([
    ['Retry-After in seconds', { 'retry-after': '7' }, 7000],
    [
      'RateLimit-Reset since 1970, by the clock of GitLab',
      { 'ratelimit-remaining': '0', 'ratelimit-reset': '1790000009', date: 'Mon, 21 Sep 2026 14:13:20 GMT' },
      9000
    ],
    ['no time at all', {}, 20_000]
  ])('is waited for: %s', async (_, headers, wait) => {
    const { gitlab, comment, waits } = await startJob()
    gitlab.inject({ match: /^POST/, answer: limited(headers) })
    expect(await comment()).toMatchObject({ operation: 'created' })
    expect(waits).toEqual([wait])
  })

  test('is waited for a minute at most', async () => {
    const { gitlab, comment, waits } = await startJob()
    gitlab.inject({ match: /user/, times: 99, answer: limited({ 'retry-after': '25' }) })
    const error = await rejection(comment())
    expect(error).toMatchObject({
      code: 'unavailable',
      status: 429,
      message: 'GitLab limits the requests, and asks to wait 25 seconds'
    })
    expect(waits).toEqual([25_000, 25_000])
  })

  test('of an hour is not waited for', async () => {
    const { gitlab, comment, waits } = await startJob()
    gitlab.inject({ match: /user/, times: 99, answer: limited({ 'retry-after': '3600' }) })
    expect(await rejection(comment())).toMatchObject({ code: 'unavailable', status: 429 })
    expect(waits).toEqual([])
  })
})
