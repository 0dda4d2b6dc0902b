import type { RegistryError } from '../../errors.ts'
import { failure, formatRequest, notARegistry, type Subject } from './failure.ts'
import { type BodyLimit, formatSize, type RegistryLimits } from './limits.ts'
import { findNextPage, type NextPage } from './link.ts'
import { parseTagPage, type TagPage } from './tags.ts'

/** One answer with status 200. `words`: the registry's own, if the body is an error in spite of the status. */
export type PageAnswer = {
  readonly body: Uint8Array
  readonly links: readonly string[]
  readonly words: () => string | undefined
}

/** Fetches a page within a limit. Rejects with RegistryError. The signal, if any, ends a request whose answer is not needed any more. */
export type FetchPage = (url: URL, limit: BodyLimit, signal?: AbortSignal) => Promise<PageAnswer>

/** A page with its address and where its Link leads. */
export type ReadPage = TagPage & { readonly url: URL; readonly next: NextPage }

/** Reads the pages of one list. All of them together keep to the limits of a list, whoever asks for them. */
export interface PageReader {
  /** @throws RegistryError */
  read(url: URL): Promise<ReadPage>
  /** Same, for one of `width` pages at a time, none of which may use up what is left for all. */
  readShare(url: URL, width: number, signal: AbortSignal): Promise<ReadPage>
  /** Pages that were read. */
  readonly pages: number
  /** Names on them that are no tags (threat model R-09). */
  readonly dropped: number
}

/** Nothing is read yet. */
export function createPageReader(fetch: FetchPage, subject: Subject, limits: RegistryLimits): PageReader {
  const state = { pages: 0, asked: 0, dropped: 0, bytes: 0 }
  const list = `the tag list of ${subject.registry}/${subject.repository ?? ''}`
  const limitFor = (width: number): BodyLimit => {
    const rest = Math.floor((limits.listBytes - state.bytes) / width)
    return rest < limits.pageBytes
      ? { bytes: rest, tooLarge: `${list} is larger than ${formatSize(limits.listBytes)}, all pages together` }
      : { bytes: limits.pageBytes, tooLarge: `a page of ${list} is larger than ${formatSize(limits.pageBytes)}` }
  }
  const read = async (url: URL, width: number, signal?: AbortSignal): Promise<ReadPage> => {
    if (state.asked >= limits.pages)
      throw incomplete(subject, url, `does not end: it has more than ${limits.pages} pages`)
    state.asked++
    const answer = await fetch(url, limitFor(width), signal)
    const page = parsePage(answer, url, subject)
    state.pages++
    state.dropped += page.dropped
    state.bytes += answer.body.length
    return { ...page, url, next: findNextPage(answer.links, url) }
  }
  return {
    read: url => read(url, 1),
    readShare: read,
    get pages() {
      return state.pages
    },
    get dropped() {
      return state.dropped
    }
  }
}

function parsePage(answer: PageAnswer, url: URL, subject: Subject): TagPage {
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

/** The error for a list whose end was not seen; `what` goes on from its name. */
export function incomplete(subject: Subject, url: URL, what: string): RegistryError {
  const message = `the tag list of ${subject.registry}/${subject.repository ?? ''} ${what}`
  return failure(subject, 'incomplete', message, {
    status: 200,
    request: formatRequest('GET', url),
    hint: 'A list that is not complete is not used; ask whoever runs the registry, or a proxy before it.'
  })
}
