import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ImageNameError } from '../../src/errors.ts'
import { isDigest, isTag, parseImageReference } from '../../src/image/reference.ts'
import { apiHost, formatRepository, normalizeRegistry } from '../../src/image/repository.ts'

const sha = 'a'.repeat(64)
type Parts = readonly [name: string, repository: string, tag?: string | undefined, digest?: string | undefined]

describe('an image reference is taken apart', () => {
  test.each<readonly [text: string, parts: Parts]>([
    ['nginx', ['nginx', 'docker.io/library/nginx']],
    ['nginx:1.25', ['nginx', 'docker.io/library/nginx', '1.25']],
    ['team/app', ['team/app', 'docker.io/team/app']],
    ['docker.io/nginx', ['docker.io/nginx', 'docker.io/library/nginx']],
    ['index.docker.io/library/nginx', ['index.docker.io/library/nginx', 'docker.io/library/nginx']],
    ['registry-1.docker.io/team/app:1', ['registry-1.docker.io/team/app', 'docker.io/team/app', '1']],
    ['localhost/app', ['localhost/app', 'localhost/app']],
    ['localhost:5000/app:1', ['localhost:5000/app', 'localhost:5000/app', '1']],
    ['GHCR.io/team/app', ['GHCR.io/team/app', 'ghcr.io/team/app']],
    ['ghcr.io:443/team/app', ['ghcr.io:443/team/app', 'ghcr.io/team/app']],
    ['[::1]:5000/a/b:x', ['[::1]:5000/a/b', '[::1]:5000/a/b', 'x']],
    ['192.168.0.1:5000/a', ['192.168.0.1:5000/a', '192.168.0.1:5000/a']],
    [`r.io/a@sha256:${sha}`, ['r.io/a', 'r.io/a', undefined, `sha256:${sha}`]],
    [`r.io/a:1@sha256:${sha}`, ['r.io/a', 'r.io/a', '1', `sha256:${sha}`]],
    ['a.b', ['a.b', 'docker.io/library/a.b']],
    ['r.io/a__b/c--d', ['r.io/a__b/c--d', 'r.io/a__b/c--d']]
  ])('%s', (text, [name, repository, tag, digest]) => {
    const reference = parseImageReference(text)
    expect(reference).toMatchObject({ text, name, tag, digest })
    expect(formatRepository(reference.repository)).toBe(repository)
  })
})

describe('what is no image reference is refused at its place', () => {
  test.each([
    ['', 0, 'it is empty'],
    ['https://r.io/a', 0, 'it begins with "https://"'],
    ['r.io/a b', 6, '" " may not stand in it'],
    ['r.io/a\n', 6, '"\\u{a}" may not stand in it'],
    ['r.io/App', 5, '"App" is not a repository name'],
    ['r.io//a', 5, 'a part of its path is empty'],
    ['r.io/', 5, 'a part of its path is empty'],
    ['a:', 2, '"" is not a tag'],
    ['a:-1', 2, '"-1" is not a tag'],
    ['a:b:c', 2, '"b:c" is not a tag'],
    [`a:${'x'.repeat(129)}`, 2, 'is not a tag'],
    ['a@sha256:abc', 2, '"sha256:abc" is not a digest'],
    ['-a.b/c', 0, '"-a.b" is not a registry host'],
    ['r.io:99999/a', 0, 'is not a registry host'],
    ['r.io/a_', 5, 'is not a repository name'],
    [`r.io/${'a'.repeat(256)}`, 0, 'longer than 255'],
    ['a'.repeat(5000), 4096, 'longer than 4096'],
    ['{{ image }}', 0, '"{" may not stand in it']
  ])('%s', (text, position, why) => {
    try {
      parseImageReference(text)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ImageNameError)
      if (!(error instanceof ImageNameError)) return
      expect(error.message).toContain(why)
      expect(error.position).toBe(position)
    }
  })

  test('and nothing else can come of any text', () => {
    const alphabet = fc.constantFrom(...'aA0.:/@-_[] \n{é')
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 40 }), text => {
        try {
          const { repository } = parseImageReference(text)
          expect(formatRepository(parseImageReference(formatRepository(repository)).repository)).toBe(
            formatRepository(repository)
          )
        } catch (error) {
          expect(error).toBeInstanceOf(ImageNameError)
        }
      }),
      { numRuns: 1000 }
    )
  })
})

test.each([
  ['1.2.3', true],
  ['_x', true],
  ['latest', true],
  ['', false],
  ['.x', false],
  ['a+b', false],
  ['1e3', true],
  ['constructor', true]
])('%s may be a tag: %s', (text, expected) => {
  expect(isTag(text)).toBe(expected)
})

test.each([
  [`sha256:${sha}`, true],
  [`sha256:${sha.toUpperCase()}`, false],
  [`sha256:${'a'.repeat(63)}`, false],
  [`sha512:${'0'.repeat(128)}`, true],
  [`b3+x:${'0'.repeat(32)}`, true],
  ['latest', false]
])('%s is a digest: %s', (text, expected) => {
  expect(isDigest(text)).toBe(expected)
})

test('Docker Hub has one spelling, and an address of its own', () => {
  for (const host of [
    'docker.io',
    'index.docker.io',
    'registry-1.docker.io',
    'Registry.Hub.Docker.com',
    'docker.io:443'
  ])
    expect(normalizeRegistry(host)).toBe('docker.io')
  expect(apiHost('docker.io')).toBe('registry-1.docker.io')
  expect(apiHost('ghcr.io')).toBe('ghcr.io')
})
