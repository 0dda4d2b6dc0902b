import { Markup, type Value } from '../value.ts'
import { checkText } from './limits.ts'
import { toText } from './text.ts'

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&#34;'],
  ["'", '&#39;']
])

/** MarkupSafe's `escape`: `& < > " '` become entities; text that is marked safe stays. Errors as `toText`. */
export function escapeMarkup(value: Value): Markup {
  return value instanceof Markup ? value : new Markup(escapeText(toText(value)))
}

/** `& < > " '` as entities. */
export function escapeText(text: string): string {
  return checkText(text.replace(/[&<>"']/g, character => entities.get(character) ?? character))
}
