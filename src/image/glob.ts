/**
 * A pattern, read once: `*` stands for any characters but separators, two or more stars for any at all; everything else is itself. There is one
 * literal more than there are runs of stars, and `runs` says of each whether it goes past separators.
 */
export type Glob = { readonly literals: readonly string[]; readonly runs: readonly boolean[] }

/** What may still be spent on matching. A step is what it takes to search one character; the rest is priced as it was measured. */
export type GlobSteps = { left: number }

const stepsOfPair = 16
const stepsOfStart = 8

/** Runs of stars in one pattern, for all that reads patterns. */
export const mostStarRuns = 10

export function compileGlob(pattern: string): Glob {
  return { literals: pattern.split(/\*+/), runs: (pattern.match(/\*+/g) ?? []).map(run => run.length > 1) }
}

/** True for a pattern with so many stars that nobody can mean it. */
export function hasTooManyStars(pattern: string): boolean {
  return compileGlob(pattern).runs.length > mostStarRuns
}

/**
 * Whether a text is what a pattern says. For each run of stars the text is searched once, whatever both are: patterns may come from a pull
 * request.
 * @param separators each of its characters ends what one star stands for
 * @param steps what is spent is taken from it; the answer is the same where nothing is left
 */
export function matchesGlob(glob: Glob, text: string, separators: string, steps: GlobSteps = { left: 0 }): boolean {
  const { literals, runs } = glob
  const [first = ''] = literals
  const last = literals[runs.length] ?? ''
  steps.left -= stepsOfPair
  if (runs.length === 0) return text === first
  const end = text.length - last.length
  if (first.length > end || !text.startsWith(first) || !text.endsWith(last)) return false
  let starts: readonly number[] = [first.length]
  for (const [index, isDeep] of runs.entries()) {
    if (index + 1 === runs.length) return reaches(starts, end, isDeep, text, separators)
    if (isDeep) starts = throughAll(starts, text, separators)
    steps.left -= starts.length * stepsOfStart
    starts = advance(starts, literals[index + 1] ?? '', text, separators, steps)
  }
  return false
}

/** Whether one of the starts comes to a position by stars alone. */
function reaches(
  starts: readonly number[],
  position: number,
  isDeep: boolean,
  text: string,
  separators: string
): boolean {
  const inReach = (start: number): boolean => isDeep || position <= segmentEnd(text, start, separators)
  return starts.some(start => start <= position && inReach(start))
}

/** The first start, and the begin of each segment after it. */
function throughAll([first]: readonly number[], text: string, separators: string): readonly number[] {
  const starts: number[] = []
  for (let at = first ?? text.length + 1; at <= text.length; at = segmentEnd(text, at, separators) + 1) starts.push(at)
  return starts
}

/**
 * Where a literal ends that begins in the segment of a start, at it or behind it. Of each segment the first place is enough: the stars that
 * follow come from there to all that they would reach from a later one.
 */
function advance(
  starts: readonly number[],
  literal: string,
  text: string,
  separators: string,
  steps: GlobSteps
): readonly number[] {
  const ends: number[] = []
  let found = -1
  for (const start of starts) {
    if (found < start) {
      found = text.indexOf(literal, start)
      steps.left -= (found < 0 ? text.length : found) - start + literal.length
    }
    if (found < 0) break
    if (found <= segmentEnd(text, start, separators)) ends.push(found + literal.length)
  }
  return ends
}

function segmentEnd(text: string, from: number, separators: string): number {
  let end = text.length
  for (const separator of separators) {
    const at = text.indexOf(separator, from)
    if (at >= 0 && at < end) end = at
  }
  return end
}
