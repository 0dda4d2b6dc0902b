import type { YamlValue } from '../yaml/parse.ts'

/** What a job's token may do with a part of GitHub; write includes read. */
export type Grant = 'none' | 'read' | 'write'

/** Needed permissions by name: `contents`, `pull-requests`. */
export type Needs = Readonly<Record<string, Exclude<Grant, 'none'>>>

/** What `permissions:` gives; undefined where it is not said, so that the setting of the repository counts. */
export type Grants = { readonly of: (name: string) => Grant } | undefined

/**
 * Reads `permissions:` of a job, else of its workflow. Once one is named, all others are off.
 * Source: docs.github.com, "Workflow syntax for GitHub Actions", permissions.
 */
export function readGrants(job: YamlValue | undefined, workflow: YamlValue | undefined): Grants {
  const value = job ?? workflow
  if (value === undefined || value === null) return undefined
  if (value === 'read-all') return { of: () => 'read' }
  if (value === 'write-all') return { of: () => 'write' }
  if (!(value instanceof Map)) return undefined
  const grants = new Map(
    [...value].map(([name, grant]) => [name, grant === 'read' || grant === 'write' ? grant : 'none'] as const)
  )
  return { of: name => grants.get(name) ?? 'none' }
}

/** Those of the needs that are not granted, as `pull-requests: write`. */
export function missingGrants(needs: Needs, grants: Exclude<Grants, undefined>): readonly string[] {
  return Object.entries(needs)
    .filter(([name, needed]) => needed !== grants.of(name) && grants.of(name) !== 'write')
    .map(([name, needed]) => `${name}: ${needed}`)
}

/** `contents: read, pull-requests: write`. */
export function formatNeeds(needs: Needs): string {
  return Object.entries(needs)
    .map(([name, needed]) => `${name}: ${needed}`)
    .join(', ')
}
