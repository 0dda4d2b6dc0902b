import { describe, expect, test } from 'vitest'
import { RegistryError } from '../../src/errors.ts'
import { readFacts } from '../../src/lock/image-facts.ts'
import type { LockEntry } from '../../src/lock/lock.ts'
import type { ImageDate, ImageSource } from '../../src/ports.ts'
import { digestOf, entryOf } from './sample.ts'

const unavailable = new RegistryError('unavailable', 'ghcr.io does not answer', { registry: 'ghcr.io' })
const date: ImageDate = { date: '2026-11-20T08:00:00Z', source: 'label' }

type Source = { readonly images: ImageSource; readonly requests: string[] }

/** A registry where every image is an index with the digest `a…`; a call that is named in `failing` rejects. */
function sourceOf(
  failing: readonly string[] = [],
  found: ImageDate | null = date,
  error: unknown = unavailable
): Source {
  const requests: string[] = []
  const answer = <T>(call: string, text: string, value: T): Promise<T> => {
    requests.push(`${call} ${text.replace(/a{64}/, 'A').replace(/b{64}/, 'B')}`)
    return failing.includes(call) ? Promise.reject(error) : Promise.resolve(value)
  }
  const platforms = ['linux/arm64', 'linux/amd64', 'linux/arm64'].map(platform => ({ platform, digest: digestOf('c') }))
  const images: ImageSource = {
    readDigest: ({ text }) => answer('digest', text, digestOf('a')),
    readPlatforms: ({ text, digest }) =>
      answer('platforms', text, { digest: digest ?? digestOf('a'), isIndex: true, platforms }),
    readDate: ({ text }) => answer('date', text, found ?? undefined)
  }
  return { images, requests }
}

const known = (entry: Partial<LockEntry>): ReadonlyMap<string, LockEntry> => new Map([['app:1', entryOf(entry)]])
const allPlatforms = ['linux/amd64', 'linux/arm64']

describe('what a lock says of an image is asked for', () => {
  test('with one request for digest and platforms, and the date of just that image', async () => {
    const { images, requests } = sourceOf()
    const { facts, warnings } = await readFacts(['app:1', 'app:1'], undefined, images)
    expect(requests).toEqual(['platforms app:1', 'date app:1@sha256:A'])
    expect(Object.fromEntries(facts)).toEqual({
      'app:1': { digest: digestOf('a'), platforms: allPlatforms, created: date }
    })
    expect(warnings).toEqual([])
  })

  test('by its digest where the result names one', async () => {
    const { images, requests } = sourceOf()
    await readFacts([`app:1@${digestOf('b')}`, `app@${digestOf('b')}`], undefined, images)
    expect(requests.toSorted()).toEqual([
      'date app:1@sha256:B',
      'date app@sha256:B',
      'platforms app:1@sha256:B',
      'platforms app@sha256:B'
    ])
  })

  test('once: that nobody says a date is an answer', async () => {
    const { images } = sourceOf([], null)
    const { facts } = await readFacts(['app:1'], undefined, images)
    expect(facts.get('app:1')?.created).toBeNull()
    const second = sourceOf()
    const again = await readFacts(['app:1'], new Map([['app:1', entryOf({ ...facts.get('app:1') })]]), second.images)
    expect(second.requests).toEqual(['digest app:1'])
    expect(again.facts).toEqual(facts)
  })

  test.each<[string, Partial<LockEntry>, readonly string[]]>([
    ['nothing but what the tag names now', {}, ['digest app:1']],
    ['the platforms, of the digest in the lock', { platforms: null }, ['digest app:1', 'platforms app:1@sha256:A']],
    ['the digest', { digest: null }, ['platforms app:1']]
  ])('no further than it is missing: %s', async (_, entry, expected) => {
    const { images, requests } = sourceOf()
    await readFacts(['app:1'], known(entry), images)
    expect(requests).toEqual(expected)
  })

  test('where the date alone could not be read before', async () => {
    const { created: _, ...rest } = entryOf()
    const { images, requests } = sourceOf()
    const { facts } = await readFacts(['app:1'], new Map([['app:1', rest]]), images)
    expect(requests).toEqual(['digest app:1', 'date app:1@sha256:A'])
    expect(facts.get('app:1')).toMatchObject({ platforms: allPlatforms, created: date })
  })
})

describe('a tag that is locked without being pinned', () => {
  test('and was pushed again has nothing of its old image any more, and is said', async () => {
    const { images, requests } = sourceOf()
    const old = known({ digest: digestOf('b'), platforms: ['linux/s390x'], created: null })
    const { facts, warnings } = await readFacts(['app:1'], old, images)
    expect(requests).toEqual(['digest app:1', 'platforms app:1@sha256:A', 'date app:1@sha256:A'])
    expect(facts.get('app:1')).toEqual({ digest: digestOf('a'), platforms: allPlatforms, created: date })
    const [before, after] = ['b', 'a'].map(letter => `sha256:${letter.repeat(12)}…`)
    expect(warnings).toEqual([`app:1 was pushed again since it was locked (${before} → ${after})`])
  })

  test('keeps what is known where nobody can tell', async () => {
    const { images, requests } = sourceOf(['digest'])
    const { facts, warnings } = await readFacts(['app:1'], known({ platforms: null }), images)
    expect(requests).toEqual(['digest app:1'])
    expect(facts.size).toBe(0)
    expect(warnings).toEqual([
      'whether app:1 was pushed again since it was locked is not known: ghcr.io does not answer; the next run asks again'
    ])
  })

  test('is asked about no more than the digest says where the result names one', async () => {
    const { images, requests } = sourceOf()
    const result = `app:1@${digestOf('a')}`
    await readFacts([result], new Map([[result, entryOf()]]), images)
    expect(requests).toEqual([])
  })
})

test.each(['', 'not an image', 'app:1@sha256:short'])(
  'of %j nobody is asked, since it names no image',
  async result => {
    const { images, requests } = sourceOf()
    const { facts, warnings } = await readFacts([result], new Map([[result, entryOf()]]), images)
    expect({ requests, size: facts.size }).toEqual({ requests: [], size: 0 })
    expect(warnings).toEqual([expect.stringContaining(`the lock says nothing of "${result}": `)])
  }
)

describe('what cannot be read', () => {
  test.each<[string, readonly string[], object, string]>([
    ['platforms', ['platforms'], { digest: digestOf('a'), platforms: null, created: date }, 'the platforms of app:1'],
    ['date', ['date'], { digest: digestOf('a'), platforms: allPlatforms }, 'the date of app:1'],
    [
      'anything',
      ['platforms', 'digest', 'date'],
      { digest: null, platforms: null },
      'the platforms and digest of app:1'
    ]
  ])('is left open, with one warning: %s', async (_, failing, expected, words) => {
    const { images } = sourceOf(failing)
    const { facts, warnings } = await readFacts(['app:1'], undefined, images)
    expect(facts.get('app:1')).toEqual(expected)
    expect(warnings).toEqual([`the lock does not say ${words}: ghcr.io does not answer; the next run asks again`])
  })

  test('for a reason that is no trouble of a registry is a bug, and is thrown', async () => {
    const bug = new TypeError('x is not a function')
    await expect(readFacts(['app:1'], undefined, sourceOf(['platforms'], date, bug).images)).rejects.toBe(bug)
  })
})
