import type { RegistryErrorCode } from '../../errors.ts'
import type { RegistryLimits } from './limits.ts'

/** What a failed connection comes to: the code of the error, what the host did, and which advice helps. */
export type FaultMeaning = {
  readonly code: RegistryErrorCode
  readonly what: string
  /** True where the same request may be sent once more. */
  readonly again?: boolean
  readonly next:
    | 'unknown'
    | 'wrong'
    | 'client'
    | 'version'
    | 'plain-http'
    | 'no-plain-http'
    | 'closed'
    | 'reach'
    | 'name'
    | 'not-http'
    | 'later'
}

const notTrusted = 'its certificate comes from an authority that is not trusted'

const certificateFaults = new Map([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', notTrusted],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', notTrusted],
  ['UNABLE_TO_GET_ISSUER_CERT', notTrusted],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', notTrusted],
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

// Another authority does not help these.
const wrongCertificates = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'INVALID_PURPOSE',
  'ERR_TLS_CERT_ALTNAME_INVALID'
])

/** Explains a code of Node, OpenSSL or undici. `begun`: a part of the answer had come. */
export function explainFault(code: string, begun: boolean, limits: RegistryLimits): FaultMeaning {
  const certificate = certificateFaults.get(code)
  if (certificate) {
    const next = wrongCertificates.has(code) ? 'wrong' : 'unknown'
    return { code: 'tls', what: `cannot be trusted: ${certificate} (${code})`, next }
  }
  switch (code) {
    case 'ECONNREFUSED':
      return { code: 'unavailable', what: 'refused the connection', next: 'reach' }
    case 'ENOTFOUND':
      return { code: 'unavailable', what: 'has no address: the name is not known', next: 'name' }
    case 'EAI_AGAIN':
      return { code: 'unavailable', what: 'could not be looked up', again: true, next: 'reach' }
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'EADDRNOTAVAIL':
      return { code: 'unavailable', what: `cannot be reached from here (${code})`, next: 'reach' }
    case 'UND_ERR_CONNECT_TIMEOUT':
      return { code: 'timeout', what: `could not be connected to in ${limits.connectMs / 1000} s`, next: 'reach' }
    case 'ETIMEDOUT':
      return { code: 'timeout', what: 'could not be connected to in time', next: 'reach' }
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return { code: 'timeout', what: `sent nothing for ${limits.idleMs / 1000} s`, next: 'later' }
    case 'UND_ERR_HEADERS_OVERFLOW':
      return { code: 'protocol', what: 'answered with headers that are too large', next: 'not-http' }
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_INFO':
    case 'ERR_HTTP2_STREAM_CANCEL':
    case 'ERR_HTTP2_SESSION_ERROR':
    case 'ERR_HTTP2_GOAWAY_SESSION':
    case 'ERR_HTTP2_INVALID_SESSION':
      return lost(begun)
    case 'NGHTTP2_PROTOCOL_ERROR':
      // What Node says of a body that is shorter or longer than its length.
      return begun ? lost(begun) : explainRest(code)
    default:
      // Why a server reset a stream is its own affair: the next one may do.
      return code.startsWith('NGHTTP2_') ? lost(begun) : explainRest(code)
  }
}

function lost(begun: boolean): FaultMeaning {
  return begun
    ? { code: 'incomplete', what: 'broke off in the middle of an answer', again: true, next: 'later' }
    : { code: 'unavailable', what: 'closed the connection without an answer', again: true, next: 'closed' }
}

function explainRest(code: string): FaultMeaning {
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code))
    return { code: 'tls', what: `does not speak TLS (${code})`, next: 'plain-http' }
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/.test(code))
    return { code: 'tls', what: `speaks only versions of TLS that are too old (${code})`, next: 'version' }
  if (/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|ALERT_(?:BAD|UNKNOWN|UNSUPPORTED)_C/.test(code))
    return { code: 'tls', what: `broke the TLS connection off (${code})`, next: 'client' }
  if (/^(?:ERR_SSL|ERR_TLS|EPROTO)/.test(code))
    return { code: 'tls', what: `could not agree on TLS (${code})`, next: 'unknown' }
  if (/^(?:HPE_|UND_ERR_|ERR_INVALID_|ERR_ASSERTION|NGHTTP2_|ERR_HTTP2_)/.test(code))
    return { code: 'protocol', what: 'sent an answer that is not HTTP', next: 'not-http' }
  return { code: 'unavailable', what: `could not be asked${code === '' ? '' : ` (${code})`}`, next: 'reach' }
}
