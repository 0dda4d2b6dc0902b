import type { RegistryErrorCode } from '../../errors.ts'
import { failure, formatRequest, readDiagnostic } from './failure.ts'
import type { RegistryLimits } from './limits.ts'
import { describeHost } from './naming.ts'
import { readRateLimit } from './rate-limit.ts'
import type { Redactor } from './redact.ts'
import { parseJson } from './tags.ts'
import type { Answer, Fault, RegistryRequest } from './transport.ts'

/** Why a request is not sent again: it was, often enough; or the host asks for a wait (undefined: does not say) that is too long. */
export type GivingUp = { readonly retries: number } | { readonly asked: number | undefined }

/** The fault of a request that failed for a while and is not sent again. A fault keeps its own error. */
export function giveUp(
  result: Answer | Fault,
  { subject, url, method }: RegistryRequest,
  { limits, redactor }: { readonly limits: RegistryLimits; readonly redactor: Redactor },
  why: GivingUp
): Fault {
  if (result.kind === 'fault') return { ...result, again: false }
  const { status } = result
  const json = parseJson(result.body)
  const diagnostic = 'value' in json ? readDiagnostic(json.value, redactor, limits.diagnosticLength) : undefined
  const code: RegistryErrorCode = status === 429 ? 'rate-limited' : 'unavailable'
  const what = status === 429 ? 'has had too many requests' : `still answers ${status}`
  const said = diagnostic === undefined ? '' : ` (${diagnostic})`
  // Whom Docker Hub counts by account has logged in.
  const isLoggedIn = readRateLimit(result.header, 0).counts === 'account'
  const hint = status === 429 && !isLoggedIn ? 'Run again later; a login often has a higher limit.' : 'Run again later.'
  const fields = { status, request: formatRequest(method, url), diagnostic, temporary: true, hint }
  const message = `${describeHost(subject, url)} ${what}${said} ${formatReason(why)}`
  return { kind: 'fault', error: failure(subject, code, message, fields), again: false }
}

/** `45 s`, `12 minutes`, `277 hours`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000)
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.floor(seconds / 60)} minutes`
  return seconds > 1e12 ? 'for ever' : `${Math.floor(seconds / 3600)} hours`
}

function formatReason(why: GivingUp): string {
  if ('retries' in why) return `after ${why.retries} retries`
  const reason =
    why.asked === undefined ? 'and has no more time to wait' : `and asks to wait ${formatDuration(why.asked)}`
  return `${reason}; giving up`
}
