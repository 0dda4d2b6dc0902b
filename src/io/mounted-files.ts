import type { FileSource } from '../ports.ts'

/** A project with other folders below some of its paths: what stands under a prefix comes from there, and cannot lead anywhere else. */
export function mountFiles(project: FileSource, mounts: ReadonlyMap<string, FileSource>): FileSource {
  if (mounts.size === 0) return project
  const find = (path: string): readonly [source: FileSource, path: string] => {
    for (const [prefix, source] of mounts) {
      if (path === prefix) return [source, '']
      if (path.startsWith(`${prefix}/`)) return [source, path.slice(prefix.length + 1)]
    }
    return [project, path]
  }
  return {
    read(path) {
      const [source, below] = find(path)
      return source.read(below)
    },
    readBytes(path) {
      const [source, below] = find(path)
      return source.readBytes(below)
    },
    list(path) {
      const [source, below] = find(path)
      return source.list(below)
    }
  }
}
