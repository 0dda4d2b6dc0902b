import { Markup, type Value } from '../value.ts'
import { requireIndex } from './arguments.ts'
import { codePoints } from './code-points.ts'
import type { Filter } from './context.ts'
import { define } from './define-filter.ts'
import { checkText, unsupported } from './limits.ts'
import { toText } from './text.ts'
import { markupMethod, textMethods } from './text-methods.ts'
import { replace } from './text-search.ts'

/** Jinja2's filters that change a text: capitalize, lower, replace, string, title, trim, upper, wordcount. */
export const textFilters: ReadonlyMap<string, Filter> = new Map([
  ['capitalize', define('do_capitalize(s)', [], value => callText(value, 'capitalize', []))],
  ['lower', define('do_lower(s)', [], value => callText(value, 'lower', []))],
  ['upper', define('do_upper(s)', [], value => callText(value, 'upper', []))],
  [
    'trim',
    define('do_trim(value)', [['chars', null]], (value, args) => callText(value, 'strip', [args.value('chars')]))
  ],
  [
    'center',
    define('do_center(value)', [['width', 80n]], (value, args) => callText(value, 'center', [args.value('width')]))
  ],
  ['title', define('do_title(s)', [], value => title(toText(value)))],
  ['string', define('soft_str(s)', [], softText)],
  ['wordcount', define('do_wordcount(s)', [], value => BigInt(toText(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0))],
  [
    'replace',
    define('do_replace(eval_ctx, s)', [['old'], ['new'], ['count', null]], (value, args) => {
      const count = args.value('count') === null ? -1n : requireIndex(args.value('count'))
      return replace(toText(value), toText(args.value('old')), toText(args.value('new')), count)
    })
  ]
])

/** MarkupSafe's `soft_str`: the text of a value; text that is marked safe stays marked. */
export function softText(value: Value): string | Markup {
  return value instanceof Markup ? value : toText(value)
}

/** Calls a method of `str` on the text of a value. */
function callText(value: Value, name: string, args: readonly Value[]): Value {
  const text = softText(value)
  const none: ReadonlyMap<string, Value> = new Map()
  if (text instanceof Markup) return markupMethod(name)?.(text, args, none) ?? refuse(name)
  return textMethods.get(name)?.(text, args, none) ?? refuse(name)
}

function refuse(name: string): never {
  throw unsupported(`the method "${name}" is not supported`)
}

const wordStart = /([-\s\x1c-\x1f\x85({[<]+)/

/** A word starts after a hyphen, white space or an opening bracket. */
function title(text: string): string {
  const words = text.split(wordStart).filter(part => part !== '')
  return checkText(words.map(word => firstUpper(codePoints(word)[0] ?? '', word)).join(''))
}

function firstUpper(first: string, word: string): string {
  return first.toUpperCase() + word.slice(first.length).toLowerCase()
}
