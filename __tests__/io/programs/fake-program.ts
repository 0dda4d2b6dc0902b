import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** A folder for PATH with programs of ours, each a few lines for Node. */
export type FakePath = {
  readonly folder: string
  /** The folder alone. */
  readonly alone: string
  /** The folder, then the PATH of this machine. */
  readonly path: string
  remove(): void
}

export function fakePath(programs: Readonly<Record<string, string>>): FakePath {
  const folder = mkdtempSync(join(tmpdir(), 'fake-path-'))
  const alone = join(folder, 'bin')
  mkdirSync(alone)
  for (const [name, code] of Object.entries(programs)) {
    writeFileSync(join(alone, name), `#!${process.execPath}\n${code}\n`)
    chmodSync(join(alone, name), 0o755)
  }
  const path = [alone, process.env['PATH'] ?? ''].join(delimiter)
  return { folder, alone, path, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
