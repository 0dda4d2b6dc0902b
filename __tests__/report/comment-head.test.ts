import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatComment, formatSummary } from '../../src/report/markdown.ts'
import { formatHeads } from '../../src/report/markdown-head.ts'
import { gateNames, type Report } from '../../src/report/record.ts'
import { byteLength } from '../../src/text.ts'
import { sampleFailure, sampleReport } from './sample.ts'

const marker = '<!-- kluctl-images:0123456789abcdef -->'
const notice = 'This is what the run of a fork found, and its author can change what that run does.'

/** Every gate fails for three images or more, and all names are `filler` but for their last character. */
function failingReport(filler: string, remedy?: string): Report {
  const names = ['1', '2', '3', '4'].map(end => filler + end)
  const downgrades = names.map(image => ({ image, old: 'a:2.0.0', new: 'a:1.0.0' }))
  const majors = names.map(image => ({ image: `${image}m`, old: 'a:1.0.0', new: 'a:2.0.0' }))
  const report = sampleReport([...downgrades, ...majors], {
    target: filler,
    failures: names.map(image => sampleFailure({ image: `${image}f` })),
    warnings: names.map(image => ({ kind: 'trap', message: 'x', place: null, image })),
    failOn: gateNames
  })
  const gates = report.gates.map(gate => ({ ...gate, remedy: remedy ?? gate.remedy }))
  return { ...report, gates }
}

const fillers = [
  ['zero-width spaces', '\u200b'.repeat(118)],
  ['zero-width spaces without end', '\u200b'.repeat(5000)],
  ['backticks', '`'.repeat(118)],
  ['pipes and backslashes', '\\|'.repeat(59)],
  ['tags of the last plane', '\u{e0041}'.repeat(59)],
  ['pictures', '🚢'.repeat(59)],
  ['plain letters', 'a'.repeat(118)]
] as const

describe('notices and failed gates stand in the head where names and remedies are', () => {
  test.each(fillers)('%s', (_, filler) => {
    for (const report of [failingReport(filler), failingReport(filler, filler.repeat(3))]) {
      const options = { notices: [notice], title: filler, fixedImagesFile: filler, reportFile: filler }
      for (const text of [formatComment(report, { ...options, marker }), formatSummary(report, options)]) {
        expect(text).toContain(`> [!WARNING]\n> ${notice}`)
        expect(text).toContain('> [!CAUTION]')
        for (const gate of gateNames) expect(text).toMatch(new RegExp(`^> - \\*\\*${gate}\\*\\* failed`, 'm'))
      }
    }
  })
})

describe('where there is little room', () => {
  test.each([1000, 1500, 2500, 4000, 8000, 16_000, 30_000])('they stand in %i bytes', limit => {
    const comment = formatComment(failingReport('nginx'), { marker, limit, notices: [notice] })
    expect(byteLength(comment)).toBeLessThanOrEqual(limit)
    expect(comment).toContain(notice)
    expect(comment).toContain('> [!CAUTION]')
    for (const gate of gateNames) expect(comment).toContain(`**${gate}**`)
  })

  test('the verdict alone is the last', () => {
    const report = failingReport('nginx')
    const comments = [600, 500, 450, 400, 350].map(limit => formatComment(report, { marker, limit, notices: [notice] }))
    expect(comments).toContainEqual(expect.stringMatching(/^<!--.*-->\n### 8 images change.*\n$/))
    expect(formatComment(report, { marker, limit: 60 })).toBe(`${marker}\n`)
  })

  test('a long notice is told in short', () => {
    const options = { marker, limit: 2000, notices: [`${notice} ${'word '.repeat(100)}`] }
    expect(formatComment(failingReport('nginx'), options)).toContain(`> ${notice} word word`)
  })
})

test('no head takes more than half of a comment, whatever the record says', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 700 }),
    fc.constantFrom('\u200b', '`', 'a `', '"`', '@ a ', '|\\', '🚢', '\u{e0041}', '\n').map(part => part.repeat(600))
  )
  fc.assert(
    fc.property(text, text, fc.array(text, { maxLength: 6 }), text, (name, remedy, notices, file) => {
      const heads = formatHeads(failingReport(name, remedy), { notices, title: file, fixedImagesFile: file })
      return [...heads.full, ...heads.least].every(head => byteLength(head) < 30_000)
    }),
    { numRuns: 100 }
  )
})
