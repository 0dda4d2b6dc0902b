import type { LookupFunction } from 'node:net'
import type { Dispatcher } from 'undici'
import buildConnector from 'undici/lib/core/connect.js'
import Client from 'undici/lib/dispatcher/client.js'
import Pool from 'undici/lib/dispatcher/pool.js'
import type { TlsSettings } from './entry.ts'
import type { RegistryLimits } from './limits.ts'
import { guardedLookup, probeLookup, refuseAddress, refuseLiteral } from './lookup.ts'
import type { HttpProxy } from './proxies.ts'
import { asProxyFault } from './proxy-fault.ts'

type Connector = ReturnType<typeof buildConnector>
type Target = Parameters<Connector>[0]

// How many bytes a server may send ahead over HTTP/2, on a request and in all: with less, long lists wait for round trips.
const streamWindow = 1024 * 1024
const connectionWindow = 16 * 1024 * 1024

/** Where a line leads and how. */
export type LineOptions = {
  readonly url: URL
  readonly tls: TlsSettings
  readonly limits: RegistryLimits
  /** True if the workflow names the host, so that it may be in a private network. */
  readonly named: boolean
  readonly proxy: HttpProxy | undefined
  /** Where to connect instead; for the embedded demo and tests. */
  readonly mapped: { readonly host: string; readonly port: number } | undefined
  /** Instead of the system's look-up of names. */
  readonly lookup: LookupFunction | undefined
  /** False for a server that speaks HTTP/2 badly. */
  readonly allowHttp2: boolean
  /** Told each time a connection is there, and whether it speaks HTTP/2, or why there is none. */
  readonly onConnect: (result: Connected) => void
}

/** What came of a connection. */
export type Connected = { readonly h2: boolean } | { readonly error: unknown }

/**
 * The connections to one scheme, host and port with one TLS setting: a single one where the server speaks HTTP/2, with many requests on
 * it at a time; else up to `limits.connections`.
 */
export async function createLine(options: LineOptions): Promise<Dispatcher> {
  const { limits, proxy, url } = options
  if (!proxy) return createPool(url.origin, guardDirect(options), options)
  // All of undici is slow to load, and few need a proxy.
  const { ProxyAgent } = await import('undici')
  return new ProxyAgent({
    uri: proxy.url.href,
    ...(proxy.authorization === undefined ? {} : { token: proxy.authorization }),
    // For a plain http registry a proxy is handed the whole address: tunnels to port 80 are often forbidden.
    proxyTunnel: url.protocol === 'https:',
    requestTls: tlsOptions(options),
    proxyTls: { timeout: limits.connectMs },
    clientFactory: (origin, given) =>
      new Pool(origin, { ...given, connections: limits.connections, headersTimeout: limits.connectMs }),
    factory: (origin, given) => createPool(origin, guardProxied(connectorOf(given), proxy, options), options)
  })
}

function createPool(origin: URL | string, connect: Connector, { limits, onConnect }: LineOptions): Pool {
  // Twice as many as are ever sent: a client that is full would have the pool open another connection.
  const many = limits.streams * 2
  let h2 = false
  return new Pool(origin, {
    connections: limits.connections,
    factory: address => {
      const client = new Client(address, {
        allowH2: true,
        initialWindowSize: streamWindow,
        connectionWindowSize: connectionWindow,
        pipelining: h2 ? many : 1,
        connect: (target, callback) =>
          connect(target, (...result) => {
            const [error, socket] = result
            if (error) onConnect({ error })
            else {
              h2 = socket !== null && 'alpnProtocol' in socket && socket.alpnProtocol === 'h2'
              if (h2) client.pipelining = many
              onConnect({ h2 })
            }
            callback(...result)
          })
      })
      return client
    }
  })
}

function tlsOptions({ tls, limits, allowHttp2 }: LineOptions): NonNullable<Parameters<typeof buildConnector>[0]> {
  return {
    timeout: limits.connectMs,
    allowH2: allowHttp2,
    rejectUnauthorized: tls.verify,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.cert === undefined || tls.key === undefined ? {} : { cert: tls.cert, key: tls.key })
  }
}

/** Every address that is connected to is judged (threat model R-02). */
function guardDirect(options: LineOptions): Connector {
  const { mapped, named, url, lookup } = options
  const connect = buildConnector({
    ...tlsOptions(options),
    ...(mapped ? {} : { lookup: guardedLookup(named, lookup) })
  })
  return (target, callback) => {
    if (mapped) {
      const servername = /^[\d.]+$|^\[/.test(url.hostname) ? {} : { servername: url.hostname }
      return connect({ ...target, ...servername, hostname: mapped.host, port: String(mapped.port) }, callback)
    }
    const refused = refuseLiteral(target.hostname, named)
    if (refused) return callback(refused, null)
    connect(target, (...result) => {
      const [, socket] = result
      const elsewhere = socket?.remoteAddress ? refuseAddress(socket.remoteAddress, named) : undefined
      if (!elsewhere) return callback(...result)
      socket?.destroy()
      callback(elsewhere, null)
    })
  }
}

/**
 * A proxy looks names up by itself, so the address that it connects to cannot be seen. What this machine knows of the name is judged;
 * a name that it does not know is left to the proxy.
 */
function guardProxied(connect: Connector, proxy: HttpProxy, { named, lookup, url }: LineOptions): Connector {
  const go = (target: Target, callback: Parameters<Connector>[1]): void =>
    connect(target, (...result) => {
      const [error] = result
      if (error) callback(toError(asProxyFault(error, proxy)), null)
      else callback(...result)
    })
  return (target, callback) => {
    const refused = refuseLiteral(url.hostname, named)
    if (refused) return callback(refused, null)
    if (named) return go(target, callback)
    probeLookup(url.hostname, lookup).then(
      unwanted => (unwanted ? callback(unwanted, null) : go(target, callback)),
      (error: unknown) => callback(toError(error), null)
    )
  }
}

function connectorOf(given: object): Connector {
  const connect: unknown = 'connect' in given ? given.connect : undefined
  if (isConnector(connect)) return connect
  throw new TypeError('a proxy gave no way to connect')
}

function isConnector(value: unknown): value is Connector {
  return typeof value === 'function'
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
