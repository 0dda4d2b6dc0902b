import { inspect } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { GitLabError, InputError } from '../../../src/errors.ts'
import { ca } from '../../helpers/doctor.ts'
import type { FakeGitLab } from '../../helpers/gitlab.ts'
import { type JobRun, rejection, startJob } from '../../helpers/gitlab-job.ts'
import { type LoopbackProxy, type ProxyOptions, startProxy } from '../../helpers/registry/proxy.ts'
import { tlsFixture } from '../../helpers/registry.ts'

const tls = { key: tlsFixture('server.key'), cert: tlsFixture('server.pem') }

/** GitLab at a name that only the proxy knows. */
async function behindProxy(gitlab: FakeGitLab, options: Omit<ProxyOptions, 'to'> = {}): Promise<LoopbackProxy> {
  const { hostname, port } = new URL(gitlab.apiUrl)
  const proxy = await startProxy({ to: { host: hostname, port: Number(port) }, ...options })
  onTestFinished(proxy.stop)
  return proxy
}

const named = 'https://registry.test/api/v4'

describe('https', () => {
  test('with an authority that CI_SERVER_TLS_CA_FILE names', async () => {
    const { gitlab, comment } = await startJob({ tls })
    expect(await comment({ env: { CI_SERVER_TLS_CA_FILE: ca } })).toMatchObject({ operation: 'created' })
    expect(gitlab.problems).toEqual([])
  })

  test('with an authority that nobody knows is refused, and the token stays here', async () => {
    const { gitlab, comment, waits } = await startJob({ tls })
    const error = await rejection(comment())
    expect(error).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^GitLab at 127\.0\.0\.1:\d+ could not be reached: "/),
      hint: expect.stringContaining('CI_SERVER_TLS_CA_FILE')
    })
    expect(gitlab.requests).toEqual([])
    expect(waits).toEqual([])
  })

  test('with a file of authorities that is not there', async () => {
    const { comment } = await startJob({ tls })
    const error = await rejection(comment({ env: { CI_SERVER_TLS_CA_FILE: '/nowhere/ca.pem' } }))
    expect(error).toBeInstanceOf(InputError)
    expect(error).toMatchObject({
      input: 'CI_SERVER_TLS_CA_FILE',
      message: 'the file "/nowhere/ca.pem" of CI_SERVER_TLS_CA_FILE cannot be read'
    })
  })
})

describe('a proxy', () => {
  test('is a tunnel for https, and its password a secret', async () => {
    const { gitlab, comment, secrets } = await startJob({ tls })
    const proxy = await behindProxy(gitlab, { login: 'me:pass-word' })
    const env = { CI_API_V4_URL: named, CI_SERVER_TLS_CA_FILE: ca, HTTPS_PROXY: `http://me:pass-word@${proxy.host}` }
    expect(await comment({ env })).toMatchObject({ operation: 'created' })
    expect(new Set(proxy.requests.map(({ line }) => line))).toEqual(new Set(['CONNECT registry.test:443']))
    expect(secrets).toEqual(expect.arrayContaining(['glpat-good', 'pass-word']))
  })

  test('is handed whole addresses for plain http', async () => {
    const { gitlab, comment } = await startJob()
    const proxy = await behindProxy(gitlab)
    const env = { CI_API_V4_URL: named.replace('https', 'http'), http_proxy: `http://${proxy.host}` }
    expect(await comment({ env })).toMatchObject({ operation: 'created' })
    expect(proxy.requests[0]?.line).toBe('GET http://registry.test/api/v4/user')
  })

  test('is left out for hosts of NO_PROXY', async () => {
    const { gitlab, comment } = await startJob()
    const proxy = await behindProxy(gitlab)
    const env = { http_proxy: `http://${proxy.host}`, NO_PROXY: '127.0.0.1' }
    expect(await comment({ env })).toMatchObject({ operation: 'created' })
    expect(proxy.requests).toEqual([])
  })

  test('that asks for another login is told without the password', async () => {
    const { gitlab, comment } = await startJob({ tls })
    const proxy = await behindProxy(gitlab, { login: 'me:right' })
    const env = { CI_API_V4_URL: named, HTTPS_PROXY: `http://me:wrong-word@${proxy.host}` }
    const error = await rejection(comment({ env }))
    expect(error).toBeInstanceOf(GitLabError)
    expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining('407') })
    expect(inspect(error, { depth: 9 })).not.toContain('wrong-word')
  })

  test('that is no address is told by its variable', async () => {
    const { comment } = await startJob()
    const error = await rejection(comment({ env: { HTTPS_PROXY: 'socks5://127.0.0.1' } }))
    expect(error).toMatchObject({ code: 'input', input: 'HTTPS_PROXY' })
  })
})

describe('the token', () => {
  const echo = (text: string) => `{"message":"you sent ${text}"}`
  const runs: readonly (readonly [name: string, run: JobRun, status: number, text: string])[] = [
    ['echoed with 400', {}, 400, echo('glpat-good')],
    ['echoed with 401', {}, 401, echo('glpat-good')],
    ['echoed with 403', {}, 403, echo('glpat-good')],
    ['echoed with 500', {}, 500, echo('glpat-good')],
    ['echoed as a page', {}, 200, '<html>glpat-good</html>']
  ]
  test.each(runs)('is in no message: %s', async (_, run, status, text) => {
    const { gitlab, comment, warnings } = await startJob()
    gitlab.inject({ match: /notes/, times: 99, answer: { status, text } })
    const error = await rejection(comment(run))
    expect(error).toBeInstanceOf(GitLabError)
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('glpat-good')
    expect(warnings.join()).not.toContain('glpat-good')
  })

  test('is in no message where nobody answers', async () => {
    const { gitlab, comment } = await startJob()
    await gitlab.close()
    expect(inspect(await rejection(comment()), { depth: 9, showHidden: true })).not.toContain('glpat-good')
  })

  test('is told to whoever masks secrets before the first request', async () => {
    const { gitlab, comment, secrets } = await startJob()
    gitlab.before(/user/, () => expect(secrets).toContain('glpat-good'))
    await comment()
    expect(gitlab.problems).toEqual([])
  })
})

test('what GitLab says is shown in one line, without what a reader cannot see', async () => {
  const { gitlab, comment } = await startJob()
  const text = JSON.stringify({ message: `::error::x\n\u202e${'long '.repeat(200)}` })
  gitlab.inject({ match: /user/, answer: { status: 400, text } })
  const error = await rejection(comment())
  expect(error instanceof Error && error.message).toMatch(
    /^GitLab answered 400 to GET \/user: "::error::x\\u\{a\}\\u\{202e\}/
  )
  expect(error instanceof Error && error.message.length).toBeLessThan(400)
})
