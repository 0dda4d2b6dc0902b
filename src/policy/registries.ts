import { normalizeRegistry } from '../image/repository.ts'
import { quote } from '../text.ts'
import type { RegistryRules } from './policy.ts'

/** Why a text is no pattern over registries, as the end of a sentence; undefined where it is one. */
export function registryPatternProblem(pattern: string): string | undefined {
  if (pattern.includes('/')) return 'it has a path; write the host only'
  if (/^(?:[A-Za-z0-9*](?:[A-Za-z0-9*.-]*[A-Za-z0-9*])?|\[[0-9a-fA-F:.]+\])(?::[0-9]{1,5})?$/.test(pattern))
    return undefined
  return 'a registry is a host, as ghcr.io, registry.example.com:5000 or *.example.com'
}

/**
 * Why a registry may not be used, as the end of a sentence; undefined where it may. What is denied is denied on every port and whatever is allowed, and where
 * there is a list of what is allowed nothing else is.
 * @param registry as references name it, normalised
 */
export function refuseRegistry({ allow, deny }: RegistryRules, registry: string): string | undefined {
  const denied = deny.find(
    pattern => matchesRegistry(pattern, registry) || matchesRegistry(pattern, withoutPort(registry))
  )
  if (denied !== undefined) return `the policy denies ${quote(denied)}`
  if (allow === undefined || allow.some(pattern => matchesRegistry(pattern, registry))) return undefined
  return 'it is not among the registries that the policy allows'
}

function withoutPort(registry: string): string {
  return registry.replace(/:\d+$/, '')
}

/** A star stands for any characters of one label: `*.example.com` is `a.example.com`, and neither `example.com` nor `a.b.example.com`, which `**` takes too. */
export function matchesRegistry(pattern: string, registry: string): boolean {
  const normal = pattern.includes('*') ? pattern.toLowerCase() : normalizeRegistry(pattern)
  const source = normal
    .split(/(\*+)/)
    .map(part => (part === '*' ? '[^.:]*' : part.startsWith('*') ? '[^:]*' : part.replace(/[.[\]]/g, '\\$&')))
    .join('')
  return new RegExp(`^${source}$`).test(registry)
}
