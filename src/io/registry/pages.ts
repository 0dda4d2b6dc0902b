import type { TagList } from '../../ports.ts'
import { failure, formatRequest, type Subject } from './failure.ts'
import type { RegistryLimits } from './limits.ts'
import { findNextPage } from './link.ts'
import { parseTagPage, type TagPage } from './tags.ts'

/** One answer with status 200. */
export type PageAnswer = { readonly body: Uint8Array; readonly links: readonly string[] }

/** Fetches a page; `limit` is how many decoded bytes its body may have. Rejects with RegistryError. */
export type FetchPage = (url: URL, limit: number) => Promise<PageAnswer>

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
    const answer: PageAnswer = await fetch(url, Math.min(limits.pageBytes, limits.listBytes - state.bytes))
    const page = readPage(answer, url, subject)
    count(state, page, answer.body.length)
    if (state.tags.size > limits.tags) throw incomplete(subject, url, `has more than ${limits.tags} tags`)
    url = nextPage(state, page, answer, url, subject)
  }
  return { tags: [...state.tags], pages: state.pages, dropped: state.dropped }
}

function readPage(answer: PageAnswer, url: URL, subject: Subject): TagPage {
  const page = parseTagPage(answer.body)
  if (!('fault' in page)) return page
  const code = page.truncated ? 'incomplete' : 'protocol'
  throw failure(subject, code, `registry ${subject.registry} ${page.fault}`, {
    status: 200,
    request: formatRequest('GET', url)
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
  return state.unlinked && last !== undefined ? pageAfter(url, last) : undefined
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

function incomplete(subject: Subject, url: URL, what: string): Error {
  const message = `the tag list of ${subject.registry}/${subject.repository ?? ''} ${what}`
  return failure(subject, 'incomplete', message, {
    status: 200,
    request: formatRequest('GET', url),
    hint: 'A list that is not complete is not used; ask whoever runs the registry, or a proxy before it.'
  })
}
