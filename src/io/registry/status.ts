import type { RegistryError, RegistryErrorCode } from '../../errors.ts'
import type { Advice } from './advice.ts'
import { failure, formatRequest, notARegistry, readDiagnostic, readErrorCode, type Subject } from './failure.ts'
import { habitOf } from './habits.ts'
import type { Redactor } from './redact.ts'
import { parseJson } from './tags.ts'
import type { Answer } from './transport.ts'

/** What the error for an answer is made from. */
export type StatusContext = {
  readonly subject: Subject
  readonly advice: Advice
  readonly url: URL
  readonly redactor: Redactor
  readonly diagnosticLength: number
  /** What was asked for where it is no tag list, as messages call it. */
  readonly wanted?: string | undefined
  readonly method?: 'HEAD' | undefined
}

type Meaning = { readonly code: RegistryErrorCode; readonly what: string; readonly hint?: string }

/** The error for an answer that is not 200, of a tag list or of an image (threat model R-08, R-14). */
export function statusFailure(answer: Answer, context: StatusContext): RegistryError {
  const { status } = answer
  const { subject, url, method = 'GET' } = context
  if (status === 400 && url.protocol === 'http:' && wantsTls(answer.body)) return tlsWanted(context)
  const json = parseJson(answer.body)
  const diagnostic =
    'value' in json ? readDiagnostic(json.value, context.redactor, context.diagnosticLength) : undefined
  const { code, what, hint } = explain(status, `${subject.registry}/${subject.repository ?? ''}`, context)
  const said = diagnostic === undefined ? '' : ` (${diagnostic})`
  return failure(subject, code, `${what}${said}`, { status, request: formatRequest(method, url), diagnostic, hint })
}

/** Go's server and nginx say this in words to whoever speaks plain http at their TLS port. */
function wantsTls(body: Uint8Array): boolean {
  return /HTTP request (?:was sent )?to (?:an )?HTTPS (?:server|port)|SSL-enabled server port/i.test(
    new TextDecoder().decode(body.subarray(0, 4096))
  )
}

function tlsWanted({ subject, advice, url }: StatusContext): RegistryError {
  const message = `registry ${subject.registry} speaks TLS, and plain http is set for it`
  return failure(subject, 'tls', message, {
    status: 400,
    request: formatRequest('GET', url),
    hint: advice.noPlainHttp()
  })
}

/**
 * True if a registry refused a page because of its size; the same request without a size may do. 405 is how ECR says it
 * (google/go-containerregistry issue 681).
 */
export function refusesPageSize(answer: Answer): boolean {
  if (answer.status !== 400 && answer.status !== 405) return false
  const json = parseJson(answer.body)
  if (!('value' in json)) return false
  if (readErrorCode(json.value) === 'PAGINATION_NUMBER_INVALID') return true
  return /maxResults|pagina|page.?size|number of (?:results|entries|tags)|\bn\b/i.test(
    JSON.stringify(json.value).slice(0, 4096)
  )
}

function explain(status: number, repository: string, { subject, advice, wanted }: StatusContext): Meaning {
  const registry = `registry ${subject.registry}`
  switch (status) {
    case 401:
      return {
        code: 'unauthorized',
        what: `${registry} does not show ${wanted ?? `the tags of ${repository}`} without another login`,
        hint: advice.login()
      }
    case 403:
      return { code: 'denied', what: `${registry} denies access to ${repository}`, hint: advice.login() }
    case 404:
      return {
        code: 'not-found',
        what: `${registry} has no ${wanted ?? `repository ${repository}`}`,
        hint: [
          'Check the spelling; some registries also say so where a login is missing.',
          habitOf(subject.registry).login
        ]
          .filter(part => part !== undefined)
          .join(' ')
      }
    default:
      if (status >= 500) return { code: 'unavailable', what: `${registry} answers ${status}`, hint: 'Run again later.' }
      return {
        code: 'protocol',
        what: `${registry} answered ${status} instead of ${wanted ?? 'a tag list'}`,
        hint: notARegistry
      }
  }
}
