import { afterEach, describe, expect, test } from 'vitest'
import type { RegistryError } from '../../../src/errors.ts'
import { parseImageReference } from '../../../src/image/reference.ts'
import { type Answer, createBench, type Limits, plain } from '../../helpers/registry/bench.ts'
import { failureOf, shown } from '../../helpers/registry/client.ts'
import {
  configOf,
  imageOf,
  indexOf,
  labels,
  mediaTypes,
  revisionKey,
  type Stored,
  serve,
  sourceKey,
  stored,
  storedBytes
} from '../../helpers/registry/images.ts'
import { sendJson, sendText } from '../../helpers/registry.ts'
import { hostileTexts } from '../../report/hostile.ts'

const bench = createBench()
afterEach(bench.clear)

type Failure = { readonly error: RegistryError; readonly requests: number; readonly slept: readonly number[] }

async function fail(
  answer: Answer,
  { limits = {}, reference = ':1' }: { limits?: Limits; reference?: string } = {}
): Promise<Failure> {
  const registry = await bench.start({ answer })
  const client = bench.client(plain(registry.host), { limits })
  const image = parseImageReference(`${registry.host}/team/app${reference}`)
  const error = await failureOf(client.readLabels(image))
  expect(error).toMatchObject({ registry: registry.host, repository: 'team/app' })
  return { error, requests: client.cost().requests, slept: client.slept }
}

const secret = 'SECRET-BODY'
const config = configOf(labels('https://github.com/team/app', '1234567'))
const image = imageOf(config)
const index = indexOf([[image, 'linux/amd64']])

/** The same descriptor, and another body behind it. */
function swap(real: Stored, bytes: Buffer): Stored {
  return { ...real, bytes }
}

describe('what is not what its digest says', () => {
  const longer = Buffer.concat([config.bytes, Buffer.from(' ')])
  const changed = Buffer.from(config.bytes.toString().replace('1234567', '7654321'))
  test.each<[string, Answer, string]>([
    ['a configuration of another content', serve(image, swap(config, changed)), 'another digest'],
    ['a configuration of another size', serve(image, swap(config, longer)), 'another size'],
    [
      'a manifest of another content',
      serve(index, swap(image, Buffer.from(image.bytes.toString().replace('2', '3')))),
      'another digest'
    ],
    [
      'a digest that cannot be checked',
      (request, response, count) =>
        request.path.includes('/blobs/')
          ? sendText(response, 200, config.bytes)
          : serve(
              stored(mediaTypes.manifest, {
                schemaVersion: 2,
                config: { ...config.descriptor, digest: `md5:${'0'.repeat(32)}` },
                layers: []
              })
            )(request, response, count),
      'cannot be checked'
    ]
  ])('%s', async (_name, answer, why) => {
    const { error } = await fail(answer)
    expect(error.code).toBe('protocol')
    expect(error.message).toContain(why)
  })

  test('the manifest that the reference itself names by digest', async () => {
    const { error, requests } = await fail((_, response) => sendText(response, 200, image.bytes), {
      reference: `@sha256:${'0'.repeat(64)}`
    })
    expect({ code: error.code, requests }).toEqual({ code: 'protocol', requests: 1 })
  })
})

describe('what is too much', () => {
  const limits = { manifestBytes: 20_000 }
  const blown = `{"schemaVersion":2,"annotations":{"a":"${secret.repeat(4000)}"}}`
  test.each<[string, Answer, number]>([
    ['a manifest', (_, response) => sendText(response, 200, blown), 1],
    [
      'a configuration that says so',
      serve(imageOf({ ...config, descriptor: { ...config.descriptor, size: 20_001 } })),
      1
    ],
    ['a configuration that does not say so', serve(image, swap(config, Buffer.from(blown))), 2]
  ])('%s', async (_name, answer, requests) => {
    const failed = await fail(answer, { limits })
    expect(failed.error.message).toContain('is larger than 20000 bytes')
    expect({ code: failed.error.code, requests: failed.requests }).toEqual({ code: 'incomplete', requests })
    expect(shown(failed.error)).not.toContain(secret)
  })

  test('an index without end', async () => {
    const deep: Stored[] = [image]
    for (let depth = 0; depth < 5; depth++) deep.unshift(indexOf([[deep[0] ?? image, 'linux/amd64']], { depth }))
    const { error, requests } = await fail(serve(deep[0] ?? image, ...deep, config))
    expect(error.message).toContain('an index in an index in an index')
    expect(requests).toBe(2)
  })

  test('an index that calls itself an image for its index', async () => {
    const inner = indexOf([[image, 'linux/amd64']])
    const outer = indexOf([
      [{ ...inner, descriptor: { ...inner.descriptor, mediaType: mediaTypes.manifest } }, 'linux/amd64']
    ])
    expect((await fail(serve(outer, inner, image, config))).error.message).toContain('where its index has an image')
  })

  test('redirects: six requests for an image and no more', async () => {
    const { error, requests } = await fail((request, response, count) =>
      request.path.includes('/blobs/')
        ? sendText(response, 307, '', { location: `${request.path}?${count}` })
        : serve(index, image)(request, response, count)
    )
    expect(error.message).toContain('took more than 6 requests')
    expect(requests).toBe(6)
  })

  test('failures that pass: five requests for an image and no more', async () => {
    const { error, requests } = await fail(
      (request, response, count) =>
        count % 2 === 1 ? sendJson(response, 503, {}) : serve(index, image, config)(request, response, count / 2),
      { limits: { imageRequests: 5 } }
    )
    expect(error.message).toContain('took more than 5 requests')
    expect(requests).toBe(5)
  })
})

describe('where a configuration may not be', () => {
  test.each([
    ['the metadata service', 'http://169.254.169.254/latest'],
    ['this machine', 'http://127.0.0.1:1/x'],
    ['a name of this machine', 'http://localhost:1/x'],
    ['another protocol', 'file:///etc/passwd'],
    ['an address with a login', 'http://me:pw@blobs.example.com/x']
  ])('%s', async (_name, location) => {
    const { error, requests } = await fail((request, response, count) =>
      request.path.includes('/blobs/')
        ? sendText(response, 307, '', { location })
        : serve(image)(request, response, count)
    )
    expect({ code: error.code, requests }).toEqual({ code: 'refused', requests: 2 })
  })
})

describe('answers that are no labels', () => {
  test.each<[status: number, code: string, requests: number, says: string]>([
    [401, 'unauthorized', 1, 'does not say how to log in'],
    [403, 'denied', 1, 'denies access'],
    [404, 'not-found', 1, 'has no image'],
    [429, 'rate-limited', 4, 'too many requests'],
    [500, 'unavailable', 4, 'still answers 500'],
    [204, 'protocol', 1, 'answered 204 instead of image'],
    [410, 'protocol', 1, 'answered 410 instead of image']
  ])('%i', async (status, code, requests, says) => {
    const failed = await fail((_, response) => sendText(response, status, ''))
    expect(failed.error).toMatchObject({ code, status })
    expect(failed.error.message).toContain(says)
    expect(failed.error.message).not.toContain('tag list')
    expect(failed.requests).toBe(requests)
  })

  test.each<[string, string, string]>([
    ['a web page', `<html>${secret}`, 'a web page instead of a manifest'],
    ['nothing', '', 'an empty body'],
    ['half a document', `{"schemaVersion":2,"x":"${secret}`, 'are not JSON'],
    ['a text', `"${secret}"`, 'something else instead of a manifest'],
    ['a list', '[]', 'something else instead of a manifest'],
    ['brackets', '['.repeat(5000), 'too deep'],
    ['schema 1', '{"schemaVersion":1,"history":[]}', 'schema 1'],
    ['no version', '{"manifests":[]}', 'without "schemaVersion" 2']
  ])('%s', async (_name, body, says) => {
    const { error } = await fail((_, response) =>
      sendText(response, 200, body, { 'content-type': mediaTypes.manifest })
    )
    expect(error.code).toBe('protocol')
    expect(error.message).toContain(says)
    expect(shown(error)).not.toContain(secret)
  })

  test('a configuration that is no JSON', async () => {
    const broken = storedBytes(mediaTypes.config, Buffer.from(`{${secret}`))
    const { error } = await fail(serve(imageOf(broken), broken))
    expect(error.message).toContain('are not JSON')
    expect(shown(error)).not.toContain(secret)
  })
})

test('hostile texts in labels come out as they stand there, and harm nothing', async () => {
  expect(hostileTexts.length).toBeGreaterThan(50)
  const empty = configOf({})
  const registry = await bench.start({
    answer(request, response, count) {
      const at = Number(/\/manifests\/(\d+)$/.exec(request.path)?.[1])
      const [, text] = hostileTexts[at] ?? []
      const top = imageOf(empty, { [sourceKey]: text, [revisionKey]: text })
      const path = Number.isNaN(at) ? request.path : '/v2/team/app/manifests/1'
      return serve(top, empty)({ ...request, path }, response, count)
    }
  })
  const client = bench.client(plain(registry.host))
  for (const [index, [, text]] of hostileTexts.entries()) {
    const found = await client.readLabels(parseImageReference(`${registry.host}/team/app:${index}`))
    const expected = text !== '' && text.length <= 400 ? text : undefined
    expect(found).toEqual({ source: expected, revision: expected })
  }
  expect(client.warnings()).toEqual([])
})
