import type { Kwargs, Value } from '../value.ts'

/** A method of a Python type: `self.name(args, kwargs)`. */
export type Method<Self> = (self: Self, args: readonly Value[], kwargs: Kwargs) => Value
/** Methods of a Python type by name. */
export type Methods<Self> = ReadonlyMap<string, Method<Self>>
