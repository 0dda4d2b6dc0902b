import { Dict, type Kwargs, Markup, Sequence, TemplateRuntimeError, Tuple, Undefined, type Value } from '../value.ts'
import { findAttribute, getAttribute, refuseName } from './attributes.ts'
import type { Filter } from './context.ts'
import { define } from './define-filter.ts'
import { dictItems } from './dict-methods.ts'
import { refuseUndefined } from './equality.ts'
import { softText } from './filters-text.ts'
import { typeError } from './limits.ts'
import { modulo } from './operators.ts'
import { prettyText } from './pretty-text.ts'
import { textRepr } from './text.ts'
import { isTrue } from './truth.ts'
import { describeObject } from './type-name.ts'

const defaultFilter = define(
  'do_default(value)',
  [
    ['default_value', ''],
    ['boolean', false]
  ],
  (value, args) =>
    value instanceof Undefined || (args.flag('boolean') && !isTrue(value)) ? args.value('default_value') : value
)

/** Jinja2's filters for values of any type: attr, d, default, format, items, pprint. */
export const valueFilters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['default', defaultFilter],
  ['d', defaultFilter],
  ['attr', define('do_attr(environment, obj)', [['name']], (value, args) => attribute(value, args.value('name')))],
  ['items', define('do_items(value)', [], items)],
  ['format', (_, value, args, kwargs) => format(value, args, kwargs)],
  ['pprint', define('do_pprint(value)', [], prettyText)]
])

/** The attribute of that name, never an item. */
function attribute(value: Value, name: Value): Value {
  refuseUndefined(value)
  const text = name instanceof Markup ? name.text : name
  if (typeof text !== 'string') throw typeError('attribute name must be string')
  refuseName(text)
  if (findAttribute(value, text) !== undefined || text.startsWith('__')) return getAttribute(value, text)
  return new Undefined(`${textRepr(describeObject(value))} has no attribute ${textRepr(text)}`)
}

function items(value: Value): Value {
  return new Sequence('generator', function* () {
    if (value instanceof Undefined) return
    if (!(value instanceof Dict)) throw typeError('Can only get item pairs from a mapping.')
    yield* dictItems(value)
  })
}

function format(value: Value, args: readonly Value[], kwargs: Kwargs): Value {
  if (args.length > 0 && kwargs.size > 0)
    throw new TemplateRuntimeError(
      'FilterArgumentError',
      "can't handle positional and keyword arguments at the same time"
    )
  return modulo(softText(value), kwargs.size > 0 ? Dict.of(kwargs) : new Tuple(args))
}
