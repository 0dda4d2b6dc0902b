/**
 * Readers for data that comes from another process: each takes a value of unknown shape and gives it back with its type, or says where it is
 * wrong. Nothing is converted and nothing is left out: an unknown field is as wrong as a missing one (threat model T-09).
 */
export type Reader<T> = (value: unknown, path: string) => T

/** What came is not what was agreed. `path` names the part, as `items[3].folder`. */
export class ShapeError extends Error {
  readonly path: string

  constructor(path: string, expected: string) {
    super(`${path === '' ? 'the answer' : path}: ${expected} is expected`)
    this.name = 'ShapeError'
    this.path = path
  }
}

export const text: Reader<string> = (value, path) => {
  if (typeof value === 'string') return value
  throw new ShapeError(path, 'text')
}

export const truth: Reader<boolean> = (value, path) => {
  if (typeof value === 'boolean') return value
  throw new ShapeError(path, 'true or false')
}

/** A whole number from 0 to 2^53. */
export const count: Reader<number> = (value, path) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new ShapeError(path, 'a count')
}

/** A field that may be absent. */
export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, path) => (value === undefined || value === null ? undefined : reader(value, path))
}

export function choice<const T extends string>(choices: readonly T[]): Reader<T> {
  return (value, path) => {
    const found = choices.find(one => one === value)
    if (found !== undefined) return found
    throw new ShapeError(path, `one of ${choices.join(', ')}`)
  }
}

export function list<T>(reader: Reader<T>, limit: number = 1_000_000): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new ShapeError(path, 'a list')
    if (value.length > limit) throw new ShapeError(path, `a list of at most ${limit}`)
    return value.map((item, index) => reader(item, `${path}[${index}]`))
  }
}

/** A list of pairs, read as a map. */
export function mapOf<T>(reader: Reader<T>): Reader<ReadonlyMap<string, T>> {
  const pairs = list((value, path): readonly [string, T] => {
    if (!Array.isArray(value) || value.length !== 2) throw new ShapeError(path, 'a pair')
    return [text(value[0], `${path}[0]`), reader(value[1], `${path}[1]`)]
  })
  return (value, path) => new Map(pairs(value, path))
}

type Fields = Readonly<Record<string, Reader<unknown>>>
type Result<F extends Fields> = { readonly [K in keyof F]: F[K] extends Reader<infer T> ? T : never }

export function record<F extends Fields>(fields: F): Reader<Result<F>> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ShapeError(path, 'a record')
    const unknown = Object.keys(value).find(key => !Object.hasOwn(fields, key))
    if (unknown !== undefined) throw new ShapeError(path, `no field ${JSON.stringify(unknown)}`)
    const given = new Map(Object.entries(value))
    const dot = path === '' ? '' : '.'
    const read = Object.entries(fields).map(([key, reader]) => [key, reader(given.get(key), `${path}${dot}${key}`)])
    return Object.fromEntries(read)
  }
}
