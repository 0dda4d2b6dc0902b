import { plural, shorten } from '../text.ts'
import type { Bump } from '../version/bump.ts'
import { markdownCode } from './escape.ts'
import type { Chosen, Omission, Part } from './markdown-fit.ts'
import { isPlainAddress, markdownLink } from './markdown-link.ts'
import { formatKinds } from './markdown-rows.ts'

/** A part whose items may have a kind of bump each, by which the note counts them. */
export type NotedPart = Part & { readonly bumpOf?: (index: number) => Bump }

/** Where a reader finds what is left out. Addresses are built by us; anything but a plain https address is left out (O-11). */
export type Places = {
  readonly links?: { readonly summary?: string | undefined; readonly artifact?: string | undefined } | undefined
  /** The report file, as the user named it. */
  readonly reportFile?: string | undefined
  /** False where the text is the summary itself, or no summary is written. */
  readonly hasSummary: boolean
}

/** Counts what is left out and says where it is; empty where nothing is. */
export function leftOutNote(chosen: readonly Chosen<NotedPart>[], places: Places): string {
  const missing = [...missingItems(chosen), ...omissions(chosen)]
  return missing.length === 0 ? '' : `**Left out for length:** ${missing.join(', ')}. ${whereabouts(places)}`
}

/** The note where nothing of these parts is shown: no other is longer by more than a few digits. */
export function longestNote(parts: readonly NotedPart[], places: Places): string {
  const none = parts.map(part => ({ part, shown: [], texts: [], variant: { text: () => '' } }))
  const shortest = parts.map(part => {
    const variant = part.variants.at(-1) ?? { text: () => '' }
    return { part, shown: allOf(part), texts: [], variant }
  })
  const missing = [...missingItems(none), ...omissions(shortest)]
  return missing.length === 0 ? '' : `**Left out for length:** ${missing.join(', ')}. ${whereabouts(places)}`
}

/** Links to the summary and the artifact, for a text that leaves nothing out; empty where there is none. */
export function formatLinks({ links, hasSummary }: Places): string {
  const summary = hasSummary && isPlainAddress(links?.summary) ? [markdownLink('Job summary', links.summary)] : []
  const artifact = isPlainAddress(links?.artifact) ? [markdownLink('Files of this run', links.artifact)] : []
  return [...summary, ...artifact].join(' · ')
}

function missingItems(chosen: readonly Chosen<NotedPart>[]): readonly string[] {
  const sorts = new Map<string, { one: string; many: string; total: number; left: number; bumps: Bump[] }>()
  for (const { part, shown } of chosen) {
    if (part.noun === null) continue
    const [one, many] = part.noun
    const sort = sorts.get(many) ?? { one, many, total: 0, left: 0, bumps: [] }
    sorts.set(many, sort)
    sort.total += part.size
    sort.left += part.size - shown.length
    if (part.bumpOf === undefined) continue
    const kept = new Set(shown)
    for (let index = 0; index < part.size; index += 1) if (!kept.has(index)) sort.bumps.push(part.bumpOf(index))
  }
  return [...sorts.values()]
    .filter(({ left }) => left > 0)
    .map(({ one, many, total, left, bumps }) => {
      const count = left === total ? plural(left, one, many) : `${left} of ${total} ${many}`
      return bumps.length === 0 ? count : `${count} (${formatKinds(bumps, ', ')})`
    })
}

function omissions(chosen: readonly Chosen<NotedPart>[]): readonly string[] {
  const counts = new Map<Omission, number>()
  for (const { shown, variant } of chosen) {
    for (const index of shown) {
      for (const omission of variant.omits?.(index) ?? []) counts.set(omission, (counts.get(omission) ?? 0) + 1)
    }
  }
  return (['hint', 'excerpt', 'detail'] as const).flatMap(omission => {
    const count = counts.get(omission)
    return count === undefined ? [] : [omissionText[omission](count)]
  })
}

const omissionText: Readonly<Record<Omission, (count: number) => string>> = {
  hint: count => `what to do about ${plural(count, 'failure')}`,
  excerpt: count => `the lines around ${plural(count, 'failure')}`,
  detail: count => `details of ${plural(count, 'explanation')}`
}

function whereabouts({ links, reportFile, hasSummary }: Places): string {
  const file = reportFile === undefined ? 'the report file' : markdownCode(shorten(reportFile, 200), 'text')
  const whole = isPlainAddress(links?.artifact) ? markdownLink('the artifact', links.artifact) : file
  if (!hasSummary) return `Everything is in ${whole}.`
  return `More is in ${markdownLink('the job summary', links?.summary)}, everything in ${whole}.`
}

function allOf(part: Part): readonly number[] {
  return Array.from({ length: part.size }, (_, index) => index)
}
