import type { Value } from '../value.ts'
import { type Arguments, bind, type Parameter, signature } from './arguments.ts'
import type { Filter, FilterContext } from './context.ts'

/** What a filter does with its value once its arguments are bound. */
export type Apply = (value: Value, args: Arguments, context: FilterContext) => Value

/**
 * A filter with a Python signature. `python` is `function(leading parameters)` as Jinja2 defines it, for its error messages:
 * `do_sort(environment, value)`.
 */
export function define(python: string, parameters: readonly Parameter[], apply: Apply): Filter {
  const [name = '', leading = ''] = python.replace(')', '').split('(')
  const bound = signature(name, leading.split(', '), ...parameters)
  return (context, value, args, kwargs) => apply(value, bind(bound, args, kwargs), context)
}
