import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isImagesError } from '../../src/errors.ts'
import { readReport } from '../../src/report/read-report.ts'
import { shardOf } from '../../src/resolve/shard.ts'
import { apiAndWeb, merge, runParts, type Situation } from './run-parts.ts'

const situation: Situation = {
  raw: { 'pin-digests': 'true' },
  files: apiAndWeb,
  tags: { 'r.io/api': ['1.0', '1.1'], 'r.io/web': ['7'] },
  previous: '# ours\nimages:\n  - image: r.io/api\n    resultImage: r.io/api:1.0\n'
}
const records = await runParts(situation, 2)
const own = shardOf('r.io/api', 2)
const record = JSON.parse(records[own - 1]?.text ?? '')
const other = records[2 - own] ?? { name: '', text: '' }

/** What the merge says to a record in which something was changed by hand. */
function refusal(change: (report: typeof record) => void): string {
  const report = structuredClone(record)
  change(report)
  try {
    merge([other, { name: 'evil.json', text: JSON.stringify(report) }])
    return 'merged'
  } catch (error) {
    if (!isImagesError(error)) throw error
    return error.message
  }
}

describe('a record that was written by hand', () => {
  test('is merged where nothing was changed', () => {
    expect(refusal(() => undefined)).toBe('merged')
  })

  test.each<[string, (report: typeof record) => void, string]>([
    [
      'an answer that its uses do not show',
      report => {
        report.part.answers[0].use.result = 'evil.io/api:1'
      },
      '/part/answers are not the uses of the report'
    ],
    [
      'an image of another part',
      report => {
        report.part.answers[0].use.image = 'r.io/web'
      },
      '/part/answers/0/use/image falls into another part'
    ],
    [
      'a place among the calls that there is not',
      report => {
        report.part.answers[0].position = 2
      },
      '/part/answers/0/position is out of order, or of no call'
    ],
    [
      'an order in which a downgrade is none',
      report => {
        report.part.answers[0].orderedBy = 'alphabetical()'
      },
      '/part/answers/0/orderedBy is not the version filter'
    ],
    [
      'a failure that nothing tells',
      report => {
        report.part.answers[0].error = { error: 'A', code: 'b', message: '', hint: null, place: null, excerpt: null }
      },
      '/part/answers/0/error contradicts the status'
    ],
    [
      'another file than its digest says',
      report => {
        report.part.file.text = 'images: []\n'
      },
      '/part/file/text is not what its digest says'
    ],
    [
      'a part beyond the last',
      report => {
        report.part.shard.index = 3
      },
      '/part/shard is 3 of 2'
    ],
    [
      'more parts than there may be',
      report => {
        report.part.shard.count = 1000
      },
      '/part/shard is'
    ],
    [
      'an unknown member',
      report => {
        report.part.more = 1
      },
      '/part has the unknown member "more"'
    ],
    [
      'a number that its lists do not hold',
      report => {
        report.counts.uses = 9
      },
      '/counts/uses is 9, and the lists hold 1'
    ]
  ])('is refused for %s', (_, change, message) => {
    expect(refusal(change)).toContain(message)
    expect(refusal(change)).toContain('"evil.json"')
  })

  test('is refused as one, or gives a record that is read as strictly, whatever is changed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(null, 0, 1, -1, '', 'x', [], {}, true, 'r.io/api:9'), (seed, value) => {
        const paths = pathsOf(record.part, ['part'])
        const path = paths[seed % paths.length] ?? []
        const message = refusal(report => putAt(report, path, value))
        if (message !== 'merged') return
        const report = structuredClone(record)
        putAt(report, path, value)
        const merged = merge([other, { name: 'evil.json', text: JSON.stringify(report) }])
        expect(readReport(JSON.stringify(merged.report))).toEqual(merged.report)
      }),
      { numRuns: 400 }
    )
  })
})

type Path = readonly (string | number)[]

function pathsOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [path, ...members.flatMap(([name, member]) => pathsOf(member, [...path, name]))]
}

function putAt(whole: object, path: Path, value: unknown): void {
  const [name = '', ...rest] = path
  const member: unknown = Reflect.get(whole, name)
  if (rest.length === 0) Reflect.set(whole, name, value)
  else if (typeof member === 'object' && member !== null) putAt(member, rest, value)
}
