import type { Repository } from '../../image/repository.ts'

/** Which repositories of a registry a `KLUCTL_REGISTRY_*_REPOSITORY` pattern means. */
export type RepositoryGlob = {
  /** As written; the longer of two matching patterns is the more specific one. */
  readonly text: string
  readonly pattern: RegExp
}

/**
 * Parses a pattern: `*` stands for anything but `/`, `**` for anything, `?` for one character but `/`, `{a,b}` for either.
 * As in kluctl's registry credentials (documentation "oci", environment variable REPOSITORY). Undefined if it is not one.
 */
export function parseRepositoryGlob(text: string): RepositoryGlob | undefined {
  if (text.length > 256 || !/^[a-z0-9._\-/*?{},]+$/.test(text)) return undefined
  let inside = false
  let source = ''
  for (const [piece] of text.matchAll(/\*\*|[\s\S]/g)) {
    if ((piece === '{' && inside) || (piece === '}' && !inside)) return undefined
    if (piece === '{' || piece === '}') inside = !inside
    source += translate(piece, inside)
  }
  return inside ? undefined : { text, pattern: new RegExp(`^(?:${source})$`) }
}

/** True if the pattern means the repository; on Docker Hub `nginx` means `library/nginx` too. */
export function globMatches(glob: RepositoryGlob, repository: Repository): boolean {
  if (glob.pattern.test(repository.path)) return true
  const short = repository.registry === 'docker.io' && /^library\/[^/]+$/.test(repository.path)
  return short && glob.pattern.test(repository.path.slice('library/'.length))
}

function translate(piece: string, inside: boolean): string {
  if (piece === '**') return '.*'
  if (piece === '*') return '[^/]*'
  if (piece === '?') return '[^/]'
  if (piece === '{') return '(?:'
  if (piece === '}') return ')'
  if (piece === ',' && inside) return '|'
  return piece.replace(/[.\-/,]/, '\\$&')
}
