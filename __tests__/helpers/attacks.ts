import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** A template that tries something, and the text it may give; without text it must be refused. */
export type Attack = { readonly id: string; readonly source: string; readonly text: string | undefined }

type Entry =
  | string
  | { readonly source: string; readonly text: string }
  | { readonly before: string; readonly piece: string; readonly times: number; readonly after: string }

/** Files that the attacks include. */
export const attackFiles: Readonly<Record<string, string>> = {
  'loop.j2': "{% include 'loop.j2' %}{% include 'loop.j2' %}",
  'import.j2': "{% import 'import.j2' as t %}",
  'extend.j2': "{% extends 'extend.j2' %}",
  'load.j2': "{{ load_template('load.j2') }}",
  'deep.j2': '{{ [].constructor }}',
  'tiny.j2': 'x'
}

/** The attacks of `fixtures/attacks.yaml`, each with the id of the requirement that stops it. */
export function readAttacks(): readonly Attack[] {
  const file = join(import.meta.dirname, '..', 'fixtures', 'attacks.yaml')
  const groups = parse(readFileSync(file, 'utf8')) as Record<string, Entry[]>
  return Object.entries(groups).flatMap(([id, entries]) => entries.map(entry => ({ id, ...expand(entry) })))
}

function expand(entry: Entry): { source: string; text: string | undefined } {
  if (typeof entry === 'string') return { source: entry, text: undefined }
  if ('source' in entry) return entry
  return { source: entry.before + entry.piece.repeat(entry.times) + entry.after, text: undefined }
}
