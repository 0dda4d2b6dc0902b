import { isImagesError, RegistryError } from '../../errors.ts'
import { type Advice, formatHost } from './advice.ts'
import { failure, formatRequest, notARegistry, type Subject } from './failure.ts'
import { explainFault, type FaultMeaning } from './fault-meaning.ts'
import type { RegistryLimits } from './limits.ts'
import { AddressRefused } from './lookup.ts'
import { describeHost, settingsName } from './naming.ts'
import { ProxyFault } from './proxy-fault.ts'
import type { Fault, RegistryRequest } from './transport.ts'

/** Turns whatever undici, Node or an abort gave into a fault with a RegistryError about the request. */
export function faultOf(
  error: unknown,
  { subject, advice, url, method }: RegistryRequest,
  { limits, begun }: { readonly limits: RegistryLimits; readonly begun: boolean }
): Fault {
  if (error instanceof RegistryError) return { kind: 'fault', error, again: false }
  if (isImagesError(error)) throw error
  const request = formatRequest(method, url)
  const root = rootOf(error)
  const host = describeHost(subject, url)
  if (root instanceof AddressRefused) {
    const where = root.address === url.hostname.replace(/^\[|\]$/g, '') ? '' : `, which is at ${root.address},`
    const why =
      root.kind === 'private' ? 'is on this machine or in a private network, and no setting names it' : 'is not allowed'
    const hint = root.kind === 'private' ? advice.name(settingsName(subject, url)) : undefined
    return {
      kind: 'fault',
      error: failure(subject, 'refused', `${host}${where} ${why}`, { request, hint }),
      again: false
    }
  }
  if (root instanceof ProxyFault) return { kind: 'fault', ...proxyFault(root, { subject, url, request }) }
  const meaning = speaksTls(root, url)
    ? ({ code: 'tls', what: 'speaks TLS, and plain http is set for it', next: 'no-plain-http' } as const)
    : explainFault(codeOf(root), begun, limits)
  const { code, what, again = false } = meaning
  const temporary = code === 'unavailable' || code === 'timeout' || code === 'incomplete'
  const hint = hintFor(meaning.next, advice, settingsName(subject, url), url.protocol === 'http:')
  return {
    kind: 'fault',
    error: failure(subject, code, `${host} ${what}${at(root)}`, { request, hint, temporary }),
    again,
    ...http2Fault(codeOf(root), begun)
  }
}

type Asked = { readonly subject: Subject; readonly url: URL; readonly request: string }

/** A proxy stands between: what it did is not the registry's doing. */
function proxyFault(
  { status, reason, host, variable }: ProxyFault,
  { subject, url, request }: Asked
): Pick<Fault, 'error' | 'again'> {
  const proxy = formatHost(host)
  const what = status === undefined ? `it could not be reached (${reason})` : `it answered ${status}`
  const direct = `add ${formatHost(url.hostname)} to NO_PROXY if it is reached without a proxy`
  const hint = status === 407 ? `Check the user name and password in ${variable}.` : `Check ${variable}, or ${direct}.`
  const message = `${describeHost(subject, url)} cannot be reached through the proxy ${proxy} of ${variable}: ${what}`
  const again =
    status === 502 || status === 503 || status === 504 || /^(?:ECONNRESET|EPIPE|EAI_AGAIN|UND_ERR_SOCKET)$/.test(reason)
  const error = failure(subject, status === 407 ? 'unauthorized' : 'unavailable', message, {
    request,
    hint,
    temporary: status === undefined || status >= 500
  })
  return { error, again }
}

function hintFor(next: FaultMeaning['next'], advice: Advice, host: string, plain: boolean): string {
  switch (next) {
    case 'plain-http':
      return advice.plainHttp(host)
    case 'no-plain-http':
      return advice.noPlainHttp()
    case 'closed':
      return advice.closed(host, plain)
    case 'reach':
      return 'Run again later, and check that this machine can reach it: a firewall or proxy may be between.'
    case 'name':
      return 'Check the spelling of the host.'
    case 'not-http':
      return notARegistry
    case 'later':
      return 'Run again later.'
    default:
      return advice.tls(host, next)
  }
}

/** The parser keeps what it could not read: a TLS alert (RFC 8446, 5.1) in answer to plain http. */
function speaksTls(error: unknown, url: URL): boolean {
  if (url.protocol !== 'http:' || !(error instanceof Error) || !('data' in error)) return false
  return typeof error.data === 'string' && /^\x15\x03[\x00-\x04]/.test(error.data)
}

/** With several addresses Node reports one error with all of theirs inside; the first that was reached speaks for them. */
function rootOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) {
    const reached = error.errors.find(one => !/^(?:ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL)$/.test(codeOf(one)))
    return error.errors.find(one => one instanceof AddressRefused) ?? reached ?? error.errors[0]
  }
  if (error instanceof Error && !('code' in error) && error.cause instanceof Error) return error.cause
  return error
}

/** What a server did to HTTP/2 itself, and might not do to HTTP/1.1. Asking for calm is about the number of requests. */
function http2Fault(code: string, begun: boolean): Pick<Fault, 'http2'> {
  if (code === 'NGHTTP2_ENHANCE_YOUR_CALM') return {}
  if (!begun && /^(?:NGHTTP2_REFUSED_STREAM|ERR_HTTP2_GOAWAY_SESSION)$/.test(code)) return { http2: 'refused' }
  return /^(?:NGHTTP2|ERR_HTTP2)_/.test(code) ? { http2: 'broken' } : {}
}

function codeOf(error: unknown): string {
  // undici's parser names some errors by class only, and a switch of protocols by its text.
  if (error instanceof Error && (error.name === 'HTTPParserError' || error.message === 'bad upgrade')) return 'HPE_'
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return ''
  if (error.code === 'UND_ERR_SOCKET' && error.message.includes('GOAWAY')) return 'ERR_HTTP2_GOAWAY_SESSION'
  // undici's words for a stream that the server ended with CANCEL or NO_ERROR.
  if (error.code === 'UND_ERR_INFO' && error.message.startsWith('HTTP/2: stream ')) return 'NGHTTP2_CANCEL'
  // The session's own words for what a server did to a stream.
  if (error.code === 'ERR_HTTP2_STREAM_ERROR') return /NGHTTP2_\w+/.exec(error.message)?.[0] ?? error.code
  // OpenSSL's own words arrive as EPROTO with the reason in the text only.
  return error.code === 'EPROTO' && /wrong version number/i.test(error.message)
    ? 'ERR_SSL_WRONG_VERSION_NUMBER'
    : error.code
}

function at(error: unknown): string {
  if (!(error instanceof Error) || !('address' in error) || typeof error.address !== 'string') return ''
  const port = 'port' in error && typeof error.port === 'number' ? `:${error.port}` : ''
  return ` (${error.address.includes(':') ? `[${error.address}]` : error.address}${port})`
}
