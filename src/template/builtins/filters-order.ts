import { Dict, hashKey, refuseNan, Sequence, TemplateRuntimeError, Tuple, Undefined, type Value } from '../value.ts'
import type { Arguments, Parameter } from './arguments.ts'
import { attributeLookup, attributesLookup, ignoreCase, type Lookup } from './attribute-path.ts'
import type { Filter, FilterContext } from './context.ts'
import { define } from './define-filter.ts'
import { dictItems } from './dict-methods.ts'
import { refuseUndefined, sameItem } from './equality.ts'
import { listOf } from './filters-list.ts'
import { GroupTuple } from './group-tuple.ts'
import { iterate } from './iterate.ts'
import { greaterThan, lessThan } from './ordering.ts'
import { sorted } from './sorting.ts'
import { typeName } from './type-name.ts'

const comparison: readonly Parameter[] = [
  ['case_sensitive', false],
  ['attribute', null]
]

/** Jinja2's filters that order and group: dictsort, groupby, max, min, sort, unique. */
export const orderFilters: ReadonlyMap<string, Filter> = new Map([
  ['sort', define('do_sort(environment, value)', [['reverse', false], ...comparison], sort)],
  ['unique', define('do_unique(environment, value)', comparison, unique)],
  ['min', define('do_min(environment, value)', comparison, (value, args) => extreme(value, args, lessThan))],
  ['max', define('do_max(environment, value)', comparison, (value, args) => extreme(value, args, greaterThan))],
  [
    'dictsort',
    define(
      'do_dictsort(value)',
      [
        ['case_sensitive', false],
        ['by', 'key'],
        ['reverse', false]
      ],
      dictSort
    )
  ],
  [
    'groupby',
    define(
      'sync_do_groupby(environment, value)',
      [['attribute'], ['default', null], ['case_sensitive', false]],
      groupBy
    )
  ]
])

/** How keys are compared: as they are, or text in lower case. */
function caseOf(args: Arguments): Lookup {
  return args.flag('case_sensitive') ? value => value : ignoreCase
}

function sort(value: Value, args: Arguments, context: FilterContext): Value {
  const key = attributesLookup(args.value('attribute'), caseOf(args))
  return sorted(listOf(value, context), key, args.flag('reverse'))
}

function unique(value: Value, args: Arguments, context: FilterContext): Value {
  return new Sequence('generator', function* () {
    const change = caseOf(args)
    const lookup = attributeLookup(args.value('attribute'))
    const seen = new Set<unknown>()
    for (const item of iterate(value)) {
      context.countSteps(1)
      const part = change(lookup(item))
      refuseNan(part)
      const key = hashKey(part)
      if (seen.has(key)) continue
      seen.add(key)
      yield item
    }
  })
}

/** The first of the items that no other one beats. */
function extreme(value: Value, args: Arguments, beats: (a: Value, b: Value) => boolean): Value {
  const change = caseOf(args)
  const lookup = attributeLookup(args.value('attribute'))
  let best: { item: Value; key: Value } | undefined
  for (const item of iterate(value)) {
    const key = change(lookup(item))
    if (best === undefined || beats(key, best.key)) best = { item, key }
  }
  return best === undefined ? new Undefined('No aggregated item, sequence was empty.') : best.item
}

function dictSort(value: Value, args: Arguments): Value {
  const by = args.value('by')
  if (by !== 'key' && by !== 'value')
    throw new TemplateRuntimeError('FilterArgumentError', 'You can only sort by either "key" or "value"')
  refuseUndefined(value)
  if (!(value instanceof Dict))
    throw new TemplateRuntimeError('AttributeError', `'${typeName(value)}' object has no attribute 'items'`)
  const change = caseOf(args)
  const position = by === 'key' ? 0 : 1
  const key: Lookup = item => change((item instanceof Tuple ? item.items[position] : undefined) ?? null)
  return sorted(dictItems(value), key, args.flag('reverse'))
}

function groupBy(value: Value, args: Arguments, context: FilterContext): Value {
  const lookup = attributeLookup(args.value('attribute'), args.value('default'))
  const change = caseOf(args)
  const groups: { key: Value; items: Value[] }[] = []
  for (const item of sorted(listOf(value, context), item => change(lookup(item)))) {
    const key = change(lookup(item))
    const group = groups.at(-1)
    if (group && sameItem(group.key, key)) group.items.push(item)
    else groups.push({ key, items: [item] })
  }
  return groups.map(({ key, items }) => {
    const [first] = items
    return new GroupTuple(first === undefined ? key : lookup(first), items)
  })
}
