import { nearest, quote } from '../text.ts'
import type { Part } from '../yaml/shape.ts'
import { inlineDocuments } from './kustomize-inline.ts'
import { localFile } from './kustomize-path.ts'
import type { KustomizationScan } from './kustomize-state.ts'

/** An entry that must be a file of the tree. @throws ProjectError */
export function scanFile(part: Part, text: string, { index, folder }: KustomizationScan): void {
  localFile(part, text, folder, index)
}

/** A map with fields of a known name only, some of which are paths of files. @throws ProjectError */
export function scanFields(
  part: Part,
  known: readonly string[],
  paths: readonly string[],
  scan: KustomizationScan
): void {
  for (const key of part.map().keys()) if (!known.includes(key)) throw unknownKey(part.at(key), key, known)
  for (const key of paths) {
    const path = part.at(key)
    if (!path.isEmpty) scan.attempt(() => scanFile(path, path.text(), scan))
  }
}

/** What kustomize reads as YAML first and, where that fails, as a path. @throws ProjectError */
export function scanInlineOrFile(part: Part, text: string, scan: KustomizationScan): void {
  if (inlineDocuments(part, text, scan.file) === undefined) scanFile(part, text, scan)
}

/** The error for a key that kustomize does not know, or would take for another. */
export function unknownKey(part: Part, key: string, known: readonly string[]): Error {
  const near = nearest(key, known)
  const hint = near === undefined ? undefined : `Did you mean ${near}?`
  return part.fail(`the key ${quote(key)} is not known in a kustomization`, 'unsupported', hint)
}

/** `name=path` in `files`; a path alone is its own name. */
export function sourcePath(text: string, key: string): string {
  return key === 'files' && text.includes('=') ? text.slice(text.indexOf('=') + 1) : text
}
