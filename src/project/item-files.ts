import { isImagesError, ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'
import { quote } from '../text.ts'
import { joinPath } from './files.ts'

/** A file as it lies in the project: text where it is UTF-8. */
export type ItemFile = { readonly path: string; readonly content: string | Uint8Array }

/** Deeper folders are no project that a person made. */
const folderDepth = 30
const openingBrace = 0x7b

/**
 * Paths of the files in and below an item's folder, sorted by code unit within each folder. Folders of git are not entered (kluctl v2.28
 * ignores them as well).
 */
export function filesBelow(source: FileSource, folder: string, depth = 0): readonly string[] {
  if (depth > folderDepth)
    throw new ProjectError('limit', `folders are nested more than ${folderDepth} deep`, { file: folder })
  return (source.list(folder) ?? []).flatMap(({ name, kind }) => {
    const path = joinPath(folder, name)
    if (kind === 'file') return [path]
    return name === '.git' ? [] : filesBelow(source, path, depth + 1)
  })
}

/** Paths of the files directly in a folder. */
export function filesIn(source: FileSource, folder: string): readonly string[] {
  const entries = source.list(folder) ?? []
  return entries.filter(({ kind }) => kind === 'file').map(({ name }) => joinPath(folder, name))
}

/**
 * Reads a file of an item. Undefined for a file that is none of our business: no YAML, and one that may hold secrets, leads out of the
 * project, or is too large to be read.
 * @throws ProjectError for a file that would be rendered and is no UTF-8 text, as kluctl's own rendering fails then
 */
export function readItemFile(source: FileSource, path: string, isVerbatim: boolean): ItemFile | undefined {
  let bytes: Uint8Array | undefined
  try {
    bytes = source.readBytes(path)
  } catch (error) {
    const isRefused = isImagesError(error) && ['outside-root', 'limit'].includes(error.code)
    if (!isRefused || isYamlFile(path)) throw error
    return undefined
  }
  if (bytes === undefined) return undefined
  const text = decode(bytes)
  if (text !== undefined) return { path, content: text }
  if (isVerbatim || !bytes.includes(openingBrace)) return { path, content: bytes }
  throw notText(path)
}

/** The error for bytes where a text is needed. */
export function notText(path: string): ProjectError {
  return new ProjectError(
    'template',
    `${quote(path)} is not UTF-8 text`,
    { file: path },
    { hint: 'List it in .templateignore, or keep it out of the folder.' }
  )
}

export function isYamlFile(path: string): boolean {
  return /\.ya?ml$/i.test(path)
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
