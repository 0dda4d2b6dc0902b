import { RegistryError } from '../../errors.ts'
import { apiHost } from '../../image/repository.ts'
import type { TagList } from '../../ports.ts'
import type { Login } from './entry.ts'
import { failure, formatRequest, notARegistry, redacted } from './failure.ts'
import type { Job } from './job.ts'
import type { RegistryLimits } from './limits.ts'
import { listAddress } from './list-address.ts'
import { type ListingTools, readFirst } from './listing.ts'
import { describeHost } from './naming.ts'
import type { Redactor } from './redact.ts'
import type { Access, LoginChoice } from './selection.ts'
import type { Learned, RegistrySession } from './session.ts'
import { statusFailure } from './status.ts'
import { parseJson } from './tags.ts'
import type { Answer } from './transport.ts'

/** A registry to try, and with what. */
export type CheckTarget = {
  /** Normalised host. */
  readonly registry: string
  /** Repository that a token is asked for; empty for a token without a scope. */
  readonly path: string
  /** What is listed of `path` instead: all of its tags, or a page of them to see that it can be read. */
  readonly lists: false | 'all' | 'page'
  readonly access: Access
}

/** What a registry did. */
export type RegistryCheck = Learned & {
  /** Where the login comes from, or would have come from. */
  readonly choice: LoginChoice
  /** The login that is set; undefined where there is none, or where it did not come to that. Holds secrets. */
  readonly login: Login | undefined
  readonly tags: number | undefined
  /** Why it did not work. */
  readonly error: RegistryError | undefined
}

/** The same before it is known who gave the login. */
export type Tried = Omit<RegistryCheck, 'choice'>

/**
 * Tries `GET /v2/`, which the specification has for this (OCI distribution, "Determining Support"; nothing else here asks for it), and
 * logs in if the registry wants that. A login is tried once. Rejects only for what is no RegistryError.
 */
export async function checkRegistry(
  job: Job,
  session: RegistrySession,
  tools: { readonly redactor: Redactor; readonly limits: RegistryLimits }
): Promise<Tried> {
  return attempt(job.login, session, tools, async () => {
    const url = versionAddress(job)
    const limit = {
      bytes: tools.limits.errorBytes,
      tooLarge: `the answer of registry ${job.subject.registry} is too large`
    }
    judge(await session.get(job, url, limit), url, job, tools)
    return undefined
  })
}

/** Tries to list a repository, and nothing else. Rejects only for what is no RegistryError. */
export async function checkList(
  session: RegistrySession,
  login: () => Promise<Login | undefined>,
  list: () => Promise<TagList>,
  tools: { readonly redactor: Redactor }
): Promise<Tried> {
  return attempt(login, session, tools, async () => (await list()).tags.length)
}

/** Asks for one page of the tags of a repository, with one tag on it where the registry heeds that. Rejects only for what is no RegistryError. */
export async function checkPage(job: Job, session: RegistrySession, tools: ListingTools): Promise<Tried> {
  const { registry } = job.subject
  return attempt(job.login, session, tools, async () => {
    await readFirst(job, listAddress({ registry, path: job.path }, job.access.plainHttp, 1), session, tools)
    return undefined
  })
}

/** Asks, and says what was learnt on the way. A helper that is missing is told even of a registry that shows everything to everybody. */
async function attempt(
  login: () => Promise<Login | undefined>,
  session: RegistrySession,
  { redactor }: { readonly redactor: Redactor },
  ask: () => Promise<number | undefined>
): Promise<Tried> {
  let found: Login | undefined
  try {
    found = await login()
    const tags = await ask()
    return { ...session.learned, login: found, tags, error: undefined }
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return { ...session.learned, login: found, tags: undefined, error: redacted(error, redactor) }
  }
}

/** What a check comes to that could not even begin. @throws what is no RegistryError */
export function failedCheck(error: unknown, choice: LoginChoice): RegistryCheck {
  if (!(error instanceof RegistryError)) throw error
  const nothing = { scheme: undefined, accepted: false, rejected: undefined, withheld: undefined, login: undefined }
  return { ...nothing, choice, tags: undefined, error }
}

/** An odd spelling of an address, such as 0177.0.0.1, would lead elsewhere (threat model R-01). */
function versionAddress({ subject, access }: Job): URL {
  const host = apiHost(subject.registry)
  const text = `${access.plainHttp ? 'http' : 'https'}://${host}/v2/`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && (url.host === host || (access.plainHttp && `${url.host}:80` === host))) return url
  throw failure(subject, 'refused', `registry ${subject.registry} is not a host that can be asked`, {
    hint: url ? `Write the host as ${url.host}.` : undefined
  })
}

function judge(
  answer: Answer,
  url: URL,
  { subject, advice }: Job,
  { redactor, limits }: { readonly redactor: Redactor; readonly limits: RegistryLimits }
): void {
  const { status } = answer
  const fail = (what: string): RegistryError =>
    failure(subject, 'protocol', `${describeHost(subject, url)} ${what}`, {
      status,
      request: formatRequest('GET', url),
      hint: notARegistry
    })
  if (status === 200 && isRegistryAnswer(answer)) return
  if (status === 200) throw fail('answered with something else than a registry does (web page, proxy or login page?)')
  if (status === 404) throw fail('answered 404 at /v2/, which a registry has')
  if (status !== 403 && status < 500) throw fail(`answered ${status} at /v2/`)
  throw statusFailure(answer, { subject, advice, url, redactor, diagnosticLength: limits.diagnosticLength })
}

/** The body is `{}`, empty or other JSON by registry; the header is optional. A web page is none of these. */
function isRegistryAnswer({ header, body }: Answer): boolean {
  if (header('docker-distribution-api-version').length > 0) return true
  return body.every(byte => byte <= 0x20) || 'value' in parseJson(body)
}
