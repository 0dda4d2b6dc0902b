/** A value of a workflow file, an event or an expression. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json }

/** The value as a mapping; an empty one where it is none. */
export function mapping(value: Json | undefined): JsonObject {
  return isMapping(value) ? value : {}
}

/** The value as a list; a list of the one value where it is none, and an empty one where there is nothing. */
export function listed(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return []
  return isList(value) ? value : [value]
}

/** A member found by its path; undefined where a part of it is missing. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let current = value
  for (const name of path) current = isMapping(current) ? current[name] : undefined
  return current
}

/** What an expression makes of the value where text is asked for. */
export function text(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'object') return isList(value) ? 'Array' : 'Object'
  return String(value)
}

export function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value)
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
