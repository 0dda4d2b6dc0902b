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
  const views = await listTagsOfAll(images, terminal, filter, listing => viewOf(listing, filter))
  const [only] = views
  if (views.length === 1 && only && 'error' in only) throw only.error
  if (own.get('json') === true) printJson(views, filter, terminal)
  else terminal.out(views.flatMap(view => blockOf(view, filter, terminal.width)).join('\n'))
  const failures = views.flatMap(view => failureOf(view, filter))
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
      const { code, message, hint = null } = view.error
      return { repository, filter: filter.toString(), error: { code, message, hint } }
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
  if ('error' in view) {
    const { message, hint } = view.error
    return [hint === undefined ? message : `${message}\n  ${hint}`]
  }
  if (view.explanation.newest !== undefined) return []
  return [new NoTagError(view.repository, filter.toString(), view.tags.length, []).message]
}
