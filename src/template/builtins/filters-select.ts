import { type Kwargs, Markup, Sequence, TemplateRuntimeError, Undefined, type Value } from '../value.ts'
import { attributeLookup, type Lookup } from './attribute-path.ts'
import type { Filter, FilterContext } from './context.ts'
import { iterate } from './iterate.ts'
import { repr, textRepr } from './text.ts'
import { isTrue } from './truth.ts'

/** Jinja2's filters that take each item in turn: map, reject, rejectattr, select, selectattr. All are lazy. */
export const selectFilters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['map', lazy(mapper)],
  ['select', lazy((context, args, kwargs) => selector(context, args, kwargs, false, true))],
  ['reject', lazy((context, args, kwargs) => selector(context, args, kwargs, false, false))],
  ['selectattr', lazy((context, args, kwargs) => selector(context, args, kwargs, true, true))],
  ['rejectattr', lazy((context, args, kwargs) => selector(context, args, kwargs, true, false))]
])

/** What becomes of an item; undefined leaves it out. */
type Step = (item: Value) => Value | undefined

/** Nothing happens, not even the check of the arguments, before the first item is asked for. */
function lazy(prepare: (context: FilterContext, args: readonly Value[], kwargs: Kwargs) => Step): Filter {
  return (context, value, args, kwargs) =>
    new Sequence('generator', function* () {
      if (!isTrue(value)) return
      const step = prepare(context, args, kwargs)
      for (const item of iterate(value)) {
        context.countSteps(1)
        const result = step(item)
        if (result !== undefined) yield result
      }
    })
}

function mapper(context: FilterContext, args: readonly Value[], kwargs: Kwargs): Step {
  if (args.length === 0 && kwargs.has('attribute')) return attributeMapper(kwargs)
  const [name, ...rest] = args
  if (name === undefined) throw argumentError('map requires a filter argument')
  const filter = callableName(name, 'filter')
  return item => context.callFilter(filter, item, rest, kwargs)
}

function attributeMapper(kwargs: Kwargs): Lookup {
  const unexpected = [...kwargs.keys()].find(keyword => keyword !== 'attribute' && keyword !== 'default')
  if (unexpected !== undefined) throw argumentError(`Unexpected keyword argument ${textRepr(unexpected)}`)
  return attributeLookup(kwargs.get('attribute') ?? null, kwargs.get('default') ?? null)
}

function selector(
  context: FilterContext,
  args: readonly Value[],
  kwargs: Kwargs,
  byAttribute: boolean,
  keep: boolean
): Step {
  const [attribute, ...afterAttribute] = args
  if (byAttribute && attribute === undefined) throw argumentError('Missing parameter for attribute name')
  const lookup = byAttribute ? attributeLookup(attribute ?? null) : (item: Value) => item
  const [name, ...rest] = byAttribute ? afterAttribute : args
  const test = name === undefined ? undefined : callableName(name, 'test')
  const holds = (value: Value): boolean =>
    test === undefined ? isTrue(value) : context.callTest(test, value, rest, kwargs)
  return item => (holds(lookup(item)) === keep ? item : undefined)
}

/** The name of a filter or test; anything but text is an error in Jinja2's words. */
function callableName(name: Value, kind: 'filter' | 'test'): string {
  if (typeof name === 'string') return name
  if (name instanceof Markup) return name.text
  const hint = name instanceof Undefined ? ` (${name.message}; did you forget to quote the callable name?)` : ''
  throw new TemplateRuntimeError('TemplateRuntimeError', `No ${kind} named ${repr(name)}.${hint}`)
}

function argumentError(message: string): TemplateRuntimeError {
  return new TemplateRuntimeError('FilterArgumentError', message)
}
