import { Dict, Tuple, type Value } from '../value.ts'
import { codePointCount } from './code-points.ts'
import { limitError, maxDepth, unsupported } from './limits.ts'
import { sorted } from './sorting.ts'
import { repr } from './text.ts'

/**
 * Python's `pprint.pformat` of what fits into one line of 80 characters: `repr` with the keys of every dict sorted.
 * Throws `Unsupported` for longer values, which Python breaks into lines, and for keys of several types.
 */
export function prettyText(value: Value): string {
  const text = repr(new KeySorter().sort(value, 0))
  if (codePointCount(text) > widest) throw tooWide()
  return text
}

const widest = 80

function tooWide(): Error {
  return unsupported(`the filter "pprint" is not supported for values of more than ${widest} characters`)
}

/** Each part takes a character at least: counting them stops shared parts, which make a small value endless. */
class KeySorter {
  private parts = 0

  sort(value: Value, depth: number): Value {
    this.parts += 1
    if (this.parts > widest) throw tooWide()
    if (depth > maxDepth) throw limitError(`value is nested deeper than the limit of ${maxDepth}`)
    if (Array.isArray(value)) return value.map(item => this.sort(item, depth + 1))
    if (value instanceof Tuple) return new Tuple(value.items.map(item => this.sort(item, depth + 1)))
    if (!(value instanceof Dict)) return value
    const keys = [...value.keys()]
    if (new Set(keys.map(key => typeof key)).size > 1)
      throw unsupported('the filter "pprint" is not supported for dicts with keys of several types')
    return Dict.of(sorted(keys, key => key).map(key => [key, this.sort(value.get(key) ?? null, depth + 1)]))
  }
}
