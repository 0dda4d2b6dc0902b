/** A proxy did not lead to the registry. */
export class ProxyFault extends Error {
  /** The variable that names the proxy, and its host and port. */
  readonly variable: string
  readonly host: string
  /** What the proxy answered, where it did. */
  readonly status: number | undefined
  /** Code of the error where there was no answer, as `ECONNREFUSED`. Not called `code`: undici would take it for its own and try for ever. */
  readonly reason: string

  constructor(
    { variable, url }: { readonly variable: string; readonly url: URL },
    { status, reason = '' }: { readonly status?: number; readonly reason?: string }
  ) {
    super(`proxy ${url.host} of ${variable} did not lead on`)
    this.name = 'ProxyFault'
    this.variable = variable
    this.host = url.host
    this.status = status
    this.reason = reason
  }
}

// What fails before there is a tunnel; what TLS says afterwards is the registry's.
const before = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_SOCKET'
])

/** The fault of a proxy, if an error of a connection through it is one; else the error itself. */
export function asProxyFault(error: unknown, proxy: { readonly variable: string; readonly url: URL }): unknown {
  if (!(error instanceof Error)) return error
  const status = /Proxy response \((\d{3})\)/.exec(error.message)?.[1]
  if (status !== undefined) return new ProxyFault(proxy, { status: Number(status) })
  if (/\b407\b/.test(error.message) && error.name === 'InvalidArgumentError')
    return new ProxyFault(proxy, { status: 407 })
  const root = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error
  const code = 'code' in root && typeof root.code === 'string' ? root.code : ''
  return before.has(code) || error.name === 'SecureProxyConnectionError'
    ? new ProxyFault(proxy, { reason: code })
    : error
}
