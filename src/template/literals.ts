/** Literals of the expression language, read the way Python reads them. */

/** What `str.isspace` and `\s` mean in Python, as the inside of a character class. JavaScript's own `\s` differs. */
export const pythonSpace = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

const trailingSpace = new RegExp(`[${pythonSpace}]+$`)

/** Python's `str.rstrip()`; linear, since it looks from the end. */
export function stripEnd(text: string): string {
  let end = text.length
  while (end > 0 && trailingSpace.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v']
])

const escapeSequence =
  /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{0,2})|u([0-9a-fA-F]{0,4})|U([0-9a-fA-F]{0,8})|(N)|([^\x00-\x7f])|(.))/gsu

/**
 * The text between the quotes of a string literal, escapes resolved as Python's `unicode-escape` codec does after Jinja2 turned every
 * character above U+007F into an escape of its own. Unknown escapes keep their backslash.
 * Returns an object with the reason where Python refuses, or where the result could not be held exactly.
 */
export function unescapeText(text: string): string | { readonly problem: string } {
  if (!text.includes('\\')) return text
  let problem: string | undefined
  const result = text.replace(escapeSequence, (whole, octal, x, u, long, named, wide, other) => {
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8))
    if (named !== undefined) problem ??= 'named characters (\\N{…}) are not supported in strings'
    if (wide !== undefined) return `\\${codecEscape(wide)}`
    if (other !== undefined) return simpleEscapes.get(other) ?? whole
    const code = x ?? u ?? long ?? ''
    const width = x !== undefined ? 2 : u !== undefined ? 4 : 8
    if (code.length < width)
      problem ??= `truncated ${width === 2 ? '\\xXX' : width === 4 ? '\\uXXXX' : '\\UXXXXXXXX'} escape`
    const point = Number.parseInt(code || '0', 16)
    if (point > 0x10ffff) problem ??= 'illegal Unicode character'
    if (point >= 0xd800 && point <= 0xdfff) problem ??= 'half of a surrogate pair is not supported in strings'
    return problem === undefined ? String.fromCodePoint(point) : ''
  })
  return problem === undefined ? result : { problem }
}

/** A backslash before a wide character is doubled by the codec's own backslash, so the digits stay as text. */
function codecEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code <= 0xff) return `x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `u${hex.padStart(4, '0')}` : `U${hex.padStart(8, '0')}`
}

/** Python's limit for the digits of a decimal integer in text. */
const maxDigits = 4300

/** `1_000`, `0x10`, `0o7`, `0b1`; undefined where Python refuses the number as too long. */
export function parseInteger(text: string): bigint | undefined {
  const digits = text.replaceAll('_', '').toLowerCase()
  return digits.length > maxDigits ? undefined : BigInt(digits)
}

/** `1.5`, `1e3`, `1_0.5`; undefined where the number is too large to be a float. */
export function parseFloatLiteral(text: string): number | undefined {
  const value = Number(text.replaceAll('_', ''))
  return Number.isFinite(value) ? value : undefined
}
