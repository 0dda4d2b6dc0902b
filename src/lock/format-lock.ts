import { byCodeUnit } from '../text.ts'
import type { Lock, LockEntry } from './lock.ts'

/**
 * The text of a lock: JSON as every tool writes it (two blanks, one member a line, a final newline), in ASCII, sorted by code unit. An image is a
 * block of lines of its own, so that git merges two branches that change different images.
 */
export function formatLock({ files }: Lock): string {
  const parts = sorted(files).map(([file, results]) =>
    member(file, block(sorted(results).map(([result, entry]) => member(result, formatEntry(entry)))))
  )
  return `${block([member('version', '1'), member('files', block(parts))])}\n`
}

function formatEntry({ digest, platforms, created, filters, decided, from }: LockEntry): string {
  return json({
    digest,
    platforms,
    ...(created === undefined ? {} : { created: created && { date: created.date, source: created.source } }),
    filters,
    decided,
    from: { origin: from.origin, why: from.why }
  })
}

function sorted<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].toSorted(([a], [b]) => byCodeUnit(a, b))
}

// by hand, since an object puts keys that look like numbers first, whatever the order they came in
function block(members: readonly string[]): string {
  if (members.length === 0) return '{}'
  return `{\n${members.join(',\n')}`.replaceAll('\n', '\n  ').concat('\n}')
}

function member(name: string, value: string): string {
  return `${json(name)}: ${value}`
}

/** In ASCII nothing is invisible, and nothing is drawn in another order than it stands there. */
function json(value: unknown): string {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value, null, 2).replace(/[^\n -~]/g, escaped)
}
