import { matchesGlob } from '../image/glob.ts'
import { isRegistryHost } from '../image/reference.ts'
import { normalizeRegistry, registrySpellings } from '../image/repository.ts'
import { quote } from '../text.ts'
import type { RegistryRules } from './policy.ts'

/** Why a text is no pattern over registries, as the end of a sentence; undefined where it is one. */
export function registryPatternProblem(pattern: string): string | undefined {
  if (pattern.includes('/')) return 'it has a scheme or a path; write the host only'
  const host = pattern.replace(/\*+/g, 'a')
  const hasStarOutside = /[:[].*\*/.test(pattern)
  if (pattern.length <= longestPattern && !hasStarOutside && isRegistryHost(host)) return undefined
  return 'a registry is a host, as ghcr.io, registry.example.com:5000 or *.example.com'
}

const longestPattern = 300

/**
 * Why a registry may not be used, as the end of a sentence; undefined where it may. What is denied is denied on every port and whatever is
 * allowed, and where there is a list of what is allowed nothing else is.
 * @param registry as references name it, normalised
 */
export function refuseRegistry({ allow, deny }: RegistryRules, registry: string): string | undefined {
  const names = [registry, normalizeRegistry(registry.replace(/:\d+$/, ''))]
  const denied = deny.find(pattern => names.some(name => matchesRegistry(pattern, name)))
  if (denied !== undefined) return `the policy denies ${quote(denied)}`
  if (allow === undefined || allow.some(pattern => matchesRegistry(pattern, registry))) return undefined
  return 'it is not among the registries that the policy allows'
}

/**
 * Whether a pattern is about a registry, whichever of its names it uses. A star stands for any characters of one label: `*.example.com` is
 * `a.example.com`, and neither `example.com` nor `a.b.example.com`, which `**` takes too. Stars alone are every registry on every port. A
 * pattern without a port is about the port of https.
 * @param registry normalised
 */
export function matchesRegistry(pattern: string, registry: string): boolean {
  if (/^\*+$/.test(pattern)) return true
  const normal = normalizeRegistry(pattern)
  return registrySpellings(registry).some(name => matchesGlob(normal, name, '.:'))
}
