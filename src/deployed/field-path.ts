/** A step from a value to one in it: a key of a map, an index of a list. */
export type FieldStep = string | number

const step = /\.?([A-Za-z0-9_-]+)|\[(\d+)\]|\[("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*")\]/guy

/**
 * The steps of a field as uses name it: `spec.containers[0].image`, `data["app.conf"]` (project/objects.ts). Undefined for a text that is no
 * such path.
 */
export function parseFieldPath(field: string): readonly FieldStep[] | undefined {
  const matches = [...field.matchAll(step)]
  const length = matches.reduce((sum, [whole]) => sum + whole.length, 0)
  if (length !== field.length) return undefined
  return matches.map(([, key, index, quoted]) => key ?? (quoted === undefined ? Number(index) : unquote(quoted)))
}

function unquote(text: string): string {
  const value: unknown = JSON.parse(text)
  return String(value)
}
