import { NoTagError } from '../errors.ts'
import { jsonText } from '../report/escape.ts'
import { type Explanation, explain, type VersionFilter } from '../version/filter.ts'
import { parseVersionFilter } from '../version/parse.ts'
import type { Trap } from '../version/trap.ts'
import { findTraps } from '../version/traps.ts'
import type { Terminal } from './command.ts'
import { formatExplanation } from './explanation.ts'
import { complain, describeError, errorText, type FailedListing } from './tag-failure.ts'
import { type ListedTags, type Listing, listTagsOfAll } from './tag-list.ts'

/** Which images, and the filter that chooses among their tags as it was written. */
export type ChoicesRequest = { readonly images: readonly string[]; readonly filter: string; readonly json: boolean }

/**
 * Prints the newest tag of each image and why it is that one.
 * @throws FilterError; ImageNameError; RegistryError of a single image
 */
export async function printChoices(
  { images, filter: written, json }: ChoicesRequest,
  terminal: Terminal
): Promise<0 | 1> {
  const filter = parseVersionFilter(written)
  const views = await listTagsOfAll(images, terminal, filter, listing => viewOf(listing, filter))
  const [only] = views
  if (views.length === 1 && only && 'error' in only) throw only.error
  if (json) printJson(views, filter, terminal)
  else terminal.out(views.flatMap(view => blockOf(view, filter, terminal.width)).join('\n'))
  return complain(
    views.flatMap(view => failureOf(view, filter)),
    terminal
  )
}

/** A list of tags and what the filter makes of it, or why there is none. */
type View = ListedTags & { readonly explanation: Explanation; readonly traps: readonly Trap[] }

function viewOf(listing: Listing, filter: VersionFilter): View | FailedListing {
  if ('error' in listing) return listing
  return {
    ...listing,
    explanation: explain(filter, listing.tags),
    traps: findTraps(filter, listing.tags, listing.prefix)
  }
}

/** One image is an object, several are an array of them. */
function printJson(views: readonly (View | FailedListing)[], filter: VersionFilter, terminal: Terminal): void {
  const data = views.map(view => {
    const { repository } = view
    if ('error' in view) {
      return { repository, filter: filter.toString(), error: describeError(view.error) }
    }
    const { pages, tags, prefix, explanation, traps } = view
    return { repository, filter: filter.toString(), pages, prefix, tags, ...explanation, traps }
  })
  terminal.out(`${jsonText(data.length === 1 ? data[0] : data, 2)}\n`)
}

function blockOf(view: View | FailedListing, filter: VersionFilter, width: number): readonly string[] {
  if ('error' in view) return []
  const head = [
    ['repository', view.repository],
    ['filter', filter.toSource()],
    ...(view.prefix === undefined ? [] : [['listed', `only tags that begin with ${view.prefix}`] as const])
  ] as const
  return [formatExplanation(head, view.explanation, view.traps, width)]
}

function failureOf(view: View | FailedListing, filter: VersionFilter): readonly string[] {
  if ('error' in view) return [errorText(view)]
  if (view.explanation.newest !== undefined) return []
  return [new NoTagError(view.repository, filter.toString(), view.tags.length, []).message]
}
