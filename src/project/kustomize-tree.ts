import { byCodeUnit } from '../text.ts'

/** Rendered files by path from the root of the rendered tree; bytes where a file is no UTF-8 text. */
export type RenderedTree = ReadonlyMap<string, string | Uint8Array>

/** What stands where in a rendered tree. */
export interface TreeIndex {
  readonly tree: RenderedTree
  kindOf(path: string): 'file' | 'folder' | undefined
  /** Files directly in a folder, sorted by code unit. */
  filesIn(folder: string): readonly string[]
}

export function indexTree(tree: RenderedTree): TreeIndex {
  const folders = new Map<string, string[]>([['', []]])
  for (const path of tree.keys()) {
    const parts = path.split('/')
    for (let depth = 0; depth < parts.length; depth += 1) {
      const folder = parts.slice(0, depth).join('/')
      const files = folders.get(folder) ?? []
      folders.set(folder, files)
      if (depth === parts.length - 1) files.push(path)
    }
  }
  return {
    tree,
    kindOf: path => (tree.has(path) ? 'file' : folders.has(path) ? 'folder' : undefined),
    filesIn: folder => (folders.get(folder) ?? []).toSorted(byCodeUnit)
  }
}

/** True for the file that kustomize reads first of a folder (kustomize 5.5, api/konfig/general.go), in any spelling a file system may equate. */
export function isKustomizationFile(path: string): boolean {
  return /(?:^|\/)kustomization(?:\.ya?ml)?$/i.test(path)
}

/** The kustomization files of a folder; kustomize takes exactly one. */
export function kustomizationsIn(index: TreeIndex, folder: string): readonly string[] {
  return index.filesIn(folder).filter(isKustomizationFile)
}
