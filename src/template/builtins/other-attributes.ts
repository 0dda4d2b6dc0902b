import { Dict, Markup, Sequence, type Value } from '../value.ts'
import { asInteger } from './numbers.ts'
import { Range } from './range.ts'

const none: ReadonlySet<string> = new Set()
const ofText: ReadonlySet<string> = new Set(['encode', 'format_map', 'maketrans', 'translate'])
const ofMarkup: ReadonlySet<string> = new Set([...ofText, 'escape', 'striptags', 'unescape'])
const ofDict: ReadonlySet<string> = new Set(['fromkeys'])
const ofInteger: ReadonlySet<string> = new Set(['as_integer_ratio', 'bit_count', 'conjugate', 'from_bytes', 'to_bytes'])
const ofFloat: ReadonlySet<string> = new Set(['as_integer_ratio', 'conjugate', 'fromhex', 'hex'])
const ofView: ReadonlySet<string> = new Set(['isdisjoint', 'mapping'])
const ofRange: ReadonlySet<string> = new Set(['count', 'index'])
const ofGenerator: ReadonlySet<string> = new Set([
  'close',
  'send',
  'throw',
  'gi_code',
  'gi_frame',
  'gi_running',
  'gi_suspended',
  'gi_yieldfrom'
])

/**
 * Attributes that Python 3.11 has on a value and templates may not use here. Asking for one is an error: taking it for missing would
 * render something else than Jinja2.
 */
export function otherAttributes(value: Value): ReadonlySet<string> {
  if (typeof value === 'string') return ofText
  if (value instanceof Markup) return ofMarkup
  if (value instanceof Dict) return ofDict
  if (typeof value === 'number') return ofFloat
  if (asInteger(value) !== undefined) return ofInteger
  if (value instanceof Range) return ofRange
  if (value instanceof Sequence) return value.kind === 'generator' ? ofGenerator : ofView
  return none
}
