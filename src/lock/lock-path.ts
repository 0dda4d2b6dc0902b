/** Name of the lock beside a fixed-images file. */
export const lockFileName = 'images.lock.json'

/**
 * Path of the lock for an output file: with `auto` the one beside it, else the given one. Paths are as users write them, relative to the
 * working directory.
 */
export function lockPath(lockFile: string, outputFile: string): string {
  return lockFile === 'auto' ? folderOf(outputFile) + lockFileName : lockFile
}

/** Under which name a lock keeps the entries of an output file: its path relative to the folder of the lock, with `/`. */
export function keyInLock(lock: string, outputFile: string): string {
  const from = partsOf(folderOf(lock))
  const to = partsOf(outputFile)
  let shared = 0
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++
  // a folder that is written as `..` has no name to go back to
  if (from.slice(shared).includes('..')) return to.join('/')
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/')
}

function folderOf(path: string): string {
  const normal = path.replaceAll('\\', '/')
  return normal.slice(0, normal.lastIndexOf('/') + 1)
}

function partsOf(path: string): readonly string[] {
  const parts: string[] = []
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else parts.push(part)
  }
  return parts
}
