import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { doctor } from '../helpers/doctor.ts'

type Asked = { readonly path: string | undefined; readonly token: string | string[] | undefined }

/** A GitLab that knows one token and says these facts of it. */
async function gitlab(
  status: number,
  facts: unknown
): Promise<{ readonly env: Record<string, string>; readonly asked: Asked[] }> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    asked.push({ path: request.url, token: request.headers['private-token'] })
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(facts))
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>(resolve => void server.close(() => resolve())))
  const { port } = server.address() as AddressInfo
  const env = {
    GITLAB_CI: 'true',
    CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`,
    CI_SERVER_PROTOCOL: 'http',
    CI_JOB_TOKEN: 'glcbt-64_job',
    KLUCTL_IMAGES_GITLAB_TOKEN: 'glpat-very-secret'
  }
  return { env, asked }
}

const good = { scopes: ['api'], active: true, revoked: false, expires_at: '2027-03-01' }

test.each<[string, number, unknown, number, string]>([
  ['is fine', 200, good, 0, 'ok    GitLab token  KLUCTL_IMAGES_GITLAB_TOKEN has the scope api, until 2027-03-01'],
  [
    'never ends',
    200,
    { ...good, expires_at: null },
    0,
    'ok    GitLab token  KLUCTL_IMAGES_GITLAB_TOKEN has the scope api'
  ],
  [
    'may only read',
    200,
    { ...good, scopes: ['read_api', 'read_registry'] },
    1,
    'fail  GitLab token  the token in KLUCTL_IMAGES_GITLAB_TOKEN has not the scope api (it has read_api, read_registry); create a project access token with the scope api and the role Reporter for KLUCTL_IMAGES_GITLAB_TOKEN'
  ],
  [
    'is revoked',
    200,
    { ...good, revoked: true },
    1,
    'fail  GitLab token  the token in KLUCTL_IMAGES_GITLAB_TOKEN is revoked or expired; create a new one and put it there'
  ],
  [
    'is not known',
    401,
    { message: '401 Unauthorized' },
    1,
    'fail  GitLab token  GitLab answered 401 to GET /personal_access_tokens/self: "401 Unauthorized"; the token in KLUCTL_IMAGES_GITLAB_TOKEN is not valid: it is mistyped, expired or revoked. Put a new one there'
  ],
  [
    'is of no known form',
    200,
    'what',
    1,
    'fail  GitLab token  the token in KLUCTL_IMAGES_GITLAB_TOKEN is revoked or expired; create a new one and put it there'
  ]
])('a token that %s', async (_, status, facts, exitCode, expected) => {
  const { env, asked } = await gitlab(status, facts)
  const outcome = await doctor(env)
  expect(outcome.lines).toContain(expected)
  expect(outcome.exitCode).toBe(exitCode)
  expect(outcome.out).not.toContain('very-secret')
  expect(asked).toEqual([{ path: '/api/v4/personal_access_tokens/self', token: 'glpat-very-secret' }])
})

test('no token is a warning, as a pipeline may want no note', async () => {
  const { env, asked } = await gitlab(200, good)
  const { KLUCTL_IMAGES_GITLAB_TOKEN: _, ...without } = env
  const { exitCode, lines } = await doctor(without)
  expect(lines.join('\n')).toMatch(
    /^warn {2}GitLab token {2}there is no token for GitLab: .*, so no note can be written; create /m
  )
  expect([exitCode, asked]).toEqual([0, []])
})

test('elsewhere nothing is asked', async () => {
  const { env, asked } = await gitlab(200, good)
  const { GITLAB_CI: _, ...without } = env
  expect((await doctor(without)).lines.join('\n')).not.toContain('GitLab')
  expect(asked).toEqual([])
})

test('a name at the begin of what to do stays as it is', async () => {
  const { env } = await gitlab(200, good)
  const { lines } = await doctor({ ...env, CI_API_V4_URL: 'nowhere' })
  expect(lines.join('\n')).toMatch(/; GitLab sets it in every job/)
})
