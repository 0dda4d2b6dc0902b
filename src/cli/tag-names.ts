import { jsonText } from '../report/escape.ts'
import type { VersionFilter } from '../version/filter.ts'
import type { Terminal } from './command.ts'
import { complain, describeError, errorText } from './tag-failure.ts'
import { listTagsOfAll } from './tag-list.ts'

/** Which images, and the filter of what is printed as it was written. */
export type NamesRequest = {
  readonly images: readonly string[]
  readonly filter: string | undefined
  readonly json: boolean
}

/**
 * Prints the tags alone. Of several images as references, so that each tag says where it is from.
 * @throws FilterError; ImageNameError; RegistryError of a single image
 */
export async function printNames({ images, filter: written, json }: NamesRequest, terminal: Terminal): Promise<0 | 1> {
  const filter = written === undefined ? undefined : await parse(written)
  const listings = await listTagsOfAll(images, terminal, filter, listing =>
    'error' in listing || !filter ? listing : { ...listing, tags: listing.tags.filter(tag => filter.accepts(tag)) }
  )
  const [only] = listings
  if (listings.length === 1 && only && 'error' in only) throw only.error
  if (json) {
    const data = listings.map(listing => ({
      repository: listing.repository,
      ...('error' in listing ? { error: describeError(listing.error) } : { tags: listing.tags })
    }))
    terminal.out(`${jsonText(data.length === 1 ? data[0] : data)}\n`)
  } else {
    const several = listings.length > 1
    for (const listing of listings) {
      if ('error' in listing) continue
      const lines = several ? listing.tags.map(tag => `${listing.repository}:${tag}`) : listing.tags
      if (lines.length > 0) terminal.out(`${lines.join('\n')}\n`)
    }
  }
  return complain(
    listings.flatMap(listing => ('error' in listing ? [errorText(listing)] : [])),
    terminal
  )
}

async function parse(filter: string): Promise<VersionFilter> {
  const { parseVersionFilter } = await import('../version/parse.ts')
  return parseVersionFilter(filter)
}
