import { RegistryError, type RegistryErrorCode } from '../../errors.ts'
import { shorten, visible } from '../../text.ts'
import type { Redactor } from './redact.ts'

/** What a request is made for: the registry and repository that messages name. */
export type Subject = { readonly registry: string; readonly repository: string | undefined }

export type FailureFields = {
  readonly hint?: string | undefined
  readonly status?: number | undefined
  readonly request?: string | undefined
  readonly diagnostic?: string | undefined
  readonly temporary?: boolean | undefined
}

/** What to do about an answer that no registry gives. */
export const notARegistry = 'Check that the host is a container registry; a proxy before it may answer in its place.'

/** A RegistryError about a subject. The message must hold no secret; {@link redacted} is the net below, not the rule. */
export function failure(
  subject: Subject,
  code: RegistryErrorCode,
  message: string,
  { hint, ...fields }: FailureFields = {}
): RegistryError {
  return new RegistryError(code, message, { ...subject, ...fields }, { hint })
}

/** The same error with every text redacted and without a cause: the last step before it leaves (threat model C-05, C-06). */
export function redacted(error: RegistryError, redactor: Redactor): RegistryError {
  const clean = (text: string | undefined): string | undefined => text && redactor.redact(text)
  const { registry, repository, status, temporary } = error
  const fields = { registry, repository, status, temporary }
  // Only now may it be cut: half a secret would stay.
  const request = clean(error.request)
  const texts = { request: request && shorten(request, 300), diagnostic: clean(error.diagnostic) }
  return new RegistryError(
    error.code,
    redactor.redact(error.message),
    { ...fields, ...texts },
    { hint: clean(error.hint) }
  )
}

/** The same error told about another repository, which met it second. */
export function repeated(error: RegistryError, subject: Subject): RegistryError {
  const { code, status, request, diagnostic, temporary, hint } = error
  const first = error.repository === undefined ? '' : ` (first seen at image ${error.registry}/${error.repository})`
  return failure(subject, code, `${error.message}${first}`, { status, request, diagnostic, temporary, hint })
}

/** Method and address of a request, for messages. */
export function formatRequest(method: string, url: URL): string {
  return visible(`${method} ${url.origin}${url.pathname}${url.search}`)
}

/**
 * The registry's own words: the first code and message of an error body (OCI distribution specification, "Error codes"),
 * or OAuth2's `error`. Redacted before it is cut, so that half a secret cannot stay. Undefined for anything else.
 */
export function readDiagnostic(body: unknown, redactor: Redactor, limit: number): string | undefined {
  const errors = field(body, 'errors')
  const first: unknown = Array.isArray(errors) ? errors[0] : body
  const code = textField(first, 'code') ?? textField(first, 'error')
  const message = textField(first, 'message') ?? textField(first, 'error_description') ?? textField(first, 'details')
  const text = [code, message].filter(part => part !== undefined && part !== '').join(': ')
  // visible() can make a text longer, so it is cut twice.
  return text === '' ? undefined : shorten(visible(shorten(redactor.redact(text), limit)), limit)
}

/** The first error code of an error body, where it has one. */
export function readErrorCode(body: unknown): string | undefined {
  const errors = field(body, 'errors')
  return Array.isArray(errors) ? textField(errors[0], 'code') : undefined
}

function textField(value: unknown, key: string): string | undefined {
  const text = field(value, key)
  return typeof text === 'string' ? text : undefined
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return Object.getOwnPropertyDescriptor(value, key)?.value
}
