import type { RegistryErrorCode } from '../../errors.ts'
import { isImagesError, RegistryError } from '../../errors.ts'
import { failure, formatRequest } from './failure.ts'
import type { RegistryLimits } from './limits.ts'
import { AddressRefused } from './lookup.ts'
import type { Fault, RegistryRequest } from './transport.ts'

type Meaning = {
  readonly code: RegistryErrorCode
  readonly what: string
  readonly again?: boolean
  readonly noTls?: boolean
}

const certificateFaults = new Map([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate comes from an authority that is not trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate comes from an authority that is not trusted'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'its certificate comes from an authority that is not trusted'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its certificate comes from an authority that is not trusted'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet'],
  ['CERT_REVOKED', 'its certificate is revoked'],
  ['CERT_UNTRUSTED', 'its certificate is not trusted'],
  ['CERT_REJECTED', 'its certificate is not trusted'],
  ['CERT_SIGNATURE_FAILURE', 'the signature of its certificate is wrong'],
  ['INVALID_CA', 'the authority of its certificate may not issue certificates'],
  ['INVALID_PURPOSE', 'its certificate is not for a server'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host']
])

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
  if (root instanceof AddressRefused) {
    const host = subject.registry === url.host ? `registry ${url.host}` : `host ${url.host}`
    const where = root.address === url.hostname ? '' : `, which is at ${root.address},`
    const why =
      root.kind === 'private' ? 'is on this machine or in a private network, and no setting names it' : 'is not allowed'
    const hint = root.kind === 'private' ? advice.name(url.host) : undefined
    return {
      kind: 'fault',
      error: failure(subject, 'refused', `${host}${where} ${why}`, { request, hint }),
      again: false
    }
  }
  const { code, what, again = false, noTls } = explain(codeOf(root), begun, limits)
  const hint = noTls ? advice.plainHttp(url.host) : code === 'tls' ? advice.tls(url.host) : undefined
  const temporary = code === 'unavailable' || code === 'timeout' || code === 'incomplete'
  return {
    kind: 'fault',
    error: failure(subject, code, `registry ${url.host} ${what}${at(root)}`, { request, hint, temporary }),
    again
  }
}

function explain(code: string, begun: boolean, limits: RegistryLimits): Meaning {
  const certificate = certificateFaults.get(code)
  if (certificate) return { code: 'tls', what: `cannot be trusted: ${certificate} (${code})` }
  switch (code) {
    case 'ECONNREFUSED':
      return { code: 'unavailable', what: 'refused the connection' }
    case 'ENOTFOUND':
      return { code: 'unavailable', what: 'has no address: the name is not known' }
    case 'EAI_AGAIN':
      return { code: 'unavailable', what: 'could not be looked up', again: true }
    case 'UND_ERR_CONNECT_TIMEOUT':
      return { code: 'timeout', what: `could not be connected to in ${limits.connectMs / 1000} s` }
    case 'ETIMEDOUT':
      return { code: 'timeout', what: 'could not be connected to in time' }
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return { code: 'timeout', what: `sent nothing for ${limits.idleMs / 1000} s` }
    case 'UND_ERR_HEADERS_OVERFLOW':
      return { code: 'protocol', what: 'answered with headers that are too large' }
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      if (begun) return { code: 'incomplete', what: 'broke off in the middle of an answer', again: true }
      return { code: 'unavailable', what: 'closed the connection without an answer', again: true }
    default:
      return explainRest(code)
  }
}

function explainRest(code: string): Meaning {
  const suffix = code === '' || code === 'HPE_' ? '' : ` (${code})`
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code)) {
    return {
      code: 'tls',
      what: `does not speak TLS${suffix}`,
      noTls: true
    }
  }
  if (/^(?:ERR_SSL|ERR_TLS|EPROTO)/.test(code)) return { code: 'tls', what: `could not agree on TLS${suffix}` }
  if (/^(?:HPE_|UND_ERR_|ERR_INVALID_)/.test(code))
    return { code: 'protocol', what: `sent an answer that is not HTTP${suffix}` }
  return { code: 'unavailable', what: `could not be asked${suffix}` }
}

/** With several addresses Node reports one error with all of theirs inside; the first speaks for them. */
function rootOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.find(one => one instanceof AddressRefused) ?? error.errors[0]
  }
  if (error instanceof Error && !('code' in error) && error.cause instanceof Error) return error.cause
  return error
}

function codeOf(error: unknown): string {
  // undici's parser names some errors by class only, and a switch of protocols by its text.
  if (error instanceof Error && (error.name === 'HTTPParserError' || error.message === 'bad upgrade')) return 'HPE_'
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return ''
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
