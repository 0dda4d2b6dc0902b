import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunWrite } from '../../../src/io/write-run.ts'

/** The files of a run in the order in which they are written. */
export const runFiles = ['images-report.json', 'fixed-images.yaml', 'images.lock.json', 'out/app/api.yaml'] as const

/** Long enough for a write to be cut in two. */
export function textOf(file: string, state: 'old' | 'new'): string {
  return `${state} ${file}\n`.repeat(800)
}

/** A folder as an earlier run left it. Manifests are written for the first time. */
export function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const file of runFiles.slice(0, 3)) writeFileSync(join(folder, file), textOf(file, 'old'))
}

/** What the next run writes there. */
export function newWrites(folder: string): readonly RunWrite[] {
  const [report, fixed, lock, manifest] = runFiles
  const at = (file: string): { readonly path: string; readonly text: string } => ({
    path: join(folder, file),
    text: textOf(file, 'new')
  })
  return [
    at(report),
    { ...at(fixed), expected: textOf(fixed, 'old') },
    {
      path: join(folder, lock),
      text: now => {
        if (now !== textOf(lock, 'old')) throw new Error('the lock is not the old one')
        return textOf(lock, 'new')
      }
    },
    at(manifest)
  ]
}

/** `old`, `new`, `none` or `broken` for each file of a run. */
export function statesIn(folder: string): readonly string[] {
  return runFiles.map(file => {
    const path = join(folder, file)
    if (!existsSync(path)) return 'none'
    const text = readFileSync(path, 'utf8')
    return text === textOf(file, 'old') ? 'old' : text === textOf(file, 'new') ? 'new' : 'broken'
  })
}

/** Files that are no files of a run. */
export function strangersIn(folder: string): readonly string[] {
  const known = new Set<string>([...runFiles, 'out', 'out/app'])
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter(path => !known.has(path))
}
