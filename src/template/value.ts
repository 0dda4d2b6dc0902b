import { spend, spendOnReading } from './work.ts'

/**
 * How the values of a template are held. Python tells integers from floats, lists from tuples, and its dictionaries know any hashable
 * key; so do we:
 *
 * | Python | here |
 * | --- | --- |
 * | None, bool, str | null, boolean, string |
 * | int, float | bigint, number |
 * | list, tuple, dict | Value[], Tuple, Dict |
 * | generator, iterator, range, dict view | Sequence |
 * | undefined (strict) | Undefined |
 * | function, macro, method, class | Callable |
 * | module, namespace, loop and other objects | PyObject |
 *
 * No host object is ever a value, and no property of a JavaScript object is ever read by a template's name (threat model T-04, T-05).
 */
export type Value =
  | null
  | boolean
  | string
  | bigint
  | number
  | Value[]
  | Tuple
  | Dict
  | Sequence
  | Undefined
  | Callable
  | Markup
  | PyObject

/** What a new object takes that a template could keep, and an entry of a dict, in units of {@link spend}. */
const objectWork = 12
const entryWork = 60

/** A Python tuple. */
export class Tuple {
  readonly items: readonly Value[]
  constructor(items: readonly Value[]) {
    spend(objectWork)
    this.items = items
  }
}

/** Text that is marked safe; printed as its text. With autoescape off it only matters for how it joins with other text. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    spend(objectWork)
    this.text = text
  }
}

/** The strict undefined: may be tested with `defined` and given to `default`; any other use is an error with this message. */
export class Undefined {
  /** Jinja2's own words, as `'x' is undefined` or `'dict object' has no attribute 'y'`. */
  readonly message: string
  /**
   * True only for what an inline `if` without `else` gives (Jinja2 uses its lenient class there): prints as empty text, is false,
   * empty and of length 0; every other use is an error as well.
   */
  readonly silent: boolean
  constructor(message: string, silent = false) {
    spend(4 * objectWork)
    this.message = message
    this.silent = silent
  }
}

/** Something that can be looped over and is neither list nor tuple nor dict: a generator, `range`, `dict.items()`. */
export class Sequence {
  /** `generator` is used up by its first loop and cannot be printed, measured or indexed. */
  readonly kind: 'generator' | 'range' | 'dict_keys' | 'dict_values' | 'dict_items'
  private rest: Iterator<Value> | undefined
  private readonly make: () => Iterable<Value>

  constructor(kind: Sequence['kind'], make: () => Iterable<Value>) {
    spend(4 * objectWork)
    this.kind = kind
    this.make = make
  }

  [Symbol.iterator](): Iterator<Value> {
    if (this.kind !== 'generator') return this.make()[Symbol.iterator]()
    this.rest ??= this.make()[Symbol.iterator]()
    const rest = this.rest
    return { next: () => rest.next() }
  }
}

/** Keyword arguments, in the order they were written. */
export type Kwargs = ReadonlyMap<string, Value>

/** A thing a template may call. Arguments are checked by the callee, in Python's words. */
export class Callable {
  readonly name: string
  readonly call: (args: readonly Value[], kwargs: Kwargs) => Value
  constructor(name: string, call: (args: readonly Value[], kwargs: Kwargs) => Value) {
    spend(4 * objectWork)
    this.name = name
    this.call = call
  }
}

/** An object with named attributes that are computed by us: `loop`, a module, a namespace. Only names in the map exist. */
export class PyObject {
  /** Python's type name without its module, for messages: `Namespace`, `LoopContext`, `Macro`. */
  readonly type: string
  readonly attributes: Map<string, Value | (() => Value)>
  /** Python text of the object; undefined where printing it is refused. */
  readonly print: (() => string) | undefined
  /** Set where the object can be called as well: a macro, a recursive loop, a joiner. */
  readonly call: ((args: readonly Value[], kwargs: Kwargs) => Value) | undefined
  constructor(
    type: string,
    attributes: Map<string, Value | (() => Value)>,
    print?: () => string,
    call?: (args: readonly Value[], kwargs: Kwargs) => Value
  ) {
    spend(4 * objectWork + entryWork * attributes.size)
    this.type = type
    this.attributes = attributes
    this.print = print
    this.call = call
  }
}

/** A Python dict: insertion order, and `1`, `1.0` and `True` are one key. */
export class Dict {
  private readonly entries_ = new Map<unknown, [Value, Value]>()

  static of(entries: Iterable<readonly [Value, Value]>): Dict {
    const dict = new Dict()
    for (const [key, value] of entries) dict.set(key, value)
    return dict
  }

  get size(): number {
    return this.entries_.size
  }

  get(key: Value): Value | undefined {
    return this.entries_.get(hashKey(key))?.[1]
  }

  has(key: Value): boolean {
    return this.entries_.has(hashKey(key))
  }

  set(key: Value, value: Value): void {
    refuseNan(key)
    const hash = hashKey(key)
    const entry = this.entries_.get(hash)
    if (entry) entry[1] = value
    else {
      spend(entryWork)
      this.entries_.set(hash, [key, value])
    }
  }

  delete(key: Value): boolean {
    return this.entries_.delete(hashKey(key))
  }

  clear(): void {
    this.entries_.clear()
  }

  *keys(): IterableIterator<Value> {
    for (const [key] of this.entries_.values()) yield key
  }

  *values(): IterableIterator<Value> {
    for (const [, value] of this.entries_.values()) yield value
  }

  entries(): IterableIterator<[Value, Value]> {
    return this.entries_.values()
  }
}

/** An error of Python's own that a template caused; the evaluator adds file, line and column. */
export class TemplateRuntimeError extends Error {
  /** Python's or Jinja2's class name: `TypeError`, `UndefinedError`, `TemplateRuntimeError`. */
  readonly type: string
  constructor(type: string, message: string) {
    super(message)
    this.name = 'TemplateRuntimeError'
    this.type = type
  }
}

/** For Python every NaN is a key of its own, found again only by the very same object. Throws `Unsupported`. */
export function refuseNan(key: Value): void {
  if (Number.isNaN(key)) throw new TemplateRuntimeError('Unsupported', 'nan as a key is not supported')
}

/** All silent undefined values are one key. */
const silentKey = Symbol('silent undefined')

/** A primitive that is equal for two keys exactly when Python finds them equal. */
export function hashKey(key: Value): unknown {
  if (typeof key === 'string') return hashText(key)
  if (typeof key === 'boolean') return key ? 1n : 0n
  if (typeof key === 'number') return Number.isInteger(key) ? hashInteger(BigInt(key)) : key
  if (typeof key === 'bigint') return hashInteger(key)
  if (key === null) return key
  if (key instanceof Tuple) return hashTuple(key)
  if (key instanceof Markup) return hashText(key.text)
  if (key instanceof Callable || key instanceof PyObject) return key
  if (key instanceof Undefined && key.silent) return silentKey
  if (key instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', key.message)
  if (key instanceof Sequence && key.kind !== 'dict_keys' && key.kind !== 'dict_items') return key
  const type = Array.isArray(key) ? 'list' : key instanceof Dict ? 'dict' : key.kind
  throw new TemplateRuntimeError('TypeError', `unhashable type: '${type}'`)
}

/** Texts that begin with NUL stand for other keys. */
function hashText(text: string): string {
  spendOnReading(text.length)
  return text.startsWith('\0') ? `\0text ${text}` : text
}

const lowest = -(2n ** 63n)
const highest = 2n ** 64n

/** The engine looks at 64 bits of an integer only: larger ones could be made to collide, each with all others. */
function hashInteger(integer: bigint): bigint | string {
  if (integer >= lowest && integer < highest) return integer
  return `\0int ${integer.toString(16)}`
}

/** Longest text that stands for a tuple: shared parts let a few nested tuples grow without end. */
const maxTupleHash = 100_000

function hashTuple(tuple: Tuple): string {
  let hash = '\u0000tuple '
  for (const item of tuple.items) {
    const part = hashKey(item)
    if (typeof part === 'object' && part !== null)
      throw new TemplateRuntimeError('Unsupported', 'a tuple with a function or object in it cannot be a key')
    const text = String(part)
    hash += `${typeof part} ${text.length} ${text},`
    spend(text.length + 4)
    if (hash.length > maxTupleHash) throw new TemplateRuntimeError('LimitError', 'the tuple is too large to be a key')
  }
  return hash
}
