import { realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** The path with its symbolic links followed, as far as it exists: a file that is missing may still come. */
export function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPath(parent), basename(path))
  }
}
