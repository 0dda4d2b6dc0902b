import { describe, expect, test } from 'vitest'
import { isImagesError } from '../../src/errors.ts'
import type { Lock } from '../../src/lock/lock.ts'
import { readLock } from '../../src/lock/read-lock.ts'
import { type Merged, mergeRecords } from '../../src/merge/merge.ts'
import { type RecordText, readRecords } from '../../src/merge/read-records.ts'
import { merge, runParts, type Situation } from './run-parts.ts'

const container = (name: string, image: string): string =>
  `        - { name: ${name}, image: '{{ images.get_image("${image}") }}' }\n`

/** Two images in two parts, with a lock. */
const situation: Situation = {
  raw: { 'pin-digests': 'true', 'lock-file': 'images.lock.json' },
  files: {
    'deployment.yaml': 'deployments: [{ path: app }]\n',
    'app/app.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api, namespace: shop }\nspec:\n  template:\n    spec:\n      containers:\n${container('api', 'r.io/api')}${container('web', 'r.io/web')}`
  },
  tags: { 'r.io/api': ['1.0', '1.1'], 'r.io/web': ['7'] }
}
const records = await runParts(situation, 2)
type Json = ReturnType<typeof JSON.parse>
type Forge = (first: Json, second: Json) => void

/** Both records as they were changed by hand: both have an answer. */
function forged(change: Forge): readonly RecordText[] {
  const reports = records.map(({ text }): Json => JSON.parse(text))
  const [first, second] = reports
  change(first, second)
  return reports.map((report, index) => ({ name: `part-${index + 1}.json`, text: JSON.stringify(report) }))
}

function attempt(work: () => Merged): Merged | string {
  try {
    return work()
  } catch (error) {
    if (!isImagesError(error)) throw error
    return `${error.name} ${error.message} ${error.hint}`
  }
}

/** What is shown of an answer, in the part and among the uses. */
function inBoth(report: Json, change: (use: Json) => void): void {
  for (const use of [report.part.answers[0].use, report.uses[0]]) change(use)
}

test('the records that nobody changed are merged', () => {
  const merged = merge(forged(() => undefined))
  expect([merged.complete, merged.report.counts.uses]).toEqual([true, 2])
})

describe('the answers of a target are those to its calls, each once', () => {
  test.each<[string, Forge, string]>([
    [
      'a call without an answer',
      (first, second) => {
        for (const report of [first, second]) report.part.total = 3
      },
      'MergeError the records answer 2 calls, and the project has 3'
    ],
    [
      'more calls than anybody can count',
      (first, second) => {
        for (const report of [first, second]) report.part.total = Number.MAX_SAFE_INTEGER
      },
      'MergeError the records answer 2 calls'
    ],
    [
      'an answer that a part leaves out',
      (_, second) => {
        Object.assign(second, { uses: [], changes: [] })
        Object.assign(second.part, { answers: [], lock: { ...second.part.lock, facts: [] } })
        for (const name of Object.keys(second.counts)) second.counts[name] = 0
      },
      'MergeError the records answer 1 call, and the project has 2'
    ],
    [
      'two answers to one call',
      (first, second) => {
        for (const report of [first, second]) report.part.answers[0].position = 0
      },
      'MergeError record 1 of 2 ("part-1.json") and record 2 of 2 ("part-2.json") both answer call 1 of 2'
    ]
  ])('%s is told', (_, change, message) => {
    expect(attempt(() => merge(forged(change)))).toContain(message)
  })
})

describe('a mask never goes into the file', () => {
  test.each<[string, Forge]>(
    ['image', 'namespace', 'deployment', 'container'].map(name => [
      name,
      first => {
        inBoth(first, use => {
          use[name] = `a***b${name === 'image' ? '/c' : ''}`
        })
        for (const change of first.changes) {
          if (name === 'image') Object.assign(change, { image: 'a***b/c', links: { ...change.links } })
          else change.where[0][name] = 'a***b'
        }
      }
    ])
  )('as a part of its %s', (name, change) => {
    const refused = attempt(() => merge(forged(change)))
    expect(refused).toContain(`/part/answers/0/use/${name} hides a part of`)
    expect(refused).toContain('Resolve the project in one run, without shard')
  })
})

describe('the lock of a merge', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  const of = (lockFile: string | undefined, given = records, now?: number): Merged | string =>
    attempt(() => mergeRecords(readRecords(given), { outputFile: 'fixed-images.yaml', lockFile, now }))

  test('has the path that the merge was given, whatever a record says', () => {
    const elsewhere = forged((...both) => {
      for (const { part } of both) part.lock.name = '../../elsewhere.json'
    })
    expect(of('images.lock.json', elsewhere)).toContain(
      'the records are of "../../elsewhere.json", and lock-file is "images.lock.json"'
    )
    expect(of('other.json')).toContain('the records are of "images.lock.json", and lock-file is "other.json"')
    const merged = of('./images.lock.json')
    expect(merged).toMatchObject({ files: [{ lock: { name: './images.lock.json' } }] })
  })

  test('is not written with none, and not where the parts have nothing to write it from', async () => {
    expect(of('none')).toMatchObject({ complete: true, files: [{ lock: undefined }] })
    const without = await runParts({ ...situation, raw: { 'lock-file': 'none' } }, 2)
    expect(of('auto', without)).toMatchObject({ files: [{ lock: undefined }] })
    expect(of('images.lock.json', without)).toContain('the records are of runs without a lock')
  })

  test('says only what a part found out of its own results, each once', () => {
    const foreign = forged((first, second) => void first.part.lock.facts.push(...second.part.lock.facts))
    expect(of('auto', foreign)).toContain('/part/lock/facts/1/result is no result of the part')
    const doubled = forged(({ part }) => void part.lock.facts.push(part.lock.facts[0]))
    expect(of('auto', doubled)).toContain('/part/lock/facts/1/result is there twice')
  })

  test('is of no time that is to come', () => {
    const late = forged((_, { part }) => {
      part.lock.decided = '2026-11-23T12:00:01Z'
    })
    expect(of('auto', late, Date.parse('2026-11-22T12:00:00Z'))).toContain(
      'record 2 of 2 ("part-2.json") says that it was written at 2026-11-23T12:00:01Z, and now is 2026-11-22T12:00:00Z'
    )
    expect(of('auto', late, Date.parse('2026-11-22T12:00:01Z'))).toMatchObject({ complete: true })
  })

  test('keeps the day of what an earlier merge proposed', () => {
    const merged = of('auto')
    if (typeof merged === 'string') throw new Error(merged)
    const text = (proposal?: Lock): string => merged.files[0]?.lock?.text(undefined, proposal) ?? ''
    const proposed = text().replaceAll(/("decided": )"[^"]*"/g, '$1"2026-01-02T03:04:05Z"')
    expect(proposed).not.toBe(text())
    expect(text(readLock(proposed, 'images.lock.json'))).toBe(proposed)
  })

  /** The same project in two targets, whose jobs ask for the same results. */
  const twoTargets = async (change: (fact: Json) => void): Promise<readonly RecordText[]> => {
    const files = { ...situation.files, '.kluctl.yaml': 'targets: [{ name: dev }, { name: prod }]\n' }
    const given: RecordText[] = []
    for (const target of ['dev', 'prod']) {
      const [record] = await runParts({ ...situation, files, raw: { ...situation.raw, target } }, 1)
      const report: Json = JSON.parse(record?.text ?? '')
      if (target === 'prod') change(report.part.lock.facts[0])
      given.push({ name: `${target}.json`, text: JSON.stringify(report) })
    }
    return given
  }

  test('is refused where two jobs were told different things of one result', async () => {
    const moved = await twoTargets(fact => Object.assign(fact, { digest }))
    expect(of('auto', moved)).toContain(
      'MergeError record 1 of 1 ("dev.json") and record 1 of 1 ("prod.json") were told different things of "r.io/api:1.1'
    )
  })

  test('has what one job read where the other could not', async () => {
    const whole = of('auto', await twoTargets(() => undefined))
    const partly = of(
      'auto',
      await twoTargets(fact => {
        Object.assign(fact, { digest: null, platforms: null })
        delete fact.created
      })
    )
    const texts = [whole, partly].map(merged =>
      typeof merged === 'string' ? merged : merged.files[0]?.lock?.text(undefined)
    )
    expect(texts[0]).toContain('linux/amd64')
    expect(texts[1]).toBe(texts[0])
  })
})
