import { ImageNameError } from '../errors.ts'
import { compileGlob, type Glob, type GlobSteps, matchesGlob } from './glob.ts'
import { parseImageReference } from './reference.ts'
import { formatRepository, normalizeRegistry } from './repository.ts'

/** A pattern over repositories, read once for many images. `text` is as it was written. */
export type ImagePattern = { readonly text: string; readonly glob: Glob }

export function compileImagePattern(text: string): ImagePattern {
  return { text, glob: compileGlob(withNormalRegistry(text)) }
}

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
  return matchesNames(compileImagePattern(pattern), imageNames(image))
}

/** Whether a pattern is about an image, from its {@link imageNames}. */
export function matchesNames(pattern: ImagePattern, names: readonly string[], steps?: GlobSteps): boolean {
  return names.some(name => matchesGlob(pattern.glob, name, '/', steps))
}

/** Every spelling of an image's repository that a pattern may be about; the text itself where it is no image reference. */
export function imageNames(image: string): readonly string[] {
  try {
    const { name, repository } = parseImageReference(image)
    const full = formatRepository(repository)
    if (repository.registry !== 'docker.io') return [...new Set([name, full])]
    const library = 'library/'
    const short = repository.path.startsWith(library) ? [repository.path.slice(library.length)] : []
    return [...new Set([name, full, repository.path, ...short, ...short.map(path => `docker.io/${path}`)])]
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
