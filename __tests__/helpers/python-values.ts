import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findAttribute, getAttribute, getItem } from '../../src/template/builtins/attributes.ts'
import type { FilterContext } from '../../src/template/builtins/context.ts'
import { filters } from '../../src/template/builtins/filters.ts'
import { iterate, lengthOf } from '../../src/template/builtins/iterate.ts'
import { checkText } from '../../src/template/builtins/limits.ts'
import { floatRepr } from '../../src/template/builtins/number-text.ts'
import * as operators from '../../src/template/builtins/operators.ts'
import { Range } from '../../src/template/builtins/range.ts'
import { slice } from '../../src/template/builtins/slice.ts'
import { tests } from '../../src/template/builtins/tests.ts'
import { repr, toText } from '../../src/template/builtins/text.ts'
import { isTrue } from '../../src/template/builtins/truth.ts'
import {
  Callable,
  Dict,
  hashKey,
  type Kwargs,
  Markup,
  Sequence,
  TemplateRuntimeError,
  Tuple,
  Undefined,
  type Value
} from '../../src/template/value.ts'

/** A value as it travels to Python and back; the forms are described in python_values.py. */
export type Encoded = null | boolean | string | { readonly [kind: string]: unknown }

/** What to compute: `filter replace`, `test odd`, `method split`, `operator add`, `function repr`. */
export type Request = {
  readonly do: string
  readonly args: readonly Encoded[]
  readonly kwargs?: Readonly<Record<string, Encoded>>
}

/** A result, or the type and words of an error. */
export type Answer = { readonly value: Encoded } | { readonly error: string; readonly message: string }

const script = fileURLToPath(new URL('./python_values.py', import.meta.url))

/** Asks real Python; undefined where no Python with Jinja2 and PyYAML is installed. */
export function askPython(requests: readonly Request[]): readonly Answer[] | undefined {
  const input = requests.map(request => JSON.stringify(request)).join('\n')
  for (const python of ['/usr/bin/python3', 'python3']) {
    const run = spawnSync(python, [script], { input, encoding: 'utf8', maxBuffer: 1 << 28 })
    if (run.status === 0)
      return run.stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line))
  }
  return undefined
}

/** Answers a request with our own functions. Errors other than `TemplateRuntimeError` are bugs and pass through. */
export function answer(request: Request): Answer {
  try {
    return { value: encode(run(request)) }
  } catch (error) {
    if (!(error instanceof TemplateRuntimeError)) throw error
    return { error: error.type, message: error.message }
  }
}

/** The context that filters need, with real look-ups and a generous step limit. */
export const context: FilterContext = {
  callFilter: (name, value, args, kwargs) => {
    const filter = filters.get(name)
    if (!filter) throw new TemplateRuntimeError('TemplateRuntimeError', `No filter named ${repr(name)}.`)
    return filter(context, value, args, kwargs)
  },
  callTest: (name, value, args, kwargs) => {
    const test = tests.get(name)
    if (!test) throw new TemplateRuntimeError('TemplateRuntimeError', `No test named ${repr(name)}.`)
    return test(context, value, args, kwargs)
  },
  call: (callable, args, kwargs) => {
    if (!(callable instanceof Callable)) throw new TemplateRuntimeError('TypeError', 'not callable')
    return callable.call(args, kwargs)
  },
  checkLength: checkText,
  countSteps: () => undefined
}

type Operation = (args: readonly Value[]) => Value

const operatorTable: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['add', ([a = null, b = null]) => operators.add(a, b)],
  ['sub', ([a = null, b = null]) => operators.subtract(a, b)],
  ['mul', ([a = null, b = null]) => operators.multiply(a, b)],
  ['truediv', ([a = null, b = null]) => operators.divide(a, b)],
  ['floordiv', ([a = null, b = null]) => operators.floorDivide(a, b)],
  ['mod', ([a = null, b = null]) => operators.modulo(a, b)],
  ['pow', ([a = null, b = null]) => operators.power(a, b)],
  ['neg', ([a = null]) => operators.negate(a)],
  ['pos', ([a = null]) => operators.positive(a)],
  ['eq', ([a = null, b = null]) => operators.equals(a, b)],
  ['ne', ([a = null, b = null]) => operators.notEquals(a, b)],
  ['lt', ([a = null, b = null]) => operators.lessThan(a, b)],
  ['le', ([a = null, b = null]) => operators.lessEqual(a, b)],
  ['gt', ([a = null, b = null]) => operators.greaterThan(a, b)],
  ['ge', ([a = null, b = null]) => operators.greaterEqual(a, b)],
  ['contains', ([a = null, b = null]) => operators.contains(a, b)]
])

const functionTable: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['str', ([value = null]) => toText(value)],
  ['repr', ([value = null]) => repr(value)],
  ['bool', ([value = null]) => isTrue(value)],
  ['len', ([value = null]) => BigInt(lengthOf(value))],
  ['list', ([value = null]) => [...iterate(value)]],
  ['hash_equal', ([a = null, b = null]) => hashKey(a) === hashKey(b)],
  ['getitem', ([value = null, key = null]) => getItem(value, key)],
  ['getattr', ([value = null, name = null]) => getAttribute(value, String(name))],
  ['slice', ([value = null, start = null, stop = null, step = null]) => slice(value, start, stop, step)]
])

function run(request: Request): Value {
  const [kind = '', name = ''] = request.do.split(' ')
  const [value = null, ...rest] = request.args.map(decode)
  const kwargs = new Map(Object.entries(request.kwargs ?? {}).map(([key, item]) => [key, decode(item)]))
  if (kind === 'filter') return context.callFilter(name, value, rest, kwargs)
  if (kind === 'test') return context.callTest(name, value, rest, kwargs)
  if (kind === 'method') return callMethod(value, name, rest, kwargs)
  const operation = (kind === 'operator' ? operatorTable : functionTable).get(name)
  if (!operation) throw new Error(`no ${request.do}`)
  return operation([value, ...rest])
}

/** With a list or dict the answer shows what became of it as well. */
function callMethod(value: Value, name: string, args: readonly Value[], kwargs: Kwargs): Value {
  const method = findAttribute(value, name)
  if (!(method instanceof Callable)) throw new Error(`no method ${name}`)
  const result = method.call(args, kwargs)
  return Array.isArray(value) || value instanceof Dict ? new Tuple([value, result]) : result
}

/** Reads the travelling form of a value. */
export function decode(data: unknown): Value {
  if (data === null || typeof data === 'string' || typeof data === 'boolean') return data
  const [[kind, content] = ['', null]] = Object.entries(data ?? {})
  const items: readonly unknown[] = Array.isArray(content) ? content : []
  if (kind === 'i') return BigInt(String(content))
  if (kind === 'f') return readFloat(String(content))
  if (kind === 'l') return items.map(decode)
  if (kind === 't') return new Tuple(items.map(decode))
  if (kind === 'd') return decodeDict(items)
  if (kind === 'm') return new Markup(String(content))
  if (kind === 'u') return new Undefined(String(content))
  if (kind === 'g') return new Sequence('generator', () => items.map(decode))
  if (kind === 'r') return decodeRange(items.map(part => BigInt(String(part))))
  throw new Error(`unknown kind ${kind}`)
}

function decodeDict(pairs: readonly unknown[]): Dict {
  return Dict.of(pairs.map(pair => (Array.isArray(pair) ? [decode(pair[0]), decode(pair[1])] : [null, null])))
}

function decodeRange([start = 0n, stop = 0n, step = 1n]: readonly bigint[]): Range {
  return new Range(start, stop, step)
}

function readFloat(text: string): number {
  if (text.endsWith('inf')) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return Number(text)
}

/** The travelling form of a value. */
export function encode(value: Value): Encoded {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return { i: value.toString() }
  if (typeof value === 'number') return { f: floatRepr(value) }
  if (Array.isArray(value)) return { l: value.map(encode) }
  if (value instanceof Tuple) return { t: value.items.map(encode) }
  if (value instanceof Dict) return { d: Array.from(value.entries(), pair => pair.map(encode)) }
  if (value instanceof Markup) return { m: value.text }
  if (value instanceof Undefined) return { u: value.message }
  if (value instanceof Range) return { r: [value.start, value.stop, value.step].map(String) }
  if (value instanceof Sequence) return { g: Array.from(value, encode) }
  throw new Error('this value has no travelling form')
}
