import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseHttpDate } from '../../../src/io/registry/http-date.ts'
import { parseRetryAfter, type ReadHeader, readRateLimit, readRetryAfter } from '../../../src/io/registry/rate-limit.ts'

const now = Date.UTC(2026, 10, 6, 8, 49, 37)
const inSeconds = (seconds: number): string => String(now / 1000 + seconds)

type Headers = Readonly<Record<string, string | readonly string[]>>

function readerOf(headers: Headers): ReadHeader {
  return name => [headers[name] ?? []].flat()
}

describe('the headers of a limit', () => {
  test.each<[string, Headers, readonly (number | undefined)[]]>([
    ['Docker Hub', { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '74;w=21600' }, [100, 74]],
    [
      'Docker Hub API, GitHub',
      { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(30) },
      [60, 0, 30_000]
    ],
    [
      'GitLab',
      { 'ratelimit-limit': '500', 'ratelimit-remaining': '499', 'ratelimit-reset': inSeconds(60) },
      [500, 499, 60_000]
    ],
    [
      'draft 06',
      { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '7', 'ratelimit-reset': '9' },
      [100, 7, 9000]
    ],
    ['draft 07', { ratelimit: 'limit=100, remaining=50, reset=5', 'ratelimit-policy': '100;w=60' }, [100, 50, 5000]],
    [
      'draft 10',
      { ratelimit: '"default";r=50;t=30', 'ratelimit-policy': '"default";q=100;w=60;qu="requests"' },
      [100, 50, 30_000]
    ],
    [
      'draft 10, two policies in two lines: the one with the least left',
      {
        ratelimit: ['"hour";r=900;t=3000', '"burst";r=3;t=1;pk=:cHsdsRa894==:'],
        'ratelimit-policy': '"burst";q=10;w=1, "hour";q=1000;w=3600'
      },
      [10, 3, 1000]
    ],
    ['draft 10 with a parameter that we do not know', { ratelimit: 'x;new;r=5;t=6' }, [undefined, 5, 6000]],
    ['milliseconds since 1970', { 'x-ratelimit-reset': `${now + 1500}` }, [undefined, undefined, 1500]],
    ['a reset that is over', { 'x-ratelimit-reset': inSeconds(-5) }, [undefined, undefined, 0]],
    [
      'a host whose clock is an hour late',
      { 'x-ratelimit-reset': inSeconds(-3590), date: new Date(now - 3_600_000).toUTCString() },
      [undefined, undefined, 10_000]
    ],
    ['nothing', {}, []]
  ])('%s', (_name, headers, [limit, remaining, reset]) => {
    expect(readRateLimit(readerOf(headers), now)).toEqual({ limit, remaining, reset, counts: undefined })
  })

  test.each(['soon', '-1', '', '1e3', '0x10', '٣', '9'.repeat(10), '9'.repeat(1000), 'NaN', '5 apples', '\u001b[31m5'])(
    '%j is no count',
    text => {
      const headers = {
        'ratelimit-limit': text,
        'ratelimit-remaining': text,
        ratelimit: text,
        'ratelimit-policy': text
      }
      expect(readRateLimit(readerOf(headers), now)).toMatchObject({ limit: undefined, remaining: undefined })
    }
  )

  test.each([
    ['192.0.2.1', 'address'],
    ['2001:db8::1', 'address'],
    ['11111111-2222-3333-4444-555555555555', 'account'],
    ['<b>', undefined],
    ['', undefined]
  ])('docker-ratelimit-source %j counts by %s', (text, counts) => {
    expect(readRateLimit(readerOf({ 'docker-ratelimit-source': text }), now).counts).toBe(counts)
  })

  test('whatever they hold, only numbers of a sane size come out', () => {
    const names = ['ratelimit', 'ratelimit-policy', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset']
    const token = fc.constantFrom(
      '"a"',
      ';',
      'r=',
      't=',
      'q=',
      'limit=',
      'reset=',
      ',',
      '1',
      '99',
      ' ',
      ':',
      '"',
      '9999999999999999'
    )
    const value = fc.oneof(
      fc.string(),
      fc.array(token, { maxLength: 30 }).map(parts => parts.join(''))
    )
    fc.assert(
      fc.property(fc.constantFrom(...names), value, (name, text) => {
        const { limit = 0, remaining = 0, reset = 0 } = readRateLimit(readerOf({ [name]: text }), now)
        for (const count of [limit, remaining]) expect(count >= 0 && count < 1e9).toBe(true)
        expect(reset >= 0 && reset < 1e15).toBe(true)
      })
    )
  })

  test('a long one costs no time', () => {
    const begin = performance.now()
    for (const part of ['"a";', ';a', '"a";r=1,', ' ', ',"', 'a=', ':'])
      readRateLimit(readerOf({ ratelimit: part.repeat(20_000), 'ratelimit-limit': part.repeat(20_000) }), now)
    expect(performance.now() - begin).toBeLessThan(500)
  })
})

describe('how long a host asks to wait', () => {
  test.each<[string, Headers, number | undefined]>([
    ['Retry-After goes first', { 'retry-after': '7', 'x-retry-after': inSeconds(9), 'ratelimit-reset': '11' }, 7000],
    ['a date', { 'retry-after': new Date(now + 4000).toUTCString() }, 4000],
    [
      'a date, by the clock of the host',
      { 'retry-after': new Date(now + 64_000).toUTCString(), date: new Date(now + 60_000).toUTCString() },
      4000
    ],
    ['X-Retry-After of Docker Hub', { 'x-retry-after': inSeconds(9) }, 9000],
    ['a Retry-After that nobody can read', { 'retry-after': 'later', 'x-retry-after': inSeconds(9) }, 9000],
    ['the reset of a limit that is used up', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '12' }, 12_000],
    ['a reset alone', { 'x-ratelimit-reset': '12' }, 12_000],
    ['the reset of another limit', { 'x-ratelimit-remaining': '5', 'x-ratelimit-reset': '12' }, undefined],
    ['a window, which is no wait', { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0;w=21600' }, undefined],
    ['nothing', {}, undefined]
  ])('%s', (_name, headers, expected) => {
    expect(readRetryAfter(readerOf(headers), now)).toBe(expected)
  })
})

describe('an HTTP date', () => {
  test.each([
    ['today', 'Fri, 06 Nov 2026 08:49:37 GMT', now],
    ['RFC 850', 'Friday, 06-Nov-26 08:49:37 GMT', now],
    ['asctime, which is UTC as well', 'Fri Nov  6 08:49:37 2026', now],
    ['asctime with two digits', 'Mon Nov 16 08:49:37 2026', now + 10 * 86_400_000],
    ['RFC 850 of the last century', 'Sunday, 06-Nov-94 08:49:37 GMT', Date.UTC(1994, 10, 6, 8, 49, 37)],
    ['a leap second', 'Sat, 31 Dec 2016 23:59:60 GMT', Date.UTC(2017, 0, 1)]
  ])('%s', (_name, text, expected) => {
    expect(parseHttpDate(text, now)).toBe(expected)
    expect(parseRetryAfter(text, expected - 2000)).toBe(2000)
  })

  test.each([
    '2026-11-06T08:49:37Z',
    'Fri, 06 Nov 2026 08:49:37 +0200',
    'Fri, 31 Jun 2026 08:49:37 GMT',
    'Fri, 00 Nov 2026 08:49:37 GMT',
    'Fri, 06 Foo 2026 08:49:37 GMT',
    'Fri, 06 Nov 2026 24:49:37 GMT',
    'Fri, 06 Nov 2026 08:60:37 GMT',
    'Friday',
    ' '.repeat(100)
  ])('%j is none', text => {
    expect(parseHttpDate(text, now)).toBeUndefined()
  })
})
