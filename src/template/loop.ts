import { lengthOf } from './builtins/iterate.ts'
import { equals } from './builtins/operators.ts'
import { Callable, type Kwargs, PyObject, TemplateRuntimeError, Tuple, Undefined, type Value } from './value.ts'

/** Renders the loop's body for other items, one level deeper: what `loop(items)` does in a recursive loop. */
export type Recurse = (items: Value, depth: number) => Value

/** The state behind `loop`: it looks one item ahead only when asked to. Source: Jinja2 3.1 LoopContext. */
export class LoopState {
  readonly object: PyObject
  private readonly measured: Value | undefined
  private iterator: Iterator<Value>
  private readonly recurse: Recurse | undefined
  private readonly depth0: number
  private index0 = -1
  private known: number | undefined
  private after: Value | undefined
  private current: Value | undefined
  private before: Value | undefined
  private lastChanged: Tuple | undefined

  /** `measured` is the value that `items` come from; undefined where an `if` behind the loop chooses among them. */
  constructor(items: Iterable<Value>, measured: Value | undefined, recurse: Recurse | undefined, depth0: number) {
    this.measured = measured
    this.iterator = items[Symbol.iterator]()
    this.recurse = recurse
    this.depth0 = depth0
    this.object = new PyObject(
      'LoopContext',
      this.attributes(),
      () => `<LoopContext ${this.index0 + 1}/${this.length()}>`,
      (args, kwargs) => this.call(args, kwargs)
    )
  }

  /** The next item, or undefined at the end. */
  next(): Value | undefined {
    const value = this.after === undefined ? this.pull() : this.after
    this.after = undefined
    if (value === undefined) return undefined
    this.index0++
    this.before = this.current
    this.current = value
    return value
  }

  private pull(): Value | undefined {
    const step = this.iterator.next()
    return step.done ? undefined : step.value
  }

  private peek(): Value | undefined {
    if (this.after === undefined) this.after = this.pull()
    return this.after
  }

  private length(): number {
    this.known ??= this.measure()
    return this.known
  }

  private measure(): number {
    try {
      if (this.measured !== undefined) return lengthOf(this.measured)
    } catch (error) {
      if (!(error instanceof TemplateRuntimeError) || error.type !== 'TypeError') throw error
    }
    const rest: Value[] = []
    for (let value = this.pull(); value !== undefined; value = this.pull()) rest.push(value)
    this.iterator = rest[Symbol.iterator]()
    return rest.length + this.index0 + 1 + (this.after === undefined ? 0 : 1)
  }

  private attributes(): Map<string, Value | (() => Value)> {
    return new Map<string, Value | (() => Value)>([
      ['index', () => BigInt(this.index0 + 1)],
      ['index0', () => BigInt(this.index0)],
      ['revindex', () => BigInt(this.length() - this.index0)],
      ['revindex0', () => BigInt(this.length() - this.index0 - 1)],
      ['length', () => BigInt(this.length())],
      ['first', () => this.index0 === 0],
      ['last', () => this.peek() === undefined],
      ['depth', BigInt(this.depth0 + 1)],
      ['depth0', BigInt(this.depth0)],
      ['previtem', () => (this.index0 === 0 ? new Undefined('there is no previous item') : (this.before ?? null))],
      ['nextitem', () => this.nextItem()],
      ['cycle', new Callable('cycle', (args, kwargs) => this.cycle(args, kwargs))],
      ['changed', new Callable('changed', (args, kwargs) => this.changed(args, kwargs))]
    ])
  }

  private nextItem(): Value {
    const next = this.peek()
    return next === undefined ? new Undefined('there is no next item') : next
  }

  private cycle(args: readonly Value[], kwargs: Kwargs): Value {
    refuseNamed('LoopContext.cycle', kwargs)
    const value = args[this.index0 % Math.max(args.length, 1)]
    if (value === undefined) throw new TemplateRuntimeError('TypeError', 'no items for cycling given')
    return value
  }

  private changed(args: readonly Value[], kwargs: Kwargs): Value {
    refuseNamed('LoopContext.changed', kwargs)
    const value = new Tuple(args)
    if (this.lastChanged !== undefined && equals(this.lastChanged, value)) return false
    this.lastChanged = value
    return true
  }

  private call(args: readonly Value[], kwargs: Kwargs): Value {
    refuseNamed('LoopContext.__call__', kwargs)
    const [items] = args
    if (items === undefined || args.length > 1)
      throw new TemplateRuntimeError(
        'TypeError',
        `LoopContext.__call__() takes 2 positional arguments but ${args.length + 1} were given`
      )
    if (!this.recurse)
      throw new TemplateRuntimeError('TypeError', "The loop must have the 'recursive' marker to be called recursively.")
    return this.recurse(items, this.depth0 + 1)
  }
}

function refuseNamed(name: string, kwargs: Kwargs): void {
  const [first] = kwargs.keys()
  if (first !== undefined)
    throw new TemplateRuntimeError('TypeError', `${name}() got an unexpected keyword argument '${first}'`)
}
