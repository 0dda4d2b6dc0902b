import { describe, expect, test } from 'vitest'
import { InputError, MergeError } from '../../src/errors.ts'
import type { RecordText } from '../../src/merge/read-records.ts'
import { apiAndWeb, merge, recordOf, runOne, runParts, type Situation } from './run-parts.ts'

const situation: Situation = {
  raw: {},
  files: apiAndWeb,
  tags: { 'r.io/api': ['1.0', '1.1'], 'r.io/web': { fails: 'no login' } },
  previous: '# ours\nimages: []\n',
  commit: 'a'.repeat(40)
}

const records = await runParts(situation, 5)

function problemOf(given: readonly RecordText[]): unknown {
  try {
    merge(given)
    return undefined
  } catch (error) {
    return error
  }
}

describe('records that are no whole', () => {
  test('are told by the parts that are missing', () => {
    const problem = problemOf(records.filter((_, index) => index !== 2))
    expect(problem).toBeInstanceOf(MergeError)
    expect(problem).toMatchObject({ code: 'missing', message: 'record 3 of 5 is missing' })
    expect(problemOf(records.slice(0, 3))).toMatchObject({ message: 'records 4 and 5 of 5 are missing' })
  })

  test('are told by the part that is there twice, with both files', () => {
    const problem = problemOf([...records, { name: 'again.json', text: records[1]?.text ?? '' }])
    expect(problem).toMatchObject({
      code: 'disagreement',
      message: 'record 2 of 5 is there twice: "again.json" and "part-2.json"'
    })
  })

  test.each<[string, Situation, string]>([
    ['another commit', { ...situation, commit: 'b'.repeat(40) }, 'of another commit (aaaaaaaaaaaa and bbbbbbbbbbbb)'],
    [
      'other calls',
      {
        ...situation,
        files: { ...situation.files, 'app/b.yaml': situation.files['app/app.yaml']?.replaceAll('api', 'b') ?? '' }
      },
      'of another project'
    ],
    ['other rules', { ...situation, raw: { images: 'r.io/*' } }, 'of another set of options: images differs'],
    ['other gates', { ...situation, raw: { 'fail-on': 'none' } }, 'of another set of options: fail-on differs'],
    ['another previous file', { ...situation, previous: 'images: []\n' }, 'options: previous-file differs'],
    [
      'another baseline',
      { ...situation, baseline: 'images: [{ image: a, resultImage: "a:1" }]\n' },
      'of another set of options: baseline differs'
    ],
    ['a policy', { ...situation, policy: 'registries: { deny: [evil.io] }\n' }, 'options: policy-file differs']
  ])('are told where a part is of %s', async (_, other, message) => {
    const fourth = recordOf(await runOne(other, '4/5'), 'other.json')
    const problem = problemOf(records.map((record, index) => (index === 3 ? fourth : record)))
    expect(problem).toMatchObject({ code: 'disagreement' })
    expect(String(problem)).toContain('record 1 of 5 ("part-1.json") and record 4 of 5 ("other.json") are of another')
    expect(String(problem)).toContain(message)
  })

  test('are told where the numbers of parts differ', async () => {
    const other = recordOf(await runOne(situation, '4/6'), 'other.json')
    expect(String(problemOf([...records.slice(0, 3), other]))).toContain('are of another number of parts')
  })

  test('are told where one is the report of a whole run', async () => {
    const problem = problemOf([recordOf(await runOne(situation), 'whole.json')])
    expect(problem).toBeInstanceOf(InputError)
    expect(String(problem)).toContain('"whole.json" is the report of a run without shard')
  })

  test('are none, or too many', () => {
    expect(String(problemOf([]))).toContain('there is no report to put together')
    expect(String(problemOf(Array.from({ length: 257 }, () => records[0] ?? { name: '', text: '' })))).toContain(
      'there are 257 reports'
    )
  })
})

describe('a part', () => {
  test('asks only for its own images, and its record has only these', async () => {
    const parts = await Promise.all([1, 2, 3, 4, 5].map(index => runOne(situation, `${index}/5`)))
    expect(parts.flatMap(({ asked }) => asked).toSorted()).toEqual(['r.io/api', 'r.io/web'])
    for (const { report, asked, text, complete } of parts) {
      expect(new Set(report.uses.map(({ image }) => image))).toEqual(new Set(asked))
      expect([report.counts.removed, text, complete]).toEqual([0, situation.previous, false])
    }
    expect(parts.map(({ ok }) => ok).filter(ok => !ok)).toHaveLength(1)
  })

  test('tells of a file that does not render, as each other does', async () => {
    const broken = { ...situation, files: { ...situation.files, 'app/broken.yaml': 'a: {{ nobody.knows }}\n' } }
    const parts = await Promise.all([1, 2, 3].map(index => runOne(broken, `${index}/3`)))
    for (const { report } of parts) expect(report.counts.errors).toBe(1)
    const merged = merge(parts.map((part, index) => recordOf(part, `${index}.json`)))
    expect(merged.report.counts.errors).toBe(1)
  })
})

test('one image that fails leaves the file as it was, and all failures are told', () => {
  const merged = merge(records)
  expect([merged.ok, merged.complete]).toEqual([false, false])
  expect(merged.report.failures.map(({ image }) => image)).toEqual(['r.io/web'])
  expect(merged.report.uses.map(({ image }) => image)).toEqual(['r.io/api', 'r.io/web'])
})
