import type { FixedImage } from '../fixed/entry.ts'
import type { Origin } from '../resolve/answer.ts'
import { byCodeUnit, shorten } from '../text.ts'
import { type ImageFacts, type Lock, type LockEntry, lockOrigins } from './lock.ts'
import { readLockedReference } from './locked-reference.ts'

/** An answer of a run, as far as a lock is concerned; one without a result counts for nothing. */
export type LockAnswer = {
  readonly result: string | null
  readonly origin: Origin | null
  readonly why: string
  /** The version filter that led to it, as it was written; null where none was needed. */
  readonly filter: string | null
}

export type LockRequest = {
  /** Key of the fixed-images file in the lock: its path relative to the folder of the lock, with `/`. */
  readonly file: string
  /** All entries that the new fixed-images file has. */
  readonly entries: readonly FixedImage[]
  readonly answers: readonly LockAnswer[]
  /** By result; a result without any keeps what the lock knows. */
  readonly facts: ReadonlyMap<string, ImageFacts>
  /** ISO 8601 in UTC with whole seconds. */
  readonly now: string
  /** The lock that an earlier run proposed and that is not merged; undefined where there is none. */
  readonly proposal?: Lock | undefined
}

/**
 * The lock after a run: one entry for each result that stands in the fixed-images file, and none for a result that does not; what it says of other
 * files stays. An entry is decided anew only where its digest is another: a second run changes nothing, and neither does one to which the same
 * result comes from elsewhere, as from the cluster after a deploy. A part of an entry that was missing is filled in without that. What is decided anew
 * as it stands in the proposal was decided when that says, unless that is before the entry that it replaces: whoever may write to a branch may
 * write any day there.
 */
export function buildLock(previous: Lock, request: LockRequest): Lock {
  const { file, entries, answers } = request
  const old = previous.files.get(file)
  const byResult = resolvedByResult(answers)
  const results = [...new Set(entries.map(entry => entry.resultImage))].toSorted(byCodeUnit)
  const locked = results.map(
    result => [result, buildEntry(result, old?.get(result), byResult.get(result) ?? [], request)] as const
  )
  const others = [...previous.files].filter(([name]) => name !== file)
  const own = locked.length === 0 ? [] : [[file, new Map(locked)] as const]
  return { files: new Map([...others, ...own]) }
}

type Resolved = LockAnswer & { readonly origin: Origin }

function resolvedByResult(answers: readonly LockAnswer[]): ReadonlyMap<string, readonly Resolved[]> {
  const found = new Map<string, Resolved[]>()
  for (const answer of answers) {
    const { result, origin } = answer
    if (result === null || origin === null) continue
    const before = found.get(result)
    if (before) before.push({ ...answer, origin })
    else found.set(result, [{ ...answer, origin }])
  }
  return found
}

/** Other tools put no limit on the words for a source, a reader of the lock does. */
const whyLimit = 1000

function buildEntry(
  result: string,
  old: LockEntry | undefined,
  answers: readonly Resolved[],
  { file, facts, now, proposal }: LockRequest
): LockEntry {
  const image = joinFacts(result, old, facts.get(result))
  if (old !== undefined && (old.digest === null || old.digest === image.digest)) return { ...old, ...image }
  const decisions = answers.filter(({ origin }) => origin !== 'previous')
  const from = firstOf(decisions) ?? firstOf(answers) ?? { origin: 'previous' as const, why: 'stood in the file' }
  const entry = {
    ...image,
    filters: filtersOf(decisions),
    decided: now,
    from: { origin: from.origin, why: shorten(from.why, whyLimit) }
  }
  const proposed = proposal?.files.get(file)?.get(result)
  if (proposed === undefined || !isSameDecision(proposed, entry)) return entry
  if (old !== undefined && proposed.decided < old.decided) return entry
  const { origin, why } = proposed.from
  return { ...entry, decided: proposed.decided, from: { origin, why: shorten(why, whyLimit) } }
}

/** Whether the proposed entry is the new one of an earlier day. The words for its source may differ: they count tags that nobody wants. */
function isSameDecision(proposed: LockEntry, entry: LockEntry): boolean {
  const isSame = proposed.digest === entry.digest && proposed.from.origin === entry.from.origin
  return (
    isSame && JSON.stringify(proposed.filters) === JSON.stringify(entry.filters) && proposed.decided <= entry.decided
  )
}

/** What is known of a result: the digest that it names itself wins, then what was found out now, then what the lock had. */
function joinFacts(result: string, old: ImageFacts | undefined, found: ImageFacts | undefined): ImageFacts {
  const reference = readLockedReference(result)
  const own = 'digest' in reference ? reference.digest : undefined
  const digest = own ?? found?.digest ?? old?.digest ?? null
  // of another image than the lock spoke of, nothing that it said holds
  const known = old !== undefined && (old.digest === null || old.digest === digest) ? old : undefined
  const created = found?.created === undefined ? known?.created : found.created
  return {
    digest,
    platforms: found?.platforms ?? known?.platforms ?? null,
    ...(created === undefined ? {} : { created })
  }
}

/** The answer whose words stand in the lock where several uses have the same result. */
function firstOf(answers: readonly Resolved[]): { readonly origin: Origin; readonly why: string } | undefined {
  const rank = ({ origin }: Resolved): number => lockOrigins.indexOf(origin)
  return answers.toSorted((a, b) => rank(a) - rank(b) || byCodeUnit(a.why, b.why))[0]
}

function filtersOf(answers: readonly Resolved[]): readonly string[] {
  const filters = answers.flatMap(({ filter }) => filter ?? [])
  return [...new Set(filters)].toSorted(byCodeUnit)
}
