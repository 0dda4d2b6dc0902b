import { ImageNameError } from '../errors.ts'
import { matchesGlob } from './glob.ts'
import { parseImageReference } from './reference.ts'
import { formatRepository, normalizeRegistry } from './repository.ts'

/** True for a text that can be a pattern over repositories: `ghcr.io/team/*`; one with a tag has its own refusal. */
export function isImagePattern(pattern: string): boolean {
  return /^[A-Za-z0-9._/:*[\]-]+$/.test(pattern)
}

/** True for a pattern that ends in a tag, which selects nothing: patterns are about repositories. */
export function hasTag(pattern: string): boolean {
  return /:[^/\]]*$/.test(pattern)
}

/**
 * Whether a pattern is about an image as a template writes it. `*` stands for what one path segment may hold, `**` for anything; every
 * spelling of a repository that people use counts, the short forms of Docker Hub as well.
 */
export function matchesImage(pattern: string, image: string): boolean {
  const normal = withNormalRegistry(pattern)
  return namesOf(image).some(name => matchesGlob(normal, name, '/'))
}

function namesOf(image: string): readonly string[] {
  try {
    const { name, repository } = parseImageReference(image)
    const full = formatRepository(repository)
    if (repository.registry !== 'docker.io') return [name, full]
    const library = 'library/'
    const short = repository.path.startsWith(library) ? [repository.path.slice(library.length)] : []
    return [name, full, repository.path, ...short, ...short.map(path => `docker.io/${path}`)]
  } catch (error) {
    if (error instanceof ImageNameError) return [image]
    throw error
  }
}

function withNormalRegistry(pattern: string): string {
  const slash = pattern.indexOf('/')
  const first = pattern.slice(0, Math.max(0, slash))
  const isRegistry = /[.:[]/.test(first) && !first.includes('*')
  return isRegistry ? normalizeRegistry(first) + pattern.slice(slash) : pattern
}
