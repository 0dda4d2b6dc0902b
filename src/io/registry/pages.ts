import type { RegistryError } from '../../errors.ts'
import type { TagList } from '../../ports.ts'
import { failure, formatRequest, notARegistry, type Subject } from './failure.ts'
import { type BodyLimit, formatSize, type RegistryLimits } from './limits.ts'
import { findNextPage } from './link.ts'
import { parseTagPage, type TagPage } from './tags.ts'

/** One answer with status 200. `words`: the registry's own, if the body is an error in spite of the status. */
export type PageAnswer = {
  readonly body: Uint8Array
  readonly links: readonly string[]
  readonly words: () => string | undefined
}

/** Fetches a page within a limit. Rejects with RegistryError. */
export type FetchPage = (url: URL, limit: BodyLimit) => Promise<PageAnswer>

type State = {
  readonly tags: Set<string>
  pages: number
  dropped: number
  bytes: number
  barren: number
  unlinked: boolean
}

/**
 * Follows a tag list to its proved end (threat model R-07, C-11). Anything else is an error: a list that stopped early
 * would make an old version look like the newest.
 */
export async function followPages(
  first: URL,
  fetch: FetchPage,
  subject: Subject,
  limits: RegistryLimits
): Promise<TagList> {
  const seen = new Set<string>()
  const state: State = { tags: new Set(), pages: 0, dropped: 0, bytes: 0, barren: 0, unlinked: false }
  let url: URL | undefined = first
  while (url) {
    if (seen.has(url.href)) throw incomplete(subject, url, 'does not end: it comes back to a page that was read before')
    if (state.pages >= limits.pages)
      throw incomplete(subject, url, `does not end: it has more than ${limits.pages} pages`)
    seen.add(url.href)
    const answer: PageAnswer = await fetch(url, limitOf(state, subject, limits))
    const page = readPage(answer, url, subject)
    count(state, page, answer.body.length)
    if (state.tags.size > limits.tags) throw incomplete(subject, url, `has more than ${limits.tags} tags`)
    url = nextPage(state, page, answer, url, subject)
  }
  return { tags: [...state.tags], pages: state.pages, dropped: state.dropped }
}

/** What is left for one page, named by the limit that it really is. */
function limitOf(state: State, { registry, repository }: Subject, limits: RegistryLimits): BodyLimit {
  const list = `the tag list of ${registry}/${repository ?? ''}`
  const rest = limits.listBytes - state.bytes
  return rest < limits.pageBytes
    ? { bytes: rest, tooLarge: `${list} is larger than ${formatSize(limits.listBytes)}, all pages together` }
    : { bytes: limits.pageBytes, tooLarge: `a page of ${list} is larger than ${formatSize(limits.pageBytes)}` }
}

function readPage(answer: PageAnswer, url: URL, subject: Subject): TagPage {
  const page = parseTagPage(answer.body)
  if (!('fault' in page)) return page
  const code = page.truncated ? 'incomplete' : 'protocol'
  const diagnostic = answer.words()
  const said = diagnostic === undefined ? '' : ` (${diagnostic})`
  throw failure(subject, code, `registry ${subject.registry} ${page.fault}${said}`, {
    status: 200,
    request: formatRequest('GET', url),
    diagnostic,
    hint: notARegistry
  })
}

function count(state: State, page: TagPage, bytes: number): void {
  const before = state.tags.size
  for (const tag of page.tags) state.tags.add(tag)
  state.pages++
  state.dropped += page.dropped
  state.bytes += bytes
  state.barren = state.tags.size === before ? state.barren + 1 : 0
}

function nextPage(state: State, page: TagPage, answer: PageAnswer, url: URL, subject: Subject): URL | undefined {
  const next = findNextPage(answer.links, url)
  if (next.kind === 'broken') throw incomplete(subject, url, `cannot be followed: ${next.why}`)
  if (next.kind === 'next') {
    if (state.barren > 1) throw incomplete(subject, url, 'does not end: two pages in a row have no new tag')
    state.unlinked = false
    return next.url
  }
  const full = page.tags.length + page.dropped === Number(url.searchParams.get('n') ?? Number.NaN)
  state.unlinked = state.pages === 1 ? full : state.unlinked && state.barren === 0
  const last = page.tags.at(-1)
  if (!state.unlinked) return undefined
  if (last === undefined && page.dropped > 0)
    throw incomplete(subject, url, 'cannot be followed: its last page is full and holds no tag to go on from')
  return last === undefined ? undefined : pageAfter(url, last)
}

/**
 * A first page that is exactly full and has no Link may be a list that a registry cut without saying so. Asking for what
 * comes after its last tag proves the end, or finds the rest.
 */
function pageAfter(url: URL, last: string): URL {
  const next = new URL(url)
  next.searchParams.set('last', last)
  return next
}

/** The error for a list whose end was not seen; `what` goes on from its name. */
export function incomplete(subject: Subject, url: URL, what: string): RegistryError {
  const message = `the tag list of ${subject.registry}/${subject.repository ?? ''} ${what}`
  return failure(subject, 'incomplete', message, {
    status: 200,
    request: formatRequest('GET', url),
    hint: 'A list that is not complete is not used; ask whoever runs the registry, or a proxy before it.'
  })
}
