import { Dict, Markup, TemplateRuntimeError, Undefined, type Value } from '../value.ts'
import { spend } from '../work.ts'
import type { Arguments } from './arguments.ts'
import { isWellFormed } from './code-points.ts'
import type { Filter } from './context.ts'
import { define } from './define-filter.ts'
import { refuseUndefined } from './equality.ts'
import { escapeMarkup, escapeText } from './escape.ts'
import { isIterable, iterate } from './iterate.ts'
import { jsonText } from './json.ts'
import { checkText, unsupported, valueError } from './limits.ts'
import { textRepr, toText } from './text.ts'
import { splitWords } from './text-split.ts'
import { typeName } from './type-name.ts'
import { urlize } from './urlize.ts'

const escapeFilter = define('escape(s)', [], escapeMarkup)

/** Jinja2's filters for HTML and URLs: e, escape, forceescape, safe, striptags, tojson, urlencode, urlize, xmlattr. */
export const htmlFilters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['e', escapeFilter],
  ['escape', escapeFilter],
  ['forceescape', define('do_forceescape(value)', [], value => new Markup(escapeText(toText(value))))],
  ['safe', define('do_mark_safe(value)', [], value => new Markup(toText(value)))],
  ['striptags', define('do_striptags(value)', [], value => stripTags(toText(value)))],
  ['tojson', define('do_tojson(eval_ctx, value)', [['indent', null]], toJson)],
  ['urlencode', define('do_urlencode(value)', [], urlEncode)],
  [
    'urlize',
    define(
      'do_urlize(eval_ctx, value)',
      [
        ['trim_url_limit', null],
        ['nofollow', false],
        ['target', null],
        ['rel', null],
        ['extra_schemes', null]
      ],
      urlize
    )
  ],
  ['xmlattr', define('do_xmlattr(eval_ctx, d)', [['autospace', true]], xmlAttributes)]
])

const unsafe: ReadonlyMap<string, string> = new Map([
  ['<', '\\u003c'],
  ['>', '\\u003e'],
  ['&', '\\u0026'],
  ["'", '\\u0027']
])

/** JSON with sorted keys that may stand inside HTML. */
function toJson(value: Value, args: Arguments): Value {
  const text = jsonText(value, { sortKeys: true, indent: args.value('indent') })
  return new Markup(checkText(text.replace(/[<>&']/g, character => unsafe.get(character) ?? character)))
}

const basicEntities: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#34;', '"'],
  ['&#39;', "'"],
  ['&apos;', "'"]
])

/** Comments, then tags go; white space becomes single blanks; entities become characters. */
function stripTags(text: string): string {
  const plain = splitWords(cut(cut(text, '<!--', '-->'), '<', '>')).join(' ')
  return plain.replace(/&(?:#?[0-9A-Za-z]+;?)?/g, entity => {
    const character = entity === '&' ? entity : basicEntities.get(entity)
    if (character === undefined) throw unsupported(`the entity "${entity}" is not supported by the filter "striptags"`)
    return character
  })
}

/** Removes everything from `open` to the nearest `close`, again and again; without a `close` the rest stays. */
function cut(text: string, open: string, close: string): string {
  let result = ''
  let from = 0
  for (;;) {
    const start = text.indexOf(open, from)
    const end = start < 0 ? -1 : text.indexOf(close, start + open.length)
    if (end < 0) return result + text.slice(from)
    result += text.slice(from, start)
    from = end + close.length
  }
}

function urlEncode(value: Value): string {
  if (!isIterable(value)) refuseUndefined(value)
  if (typeof value === 'string' || value instanceof Markup || !isIterable(value)) return quoteUrl(value, '/')
  const pairs = value instanceof Dict ? [...value.entries()] : Array.from(iterate(value), pairOf)
  return checkText(pairs.map(([key, item]) => `${quoteQuery(key)}=${quoteQuery(item)}`).join('&'))
}

function pairOf(pair: Value): [Value, Value] {
  const [key, value, ...rest] = [...iterate(pair)]
  if (rest.length > 0) throw valueError('too many values to unpack (expected 2)')
  if (key === undefined || value === undefined)
    throw valueError(`not enough values to unpack (expected 2, got ${key === undefined ? 0 : 1})`)
  return [key, value]
}

function quoteQuery(value: Value): string {
  return quoteUrl(value, '').replaceAll('%20', '+')
}

function quoteUrl(value: Value, safe: string): string {
  const text = toText(value)
  spend(20 * text.length)
  if (!isWellFormed(text)) throw new TemplateRuntimeError('UnicodeEncodeError', 'surrogates not allowed')
  const quoted = text.replace(/[^A-Za-z0-9_.~/-]+/g, part =>
    encodeURIComponent(part).replace(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  )
  return checkText(safe === '/' ? quoted : quoted.replaceAll('/', '%2F'))
}

function xmlAttributes(value: Value, args: Arguments): string {
  refuseUndefined(value)
  if (!(value instanceof Dict))
    throw new TemplateRuntimeError('AttributeError', `'${typeName(value)}' object has no attribute 'items'`)
  const attributes = [...value.entries()].filter(([, item]) => item !== null && !(item instanceof Undefined))
  const text = attributes.map(([key, item]) => `${attributeName(key)}="${escapeMarkup(item).text}"`).join(' ')
  return args.flag('autospace') && text !== '' ? ` ${text}` : text
}

/** Jinja2 3.1.2 takes any name and later ones refuse some: those are refused here. */
function attributeName(key: Value): string {
  const text = key instanceof Markup ? key.text : key
  if (typeof text !== 'string') throw unsupported('the filter "xmlattr" is supported for text keys only')
  if (/[\t-\r />=]/.test(text)) throw valueError(`Invalid character in attribute name: ${textRepr(text)}`)
  return escapeMarkup(key).text
}
