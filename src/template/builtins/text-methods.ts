import { type Kwargs, Markup, Tuple, type Value } from '../value.ts'
import { escapeMarkup } from './escape.ts'
import { iterate } from './iterate.ts'
import { unsupported } from './limits.ts'
import type { Method, Methods } from './method.ts'
import { caseMethods } from './text-case.ts'
import { formatBraces } from './text-format.ts'
import { layoutMethods } from './text-layout.ts'
import { predicateMethods } from './text-predicates.ts'
import { searchMethods } from './text-search.ts'
import { splitMethods } from './text-split.ts'

/** All methods of `str` that a template may call. */
export const textMethods: Methods<string> = new Map<string, Method<string>>([
  ...caseMethods,
  ...layoutMethods,
  ...predicateMethods,
  ...searchMethods,
  ...splitMethods,
  ['format', formatBraces] as const
])

/** Methods whose arguments MarkupSafe escapes and whose result stays marked. */
const wrapped: ReadonlySet<string> = new Set([
  'capitalize',
  'title',
  'lower',
  'upper',
  'replace',
  'ljust',
  'rjust',
  'lstrip',
  'rstrip',
  'center',
  'strip',
  'expandtabs',
  'swapcase',
  'zfill',
  'partition',
  'rpartition'
])

/** Methods that give a list of marked texts. */
const splitting: ReadonlySet<string> = new Set(['split', 'rsplit', 'splitlines'])

/** The method of that name for text that is marked safe, as MarkupSafe 2.1 has it; undefined where `str` has none. */
export function markupMethod(name: string): Method<Markup> | undefined {
  const method = textMethods.get(name)
  if (!method) return undefined
  if (name === 'format') return () => refuse(name)
  if (name === 'join') return (self, args, kwargs) => joinMarked(self, method, args, kwargs)
  const escapes = wrapped.has(name)
  return (self, args, kwargs) => {
    const given = escapes ? args.map(escapeText) : args
    const result = method(self.text, given, kwargs)
    return escapes || splitting.has(name) ? marked(result) : result
  }
}

function joinMarked(self: Markup, method: Method<string>, args: readonly Value[], kwargs: Kwargs): Value {
  const [items, ...rest] = args
  if (items === undefined) return method(self.text, args, kwargs)
  return marked(method(self.text, [Array.from(iterate(items), item => escapeMarkup(item).text), ...rest], kwargs))
}

function escapeText(value: Value): Value {
  return typeof value === 'string' ? escapeMarkup(value).text : value
}

function marked(value: Value): Value {
  if (typeof value === 'string') return new Markup(value)
  if (Array.isArray(value)) return value.map(marked)
  return value instanceof Tuple ? new Tuple(value.items.map(marked)) : value
}

function refuse(name: string): never {
  throw unsupported(`the method "${name}" of text that is marked safe is not supported`)
}
