import { Dict, hashKey, Markup, Sequence, TemplateRuntimeError, Tuple, Undefined, type Value } from '../value.ts'
import { spend, spendOnReading } from '../work.ts'
import { limitError, maxComparisons, maxDepth, unsupported, valueError } from './limits.ts'
import { Range } from './range.ts'
import { SimpleTime } from './simple-time.ts'

/** Python's `a == b`: bool, int and float by number, containers item by item. An undefined value is an UndefinedError. */
export function equals(a: Value, b: Value): boolean {
  return sameValue(a, b, new Budget())
}

/** Python's `a != b`. */
export function notEquals(a: Value, b: Value): boolean {
  return !equals(a, b)
}

/** Python's `a is b or a == b`: how containers compare their items. */
export function sameItem(a: Value, b: Value, budget: Budget = new Budget()): boolean {
  if (Number.isNaN(a) && Number.isNaN(b))
    throw unsupported('comparing nan with nan inside of lists and maps depends on how Python stores them')
  return a === b || sameValue(a, b, budget)
}

/** Bounds one comparison: shared parts make a value with few parts take very many steps. */
export class Budget {
  private left = maxComparisons
  private depth = 0

  /** Runs one step; throws `LimitError` where the values are too deep or too many. */
  step<T>(compare: () => T): T {
    this.left -= 1
    spend(2)
    this.depth += 1
    if (this.left < 0) throw limitError(`comparing takes more than ${maxComparisons} steps`)
    if (this.depth > maxDepth) throw limitError(`value is nested deeper than the limit of ${maxDepth}`)
    try {
      return compare()
    } finally {
      this.depth -= 1
    }
  }
}

function sameValue(a: Value, b: Value, budget: Budget): boolean {
  if (a instanceof Undefined || b instanceof Undefined) return bothSilent(a, b)
  const left = plain(a)
  const right = plain(b)
  if (left instanceof SimpleTime || right instanceof SimpleTime) return sameTime(left, right)
  if (typeof left === 'bigint' || typeof left === 'number')
    // Loose on purpose: an int and a float are equal when their exact values are, which is what `==` means for these two types.
    // biome-ignore lint/suspicious/noDoubleEquals: compares bigint with number
    return (typeof right === 'bigint' || typeof right === 'number') && left == right
  if (Array.isArray(left)) return Array.isArray(right) && sameItems(left, right, budget)
  if (left instanceof Tuple) return right instanceof Tuple && sameItems(left.items, right.items, budget)
  if (left instanceof Dict) return right instanceof Dict && sameEntries(left, right, budget)
  if (left instanceof Sequence) return right instanceof Sequence && sameSequence(left, right)
  if (typeof left === 'string' && typeof right === 'string' && left.length === right.length) spendOnReading(left.length)
  return left === right
}

/** A time with a zone is never one without. */
function sameTime(a: Value, b: Value): boolean {
  if (!(a instanceof SimpleTime && b instanceof SimpleTime)) throw valueError('value is not a SimpleTime')
  return (a.offset === undefined) === (b.offset === undefined) && a.moment === b.moment
}

/** Booleans become numbers and marked text becomes text, as they compare. */
function plain(value: Value): Value {
  if (typeof value === 'boolean') return value ? 1n : 0n
  return value instanceof Markup ? value.text : value
}

/** What an inline `if` without `else` gave equals its like and nothing else; any other undefined value is an UndefinedError. */
function bothSilent(a: Value, b: Value): boolean {
  const silent = [a, b].map(value => {
    if (value instanceof Undefined && value.silent) return true
    refuseUndefined(value)
    return false
  })
  return silent.every(Boolean)
}

/** Throws UndefinedError for an undefined value. */
export function refuseUndefined(value: Value): void {
  if (value instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', value.message)
}

function sameItems(a: readonly Value[], b: readonly Value[], budget: Budget): boolean {
  if (a.length !== b.length) return false
  return a.every((item, index) => budget.step(() => sameItem(item, b[index] ?? null, budget)))
}

function sameEntries(a: Dict, b: Dict, budget: Budget): boolean {
  if (a.size !== b.size) return false
  for (const [key, value] of a.entries()) {
    const other = b.get(key)
    if (other === undefined || !budget.step(() => sameItem(value, other, budget))) return false
  }
  return true
}

function sameSequence(a: Sequence, b: Sequence): boolean {
  if (a === b) return true
  if (a instanceof Range && b instanceof Range) return sameRange(a, b)
  if (a.kind === 'generator' || b.kind === 'generator' || a.kind === 'dict_values' || b.kind === 'dict_values')
    return false
  if (a.kind === 'dict_keys' && b.kind === 'dict_keys') return sameKeys([...a], [...b])
  throw unsupported(`comparing ${a.kind} with ${b.kind} is not supported; turn them into lists with the filter "list"`)
}

function sameRange(a: Range, b: Range): boolean {
  if (a.length !== b.length) return false
  return a.length === 0n || (a.start === b.start && (a.length === 1n || a.step === b.step))
}

function sameKeys(a: readonly Value[], b: readonly Value[]): boolean {
  const keys = new Set(b.map(hashKey))
  return a.length === b.length && a.every(key => keys.has(hashKey(key)))
}
