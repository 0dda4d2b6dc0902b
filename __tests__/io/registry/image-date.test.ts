import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import { configuredDate } from '../../../src/io/registry/image-date.ts'
import { parseHeaderTime, parseImageTime } from '../../../src/io/registry/image-time.ts'
import type { ImageDate } from '../../../src/ports.ts'
import { createBench, plain } from '../../helpers/registry/bench.ts'
import { configOf, imageOf, indexOf, type Stored, serve } from '../../helpers/registry/images.ts'

const bench = createBench()
afterEach(bench.clear)

test.each<[unknown, string | undefined]>([
  ['2026-11-22T19:30:00Z', '2026-11-22T19:30:00Z'],
  ['2026-11-22T19:30:00.999999999Z', '2026-11-22T19:30:00Z'],
  ['2026-11-22T19:30:00+02:00', '2026-11-22T17:30:00Z'],
  ['2026-11-22 19:30:00z', '2026-11-22T19:30:00Z'],
  ['2999-01-01T00:00:00Z', '2999-01-01T00:00:00Z'],
  ['1990-01-01T00:00:00Z', '1990-01-01T00:00:00Z'],
  ['1989-12-31T23:59:59Z', undefined],
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

test('every date since 1990 comes out as its second in UTC', () => {
  const dates = fc.date({
    min: new Date('1990-01-01T00:00:00Z'),
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
  const only = (image: Stored, annotations?: unknown): Stored => indexOf([[image, 'linux/amd64']], annotations)

  test.each<[string, Stored, readonly Stored[], ImageDate | undefined, number]>([
    [
      'the annotation of its index, with one request',
      only(noted, { [key]: early }),
      [noted, config],
      { date: early, source: 'label' },
      1
    ],
    ['the annotation of its manifest, with two', only(noted), [noted, config], { date: late, source: 'label' }, 2],
    ['its configuration, with three', only(plainImage), [plainImage, config], { date: early, source: 'label' }, 3],
    ['none where the index has no image', indexOf([]), [], undefined, 1]
  ])('is %s', async (_name, top, others, expected, requests) => {
    const registry = await bench.start({ answer: serve(top, ...others) })
    const client = bench.client(plain(registry.host))
    expect(await client.readDate(parseImageReference(`${registry.host}/team/app:1`))).toEqual(expected)
    expect(client.cost()).toMatchObject({ requests, imageRequests: requests })
  })
})
