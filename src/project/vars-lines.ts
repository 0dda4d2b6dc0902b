import { type Place, ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'

/**
 * Loads variables; an error in a text that may hold secrets does not show its lines: one that is marked `sensitive`, and one that is no file of
 * the project, as a file that stands in for a source or that was fetched.
 */
export function loadWithoutLines<T>(isSecret: boolean, source: FileSource, load: () => T): T {
  try {
    return load()
  } catch (error) {
    if (!(error instanceof ProjectError) || error.excerpt === undefined) throw error
    if (!isSecret && isOfProject(error.place, source)) throw error
    const { code, message, place, hint } = error
    throw new ProjectError(code, message, place, { hint, cause: error })
  }
}

function isOfProject(place: Place | undefined, source: FileSource): boolean {
  try {
    return place !== undefined && source.read(place.file) !== undefined
  } catch {
    // a name that is refused is none of the project
    return false
  }
}
