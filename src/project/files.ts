import { ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'
import { quote } from '../text.ts'

/** `a/b`, from a folder and a path relative to it; `..` may not lead out of the project. @throws ProjectError `outside-root` */
export function joinPath(folder: string, path: string, place?: ConstructorParameters<typeof ProjectError>[2]): string {
  const bad = /[\0\\]|^[A-Za-z]:|^[a-z][a-z0-9+.-]*:\/\//i.exec(path)
  if (bad || path.startsWith('/')) {
    throw new ProjectError('outside-root', `${quote(path)} is not a path relative to the project`, place)
  }
  const parts: string[] = []
  for (const part of [...folder.split('/'), ...path.split('/')]) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined)
      throw new ProjectError('outside-root', `${quote(path)} points outside the project`, place)
  }
  return parts.join('/')
}

/** Folder of a path; empty for the root. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}

/** The folder and its parents up to the root of the project, nearest first. */
export function withParents(folder: string): readonly string[] {
  const parts = folder === '' ? [] : folder.split('/')
  return [...parts.map((_, index) => parts.slice(0, parts.length - index).join('/')), '']
}

export type FoundFile = { readonly path: string; readonly text: string }

/** A well-known file under either of its two endings; kluctl looks for the one that it writes in its own code first. */
export function readEither(
  source: FileSource,
  folder: string,
  stem: string,
  first: '.yaml' | '.yml' = '.yaml'
): FoundFile | undefined {
  for (const ending of [first, first === '.yml' ? '.yaml' : '.yml']) {
    const path = joinPath(folder, `${stem}${ending}`)
    const text = source.read(path)
    if (text !== undefined) return { path, text }
  }
  return undefined
}
