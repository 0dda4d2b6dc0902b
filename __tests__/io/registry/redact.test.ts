import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redactRecord } from '../../../src/io/redact-record.ts'
import { createRedactor } from '../../../src/io/registry/redact.ts'
import { quote, shorten } from '../../../src/text.ts'
import { sampleReport } from '../../report/sample.ts'

/** No eight characters of it stand there twice. */
const token = Array.from({ length: 122 }, (_, index) => `T${1000 + index * 7}`).join('')

function redactorOf(...secrets: readonly string[]): (text: string) => string {
  const redactor = createRedactor()
  for (const secret of secrets) redactor.add(secret)
  return redactor.redact
}

describe('a secret that was cut is masked', () => {
  const redact = redactorOf(token)

  test.each([
    ['a name that is quoted', `the image ${quote(`nginx:${token}`)} is none`, 'the image "nginx:***…" is none'],
    ['a subject', shorten(`fix: use ${token} again and again`, 200), 'fix: use ***…'],
    ['the begin of a line', `…${token.slice(300)} is wrong`, '…*** is wrong'],
    ['both ends of a line', `…${token.slice(103, 250)}…`, '…***…'],
    ['the end of one line, the begin of the next', `${token.slice(0, 20)}…\n…${token.slice(-20)}`, '***…\n…***'],
    ['eight characters', `a${token.slice(0, 8)}…${token.slice(-8)}z`, 'a***…***z'],
    ['between two cuts, fifteen characters', `…${token.slice(97, 112)}…`, '…***…'],
    ['whole, right before a cut', `${token}…`, '***…'],
    ['whole and in part', `${token} ${token.slice(0, 30)}…`, '*** ***…']
  ])('%s', (_, text, expected) => {
    expect(redact(text)).toBe(expected)
  })

  test('at every length from eight characters on, from either end', () => {
    for (let length = 8; length <= token.length; length += 1) {
      expect(redact(`x ${token.slice(0, length)}…`)).toBe('x ***…')
      expect(redact(`…${token.slice(-length)} x`)).toBe('…*** x')
    }
  })

  test('in each of its forms', () => {
    const clean = redactorOf('pass word/with+signs"and more of them')
    expect(clean('pass word/with+signs"a…')).toBe('***…')
    expect(clean('https://a/?p=pass%20word%2Fwith%2Bs…')).toBe('https://a/?p=***…')
    expect(clean('{"p": "pass word/with+signs\\"an…"}')).toBe('{"p": "***…"}')
  })

  test('where one secret begins as another', () => {
    expect(redactorOf('hunter22', 'hunter22-and-much-more')('hunter22-and-mu…')).toBe('***…')
    expect(redactorOf('one-two-three', 'three-four-five')('one-two-three-four…')).toBe('***…')
  })
})

describe('what is no part of a secret stays', () => {
  const redact = redactorOf(token, 'short')

  test.each([
    ['ordinary text', 'reads ghcr.io/shop/api and more…'],
    ['seven characters', `${token.slice(0, 7)}…${token.slice(-7)}`],
    ['a beginning that is not before a cut', `${token.slice(0, 60)} …`],
    ['an end that is not behind a cut', `… ${token.slice(60)}`],
    ['a middle with one cut', `${token.slice(60, 120)}…`],
    ['cuts alone', '………'],
    ['a secret of less than eight characters', 'shor…']
  ])('%s', (_, text) => {
    expect(redact(text)).toBe(text)
  })

  test('whole secrets next to each other are masked one by one, cut or not', () => {
    expect(redact('shortshort')).toBe('******')
    expect(redact('shortshort a…')).toBe('****** a…')
  })
})

test('any secret, cut at any place, leaves nothing that tells it', () => {
  const secret = fc.string({ unit: fc.constantFrom(...'abcd'), minLength: 20, maxLength: 60 })
  fc.assert(
    fc.property(secret, fc.nat(), fc.string({ maxLength: 10 }), (text, seed, around) => {
      const length = 8 + (seed % (text.length - 8))
      const redact = redactorOf(text)
      expect(redact(`${around}!${text.slice(0, length)}…`).endsWith('!***…')).toBe(true)
      expect(redact(`…${text.slice(-length)}!${around}`).startsWith('…***!')).toBe(true)
    })
  )
})

test('texts of five megabytes and two hundred secrets take seconds at most', () => {
  const secrets = Array.from({ length: 200 }, (_, index) => `${index}${token.slice(index)}/${index}`)
  const redact = redactorOf(...secrets)
  const before = process.cpuUsage().user
  for (const part of ['plain words and a cut…', '…', '123456789…', `${token.slice(7, 16)}…`]) {
    redact(part.repeat(Math.ceil((5 * 1024 * 1024) / part.length)))
  }
  // Measured in time of the processor, of which other tests take nothing.
  expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(20)
})

test('a password that is a word of ours leaves what a gate asks for as it is', () => {
  const changes = [{ image: 'nginx', old: 'nginx:1.0.0', new: 'nginx:2.0.0' }]
  const report = sampleReport(changes, { failOn: ['major'] })
  const clean = redactRecord(report, redactorOf('major version', 'newest'))
  expect(clean.gates).toEqual(report.gates)
  expect(clean.changes[0]?.why).toBe('*** of 214 tags')
})
