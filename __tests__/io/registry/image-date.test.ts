import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import { configuredDate } from '../../../src/io/registry/image-date.ts'
import { parseHeaderTime, parseImageTime } from '../../../src/io/registry/image-time.ts'
import type { ImageDate } from '../../../src/ports.ts'
import { createBench, plain } from '../../helpers/registry/bench.ts'
import { failureOf } from '../../helpers/registry/client.ts'
import { configOf, imageOf, indexOf, mediaTypes, type Stored, serve, stored } from '../../helpers/registry/images.ts'

const bench = createBench()
afterEach(bench.clear)

test.each<[unknown, string | undefined]>([
  ['2026-11-22T19:30:00Z', '2026-11-22T19:30:00Z'],
  ['2026-11-22T19:30:00.999999999Z', '2026-11-22T19:30:00Z'],
  ['2026-11-22T19:30:00+02:00', '2026-11-22T17:30:00Z'],
  ['2026-11-22 19:30:00z', '2026-11-22T19:30:00Z'],
  ['2999-01-01T00:00:00Z', '2999-01-01T00:00:00Z'],
  ['2013-03-20T00:00:00Z', '2013-03-20T00:00:00Z'],
  ['2013-03-19T23:59:59Z', undefined],
  ['2001-01-01T00:00:00Z', undefined],
  ['1980-01-01T00:00:01Z', undefined],
  ['1970-01-01T00:00:00Z', undefined],
  ['0001-01-01T00:00:00Z', undefined],
  ['2026-02-30T00:00:00Z', undefined],
  ['2026-13-01T00:00:00Z', undefined],
  ['2026-11-22T25:00:00Z', undefined],
  ['2026-11-22', undefined],
  ['2026-11-22T19:30:00', undefined],
  ['yesterday', undefined],
  ['1763839800', undefined],
  ['', undefined],
  [1_763_839_800, undefined],
  [null, undefined],
  [undefined, undefined]
])('the date %j is %j', (said, expected) => {
  expect(parseImageTime(said)).toBe(expected)
})

test('every date since the first release of Docker comes out as its second in UTC', () => {
  const dates = fc.date({
    min: new Date('2013-03-20T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true
  })
  fc.assert(
    fc.property(dates, date => {
      expect(parseImageTime(date.toISOString())).toBe(`${date.toISOString().slice(0, 19)}Z`)
    })
  )
})

test('no text makes a date that sorts wrongly', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 70 }), text => {
      expect(parseImageTime(text) ?? '2026-11-22T19:30:00Z').toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    })
  )
})

test('a header is a date of HTTP', () => {
  const now = Date.UTC(2026, 10, 22)
  expect(parseHeaderTime('Mon, 17 Oct 2022 20:20:07 GMT', now)).toBe('2022-10-17T20:20:07Z')
  expect(parseHeaderTime('Thu, 01 Jan 1970 00:00:00 GMT', now)).toBeUndefined()
  expect(parseHeaderTime('2022-10-17T20:20:07Z', now)).toBeUndefined()
  expect(parseHeaderTime(undefined, now)).toBeUndefined()
})

const key = 'org.opencontainers.image.created'
const early = '2026-01-01T00:00:00Z'
const late = '2026-11-01T00:00:00Z'

test.each<[string, string | undefined, string | undefined, ImageDate | undefined]>([
  ['only a label', late, undefined, { date: late, source: 'label' }],
  ['only a date of its own', undefined, late, { date: late, source: 'config' }],
  ['a label that its base image had', early, late, { date: late, source: 'config' }],
  ['a date that a reproducible build set', late, '1970-01-01T00:00:00Z', { date: late, source: 'label' }],
  ['both the same', late, late, { date: late, source: 'label' }],
  ['an unreadable label', 'today', late, { date: late, source: 'config' }],
  ['neither', undefined, undefined, undefined]
])('of a configuration with %s', (_name, label, created, expected) => {
  expect(configuredDate({ labels: { [key]: label }, created })).toEqual(expected)
})

describe('the date of an image', () => {
  const config = configOf({ [key]: early })
  const plainImage = imageOf(config)
  const noted = imageOf(config, { [key]: late })
  const freshConfig = stored(mediaTypes.config, { os: 'linux', architecture: 'amd64', created: late })
  const fresh = imageOf(freshConfig, { [key]: early })
  const only = (image: Stored, annotations?: unknown): Stored => indexOf([[image, 'linux/amd64']], annotations)

  test.each<[string, Stored, readonly Stored[], ImageDate | undefined, number]>([
    [
      'the annotation of its index, where that is the latest',
      only(plainImage, { [key]: late }),
      [plainImage, config],
      { date: late, source: 'label' },
      3
    ],
    [
      'the annotation of its manifest, where that is',
      only(noted, { [key]: early }),
      [noted, config],
      { date: late, source: 'label' },
      3
    ],
    [
      'its configuration, whatever an index says that is of yesterday',
      only(fresh, { [key]: '2014-01-01T00:00:00Z' }),
      [fresh, freshConfig],
      { date: late, source: 'config' },
      3
    ],
    [
      'its label, where no annotation says one',
      only(plainImage),
      [plainImage, config],
      { date: early, source: 'label' },
      3
    ],
    ['of a single image with two requests', noted, [config], { date: late, source: 'label' }, 2],
    [
      'the annotation of an index that has no image',
      indexOf([], { [key]: early }),
      [],
      { date: early, source: 'label' },
      1
    ],
    ['none where an index has neither', indexOf([]), [], undefined, 1]
  ])('is %s', async (_name, top, others, expected, requests) => {
    const registry = await bench.start({ answer: serve(top, ...others) })
    const client = bench.client(plain(registry.host))
    expect(await client.readDate(parseImageReference(`${registry.host}/team/app:1`))).toEqual(expected)
    expect(client.cost()).toMatchObject({ requests, imageRequests: requests })
  })

  test('is an error where the configuration is not there, and not the annotation that stands before it', async () => {
    const registry = await bench.start({ answer: serve(only(plainImage, { [key]: early }), plainImage) })
    const client = bench.client(plain(registry.host))
    const date = client.readDate(parseImageReference(`${registry.host}/team/app:1`))
    expect(await failureOf(date)).toMatchObject({ code: 'not-found' })
  })
})

test('of two keys in one place the later date counts', () => {
  const labels = { [key]: early, 'org.label-schema.build-date': late }
  expect(configuredDate({ labels, created: undefined })).toEqual({ date: late, source: 'label' })
})
