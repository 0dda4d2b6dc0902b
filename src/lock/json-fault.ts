/** A token of JSON (RFC 8259), with the blanks before it. */
const token =
  /[ \t\r\n]*(?:(?<sign>[{}[\],:])|"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)/uy

/**
 * Where a text that a reader of YAML takes is no JSON: the offset of the first thing that JSON has not (a comment, a word without quotes) or has
 * not there (a comma before a bracket); undefined where there is none of these.
 */
export function findJsonFault(text: string): number | undefined {
  let comma: number | undefined
  let offset = 0
  token.lastIndex = 0
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const sign = found.groups?.['sign']
    offset = token.lastIndex
    if (comma !== undefined && (sign === '}' || sign === ']')) return comma
    comma = sign === ',' ? offset - 1 : undefined
  }
  const rest = /\S/.exec(text.slice(offset))
  return rest === null ? undefined : offset + rest.index
}
