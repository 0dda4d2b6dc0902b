import { afterEach, expect, test } from 'vitest'
import { createBench, plain } from '../../helpers/registry/bench.ts'
import { failureOf, listTags } from '../../helpers/registry/client.ts'
import { type LoopbackOptions, sendJson } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const hub = (index: number, password = 'hunter-2-hunter'): Record<string, string> => ({
  [`KLUCTL_REGISTRY_${index}_HOST`]: 'docker.io',
  [`KLUCTL_REGISTRY_${index}_USERNAME`]: 'me',
  [`KLUCTL_REGISTRY_${index}_PASSWORD`]: password,
  [`KLUCTL_REGISTRY_${index}_TLSVERIFY`]: '0',
  KLUCTL_REGISTRY_9_HOST: 'auth.docker.io',
  KLUCTL_REGISTRY_9_TLSVERIFY: '0'
})
const challenge: LoopbackOptions['answer'] = (request, response) =>
  request.headers.authorization?.startsWith('Bearer ')
    ? sendJson(response, 200, { tags: ['1'] })
    : sendJson(
        response,
        401,
        {},
        { 'www-authenticate': 'Bearer realm="https://auth.docker.io:443/token",service="registry.docker.io"' }
      )

test('Docker Hub: the password goes to auth.docker.io and nowhere else', async () => {
  const auth = await bench.start({
    tls: 'self-signed',
    login: { kind: 'bearer', username: 'me', password: 'hunter-2-hunter' }
  })
  const api = await bench.start({ tls: 'self-signed', answer: challenge })
  const connectTo = new Map([
    ['docker.io', { host: '127.0.0.1', port: api.port }],
    ['auth.docker.io', { host: '127.0.0.1', port: auth.port }]
  ])
  const found = await listTags(bench.client(hub(3), { connectTo }), 'nginx')
  expect(found.tags).toEqual(['1'])
  expect(api.requests.map(({ host, path }) => [host, path])).toEqual([
    ['registry-1.docker.io', '/v2/library/nginx/tags/list?n=1000'],
    ['registry-1.docker.io', '/v2/library/nginx/tags/list?n=1000']
  ])
  expect(auth.requests.map(({ path }) => path)).toEqual([
    '/token?service=registry.docker.io&scope=repository%3Alibrary%2Fnginx%3Apull'
  ])
  expect(api.requests.some(({ headers }) => headers.authorization?.startsWith('Basic'))).toBe(false)
})

test('Docker Hub: errors call it docker.io and name the entry', async () => {
  const auth = await bench.start({ tls: 'self-signed', login: { kind: 'bearer', username: 'me', password: 'another' } })
  const api = await bench.start({ tls: 'self-signed', answer: challenge })
  const connectTo = new Map([
    ['docker.io', { host: '127.0.0.1', port: api.port }],
    ['auth.docker.io', { host: '127.0.0.1', port: auth.port }]
  ])
  const wrong = await failureOf(listTags(bench.client(hub(3), { connectTo }), 'nginx'))
  expect(wrong.message).toContain(
    'authentication failed for docker.io: the token endpoint auth.docker.io of registry docker.io'
  )
  expect(wrong.hint).toMatch(/^Check KLUCTL_REGISTRY_3_USERNAME and KLUCTL_REGISTRY_3_PASSWORD\. Docker Hub takes /)
  const strict = { KLUCTL_REGISTRY_3_HOST: 'index.docker.io' }
  const untrusted = await failureOf(listTags(bench.client(strict, { connectTo }), 'nginx'))
  expect(untrusted.message).toMatch(/^registry docker\.io cannot be trusted: its certificate is self-signed/)
  expect(untrusted.hint).toContain('set KLUCTL_REGISTRY_3_CA_FILE')
})

test('C-12 a wrong password of one entry does not close another entry of the same host', async () => {
  const registry = await bench.start({
    login: { kind: 'basic', username: 'me', password: 'right-password' },
    repositories: { 'good/a': ['1'] }
  })
  const entry = (index: string, repository: string, password: string): Record<string, string> => ({
    ...plain(registry.host, index),
    [`KLUCTL_REGISTRY_${index}_REPOSITORY`]: repository,
    [`KLUCTL_REGISTRY_${index}_USERNAME`]: 'me',
    [`KLUCTL_REGISTRY_${index}_PASSWORD`]: password
  })
  const one = bench.client({ ...entry('1', 'bad/*', 'wrong-password'), ...entry('2', 'good/*', 'right-password') })
  const error = await failureOf(listTags(one, `${registry.host}/bad/a`))
  expect(error.hint).toBe('Check KLUCTL_REGISTRY_1_USERNAME and KLUCTL_REGISTRY_1_PASSWORD.')
  expect((await listTags(one, `${registry.host}/good/a`)).tags).toEqual(['1'])
})

test('a token where only a password is taken: the hint says what to set instead', async () => {
  const registry = await bench.start({ login: { kind: 'basic', username: 'me', password: 'x' } })
  const one = bench.client({ ...plain(registry.host), KLUCTL_REGISTRY_1_TOKEN: 'token-of-mine' })
  const error = await failureOf(listTags(one, `${registry.host}/a`))
  expect(error.message).toContain('takes a user name and a password only')
  expect(error.hint).toBe('Set KLUCTL_REGISTRY_1_USERNAME, KLUCTL_REGISTRY_1_PASSWORD instead.')
})
