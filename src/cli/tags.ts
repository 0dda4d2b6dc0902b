import { NoTagError } from '../errors.ts'
import { jsonText, terminalText } from '../report/escape.ts'
import { type Explanation, explain, type VersionFilter } from '../version/filter.ts'
import { parseVersionFilter } from '../version/parse.ts'
import type { Trap } from '../version/trap.ts'
import { findTraps } from '../version/traps.ts'
import type { Command, Terminal } from './command.ts'
import { formatExplanation } from './explanation.ts'
import type { ParsedFlags } from './flags.ts'
import { type ListedTags, type Listing, listTagsOfAll } from './tag-list.ts'

export const command: Command = {
  name: 'tags',
  usage: 'tags IMAGE...',
  summary: 'Ask the registry for the tags of images and explain which one is the newest.',
  description:
    'Lists the tags of each repository with the credentials that resolve would use, explains what a version filter makes of them, and warns of traps in the list. Several images are asked for at once. Where a filter accepts only tags that begin with some text, only these are listed.',
  examples: [
    'kluctl-images tags nginx',
    'kluctl-images tags ghcr.io/team/app --filter "prefix(\'main-\', suffix=number())"',
    'kluctl-images tags nginx redis ghcr.io/team/app --json'
  ],
  flags: [
    { name: 'filter', kind: 'text', value: 'FILTER', help: 'Version filter (default: semver()).' },
    {
      name: 'list',
      kind: 'boolean',
      help: 'Print the tags and nothing about them, in the order of the registry; with --filter only those that it accepts.'
    },
    {
      name: 'json',
      kind: 'boolean',
      help: 'Print tags, explanation and traps as JSON: an object, or an array for several images.'
    }
  ],
  options: [],
  positionals: ['IMAGE...'],
  run
}

async function run({ own, positionals: images }: ParsedFlags, terminal: Terminal): Promise<0 | 1> {
  const filter = parseVersionFilter(String(own.get('filter') ?? 'semver()'))
  if (own.get('list') === true)
    return list(images, own.has('filter') ? filter : undefined, own.get('json') === true, terminal)
  const views = await listTagsOfAll(images, terminal, filter, listing => viewOf(listing, filter))
  const [only] = views
  if (views.length === 1 && only && 'error' in only) throw only.error
  if (own.get('json') === true) printJson(views, filter, terminal)
  else terminal.out(views.flatMap(view => blockOf(view, filter, terminal.width)).join('\n'))
  const failures = views.flatMap(view => failureOf(view, filter))
  return complain(failures, terminal)
}

/** The names alone. Of several images as references, so that each tag says where it is from. */
async function list(
  images: readonly string[],
  filter: VersionFilter | undefined,
  json: boolean,
  terminal: Terminal
): Promise<0 | 1> {
  const listings = await listTagsOfAll(images, terminal, filter, listing =>
    'error' in listing || !filter ? listing : { ...listing, tags: listing.tags.filter(tag => filter.accepts(tag)) }
  )
  const [only] = listings
  if (listings.length === 1 && only && 'error' in only) throw only.error
  if (json) {
    const data = listings.map(listing => ({
      repository: listing.repository,
      ...('error' in listing ? { error: describe(listing.error) } : { tags: listing.tags })
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
    listings.flatMap(listing => ('error' in listing ? [textOf(listing)] : [])),
    terminal
  )
}

function complain(failures: readonly string[], terminal: Terminal): 0 | 1 {
  for (const failure of failures) terminal.err(`error: ${failure.split('\n').map(terminalText).join('\n')}\n`)
  return failures.length === 0 ? 0 : 1
}

/** A list of tags and what the filter makes of it, or why there is none. */
type View = ListedTags & { readonly explanation: Explanation; readonly traps: readonly Trap[] }
type Failed = Extract<Listing, { readonly error: unknown }>

function viewOf(listing: Listing, filter: VersionFilter): View | Failed {
  if ('error' in listing) return listing
  return {
    ...listing,
    explanation: explain(filter, listing.tags),
    traps: findTraps(filter, listing.tags, listing.prefix)
  }
}

/** One image is an object, several are an array of them. */
function printJson(views: readonly (View | Failed)[], filter: VersionFilter, terminal: Terminal): void {
  const data = views.map(view => {
    const { repository } = view
    if ('error' in view) {
      return { repository, filter: filter.toString(), error: describe(view.error) }
    }
    const { pages, tags, prefix, explanation, traps } = view
    return { repository, filter: filter.toString(), pages, prefix, tags, ...explanation, traps }
  })
  terminal.out(`${jsonText(data.length === 1 ? data[0] : data, 2)}\n`)
}

function blockOf(view: View | Failed, filter: VersionFilter, width: number): readonly string[] {
  if ('error' in view) return []
  const head = [
    ['repository', view.repository],
    ['filter', filter.toSource()],
    ...(view.prefix === undefined ? [] : [['listed', `only tags that begin with ${view.prefix}`] as const])
  ] as const
  return [formatExplanation(head, view.explanation, view.traps, width)]
}

function failureOf(view: View | Failed, filter: VersionFilter): readonly string[] {
  if ('error' in view) return [textOf(view)]
  if (view.explanation.newest !== undefined) return []
  return [new NoTagError(view.repository, filter.toString(), view.tags.length, []).message]
}

function describe({ code, message, hint }: Failed['error']): Record<string, string | null> {
  return { code, message, hint: hint ?? null }
}

function textOf({ error: { message, hint } }: Failed): string {
  return hint === undefined ? message : `${message}\n  ${hint}`
}
