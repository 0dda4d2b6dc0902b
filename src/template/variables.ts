import { Dict, type Value } from './value.ts'

/** Names with their values, as a template sees them. */
export interface Variables extends Iterable<readonly [string, Value]> {
  get(name: string): Value | undefined
  keys(): Iterable<string>
}

/** Variables that stand in front of others and hide those of the same name. Neither may be changed any more. */
export class Layer implements Variables {
  private readonly front: ReadonlyMap<string, Value>
  private readonly behind: Variables

  constructor(front: ReadonlyMap<string, Value>, behind: Variables) {
    this.front = front
    this.behind = behind
  }

  get(name: string): Value | undefined {
    const value = this.front.get(name)
    return value === undefined ? this.behind.get(name) : value
  }

  keys(): Iterable<string> {
    return new Set([...this.behind.keys(), ...this.front.keys()])
  }

  *[Symbol.iterator](): Generator<readonly [string, Value]> {
    for (const name of this.keys()) {
      const value = this.get(name)
      if (value !== undefined) yield [name, value]
    }
  }
}

/**
 * What every template of one render sees: functions, and the variables it was given, of which a name's own copy is made when it is first
 * asked for. The originals may belong to many renders; no template ever holds one (threat model T-07).
 */
export class Globals implements Variables {
  private readonly originals: ReadonlyMap<string, Value>
  private readonly values: Map<string, Value>

  /** A variable hides a function of the same name where `hides` says so; else the function hides it. */
  constructor(
    originals: ReadonlyMap<string, Value>,
    functions: ReadonlyMap<string, Value>,
    hides: (name: string) => boolean
  ) {
    this.originals = originals
    this.values = new Map(functions)
    for (const name of functions.keys()) if (originals.has(name) && hides(name)) this.values.delete(name)
  }

  get(name: string): Value | undefined {
    const known = this.values.get(name)
    if (known !== undefined) return known
    const original = this.originals.get(name)
    if (original === undefined) return undefined
    const copy = copyOf(original)
    this.values.set(name, copy)
    return copy
  }

  keys(): Iterable<string> {
    return new Set([...this.values.keys(), ...this.originals.keys()])
  }

  *[Symbol.iterator](): Generator<readonly [string, Value]> {
    for (const name of this.keys()) {
      const value = this.get(name)
      if (value !== undefined) yield [name, value]
    }
  }
}

/** Lists and dicts are copied to their depth; of what variables hold nothing else can be changed. */
function copyOf(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf)
  if (!(value instanceof Dict)) return value
  const dict = new Dict()
  for (const [key, item] of value.entries()) dict.set(key, copyOf(item))
  return dict
}
