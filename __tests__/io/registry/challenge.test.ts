import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseChallenges } from '../../../src/io/registry/challenge.ts'
import { formatDuration } from '../../../src/io/registry/give-up.ts'
import { findNextPage } from '../../../src/io/registry/link.ts'
import { parseRetryAfter } from '../../../src/io/registry/rate-limit.ts'
import { createRedactor, secretForms } from '../../../src/io/registry/redact.ts'
import { parseTagPage } from '../../../src/io/registry/tags.ts'

describe('WWW-Authenticate', () => {
  const cases: readonly (readonly [string, readonly string[], readonly unknown[]])[] = [
    [
      'one with parameters',
      ['Bearer realm="https://a/b",service="s"'],
      [['bearer', { realm: 'https://a/b', service: 's' }]]
    ],
    [
      'commas and escapes in quotes',
      ['Bearer realm="a,\\"b",scope="x:y:pull,push"'],
      [['bearer', { realm: 'a,"b', scope: 'x:y:pull,push' }]]
    ],
    [
      'several in a header',
      ['Basic realm="x", Bearer realm=y'],
      [
        ['basic', { realm: 'x' }],
        ['bearer', { realm: 'y' }]
      ]
    ],
    [
      'several headers',
      ['NEGOTIATE', 'bAsIc Realm = "x"'],
      [
        ['negotiate', {}],
        ['basic', { realm: 'x' }]
      ]
    ],
    [
      'a token68',
      ['NTLM abc==, Basic realm="x"'],
      [
        ['ntlm', {}],
        ['basic', { realm: 'x' }]
      ]
    ],
    ['a bare URL as value', ['Bearer realm=https://a/b?c'], [['bearer', { realm: 'https://a/b?c' }]]],
    ['a scheme alone', ['Basic'], [['basic', {}]]],
    ['a parameter that stands twice', ['Bearer realm="a",realm="b"'], []],
    ['a quote that does not end', ['Basic realm="x", Bearer realm="y'], [['basic', { realm: 'x' }]]],
    ['nothing', ['', ' , ,'], []]
  ]
  test.each(cases)('%s', (_name, headers, expected) => {
    const found = parseChallenges(headers).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)])
    expect(found).toEqual(expected)
  })

  test('never throws and is fast on hostile text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), text => Array.isArray(parseChallenges([`Bearer ${text}`]))))
    for (const piece of ['a=",', 'a ', '"\\', 'a=b,', ' ,', 'Basic ']) parseChallenges([piece.repeat(3000)])
  })
})

test('Link: never throws, and a next page never leaves host and path', () => {
  const page = new URL('https://reg.test/v2/a/tags/list?n=5')
  fc.assert(
    fc.property(
      fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom('/v2/a/tags/list?last=1', '?last=1', '//x/v2/a/tags/list')),
      target => {
        const next = findNextPage([`<${target}>; rel="next"`], page)
        if (next.kind === 'next') expect([next.url.origin, next.url.pathname]).toEqual([page.origin, page.pathname])
      }
    )
  )
  expect(findNextPage(['</v2/a/tags/list?last=1>; title="a, b"; Rel="prev NEXT"'], page).kind).toBe('next')
  expect(findNextPage(['<https://reg.test/v2/a/tags/list?last=1>;rel=next'], page).kind).toBe('next')
  expect(findNextPage(['<https://reg.test:443/v2/a/tags/list?last=1>;rel=next'], page).kind).toBe('next')
  expect(findNextPage(['</x>; rel="first"'], page).kind).toBe('end')
  expect(findNextPage([], page).kind).toBe('end')
})

test('a page: never throws, and every tag has the grammar', () => {
  fc.assert(
    fc.property(fc.json(), json => {
      const page = parseTagPage(new TextEncoder().encode(`{"tags":${json}}`))
      if ('tags' in page) for (const tag of page.tags) expect(tag).toMatch(/^\w[\w.-]{0,127}$/)
    })
  )
  expect(parseTagPage(new Uint8Array([0x7b, 0xff, 0x7d]))).toHaveProperty('fault')
})

describe('secrets in text', () => {
  test.each([
    ['plain', 'x s3cret" y', 'x *** y'],
    ['URL-encoded', `x ${encodeURIComponent('s3cret"/+')} y`, 'x *** y'],
    ['JSON-escaped', JSON.stringify({ p: 's3cret"' }), '{"p":"***"}']
  ])('%s', (_name, text, expected) => {
    const redactor = createRedactor()
    for (const secret of ['s3cret"', 's3cret"/+']) redactor.add(secret)
    expect(redactor.redact(text)).toBe(expected)
  })

  test('each line of a secret with several lines', () => {
    const redactor = createRedactor()
    redactor.add('line one\nline two')
    expect(redactor.redact('a line two b')).toBe('a *** b')
  })

  test('short ones are not replaced', () => {
    const redactor = createRedactor()
    expect(redactor.add('abc')).toBe(false)
    expect(redactor.redact('abcdef')).toBe('abcdef')
  })

  test('no form of any secret stays in any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: 'grapheme' }), fc.string(), fc.string(), (secret, before, after) => {
        const redactor = createRedactor()
        redactor.add(secret)
        for (const form of secretForms(secret)) {
          if (!'***'.includes(form))
            expect(redactor.redact(`${before}${form}${after}`)).not.toBe(`${before}${form}${after}`)
        }
      })
    )
  })
})

test.each([
  ['7', 7000],
  ['0', 0],
  ['Thu, 01 Jan 1970 00:01:40 GMT', 90_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['-7', undefined],
  ['soon', undefined],
  ['2026', 2_026_000],
  [undefined, undefined]
])('Retry-After %j is %j ms', (text, expected) => {
  expect(parseRetryAfter(text, 10_000)).toBe(expected)
})

test.each([
  [1500, '2 s'],
  [720_000, '12 minutes'],
  [1_000_000_000, '277 hours']
])('%i ms is shown as %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text)
})
