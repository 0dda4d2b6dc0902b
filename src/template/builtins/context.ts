import type { Kwargs, Value } from '../value.ts'

/** What the evaluator lends to filters and tests. Every method may throw `TemplateRuntimeError`. */
export type FilterContext = {
  /** Applies the filter of that name; an unknown name is an error in Jinja2's words. */
  callFilter(name: string, value: Value, args: readonly Value[], kwargs: Kwargs): Value
  /** Applies the test of that name; an unknown name is an error in Jinja2's words. */
  callTest(name: string, value: Value, args: readonly Value[], kwargs: Kwargs): boolean
  /** Calls a function, macro or method. */
  call(callable: Value, args: readonly Value[], kwargs: Kwargs): Value
  /** Gives the text back, or throws where it is over the limit for one text. */
  checkLength(text: string): string
  /** Counts steps of a loop against the limit of the render. */
  countSteps(steps: number): void
}

/** A filter: `value | name(args, kwargs)`. */
export type Filter = (context: FilterContext, value: Value, args: readonly Value[], kwargs: Kwargs) => Value

/** A test: `value is name(args, kwargs)`. */
export type Test = (context: FilterContext, value: Value, args: readonly Value[], kwargs: Kwargs) => boolean
