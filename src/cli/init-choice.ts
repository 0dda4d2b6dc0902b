import type { RawOptions } from '../options.ts'

/** Targets that the user chose; empty for all. */
export function chosenTargets(raw: RawOptions): readonly string[] {
  return (raw.target ?? '').split('\n').filter(name => name !== '')
}
