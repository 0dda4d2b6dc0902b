import { triedTags } from './read-report-policy.ts'
import { refuse } from './read-report-shape.ts'
import type { Report } from './record.ts'

/**
 * What it may take to read the version filters of a report, in steps of patterns, and to try them on the tags, in steps times characters. A run
 * has far less; each limit is a few seconds of work for the worst of patterns.
 */
const mostSteps = 1_000_000
const mostTries = 64_000_000

/** Larger patterns are refused when they are read, and never tried (src/version/pattern.ts). */
const largestPattern = 2500

/** No registry takes a longer tag. */
const longestTag = 128

/** RE2 takes no repetition of repetitions beyond it. */
const largestRepetition = 1000

/**
 * Refuses a report whose version filters would keep the job busy: each change and use may have a filter of its own, and a few characters as
 * `(.{1,30}){1,30}` make a large pattern.
 * @throws InputError
 */
export function checkFilterWork({ changes, uses }: Pick<Report, 'changes' | 'uses'>): void {
  checkWork(
    changes.map(({ old, new: now, filter }) => ({ filter, characters: tagLength(old) + tagLength(now) })),
    '/changes'
  )
  const judged = uses.filter(({ policy }) => policy !== null && policy.passedOver.length > 0)
  checkWork(
    judged.map(({ filter, result, policy }) => {
      const tags = policy?.passedOver.slice(0, triedTags).map(({ tag }) => tag) ?? []
      return { filter, characters: [...tags, result].reduce((sum, tag) => sum + tagLength(tag), 0) }
    }),
    '/uses'
  )
}

type FilterWork = { readonly filter: string | null; readonly characters: number }

function checkWork(works: readonly FilterWork[], pointer: string): void {
  let steps = 0
  let tries = 0
  for (const { filter, characters } of works) {
    if (filter === null) continue
    const size = stepsOf(filter)
    steps += size
    tries += Math.min(size, largestPattern) * characters
  }
  if (steps > mostSteps || tries > mostTries) refuse(pointer, 'has more and larger version filters than are read')
}

/** At most so many steps has what the patterns of a filter expand to. */
function stepsOf(filter: string): number {
  const counts = Array.from(filter.matchAll(/\{(\d*)(?:,(\d*))?\}/g), ([, least = '', most = '']) =>
    Math.min(largestRepetition, Math.max(1, Number(least), Number(most)))
  )
  if (counts.length === 0) return filter.length
  // What is repeated is a group or a repetition, or may be one: an empty quotation leaves what is before it.
  const isNested = /[)}*+?]\{|\\[QE]/.test(filter)
  if (!isNested) return filter.length + counts.reduce((sum, count) => sum + 3 * count, 0)
  const product = counts.reduce((all, count) => Math.min(largestRepetition, all * count), 1)
  return filter.length * product
}

function tagLength(image: string | null): number {
  return image === null ? 0 : Math.min(longestTag, image.length)
}
