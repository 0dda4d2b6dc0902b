import { ResolveError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { entryKey, entryKeys, findFixed, overlaps, type Subject } from '../fixed/match.ts'
import { sortEntries } from '../fixed/order.ts'
import { byCodeUnit, quote } from '../text.ts'
import type { Origin } from './answer.ts'
import { type ImageRule, isSelected } from './rules.ts'

/** A use with its answer, as far as a list is concerned. */
export type DocumentUse = Subject & {
  /** Null where the use has no answer. */
  readonly result: string | null
  readonly origin: Origin | null
  /** Name of the kluctl target, where the list is for several. */
  readonly target?: string
}

export type DocumentRequest = {
  /** Entries of the output file as it stood before the run, in its order. */
  readonly previous: readonly FixedImage[]
  /** Those of them that the run was not asked about. */
  readonly untouched: ReadonlySet<FixedImage>
  /** True where the run is about a part of the project only. */
  readonly partial: boolean
  /** Only image and result, where that loses nothing. */
  readonly simple: boolean
}

export type NewDocument = {
  readonly entries: readonly FixedImage[]
  /** By position among the uses: what the file cannot express. */
  readonly conflicts: ReadonlyMap<number, ResolveError>
  readonly warnings: readonly string[]
}

/**
 * The entries that a run was not asked about: all where it looks at a part of the project only, else those that are not selected. One that names
 * no single image may be about one that is not selected.
 */
export function untouchedEntries(
  previous: readonly FixedImage[],
  partial: boolean,
  rules: readonly ImageRule[]
): ReadonlySet<FixedImage> {
  return new Set(
    previous.filter(({ image }) => partial || (image === undefined ? rules.length > 0 : !isSelected(rules, image)))
  )
}

/**
 * The new fixed-images list: an entry for every answer, and every previous entry that this run was not asked about, unchanged.
 * An answer that the list would give differently (two calls in one container with different results) is a conflict:
 * the file is proved against every use before it is written. Where nothing but the order would change, the previous order stays.
 */
export function buildDocument(uses: readonly DocumentUse[], request: DocumentRequest): NewDocument {
  const { entries: previous, warnings } = carriedOver(uses, request)
  const full = fullEntries(uses, request)
  const ownKeys = new Set(full.flatMap(entryKeys))
  const carried = lastOfEach(previous.filter(entry => !ownKeys.has(entryKey(entry))))
  const own = request.simple ? simpleEntries(uses, full, request.partial ? carried : []) : full
  const generalKeys = new Set(own.map(entryKey))
  const kept = carried.filter(entry => !generalKeys.has(entryKey(entry)))
  const sorted = sortEntries([...kept, ...lastOfEach(own)], kept)
  const results = resultsBySubject(uses)
  const conflicts = findConflicts(uses, sorted, results)
  if (!isReordered(sorted, request.previous)) return { entries: sorted, conflicts, warnings }
  const asBefore = findConflicts(uses, request.previous, results)
  const isSame = asBefore.size === conflicts.size && [...asBefore.keys()].every(position => conflicts.has(position))
  return { entries: isSame ? request.previous : sorted, conflicts, warnings }
}

type Carried = { readonly entries: readonly FixedImage[]; readonly warnings: readonly string[] }

function carriedOver(uses: readonly DocumentUse[], request: DocumentRequest): Carried {
  const keptFor = new Set(uses.flatMap(use => previousEntry(use, request) ?? []))
  const asked = request.previous.filter(entry => request.untouched.has(entry) || keptFor.has(entry))
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
function previousEntry(use: DocumentUse, { previous }: DocumentRequest): FixedImage | undefined {
  return use.origin === 'previous' ? findFixed(previous, use) : undefined
}

function fullEntries(uses: readonly DocumentUse[], request: DocumentRequest): readonly FixedImage[] {
  return uses.flatMap(use => {
    if (use.result === null) return []
    const kept = previousEntry(use, request)
    if (kept?.image !== undefined || kept?.imageRegex !== undefined) return []
    const { image, namespace, deployment, container } = use
    return [
      {
        image,
        resultImage: use.result,
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
  uses: readonly DocumentUse[],
  full: readonly FixedImage[],
  carried: readonly FixedImage[]
): readonly FixedImage[] {
  const results = new Map<string, Set<string>>()
  for (const { image, result } of uses) {
    if (result !== null) results.set(image, (results.get(image) ?? new Set()).add(result))
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

/** By subject, the different results of the calls that no entry can tell apart, each with the targets that have it. */
type Results = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>

function resultsBySubject(uses: readonly DocumentUse[]): Results {
  const results = new Map<string, Map<string, Set<string>>>()
  for (const use of uses) {
    if (use.result === null) continue
    const own = results.get(subjectKey(use)) ?? new Map<string, Set<string>>()
    const targets = own.get(use.result) ?? new Set()
    results.set(subjectKey(use), own.set(use.result, use.target === undefined ? targets : targets.add(use.target)))
  }
  return results
}

function subjectKey({ image, namespace, deployment, container }: Subject): string {
  return JSON.stringify([image, namespace, deployment, container])
}

function findConflicts(
  uses: readonly DocumentUse[],
  entries: readonly FixedImage[],
  results: Results
): ReadonlyMap<number, ResolveError> {
  return new Map(
    uses.flatMap((use, position) => {
      const conflict = findConflict(use, entries, results)
      return conflict === undefined ? [] : [[position, conflict] as const]
    })
  )
}

function findConflict(use: DocumentUse, entries: readonly FixedImage[], results: Results): ResolveError | undefined {
  if (use.result === null) return undefined
  const own = results.get(subjectKey(use)) ?? new Map()
  const found = findFixed(entries, use)
  if (own.size < 2 && found?.resultImage === use.result) return undefined
  const where = use.deployment === '' ? 'Helm values' : use.deployment
  const place = use.container === '' ? where : `container ${quote(use.container)} of ${where}`
  if (own.size > 1) return differing(use, place, own)
  return new ResolveError(
    'conflict',
    `${quote(use.image)} in ${place} resolves to ${use.result}, and another entry of the output file answers ${found?.resultImage ?? 'nothing'} for it`,
    { hint: 'Remove that entry from the output file, or run without the options that leave it untouched.' }
  )
}

function differing(
  { image }: DocumentUse,
  place: string,
  results: ReadonlyMap<string, ReadonlySet<string>>
): ResolveError {
  const targets = new Set([...results.values()].flatMap(names => [...names]))
  const told = [...results]
    .toSorted(([a], [b]) => byCodeUnit(a, b))
    .map(([result, names]) => {
      return targets.size < 2
        ? result
        : `${result} for ${[...names]
            .toSorted(byCodeUnit)
            .map(name => quote(name))
            .join(' and ')}`
    })
  const hint =
    targets.size < 2
      ? 'Give the calls the same version filter.'
      : 'Give each target a file of its own, as with output-file: fixed/{target}.yaml, or the calls the same version filter.'
  return new ResolveError(
    'conflict',
    `calls for ${quote(image)} in ${place} have different results${targets.size < 2 ? ` (${told.join(', ')})` : `, ${told.join(', ')}`}, which a fixed-images file cannot tell apart`,
    { hint }
  )
}
