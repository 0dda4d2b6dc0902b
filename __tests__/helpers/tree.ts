import type { FileSource, FolderEntry } from '../../src/ports.ts'
import { byCodeUnit } from '../../src/text.ts'

/** A project from an object literal: `tree({ 'app/web.yaml': 'kind: Pod' })`. Folders exist where files are in them. */
export function tree(files: Readonly<Record<string, string>>): FileSource {
  const paths = Object.keys(files)
  return {
    read: path => (Object.hasOwn(files, path) ? files[path] : undefined),
    readBytes: path => (Object.hasOwn(files, path) ? new TextEncoder().encode(files[path]) : undefined),
    list(path) {
      const prefix = path === '' || path === '.' ? '' : `${path}/`
      const below = paths.filter(file => file.startsWith(prefix)).map(file => file.slice(prefix.length))
      if (below.length === 0 && prefix !== '') return undefined
      const entries = new Map<string, FolderEntry>()
      for (const rest of below) {
        const [name = '', ...more] = rest.split('/')
        entries.set(name, { name, kind: more.length > 0 ? 'folder' : 'file' })
      }
      return [...entries.values()].toSorted((a, b) => byCodeUnit(a.name, b.name))
    }
  }
}
