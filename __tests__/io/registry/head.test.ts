import { afterEach, describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import { type Answer, createBench, type Limits, plain } from '../../helpers/registry/bench.ts'
import { failureOf, shown } from '../../helpers/registry/client.ts'
import { configOf, imageOf, indexOf, mediaTypes, type Stored, serve } from '../../helpers/registry/images.ts'
import { type LoopbackRegistry, type SeenRequest, sendJson, sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const config = configOf({})
const image = imageOf(config)
const index = indexOf([[image, 'linux/amd64']])
const documents = serve(index, image, config)
const other = `sha256:${'0'.repeat(64)}`

type Asked = { readonly digest: Promise<string>; readonly registry: LoopbackRegistry; readonly seen: () => string[] }

async function ask(answer: Answer, reference = ':1', limits: Limits = {}): Promise<Asked> {
  const registry = await bench.start({ answer })
  const client = bench.client(plain(registry.host), { limits })
  const digest = client.readDigest(parseImageReference(`${registry.host}/team/app${reference}`))
  const seen = (): string[] =>
    registry.requests.map(({ method, path }) => `${method} ${path.replace('/v2/team/app/', '')}`)
  return { digest, registry, seen }
}

/** Answers HEAD by hand and the rest as a registry does. */
const onHead =
  (status: number, headers: Record<string, string | string[]> = {}): Answer =>
  (request, response, count) =>
    request.method === 'HEAD' ? sendText(response, status, '', headers) : documents(request, response, count)

const type = { 'content-type': index.type }

describe('the digest of an image', () => {
  test('is asked with one HEAD, with the media types of manifests', async () => {
    const { digest, registry, seen } = await ask(documents)
    expect(await digest).toBe(index.digest)
    expect(seen()).toEqual(['HEAD manifests/1'])
    for (const wanted of [mediaTypes.index, mediaTypes.list, mediaTypes.manifest, mediaTypes.dockerManifest])
      expect(registry.requests[0]?.headers.accept).toContain(wanted)
  })

  test('by digest is asked for as well, since it may be gone', async () => {
    const { digest, seen } = await ask(documents, `:1@${image.digest}`)
    expect(await digest).toBe(image.digest)
    expect(seen()).toEqual([`HEAD manifests/${image.digest}`])
  })

  test.each<[string, Answer]>([
    ['no header', onHead(200, type)],
    ['two headers that differ', onHead(200, { ...type, 'docker-content-digest': [index.digest, other] })],
    ['two digests in one header', onHead(200, { ...type, 'docker-content-digest': `${index.digest}, ${other}` })],
    ['a header that is no digest', onHead(200, { ...type, 'docker-content-digest': 'sha256:../../x' })],
    ['a digest that is too short', onHead(200, { ...type, 'docker-content-digest': 'sha256:0123' })],
    ['a digest in capitals', onHead(200, { ...type, 'docker-content-digest': index.digest.toUpperCase() })],
    ['a digest that cannot be checked', onHead(200, { ...type, 'docker-content-digest': `md5:${'0'.repeat(32)}` })],
    ['an empty header', onHead(200, { ...type, 'docker-content-digest': '' })],
    ['no media type', onHead(200, { 'docker-content-digest': other })],
    [
      'a manifest of schema 1',
      onHead(200, {
        'content-type': 'application/vnd.docker.distribution.manifest.v1+prettyjws',
        'docker-content-digest': other
      })
    ],
    ['a web page', onHead(200, { 'content-type': 'text/html', 'docker-content-digest': other })],
    ['405', onHead(405)],
    ['501', onHead(501)],
    ['400', onHead(400)],
    ['404 of something that is no registry', onHead(404, { 'content-type': 'text/html' })],
    ['404 without a body', onHead(404)],
    ['204', onHead(204)]
  ])('is computed from the manifest where HEAD gives %s', async (_name, answer) => {
    const { digest, seen } = await ask(answer)
    expect(await digest).toBe(index.digest)
    expect(seen()).toEqual(['HEAD manifests/1', 'GET manifests/1'])
  })

  test.each([
    ['the same header twice', { ...type, 'docker-content-digest': [index.digest, index.digest] }],
    [
      'a media type with parameters',
      { 'content-type': `${index.type}; charset=utf-8`, 'docker-content-digest': index.digest }
    ],
    [
      'a content coding of the body that is not there',
      { ...type, 'content-encoding': 'gzip', 'docker-content-digest': index.digest }
    ],
    [
      'the length of the largest file there is',
      { ...type, 'content-length': '9007199254740991', 'docker-content-digest': index.digest }
    ]
  ])('is taken from %s', async (_name, headers) => {
    const { digest, seen } = await ask(onHead(200, headers))
    expect(await digest).toBe(index.digest)
    expect(seen()).toEqual(['HEAD manifests/1'])
  })
})

describe('an error in words about the image', () => {
  test('where it is not there, with one request', async () => {
    const { digest, registry, seen } = await ask(
      onHead(404, { 'content-type': 'application/json; charset=utf-8' }),
      ':2'
    )
    expect(await failureOf(digest)).toMatchObject({
      code: 'not-found',
      status: 404,
      message: `registry ${registry.host} has no image ${registry.host}/team/app:2`,
      request: `HEAD http://${registry.host}/v2/team/app/manifests/2`
    })
    expect(seen()).toEqual(['HEAD manifests/2'])
  })

  test('where it is not there and HEAD cannot say so, in the words of the registry', async () => {
    const { digest } = await ask((request, response) =>
      request.method === 'HEAD'
        ? sendText(response, 404, '')
        : sendJson(response, 404, { errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] })
    )
    expect((await failureOf(digest)).message).toMatch(/has no image .*\(MANIFEST_UNKNOWN: manifest unknown\)$/)
  })

  test('where another digest is named than was asked for', async () => {
    const { digest } = await ask(onHead(200, { ...type, 'docker-content-digest': other }), `@${index.digest}`)
    expect(await failureOf(digest)).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('another digest')
    })
  })

  test('where the manifest of a digest is another, and HEAD says nothing', async () => {
    const { digest } = await ask(
      (request, response) =>
        sendText(response, 200, request.method === 'HEAD' ? '' : image.bytes, { 'content-type': image.type }),
      `@${index.digest}`
    )
    expect(await failureOf(digest)).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('another digest')
    })
  })

  test.each<[string, number, string]>([
    ['denied', 403, 'denied'],
    ['broken for good', 500, 'unavailable']
  ])('where access is %s', async (_name, status, code) => {
    const { digest } = await ask((_, response) => sendText(response, status, ''))
    expect(await failureOf(digest)).toMatchObject({ code })
  })
})

describe('a HEAD that goes wrong', () => {
  test('is sent again after 429 with Retry-After', async () => {
    const { digest, seen } = await ask((request, response, count) =>
      count === 1 ? sendText(response, 429, '', { 'retry-after': '2' }) : documents(request, response, count)
    )
    expect(await digest).toBe(index.digest)
    expect(seen()).toEqual(['HEAD manifests/1', 'HEAD manifests/1'])
  })

  test('ends at the clock of a request', async () => {
    const { digest } = await ask(() => true, ':1', { requestMs: 100, retries: 0 })
    expect(await failureOf(digest)).toMatchObject({ code: 'timeout' })
  })

  test('ends at the budget of an image where it redirects for ever', async () => {
    const { digest, registry } = await ask((request, response) =>
      sendText(response, 307, '', { location: request.path })
    )
    expect(await failureOf(digest)).toMatchObject({ code: 'protocol' })
    expect(registry.requests.length).toBeLessThanOrEqual(6)
  })

  test('with a body that nobody asked for does not become the answer to something else', async () => {
    const lie: Stored = imageOf(configOf({ lie: 'true' }))
    const registry = await bench.start({
      answer: (request, response, count) => {
        if (request.method !== 'HEAD') return documents(request, response, count)
        const head = `HTTP/1.1 200 OK\r\ncontent-type: ${index.type}\r\ndocker-content-digest: ${index.digest}\r\n`
        const smuggled = `HTTP/1.1 200 OK\r\ncontent-type: ${lie.type}\r\ncontent-length: ${lie.bytes.length}\r\n\r\n${lie.bytes}`
        response.socket?.write(`${head}content-length: 5\r\n\r\n${smuggled}`)
        return true
      }
    })
    const client = bench.client(plain(registry.host), { limits: { connections: 1 } })
    const one = parseImageReference(`${registry.host}/team/app:1`)
    const [digest, platforms] = [
      await client.readDigest(one).catch(() => index.digest),
      await client.readPlatforms(one)
    ]
    expect([digest, platforms.digest]).toEqual([index.digest, index.digest])
  })
})

describe('the login of a HEAD', () => {
  const password = 'swordfish-9'
  const secrets = [password, Buffer.from(`me:${password}`).toString('base64')]
  const login = { KLUCTL_REGISTRY_1_USERNAME: 'me', KLUCTL_REGISTRY_1_PASSWORD: password }
  const pass: Answer = (request, response, count) =>
    request.headers.authorization === undefined ? undefined : documents(request, response, count)

  test.each(['basic', 'bearer'] as const)('is shown where %s is asked for, as for a tag list', async kind => {
    const registry = await bench.start({
      login: { kind, username: 'me', password },
      answer: (request, response, count) =>
        request.path.startsWith('/v2/') ? pass(request, response, count) : undefined
    })
    const client = bench.client({ ...plain(registry.host), ...login })
    expect(await client.readDigest(parseImageReference(`${registry.host}/team/app:1`))).toBe(index.digest)
    expect(registry.requests.map(({ method }) => method)).toEqual(
      kind === 'basic' ? ['HEAD', 'HEAD'] : ['HEAD', 'GET', 'HEAD']
    )
  })

  test('stays behind at a redirect to another host, and what that host lacks is asked for once more', async () => {
    const leaks = (requests: readonly SeenRequest[]): boolean =>
      secrets.some(one => JSON.stringify(requests).includes(one))
    const store = await bench.start({
      answer: (request, response, count) =>
        request.method === 'HEAD' ? sendText(response, 403, '') : documents(request, response, count)
    })
    const registry = await bench.start({
      login: { kind: 'basic', username: 'me', password },
      answer: (request, response) =>
        request.headers.authorization === undefined
          ? undefined
          : sendText(response, 307, '', { location: `http://${store.host}${request.path}` })
    })
    const client = bench.client({ ...plain(registry.host), ...login, ...plain(store.host, '2') })
    expect(await client.readDigest(parseImageReference(`${registry.host}/team/app:1`))).toBe(index.digest)
    expect(store.requests.map(({ method, headers }) => [method, headers.authorization])).toEqual([
      ['HEAD', undefined],
      ['GET', undefined]
    ])
    expect(leaks(store.requests)).toBe(false)
  })

  test('that is refused for ever is tried once, for all images of the registry', async () => {
    const registry = await bench.start({
      answer: (_, response) => sendText(response, 401, '', { 'www-authenticate': 'Basic realm="x"' })
    })
    const client = bench.client({ ...plain(registry.host), ...login })
    const errors = await Promise.all(
      ['app', 'other'].map(name => failureOf(client.readDigest(parseImageReference(`${registry.host}/team/${name}:1`))))
    )
    expect(errors.map(({ code }) => code)).toEqual(['unauthorized', 'unauthorized'])
    expect(registry.requests.filter(({ headers }) => headers.authorization !== undefined)).toHaveLength(1)
    for (const error of errors) for (const secret of secrets) expect(shown(error)).not.toContain(secret)
  })
})
