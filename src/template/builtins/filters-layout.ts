import { Markup, TemplateRuntimeError, type Value } from '../value.ts'
import type { Arguments } from './arguments.ts'
import { requireText } from './arguments.ts'
import { codePointCount, sliceCodePoints } from './code-points.ts'
import type { Filter } from './context.ts'
import { define } from './define-filter.ts'
import { refuseUndefined } from './equality.ts'
import { escapeMarkup } from './escape.ts'
import { lengthOf } from './iterate.ts'
import { checkText, checkTextLength, typeError, unsupported } from './limits.ts'
import { add, multiply } from './operators.ts'
import { splitLines } from './text-split.ts'
import { typeName } from './type-name.ts'
import { wrapLine } from './wrap.ts'

/** Jinja2's filters that lay text out: indent, truncate, wordwrap. */
export const layoutFilters: ReadonlyMap<string, Filter> = new Map([
  [
    'indent',
    define(
      'do_indent(s)',
      [
        ['width', 4n],
        ['first', false],
        ['blank', false]
      ],
      (value, args) => indent(value, args)
    )
  ],
  [
    'truncate',
    define(
      'do_truncate(env, s)',
      [
        ['length', 255n],
        ['killwords', false],
        ['end', '...'],
        ['leeway', null]
      ],
      (value, args) => truncate(value, args)
    )
  ],
  [
    'wordwrap',
    define(
      'do_wordwrap(environment, s)',
      [
        ['width', 79n],
        ['break_long_words', true],
        ['wrapstring', null],
        ['break_on_hyphens', true]
      ],
      (value, args) => wordWrap(value, args)
    )
  ]
])

/** Every line but the first gets the indentation, empty lines not; `first` and `blank` change that. */
function indent(value: Value, args: Arguments): Value {
  const width = args.value('width')
  const given = typeof width === 'string' || width instanceof Markup ? width : multiply(' ', width)
  // Python adds the line's end to the list itself, and fails one step later
  if (Array.isArray(value))
    throw new TemplateRuntimeError('AttributeError', "'list' object has no attribute 'splitlines'")
  const ended = add(value, '\n')
  const isMarked = ended instanceof Markup
  const text = isMarked ? ended.text : requireText(ended)
  const indentation = isMarked && !(given instanceof Markup) ? escapeMarkup(given).text : requireText(given)
  const lines = splitLines(text)
  checkTextLength(text.length + lines.length * indentation.length)
  const isIndented = (line: string, index: number): boolean =>
    index === 0 ? args.flag('first') : args.flag('blank') || line !== ''
  const result = checkText(lines.map((line, index) => (isIndented(line, index) ? indentation + line : line)).join('\n'))
  return isMarked ? new Markup(result) : result
}

/** Cuts at the last blank before the length, or anywhere with `killwords`; a text that is only `leeway` too long stays. */
function truncate(value: Value, args: Arguments): Value {
  const length = Number(args.integer('length'))
  const end = args.text('end')
  const leeway = args.value('leeway') === null ? 5 : Number(args.integer('leeway'))
  const endLength = codePointCount(end)
  if (length < endLength) throw assertion(`expected length >= ${endLength}, got ${length}`)
  if (leeway < 0) throw assertion(`expected leeway >= 0, got ${leeway}`)
  if (lengthOf(value) <= length + leeway) return value
  if (typeof value !== 'string' && !(value instanceof Markup))
    throw typeError(`truncate needs text, not ${typeName(value)}`)
  const start = sliceCodePoints(value instanceof Markup ? value.text : value, 0, length - endLength)
  const blank = args.flag('killwords') ? -1 : start.lastIndexOf(' ')
  const kept = blank < 0 ? start : start.slice(0, blank)
  return value instanceof Markup ? new Markup(kept + escapeMarkup(args.value('end')).text) : kept + end
}

function wordWrap(value: Value, args: Arguments): Value {
  refuseUndefined(value)
  if (typeof value !== 'string')
    throw value instanceof Markup
      ? unsupported('wordwrap of text that is marked safe is not supported')
      : new TemplateRuntimeError('AttributeError', `'${typeName(value)}' object has no attribute 'splitlines'`)
  const joint = args.value('wrapstring') === null ? '\n' : args.text('wrapstring')
  const options = {
    width: Number(args.integer('width')),
    breakLongWords: args.flag('break_long_words'),
    breakOnHyphens: args.flag('break_on_hyphens')
  }
  const lines = splitLines(value).flatMap(line => {
    const wrapped = wrapLine(line, options)
    return wrapped.length === 0 ? [''] : wrapped
  })
  checkTextLength(value.length + Math.max(lines.length - 1, 0) * joint.length)
  return checkText(lines.join(joint))
}

function assertion(message: string): TemplateRuntimeError {
  return new TemplateRuntimeError('AssertionError', message)
}
