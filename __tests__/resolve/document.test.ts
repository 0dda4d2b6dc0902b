import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ResolveError } from '../../src/errors.ts'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { findFixed } from '../../src/fixed/match.ts'
import type { Answer } from '../../src/resolve/answer.ts'
import { buildDocument, type DocumentRequest, untouchedEntries } from '../../src/resolve/document.ts'
import { subjectOf } from '../../src/resolve/pins.ts'
import { parseImageRules } from '../../src/resolve/rules.ts'
import { anyEntries, subjects } from '../fixed/arbitrary.ts'
import { type UseFields, useOf } from '../helpers/image-use.ts'

type Setting = Partial<Omit<DocumentRequest, 'untouched'>> & { readonly images?: readonly string[] }
type Built = {
  readonly entries: readonly FixedImage[]
  /** As they were, but for those that the list cannot express. */
  readonly answers: readonly Answer[]
  readonly warnings: readonly string[]
}

function build(answers: readonly Answer[], { images = [], ...setting }: Setting = {}): Built {
  const { previous = [], partial = false, simple = false } = setting
  const untouched = untouchedEntries(previous, partial, parseImageRules(images).rules)
  const uses = answers.map(answer => {
    const { result = null, origin = null } = answer.status === 'resolved' ? answer : {}
    return { ...subjectOf(answer.use), result, origin }
  })
  const { conflicts, ...document } = buildDocument(uses, { previous, untouched, partial, simple })
  const proved = answers.map((answer, position): Answer => {
    const error = conflicts.get(position)
    return error === undefined ? answer : { status: 'failed', use: answer.use, error }
  })
  return { ...document, answers: proved }
}

function resolved(
  image: string,
  tag: string,
  fields: UseFields = {},
  origin: 'registry' | 'previous' = 'registry'
): Answer {
  return { status: 'resolved', use: useOf(image, fields), result: `${image}:${tag}`, origin, why: 'newest' }
}

const short = ({ resultImage, namespace, deployment, container }: FixedImage): string =>
  [resultImage, namespace, deployment, container].map(part => part ?? '-').join(' ')
const entries = (document: Built): readonly string[] => document.entries.map(short)
const entry = (image: string, tag: string, fields: Partial<FixedImage> = {}): FixedImage => ({
  image,
  resultImage: `${image}:${tag}`,
  ...fields
})

describe('a whole run', () => {
  test('writes an entry for every use, sorted, without doubles', () => {
    const document = build([
      resolved('b', '1'),
      resolved('a', '2', { container: 'z' }),
      resolved('a', '1', { container: 'a' }),
      resolved('b', '1')
    ])
    expect(entries(document)).toEqual([
      'a:1 shop Deployment/api a',
      'a:2 shop Deployment/api z',
      'b:1 shop Deployment/api app'
    ])
  })

  test('leaves out what a use has not: namespace, container, and the object of Helm values', () => {
    const document = build([
      resolved('a', '1', { namespace: '', container: '' }),
      resolved('b', '1', { namespace: '', deployment: '', container: '' })
    ])
    expect(entries(document)).toEqual(['a:1 - Deployment/api -', 'b:1 - - -'])
  })

  test('drops entries that nothing uses any more', () => {
    expect(entries(build([resolved('a', '1')], { previous: [entry('gone', '1')] }))).toEqual([
      'a:1 shop Deployment/api app'
    ])
  })

  test('keeps the order of a file that says the same already', () => {
    const uses = [resolved('a', '1'), resolved('b', '1')]
    const previous = build(uses).entries.toReversed()
    expect(build(uses, { previous }).entries).toEqual(previous)
  })

  test('does not keep an order in which another entry answers', () => {
    const uses = [resolved('a', '2'), resolved('a', '1', { namespace: '', deployment: '', container: '' })]
    const previous = build(uses).entries.toReversed()
    const document = build(uses, { previous })
    expect(document.answers.map(answer => answer.status)).toEqual(['resolved', 'resolved'])
    expect(entries(document)).toEqual(['a:1 - - -', 'a:2 shop Deployment/api app'])
  })
})

describe('simple', () => {
  test('writes only image and result where that loses nothing', () => {
    const document = build(
      [
        resolved('a', '1'),
        resolved('a', '1', { container: 'b' }),
        resolved('b', '1'),
        resolved('b', '2', { container: 'c' })
      ],
      { simple: true }
    )
    expect(entries(document)).toEqual(['a:1 - - -', 'b:1 shop Deployment/api app', 'b:2 shop Deployment/api c'])
  })

  test('replaces the full entries of the same uses', () => {
    const full = build([resolved('a', '1')]).entries
    expect(entries(build([resolved('a', '2')], { simple: true, previous: full, partial: true }))).toEqual(['a:2 - - -'])
  })

  test.each([
    ['of its image', entry('a', '1', { namespace: 'other' })],
    ['of a regular expression', { imageRegex: '^a$', resultImage: 'a:1' }]
  ])('of a part keeps the place where an entry %s says something else', (_, other) => {
    const document = build([resolved('a', '2')], { simple: true, previous: [other], partial: true })
    expect(document.entries).toContainEqual(other)
    expect(entries(document)).toContain('a:2 shop Deployment/api app')
  })
})

describe('calls that a file cannot tell apart', () => {
  test('fail together where their results differ, in any order', () => {
    const uses = [resolved('a', '1'), resolved('a', '2', { field: 'metadata.annotations.x' }), resolved('b', '1')]
    for (const order of [uses, uses.toReversed()]) {
      const { answers } = build(order)
      const failed = answers.flatMap(answer => (answer.status === 'failed' ? [answer.error] : []))
      expect(failed).toHaveLength(2)
      for (const error of failed) {
        expect(error).toBeInstanceOf(ResolveError)
        expect(error.message).toBe(
          'calls for "a" in container "app" of Deployment/api have different results (a:1, a:2), which a fixed-images file cannot tell apart'
        )
      }
    }
  })

  test('are fine where their results agree', () => {
    expect(build([resolved('a', '1'), resolved('a', '1')]).answers.map(answer => answer.status)).toEqual([
      'resolved',
      'resolved'
    ])
  })
})

describe('a run about a part', () => {
  const elsewhere = [
    entry('a', '0', { namespace: 'other', deployment: 'Job/x', container: 'c' }),
    entry('z', '0'),
    { imageRegex: '^y', resultImage: 'y:0' }
  ]

  test('carries everything over that it did not look at', () => {
    const document = build([resolved('a', '1')], { previous: elsewhere, partial: true })
    for (const other of elsewhere) expect(document.entries).toContainEqual(other)
    expect(entries(document)).toContain('a:1 shop Deployment/api app')
  })

  test('replaces the entry of its use, however kluctl spelled it', () => {
    const spelled = entry('a', '0', { namespace: 'default', deployment: 'Job/x', container: '' })
    const use = resolved('a', '1', { namespace: '', deployment: 'Job/x', container: '' })
    expect(entries(build([use], { previous: [spelled], partial: true }))).toEqual(['a:1 - Job/x -'])
  })

  test('of entries that stand twice carries over the one that decided', () => {
    const document = build([], { previous: [entry('z', '1'), entry('z', '2')], partial: true })
    expect(entries(document)).toEqual(['z:2 - - -'])
  })

  test('answers as before for every use that it did not look at', () => {
    fc.assert(
      fc.property(anyEntries, previous => {
        const document = build([resolved('other', '1')], { previous, partial: true })
        for (const subject of subjects)
          expect(findFixed(document.entries, subject)?.resultImage).toBe(findFixed(previous, subject)?.resultImage)
      })
    )
  })

  test('done twice changes nothing the second time', () => {
    const answer = fc.tuple(fc.constantFrom(...subjects), fc.constantFrom('1', '2'))
    fc.assert(
      fc.property(anyEntries, fc.array(answer, { maxLength: 4 }), fc.boolean(), (previous, chosen, simple) => {
        const answers = chosen.map(([{ image, ...fields }, tag]) => resolved(image, tag, fields))
        const first = build(answers, { previous, partial: true, simple })
        const second = build(answers, { previous: first.entries, partial: true, simple })
        expect(second.entries).toEqual(first.entries)
      })
    )
  })

  test('either answers its uses as resolved or says that it cannot', () => {
    const answer = fc.tuple(fc.constantFrom(...subjects), fc.constantFrom('1', '2'))
    fc.assert(
      fc.property(anyEntries, fc.array(answer, { maxLength: 4 }), fc.boolean(), (previous, chosen, simple) => {
        const answers = chosen.map(([{ image, ...fields }, tag]) => resolved(image, tag, fields))
        const document = build(answers, { previous, partial: true, simple })
        for (const one of document.answers) {
          if (one.status !== 'resolved') continue
          expect(findFixed(document.entries, subjectOf(one.use))?.resultImage).toBe(one.result)
        }
      })
    )
  })

  test('writes a general use beside a specific one that was kept', () => {
    const hiding = entry('a', '0', { namespace: 'shop', deployment: 'Deployment/api', container: 'app' })
    const general = resolved('a', '1', { namespace: '', deployment: '', container: '' })
    const specific = resolved('a', '0', {}, 'previous')
    expect(build([general, specific], { previous: [hiding], partial: true }).answers.map(one => one.status)).toEqual([
      'resolved',
      'resolved'
    ])
  })
})

describe('what is not selected', () => {
  test('keeps its entry, and expressions that may be about it', () => {
    const previous = [entry('b', '0'), { imageRegex: '^b', resultImage: 'b:0' }, entry('a', '0')]
    const document = build([resolved('a', '1')], { previous, images: ['a'] })
    expect(document.entries).toEqual([
      { imageRegex: '^b', resultImage: 'b:0' },
      entry('a', '1', { namespace: 'shop', deployment: 'Deployment/api', container: 'app' }),
      entry('b', '0')
    ])
  })

  test('is written for its use where the old entry named no image, with a warning', () => {
    const previous: readonly FixedImage[] = [{ deployment: 'Deployment/api', resultImage: 'a:0' }]
    const document = build([resolved('a', '0', {}, 'previous')], { previous, images: ['b'] })
    expect(entries(document)).toEqual(['a:0 shop Deployment/api app'])
    expect(document.answers[0]?.status).toBe('resolved')
    expect(document.warnings).toEqual([
      'the entry for "Deployment/api" names no image; no kluctl reads such an entry, and it is not written again'
    ])
  })
})
