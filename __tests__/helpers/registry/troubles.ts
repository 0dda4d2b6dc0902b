import type { LookupFunction } from 'node:net'
import { explainFault } from '../../../src/io/registry/fault-meaning.ts'
import { defaultLimits } from '../../../src/io/registry/limits.ts'
import { readProxies } from '../../../src/io/registry/proxies.ts'
import { sendJson, sendText } from '../registry.ts'
import { basicThen, bearerAt, victim } from './attack.ts'
import { type Answer, type Bench, type Limits, page, plain } from './bench.ts'
import { credentialsOf, listTags } from './client.ts'
import { startProxy } from './proxy.ts'
import { refuse } from './vendors/answers.ts'

/** Brings about what a message of the documentation is about, and gives the message. */
export type Trouble = (bench: Bench) => Promise<string>

const login = { KLUCTL_REGISTRY_1_USERNAME: victim.username, KLUCTL_REGISTRY_1_PASSWORD: victim.password }
const ok: Answer = (_, response) => sendText(response, 200, page(['1']))
const ownRealm = (host: string): string => `http://${host}/token`

type Given = {
  readonly env?: Record<string, string>
  readonly files?: Record<string, string>
  readonly limits?: Limits
}

/** A registry without TLS that answers by hand; `env` may replace all there is. */
export function at(answer: Answer, { env = {}, files, limits = {} }: Given = {}): Trouble {
  return async bench => {
    const registry = await bench.start({ answer })
    const client = bench.client({ ...plain(registry.host), ...env }, { limits }, named(files, registry.host))
    return listing(client, `${registry.host}/team/app`)
  }
}

/** An image at a host that nobody has to answer for. */
export function image(name: string, options: { lookup?: LookupFunction; proxy?: string } = {}): Trouble {
  return bench => {
    const { lookup, proxy } = options
    const proxies = proxy === undefined ? {} : { proxies: readProxies({ HTTPS_PROXY: proxy }).proxies }
    return listing(bench.client({}, { ...(lookup ? { lookup } : {}), ...proxies, limits: { retries: 0 } }), name)
  }
}

/** A problem or warning of reading the environment. */
export function reading(env: Record<string, string>): Trouble {
  return () => {
    const { problems, credentials } = credentialsOf(env)
    return Promise.resolve([...problems.map(({ message }) => message), ...credentials.warnings][0] ?? 'no problem')
  }
}

/** What a code of Node, OpenSSL or undici comes to. */
export function code(name: string): Trouble {
  return () => Promise.resolve(`registry reg.test ${explainFault(name, false, defaultLimits).what}`)
}

/** A proxy that answers like that. */
export function proxied(options: { readonly status?: number; readonly login?: string }): Trouble {
  return async bench => {
    const proxy = await startProxy({ ...options, to: { host: '127.0.0.1', port: 1 } })
    bench.later(proxy.stop)
    const lookup: LookupFunction = (_, __, callback) => callback(null, [{ address: '203.0.113.9', family: 4 }])
    return image('registry.test/team/app', { lookup, proxy: `http://${proxy.host}` })(bench)
  }
}

/** A login that the registry of the answer does not take. */
export function withLogin(answer: Answer): Trouble {
  return at(answer, { env: login })
}

/** A token endpoint that refuses. */
export function tokenRefused(status: number): Answer {
  return bearerAt(ownRealm, undefined, refuse(status, status === 401 ? 'UNAUTHORIZED' : 'DENIED', 'no'))
}

/** A registry with HTTP Basic that takes another password, in its own words. */
export function basicRefused(status: number, code: string, message: string): Answer {
  return (request, response, count) =>
    request.headers.authorization === undefined
      ? basicThen(ok)(request, response, count)
      : refuse(status, code, message)(request, response)
}

/** A registry that gives a token which opens nothing. */
export function tokenForNothing(status: number): Answer {
  return bearerAt(ownRealm, (request, response) =>
    refuse(status, 'DENIED', 'requested access to the resource is denied', {
      'www-authenticate': `Bearer realm="http://${request.host}/token"`
    })(request, response)
  )
}

/** Asks for a token at another address. */
export function tokenElsewhere(realm: string): Answer {
  return (_, response) => sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="${realm}",service="s"` })
}

/** A login that would have to go to a host which is not the registry's and gives strangers nothing. */
export const tokenFromStranger: Trouble = async bench => {
  const stranger = await bench.start({ answer: refuse(403, 'DENIED', 'no') })
  const host = `localhost:${stranger.port}`
  return at(tokenElsewhere(`http://${host}/token`), { env: { ...login, ...plain(host, '2') } })(bench)
}

/** What listing an image ends in. */
export function listing(client: Parameters<typeof listTags>[0], name: string): Promise<string> {
  return listTags(client, name).then(
    found => `no error: ${JSON.stringify(found)}`,
    (error: unknown) => (error instanceof Error ? error.message : String(error))
  )
}

function named(files: Record<string, string> = {}, host: string): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('<host>', host)]))
}
