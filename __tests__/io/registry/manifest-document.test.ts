import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verifyDigest } from '../../../src/io/registry/manifest-digest.ts'
import { parseManifest } from '../../../src/io/registry/manifest-document.ts'
import { hasRepeatedKey } from '../../../src/io/registry/manifest-keys.ts'
import { mediaTypes } from '../../helpers/registry/images.ts'

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))
const digest = `sha256:${'a'.repeat(64)}`
const image = { schemaVersion: 2, config: { mediaType: mediaTypes.config, digest, size: 2 }, layers: [] }
const index = { schemaVersion: 2, manifests: [{ mediaType: mediaTypes.manifest, digest, size: 2 }] }
const { index: ociIndex, list, manifest, dockerManifest } = mediaTypes

describe('one document, one kind', () => {
  test.each<[string, object, string | undefined, 'index' | 'image' | undefined, string]>([
    ['an image', image, undefined, undefined, 'image'],
    ['an image that says so', { ...image, mediaType: manifest }, manifest, 'image', 'image'],
    ['an image of Docker called one of OCI', { ...image, mediaType: dockerManifest }, manifest, undefined, 'image'],
    ['an image under a type that says nothing', image, 'application/json', undefined, 'image'],
    [
      'an image under a type in capitals with parameters',
      image,
      `${manifest.toUpperCase()}; charset=utf-8`,
      'image',
      'image'
    ],
    ['an index', index, undefined, undefined, 'index'],
    ['an index that says so', { ...index, mediaType: list }, ociIndex, 'index', 'index'],
    ['an image called an index by its header', image, ociIndex, undefined, 'an image that is called an index'],
    ['an index called an image by its header', index, manifest, undefined, 'an index that is called an image'],
    [
      'an index called an image by itself',
      { ...index, mediaType: manifest },
      undefined,
      undefined,
      'an index that is called an image'
    ],
    ['an image where an index was to be', image, undefined, 'index', 'an image where its index has an index'],
    ['an index where an image was to be', index, undefined, 'image', 'an index where its index has an image'],
    ['both at once', { ...image, ...index }, ociIndex, undefined, 'an index and an image at once'],
    ['both at once, with layers only', { ...index, layers: [] }, manifest, undefined, 'an index and an image at once'],
    ['neither', { schemaVersion: 2 }, manifest, undefined, 'no index and no image'],
    ['another type', { ...image, mediaType: 'application/x' }, undefined, undefined, 'another media type'],
    ['a type that is no text', { ...image, mediaType: 7 }, undefined, undefined, '"mediaType" is no text']
  ])('%s', (_name, document, contentType, expected, outcome) => {
    const read = parseManifest(bytes(document), contentType, expected)
    expect('fault' in read ? read.fault : read.kind).toContain(outcome)
  })
})

test('entries that are no descriptors are left out, and it is said that there are such', () => {
  const good = { mediaType: manifest, digest, size: 2 }
  const bad = [
    7,
    null,
    {},
    { ...good, size: -1 },
    { ...good, size: 1.5 },
    { ...good, digest: '../x' },
    { ...good, mediaType: 1 }
  ]
  const read = parseManifest(bytes({ schemaVersion: 2, manifests: [...bad, good] }), undefined, undefined)
  expect(read).toMatchObject({ kind: 'index', entries: [{ digest, os: undefined, isAttestation: false }] })
  expect(read).toMatchObject({ unread: expect.stringContaining('without a usable media type, digest or size') })
  expect(parseManifest(bytes(index), undefined, undefined)).toMatchObject({ unread: undefined })
})

describe('no document that other programs would read otherwise', () => {
  const good = { mediaType: manifest, digest, size: 2, platform: { os: 'linux', architecture: 'amd64' } }
  test.each<[string, object, string]>([
    ['a list in capitals', { ...index, MANIFESTS: [] }, 'another spelling of "manifests"'],
    ['a list with a long s', { ...index, 'manife\u017fts': [] }, 'another spelling of "manifests"'],
    ['a configuration in capitals', { ...image, Config: {} }, 'another spelling of "config"'],
    ['a media type in lower case', { ...index, mediatype: manifest }, 'another spelling of "mediaType"'],
    ['a second digest of a configuration', { ...image, config: { ...image.config, Digest: digest } }, '"digest"'],
    ['a second digest of an entry', { ...index, manifests: [{ ...good, Digest: digest }] }, '"digest"'],
    ['a second platform', { ...index, manifests: [{ ...good, Platform: {} }] }, '"platform"'],
    ['a platform in capitals', { ...index, manifests: [{ ...good, platform: { OS: 'linux' } }] }, '"os"'],
    ['a second variant', { ...index, manifests: [{ ...good, platform: { Variant: 'v2' } }] }, '"variant"']
  ])('%s', (_name, document, message) => {
    const read = parseManifest(bytes(document), undefined, undefined)
    expect('fault' in read && read.fault).toContain(message)
  })

  test.each([
    ['two lists', `{"schemaVersion":2,"manifests":[${JSON.stringify(good)}],"manifests":[]}`],
    ['two lists, one with an escape', `{"schemaVersion":2,"manifests":[],"manifest\\u0073":[]}`],
    ['two platforms', `{"schemaVersion":2,"manifests":[{"platform":{"os":"a"},"size":2,"platform":{}}]}`]
  ])('%s', (_name, text) => {
    const read = parseManifest(Buffer.from(text), undefined, undefined)
    expect('fault' in read && read.fault).toContain('a document that has a member twice')
  })

  test("annotations are anybody's, and the same name in two objects is no repetition", () => {
    const annotations = { Size: '1', size: '{"a":1,"a":2}', OS: ':"a"\\', MediaType: 'x' }
    const document = { ...index, annotations, manifests: [{ ...good, annotations }, good, good] }
    expect(parseManifest(bytes(document), undefined, undefined)).toMatchObject({ kind: 'index', unread: undefined })
  })
})

test('what JSON writes never has a member twice', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      expect(hasRepeatedKey(JSON.stringify(value))).toBe(false)
    })
  )
})

test('a member that is written twice is found wherever it stands', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), fc.jsonValue(), (key, one, other) => {
      const name = JSON.stringify(key)
      const twice = `{${name}:${JSON.stringify(one)},${name}:${JSON.stringify(other)}}`
      expect(hasRepeatedKey(`[{"a":[${JSON.stringify(other)},${twice}]}]`)).toBe(true)
    })
  )
})

test('no JSON makes it throw, and no text of it is quoted', () => {
  const word = 'quoted-secret'
  const documents = fc.letrec(tie => ({
    any: fc.oneof(
      fc.constantFrom(word, 2, null, true, manifest, ociIndex, digest),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          'schemaVersion',
          'mediaType',
          'manifests',
          'config',
          'layers',
          'annotations',
          'digest',
          'size',
          '__proto__'
        ),
        tie('any')
      )
    )
  })).any
  fc.assert(
    fc.property(documents, fc.constantFrom(undefined, manifest, ociIndex, word), (document, contentType) => {
      const read = parseManifest(bytes(document), contentType, undefined)
      if ('fault' in read) expect(read.fault).not.toContain(word)
      else expect(['index', 'image']).toContain(read.kind)
    }),
    { numRuns: 500 }
  )
})

test.each([
  ['sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 'same'],
  [`sha256:${'0'.repeat(64)}`, 'different'],
  [
    'sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    'same'
  ],
  [`md5:${'0'.repeat(32)}`, 'unknown'],
  ['sha256', 'different'],
  ['__proto__:x', 'unknown']
])('the digest %s of "abc" is %s', (text, verdict) => {
  expect(verifyDigest(Buffer.from('abc'), text)).toBe(verdict)
})
