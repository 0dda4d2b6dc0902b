import type { TagList } from '../../ports.ts'
import { readDiagnostic } from './failure.ts'
import type { BodyLimit } from './limits.ts'
import { type FetchPage, followPages, incomplete } from './pages.ts'
import type { Job, RegistrySession, SessionTools } from './session.ts'
import { refusesPageSize, statusFailure } from './status.ts'
import { parseJson } from './tags.ts'
import type { Answer } from './transport.ts'

/** What listing needs besides the session. */
export type ListingTools = Omit<SessionTools, 'exchange'>

/**
 * Lists all tags of a repository, page by page, from its first address on.
 * @throws RegistryError
 */
export async function listPages(job: Job, first: URL, session: RegistrySession, tools: ListingTools): Promise<TagList> {
  const { subject, advice } = job
  const { redactor, limits } = tools
  const fetch: FetchPage = async (url: URL, limit: BodyLimit) => {
    if (redactor.reveals(url.href) && !redactor.reveals(first.href))
      throw incomplete(subject, url, 'cannot be followed: the address of its next page repeats a secret')
    let answer = await session.get(job, url, limit)
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
  return followPages(first, fetch, subject, limits)
}

function readWords({ body }: Answer, { redactor, limits }: ListingTools): string | undefined {
  const json = parseJson(body)
  return 'value' in json ? readDiagnostic(json.value, redactor, limits.diagnosticLength) : undefined
}
