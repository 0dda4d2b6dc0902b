import { compileGlob, hasTooManyStars, matchesGlob, mostStarRuns } from '../image/glob.ts'
import { isRegistryHost } from '../image/reference.ts'
import { normalizeRegistry, registrySpellings } from '../image/repository.ts'
import { quote } from '../text.ts'
import type { RegistryRules } from './policy.ts'

/** Why a text is no pattern over registries, as the end of a sentence; undefined where it is one. */
export function registryPatternProblem(pattern: string): string | undefined {
  if (pattern.includes('/')) return 'it has a scheme or a path; write the host only'
  if (hasTooManyStars(pattern)) return `a host has stars in at most ${mostStarRuns} places`
  const host = pattern.replace(/\*+/g, 'a')
  const hasStarOutside = /[:[].*\*/.test(pattern)
  if (pattern.length <= longestPattern && !hasStarOutside && isRegistryHost(host)) return undefined
  return 'a registry is a host, as ghcr.io, registry.example.com:5000 or *.example.com'
}

const longestPattern = 300

/**
 * Why a registry may not be used, as the end of a sentence; undefined where it may. What is denied is denied on every port, in every spelling
 * of its host and whatever is allowed; where there is a list of what is allowed nothing else is, in no other spelling.
 * @param registry as references name it, normalised
 */
export function refuseRegistry({ allow, deny }: RegistryRules, registry: string): string | undefined {
  const denied = deny.length === 0 ? undefined : findDenied(deny, registry)
  if (denied !== undefined) return `the policy denies ${quote(denied)}`
  if (allow === undefined || allow.some(pattern => matchesRegistry(pattern, registry))) return undefined
  return 'it is not among the registries that the policy allows'
}

function findDenied(deny: readonly string[], registry: string): string | undefined {
  const names = [...new Set([registry, plainHost(registry)].flatMap(name => [name, withoutPort(name)]))]
  return deny.find(pattern =>
    (pattern.includes('*') ? [pattern] : [pattern, plainHost(pattern)]).some(one =>
      names.some(name => matchesRegistry(one, name))
    )
  )
}

function withoutPort(registry: string): string {
  return normalizeRegistry(registry.replace(/:\d+$/, ''))
}

/**
 * The spelling of a host that a connection is made to: no point at its end, addresses as `127.0.0.1` where they are written as one number, in
 * octal, or as IPv6 that means IPv4 (URL Standard, "host parsing"; RFC 4291 section 2.5.5.2), ports without zeros before them.
 */
function plainHost(registry: string): string {
  const host = registry.replace(/\.+(?=:\d*$|$)/, '')
  // a host that is no address stays what it is, without the cost of reading it
  if (!/^\[|^[^:]*\b(?:\d+|0x[0-9a-f]*)(?::|$)|:0/i.test(host) || !URL.canParse(`https://${host}`))
    return normalizeRegistry(host)
  const { hostname, port } = new URL(`https://${host}`)
  const [, high, low] = /^\[::ffff:([0-9a-f]+):([0-9a-f]+)\]$/.exec(hostname) ?? []
  const plain = high === undefined || low === undefined ? hostname : [high, low].flatMap(bytesOf).join('.')
  return normalizeRegistry(port === '' ? plain : `${plain}:${port}`)
}

function bytesOf(group: string): readonly number[] {
  const value = Number.parseInt(group, 16)
  return [value >> 8, value & 255]
}

/**
 * Whether a pattern is about a registry, whichever of its names it uses. A star stands for any characters of one label: `*.example.com` is
 * `a.example.com`, and neither `example.com` nor `a.b.example.com`, which `**` takes too. Stars alone are every registry on every port. A
 * pattern without a port is about the port of https.
 * @param registry normalised
 */
export function matchesRegistry(pattern: string, registry: string): boolean {
  const normal = normalizeRegistry(pattern)
  const names = registrySpellings(registry)
  if (!pattern.includes('*')) return names.includes(normal)
  if (/^\*+$/.test(pattern)) return true
  const glob = compileGlob(normal)
  return names.some(name => matchesGlob(glob, name, '.:'))
}
