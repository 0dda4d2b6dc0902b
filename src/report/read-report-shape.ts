import { InputError } from '../errors.ts'
import { quote } from '../text.ts'

/**
 * Readers for the members of a record that comes from outside. Each gives the value back with its type, or refuses it with the place as a JSON
 * pointer (RFC 6901). Nothing is converted, and an unknown member is as wrong as a missing one: the JSON Schema of the record says the same.
 */
export type Reader<T> = {
  (value: unknown, pointer: string): T
  /** What a member is where a report of an earlier release has none; absent where each has one. */
  readonly missing?: T
}

/** Name of the file in messages. */
export const reportName = 'images-report.json'

/** UTF-16 units of a text, items of a list. Both are far above what a run writes. */
const longestText = 64 * 1024
const longestList = 20_000

/** @throws InputError */
export function refuse(
  pointer: string,
  why: string,
  hint = 'The report is not used. It has to be as kluctl-images of the same version wrote it.'
): never {
  const place = pointer === '' ? 'the document' : pointer
  throw new InputError(reportName, `${place} ${why}`, { hint })
}

/** Refuses a text in which a secret is hidden: what it was decides. @throws InputError */
export function refuseMask(value: string | null, pointer: string, what = 'a part of an image'): void {
  if (value?.includes('***')) refuse(pointer, `hides ${what}`, maskHint)
}

/** What to do where a secret stands in a name. */
const maskHint =
  'The report is not used: a secret of the project stands in that name. Resolve the project in one run, without shard, or take the secret out of the names of its images and objects.'

export const text: Reader<string> = boundedText(longestText)

/** A text of at most so many UTF-16 units. */
export function boundedText(most: number): Reader<string> {
  return (value, pointer) => {
    if (typeof value !== 'string') return refuse(pointer, 'is no text')
    return value.length <= most ? value : refuse(pointer, `is longer than ${most} characters`)
  }
}

/** A text of a grammar. `noun` ends the message: `is no tag`. */
export function matching(grammar: RegExp, noun: string): Reader<string> {
  return (value, pointer) => {
    const found = text(value, pointer)
    return grammar.test(found) ? found : refuse(pointer, `is no ${noun}`)
  }
}

export const truth: Reader<boolean> = (value, pointer) =>
  typeof value === 'boolean' ? value : refuse(pointer, 'is neither true nor false')

/** A whole number from 0 on. */
export const count: Reader<number> = (value, pointer) => atLeast(0, value, pointer)

/** A whole number from 1 on. */
export const ordinal: Reader<number> = (value, pointer) => atLeast(1, value, pointer)

function atLeast(least: number, value: unknown, pointer: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value
  return refuse(pointer, `is no whole number from ${least} on`)
}

/** An https address. Whether it leads where it should is another question. */
export const address: Reader<string> = (value, pointer) => {
  const found = text(value, pointer)
  return found.startsWith('https://') ? found : refuse(pointer, `is no https address: ${quote(found)}`)
}

export function maybe<T>(reader: Reader<T>): Reader<T | null> {
  return (value, pointer) => (value === null ? null : reader(value, pointer))
}

export function choice<const T extends string>(choices: readonly T[]): Reader<T> {
  return (value, pointer) => choices.find(one => one === value) ?? refuse(pointer, `is none of ${choices.join(', ')}`)
}

export function list<T>(reader: Reader<T>): Reader<readonly T[]> {
  return (value, pointer) => {
    if (!Array.isArray(value)) return refuse(pointer, 'is no list')
    if (value.length > longestList) return refuse(pointer, `has more than ${longestList} items`)
    return value.map((item, index) => reader(item, `${pointer}/${index}`))
  }
}

type Members = Readonly<Record<string, Reader<unknown>>>
type Read<M extends Members> = { readonly [K in keyof M]: M[K] extends Reader<infer T> ? T : never }

/** A member that reports of earlier releases have not. */
export function later<T>(reader: Reader<T>, missing: T): Reader<T> {
  return Object.assign((value: unknown, pointer: string) => reader(value, pointer), { missing })
}

/** An object with exactly these members, but for those that came later; the `optional` ones may be absent, and are left out then. */
export function object<M extends Members, O extends Members = Record<never, never>>(
  members: M,
  optional?: O
): Reader<Read<M> & Partial<Read<O>>> {
  const names = [...Object.keys(members), ...Object.keys(optional ?? {})]
  return (value, pointer) => {
    const given = ownMembers(value, pointer, names)
    const read = Object.entries(members).map(([name, reader]) => {
      if (given.has(name)) return [name, reader(given.get(name), `${pointer}/${name}`)]
      return 'missing' in reader ? [name, reader.missing] : refuse(pointer, `lacks ${quote(name)}`)
    })
    const more = Object.entries(optional ?? {}).flatMap(([name, reader]) =>
      given.has(name) ? [[name, reader(given.get(name), `${pointer}/${name}`)]] : []
    )
    return Object.fromEntries([...read, ...more])
  }
}

/** The members of an object, of which none may have another name. */
export function ownMembers(value: unknown, pointer: string, names: readonly string[]): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(pointer, 'is no object')
  const given = new Map<string, unknown>(Object.entries(value))
  const unknown = [...given.keys()].find(name => !names.includes(name))
  return unknown === undefined ? given : refuse(pointer, `has the unknown member ${quote(unknown, 60)}`)
}
