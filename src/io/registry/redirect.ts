import { formatHost } from './advice.ts'
import type { TlsSettings } from './entry.ts'
import { failure, formatRequest } from './failure.ts'
import { describeHost, registryName } from './naming.ts'
import type { Answer, Exchange, Fault, RegistryRequest } from './transport.ts'

/** An answer after redirects. `crossed`: it comes from another scheme, host or port, or by way of one. */
export type Followed = { readonly answer: Answer; readonly crossed: boolean }

export type FollowOptions = {
  readonly redirects: number
  /** How to connect to a host that is not the one asked first. */
  readonly settings: (host: string) => { readonly tls: TlsSettings }
  /** True if an address repeats a secret. */
  readonly reveals: (address: string) => boolean
}

const redirectStatus = new Set([301, 302, 303, 307, 308])

/**
 * Sends a GET or HEAD and follows its redirects. From the first hop to another scheme, host or port on, the login and the client
 * certificate stay behind, also when a later hop comes back (threat model C-10).
 */
export async function follow(
  exchange: Exchange,
  first: RegistryRequest,
  options: FollowOptions
): Promise<Followed | Fault> {
  let request = first
  let crossed = false
  for (let hops = 0; ; hops++) {
    const answer = await exchange(request)
    if (answer.kind === 'fault') return answer
    if (!redirectStatus.has(answer.status)) return { answer, crossed }
    if (hops >= options.redirects)
      return refuse(first, answer, `redirects more than ${options.redirects} times`, 'protocol')
    const target = findTarget(answer, request.url)
    if (typeof target === 'string') return refuse(request, answer, target, 'refused')
    if (!target)
      return refuse(request, answer, `answered ${answer.status} without a usable address to go to`, 'protocol')
    if (options.reveals(target.href) && !options.reveals(first.url.href))
      return refuse(request, answer, 'sent a redirect that repeats a secret, which is refused', 'refused')
    crossed ||= target.origin !== request.url.origin
    const { headers, ...rest } = request
    const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization')
    request = crossed
      ? { ...rest, url: target, headers: Object.fromEntries(kept), tls: options.settings(registryName(target)).tls }
      : { ...request, url: target }
  }
}

/** Where a redirect leads, or a text that says why nobody should go there. */
function findTarget(answer: Answer, from: URL): URL | string | undefined {
  const [location, ...others] = answer.header('location')
  if (location === undefined || others.length > 0 || location.length > 8192) return undefined
  if (!URL.canParse(location, from.href)) return undefined
  const target = new URL(location, from)
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    return `sent a redirect from https to http (${formatHost(target.host)}), which is refused`
  }
  if (target.protocol !== 'https:' && target.protocol !== 'http:') {
    return `sent a redirect to ${formatHost(target.protocol)}, which is refused`
  }
  if (target.username !== '' || target.password !== '')
    return 'sent a redirect with a user name in it, which is refused'
  target.hash = ''
  return target
}

function refuse(
  { subject, url, method }: RegistryRequest,
  { status }: Answer,
  what: string,
  code: 'refused' | 'protocol'
): Fault {
  const error = failure(subject, code, `${describeHost(subject, url)} ${what}`, {
    status,
    request: formatRequest(method, url)
  })
  return { kind: 'fault', error, again: false }
}
