import type { TagList, WantedTags } from '../../ports.ts'
import { readDiagnostic } from './failure.ts'
import { habitOf } from './habits.ts'
import type { Job } from './job.ts'
import type { BodyLimit } from './limits.ts'
import type { Manners } from './manners.ts'
import { createPageReader, type FetchPage, incomplete } from './page-reader.ts'
import { followPages } from './pages.ts'
import type { RegistrySession, SessionTools } from './session.ts'
import { refusesPageSize, statusFailure } from './status.ts'
import { parseJson } from './tags.ts'
import type { Answer } from './transport.ts'

/** What listing needs besides the session. */
export type ListingTools = Omit<SessionTools, 'exchange'> & {
  /** What the run has learnt about the lists of a registry. */
  readonly manners: (registry: string) => Manners
}

/**
 * Lists the tags of a repository, page by page, from its first address on.
 * @throws RegistryError
 */
export async function listPages(
  job: Job,
  first: URL,
  session: RegistrySession,
  tools: ListingTools,
  { prefix }: WantedTags = {}
): Promise<TagList> {
  const { subject } = job
  const { largestPage } = habitOf(subject.registry)
  return followPages(first, pageFetcher(job, first, session, tools), subject, tools.limits, {
    manners: tools.manners(subject.registry),
    largestPage,
    prefix
  })
}

/**
 * Reads the first page of a list and nothing behind it: that there is one, and that it is a page.
 * @throws RegistryError
 */
export async function readFirst(job: Job, first: URL, session: RegistrySession, tools: ListingTools): Promise<void> {
  await createPageReader(pageFetcher(job, first, session, tools), job.subject, tools.limits).read(first)
}

function pageFetcher(job: Job, first: URL, session: RegistrySession, tools: ListingTools): FetchPage {
  const { subject, advice } = job
  const { redactor, limits } = tools
  return async (url: URL, limit: BodyLimit, signal?: AbortSignal) => {
    if (url !== first && redactor.reveals(url.href) && !redactor.reveals(first.href))
      throw incomplete(subject, url, 'cannot be followed: the address of its next page repeats a secret')
    const own = signal ? { ...job, signal: AbortSignal.any([job.signal, signal]) } : job
    let answer = await session.get(own, url, limit)
    if (url === first && refusesPageSize(answer)) {
      const plain = new URL(url)
      plain.search = ''
      answer = await session.get(job, plain, limit)
    }
    if (answer.status === 200) {
      const words = (): string | undefined => readWords(answer, tools)
      return { body: answer.body, links: answer.header('link'), words }
    }
    throw statusFailure(answer, { subject, advice, url, redactor, diagnosticLength: limits.diagnosticLength })
  }
}

function readWords({ body }: Answer, { redactor, limits }: ListingTools): string | undefined {
  const json = parseJson(body)
  return 'value' in json ? readDiagnostic(json.value, redactor, limits.diagnosticLength) : undefined
}
