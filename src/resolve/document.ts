import { ResolveError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { entryKey, entryKeys, findFixed, overlaps } from '../fixed/match.ts'
import { sortEntries } from '../fixed/order.ts'
import { byCodeUnit, quote } from '../text.ts'
import type { Answer } from './answer.ts'
import { subjectOf } from './pins.ts'
import { type ImageRule, isSelected } from './rules.ts'

export type DocumentRequest = {
  /** Entries of the output file as it stood before the run, in its order. */
  readonly previous: readonly FixedImage[]
  /** True where the run is about a part of the project only: what it did not look at is carried over. */
  readonly partial: boolean
  readonly rules: readonly ImageRule[]
  /** Only image and result, where that loses nothing. */
  readonly simple: boolean
}

export type NewDocument = {
  readonly entries: readonly FixedImage[]
  /** Answers again: those that the file cannot express have become failures. */
  readonly answers: readonly Answer[]
  readonly warnings: readonly string[]
}

/**
 * The new fixed-images list: an entry for every answer, and every previous entry that this run was not asked about, unchanged.
 * An answer that the list would give differently (two calls in one container with different results) becomes a failure:
 * the file is proved against every use before it is written. Where nothing but the order would change, the previous order stays.
 */
export function buildDocument(answers: readonly Answer[], request: DocumentRequest): NewDocument {
  const { entries: previous, warnings } = carriedOver(answers, request)
  const full = fullEntries(answers, request)
  const ownKeys = new Set(full.flatMap(entryKeys))
  const carried = lastOfEach(previous.filter(entry => !ownKeys.has(entryKey(entry))))
  const own = request.simple ? simpleEntries(answers, full, request.partial ? carried : []) : full
  const generalKeys = new Set(own.map(entryKey))
  const kept = carried.filter(entry => !generalKeys.has(entryKey(entry)))
  const sorted = sortEntries([...kept, ...lastOfEach(own)], kept)
  const results = resultsBySubject(answers)
  const proveBy = (entries: readonly FixedImage[]): readonly Answer[] =>
    answers.map(answer => prove(answer, entries, results))
  const proved = proveBy(sorted)
  if (!isReordered(sorted, request.previous)) return { entries: sorted, answers: proved, warnings }
  const asBefore = proveBy(request.previous)
  const isSame = asBefore.every((answer, index) => answer.status === proved[index]?.status)
  return { entries: isSame ? request.previous : sorted, answers: proved, warnings }
}

type Carried = { readonly entries: readonly FixedImage[]; readonly warnings: readonly string[] }

function carriedOver(answers: readonly Answer[], request: DocumentRequest): Carried {
  const keptFor = new Set(answers.flatMap(answer => previousEntry(answer, request) ?? []))
  const selects = request.rules.length > 0
  const asked = request.previous.filter(entry => {
    // an entry that names no single image may be about one that is not selected
    const notAsked = request.partial || (entry.image === undefined ? selects : !isSelected(request.rules, entry.image))
    return notAsked || keptFor.has(entry)
  })
  const isWritable = (entry: FixedImage): boolean => entry.image !== undefined || entry.imageRegex !== undefined
  return {
    entries: asked.filter(isWritable),
    warnings: asked
      .filter(entry => !isWritable(entry))
      .map(
        entry =>
          `the entry for ${quote(entry.deployment ?? '')} names no image; no kluctl reads such an entry, and it is not written again`
      )
  }
}

/** The previous entry that a use keeps. */
function previousEntry(answer: Answer, { previous }: DocumentRequest): FixedImage | undefined {
  const isKept = answer.status === 'resolved' && answer.origin === 'previous'
  return isKept ? findFixed(previous, subjectOf(answer.use)) : undefined
}

function fullEntries(answers: readonly Answer[], request: DocumentRequest): readonly FixedImage[] {
  return answers.flatMap(answer => {
    if (answer.status !== 'resolved') return []
    const kept = previousEntry(answer, request)
    if (kept?.image !== undefined || kept?.imageRegex !== undefined) return []
    const { image, namespace, deployment, container } = subjectOf(answer.use)
    return [
      {
        image,
        resultImage: answer.result,
        ...(namespace === '' ? {} : { namespace }),
        ...(deployment === '' ? {} : { deployment }),
        ...(container === '' ? {} : { container })
      }
    ]
  })
}

/**
 * One entry for an image whose uses all have the same result; the others keep what tells them apart. So do those of an image that a carried
 * entry gives another result: a general entry would rewrite what the run was not asked about.
 */
function simpleEntries(
  answers: readonly Answer[],
  full: readonly FixedImage[],
  carried: readonly FixedImage[]
): readonly FixedImage[] {
  const results = new Map<string, Set<string>>()
  for (const answer of answers) {
    if (answer.status !== 'resolved') continue
    const { image } = answer.use.call
    results.set(image, (results.get(image) ?? new Set()).add(answer.result))
  }
  return full.map(entry => {
    const { image, resultImage } = entry
    if (image === undefined || results.get(image)?.size !== 1) return entry
    const general = { image, resultImage }
    const rewrites = carried.some(other => other.resultImage !== resultImage && overlaps(general, other))
    return rewrites ? entry : general
  })
}

/** Of entries that match the same, the last decides. */
function lastOfEach(entries: readonly FixedImage[]): readonly FixedImage[] {
  return [...new Map(entries.map(entry => [entryKey(entry), entry])).values()]
}

function isReordered(entries: readonly FixedImage[], previous: readonly FixedImage[]): boolean {
  const texts = (list: readonly FixedImage[]): readonly string[] =>
    list.map(entry => `${entryKey(entry)} ${entry.resultImage}`).toSorted(byCodeUnit)
  return JSON.stringify(texts(entries)) === JSON.stringify(texts(previous))
}

/** The different results of the calls that no entry can tell apart. */
function resultsBySubject(answers: readonly Answer[]): ReadonlyMap<string, ReadonlySet<string>> {
  const results = new Map<string, Set<string>>()
  for (const answer of answers) {
    if (answer.status !== 'resolved') continue
    const key = JSON.stringify(subjectOf(answer.use))
    results.set(key, (results.get(key) ?? new Set()).add(answer.result))
  }
  return results
}

function prove(
  answer: Answer,
  entries: readonly FixedImage[],
  results: ReadonlyMap<string, ReadonlySet<string>>
): Answer {
  if (answer.status !== 'resolved') return answer
  const { use } = answer
  const subject = subjectOf(use)
  const own = results.get(JSON.stringify(subject)) ?? new Set()
  const found = findFixed(entries, subject)
  if (own.size < 2 && found?.resultImage === answer.result) return answer
  const where = use.deployment === '' ? 'Helm values' : use.deployment
  const place = use.container === '' ? where : `container ${quote(use.container)} of ${where}`
  const error =
    own.size > 1
      ? new ResolveError(
          'conflict',
          `calls for ${quote(use.call.image)} in ${place} have different results (${[...own].toSorted(byCodeUnit).join(', ')}), which a fixed-images file cannot tell apart`,
          { hint: 'Give the calls the same version filter.' }
        )
      : new ResolveError(
          'conflict',
          `${quote(use.call.image)} in ${place} resolves to ${answer.result}, and another entry of the output file answers ${found?.resultImage ?? 'nothing'} for it`,
          { hint: 'Remove that entry from the output file, or run without the options that leave it untouched.' }
        )
  return { status: 'failed', use, error, decision: answer.decision }
}
