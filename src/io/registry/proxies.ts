import { BlockList, isIP } from 'node:net'
import { InputError } from '../../errors.ts'
import { basicCredential, secretForms } from './redact.ts'
import type { Environment } from './variables.ts'

/** A proxy that requests go through. */
export type HttpProxy = {
  /** The variable that names it, for messages. */
  readonly variable: string
  /** Without user name and password. */
  readonly url: URL
  /** Value of `Proxy-Authorization`; a secret. */
  readonly authorization: string | undefined
}

/** The proxies that the environment names. Only the workflow sets it, so a proxy may be in a private network. */
export type Proxies = {
  readonly https: HttpProxy | undefined
  readonly http: HttpProxy | undefined
  /** True for a host that is asked without a proxy. */
  readonly bypasses: (url: URL) => boolean
  /** Every form of the passwords (threat model C-04). */
  readonly secrets: readonly string[]
}

/** A way to read proxies that finds problems too: what is unusable is left out. */
export type ProxiesReading = { readonly proxies: Proxies; readonly problems: readonly InputError[] }

/** No proxy at all. */
export const noProxies: Proxies = { https: undefined, http: undefined, bypasses: () => true, secrets: [] }

/**
 * Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, also in lower case, which wins as in curl. The rules of `NO_PROXY` are those of
 * Go's net/http (package httpproxy), which docker and kluctl follow: host names mean their subdomains too, a leading dot only these;
 * IP addresses, ranges as `10.0.0.0/8`, ports, `*`. This machine itself is never asked through a proxy.
 */
export function readProxies(env: Environment): ProxiesReading {
  const problems: InputError[] = []
  const read = (name: string): HttpProxy | undefined => {
    const variable = [name.toLowerCase(), name].find(key => (env[key] ?? '').trim() !== '')
    if (variable === undefined) return undefined
    const proxy = parseProxy(variable, (env[variable] ?? '').trim())
    if (!(proxy instanceof InputError)) return proxy
    problems.push(proxy)
    return undefined
  }
  const https = read('HTTPS_PROXY')
  const http = read('HTTP_PROXY')
  const secrets = [https, http].flatMap(proxy => (proxy ? proxySecrets(proxy) : []))
  const bypasses = createBypass(env['no_proxy'] || env['NO_PROXY'] || '')
  return { proxies: { https, http, bypasses, secrets: [...new Set(secrets)] }, problems }
}

/** The proxy that leads to an address; undefined where it is asked directly. */
export function proxyFor(url: URL, proxies: Proxies): HttpProxy | undefined {
  const proxy = url.protocol === 'https:' ? proxies.https : proxies.http
  return proxy && !proxies.bypasses(url) ? proxy : undefined
}

function parseProxy(variable: string, text: string): HttpProxy | InputError {
  // Whatever is wrong, the text may hold a password and is not shown.
  const problem = (what: string): InputError =>
    new InputError(variable, `${variable} ${what}`, {
      hint: 'Write http://proxy.example.com:3128, with user:password@ before the host if it asks for a login.'
    })
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  if (/\s/.test(full) || !URL.canParse(full)) return problem('is not the address of a proxy')
  const url = new URL(full)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return problem(`begins with ${url.protocol}//, and only http and https proxies are supported`)
  if (url.pathname.length > 1 || url.search !== '' || url.hash !== '') return problem('has more than a host and a port')
  const login = readLogin(url)
  if (login === undefined) return problem('has a user name or password that is not URL-encoded')
  url.username = ''
  url.password = ''
  return { variable, url, authorization: login === '' ? undefined : `Basic ${login}` }
}

function readLogin(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return ''
  try {
    return basicCredential(decodeURIComponent(url.username), decodeURIComponent(url.password))
  } catch {
    return undefined
  }
}

function proxySecrets({ authorization }: HttpProxy): readonly string[] {
  if (authorization === undefined) return []
  const basic = authorization.slice('Basic '.length)
  const plain = Buffer.from(basic, 'base64').toString('utf8')
  const password = plain.slice(plain.indexOf(':') + 1)
  return [...secretForms(password), ...secretForms(basic), ...secretForms(basic.replace(/=+$/, ''))]
}

type Exception = (hostname: string, port: string) => boolean

function createBypass(text: string): (url: URL) => boolean {
  const exceptions = text
    .split(/[\s,]+/)
    .filter(word => word !== '')
    .map(parseException)
  return url => {
    const hostname = bare(url.hostname)
    const port = url.port || (url.protocol === 'http:' ? '80' : '443')
    return isThisMachine(hostname) || exceptions.some(excepts => excepts(hostname, port))
  }
}

function parseException(word: string): Exception {
  const text = word.toLowerCase()
  if (text === '*') return () => true
  const range = /^([^/]+)\/(\d{1,3})$/.exec(text)
  if (range?.[1] !== undefined) return inRange(range[1], Number(range[2]))
  const [, host = text, port = ''] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(text) ?? []
  const name = bare(host)
  const samePort = (other: string): boolean => port === '' || port === other
  if (isIP(name) !== 0) return (hostname, other) => hostname === name && samePort(other)
  const suffix = name.replace(/^\*?\.?/, '.')
  const itself = suffix.length === name.length + 1 ? name : undefined
  return (hostname, other) => (hostname === itself || hostname.endsWith(suffix)) && suffix !== '.' && samePort(other)
}

function inRange(address: string, bits: number): Exception {
  const version = isIP(address)
  if (version === 0 || bits > (version === 4 ? 32 : 128)) return () => false
  const list = new BlockList()
  list.addSubnet(address, bits, version === 4 ? 'ipv4' : 'ipv6')
  return hostname => {
    const found = isIP(hostname)
    return found !== 0 && list.check(hostname, found === 4 ? 'ipv4' : 'ipv6')
  }
}

function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '::1' || (isIP(hostname) === 4 && hostname.startsWith('127.'))
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}
