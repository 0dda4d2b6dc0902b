import type { Kwargs, Value } from '../value.ts'
import { bind, requireText, signature } from './arguments.ts'
import { unsupported } from './limits.ts'
import { isTrue } from './truth.ts'

const options = signature(
  'slugify',
  ['text'],
  ['entities', true],
  ['decimal', true],
  ['hexadecimal', true],
  ['max_length', 0n],
  ['word_boundary', false],
  ['separator', '-'],
  ['save_order', false],
  ['stopwords', null],
  ['regex_pattern', null],
  ['lowercase', true],
  ['replacements', null],
  ['allow_unicode', false]
)

/** Options whose defaults alone are supported. */
const fixed: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['word_boundary', false],
  ['save_order', false],
  ['stopwords', null],
  ['regex_pattern', null],
  ['replacements', null]
])

/**
 * kluctl's filter `slugify` (python-slugify): lower case, everything but letters and digits becomes single dashes. Options:
 * `separator`, `max_length`, `lowercase`, `allow_unicode`. Throws `Unsupported` for other options, for text beyond the Latin letters of
 * Europe and common punctuation (its transliteration needs a large table), and for character entities.
 */
export function slugify(value: Value, args: readonly Value[], kwargs: Kwargs): string {
  const text = requireText(value)
  const bound = bind({ ...options, parameters: args.length === 0 ? options.parameters : [] }, args, kwargs)
  for (const [name, fallback] of fixed)
    if (bound.value(name) !== fallback)
      throw unsupported(`the option "${name}" of the filter "slugify" is not supported`)
  if (/&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i.test(text))
    throw unsupported('the filter "slugify" is not supported for text with character entities')
  const plain = transliterate(text.replace(/'+/g, '-'), isTrue(bound.value('allow_unicode')))
  const cased = isTrue(bound.value('lowercase')) ? plain.toLowerCase() : plain
  const allowed = isTrue(bound.value('allow_unicode')) ? /[^A-Za-z0-9]+/g : /[^-A-Za-z0-9]+/g
  const dashed = cased
    .replace(/'+/g, '')
    .replace(/(?<=\d),(?=\d)/g, '')
    .replace(allowed, '-')
  const slug = shorten(dashed.replace(/-{2,}/g, '-').replace(/^-|-$/g, ''), bound.integer('max_length'))
  return slug.replaceAll('-', bound.text('separator'))
}

/** Cut at the length, a dash at the end removed. */
function shorten(slug: string, length: bigint): string {
  if (length <= 0n || length >= BigInt(slug.length)) return slug
  return slug.slice(0, Number(length)).replace(/-+$/, '')
}

/** How letters and signs that have no simpler form are written (text-unidecode 1.3). */
const latin: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      Æ: 'AE',
      æ: 'ae',
      Ð: 'D',
      ð: 'd',
      Ø: 'O',
      ø: 'o',
      Þ: 'Th',
      þ: 'th',
      ß: 'ss',
      Đ: 'D',
      đ: 'd',
      Ħ: 'H',
      ħ: 'h',
      ı: 'i'
    },
    ...{ ĸ: 'k', Ł: 'L', ł: 'l', ʼ: "'", Ŋ: 'ng', ŋ: 'NG', Œ: 'OE', œ: 'oe', Ŧ: 'T', ŧ: 't' },
    ...{
      '¡': '!',
      '¢': 'C/',
      '£': 'PS',
      '¤': '$?',
      '¥': 'Y=',
      '¦': '|',
      '§': 'SS',
      '©': '(c)',
      '«': '<<',
      '¬': '!',
      '®': '(r)'
    },
    ...{
      '°': 'deg',
      '±': '+-',
      μ: 'm',
      '¶': 'P',
      '·': '*',
      '»': '>>',
      '⁄': '/',
      '¿': '?',
      '×': 'x',
      '÷': '/',
      '\u00ad': ''
    },
    ...{ '–': '-', '—': '--', '‘': "'", '’': "'", '“': '"', '”': '"', '„': ',,', '€': 'EUR' }
  })
)
/** What {@link latin} and the decomposition of Unicode cover. */
const covered = /^(?:[\0-\x7f\xa0-\u017f–—‘’“”„…€]|[\u0300-\u036f])*$/

function transliterate(text: string, allowUnicode: boolean): string {
  if (/^[\0-\x7f]*$/.test(text)) return text
  if (allowUnicode || !covered.test(text))
    throw unsupported('the filter "slugify" is supported for ASCII and the Latin letters of Europe only')
  return text.normalize('NFKD').replace(/[^\0-\x7f]/g, character => latin.get(character) ?? '')
}
