import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isImagesError } from '../../src/errors.ts'
import { withoutCost } from '../../src/report/record.ts'
import { anySituation } from './any-situation.ts'
import { merge, type Outcome, runOne, runParts, type Situation } from './run-parts.ts'

/** What the whole run finds, or the error of ours that it ends with. */
async function wholeOf(situation: Situation): Promise<Outcome | undefined> {
  try {
    return await runOne(situation)
  } catch (error) {
    if (isImagesError(error) || (error instanceof AggregateError && error.errors.every(isImagesError))) return undefined
    throw error
  }
}

describe('the merge of all parts', () => {
  test('is the run without parts, in whatever order they come', async () => {
    const seen = { complete: 0, failed: 0, changed: 0, locked: 0, conflicts: 0, problems: 0 }
    await fc.assert(
      fc.asyncProperty(
        anySituation,
        fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(7, 20)),
        fc.infiniteStream(fc.nat()),
        async (situation, count, numbers) => {
          const whole = await wholeOf(situation)
          if (whole === undefined) return
          const records = await runParts(situation, count)
          const order = records
            .map(record => ({ record, rank: numbers.next().value ?? 0 }))
            .toSorted((a, b) => a.rank - b.rank)
          const merged = merge(order.map(({ record }) => record))
          const [file] = merged.files
          expect(JSON.stringify(withoutCost(merged.report), null, 1)).toBe(
            JSON.stringify(withoutCost(whole.report), null, 1)
          )
          expect(file?.text).toBe(whole.text)
          expect(merged.complete).toBe(whole.complete)
          expect(merged.ok).toBe(whole.ok)
          const lock = whole.lock?.(situation.lock)
          if (merged.complete) expect(file?.lock?.text(situation.lock)).toBe(lock)
          seen.complete += Number(whole.complete)
          seen.failed += Number(whole.report.counts.failed > 0)
          seen.changed += Number(whole.changed)
          seen.locked += Number(lock !== undefined)
          seen.problems += Number(whole.report.counts.errors > 0)
          seen.conflicts += Number(whole.report.failures.some(({ code }) => code === 'conflict'))
        }
      ),
      { numRuns: 300 }
    )
    // or else nothing was compared
    for (const count of Object.values(seen)) expect([seen, count > 0]).toEqual([seen, true])
  }, 120_000)
})
