import { checkCount } from './arguments.ts'
import { codePoints } from './code-points.ts'
import type { Method, Methods } from './method.ts'
import { isPrintable } from './text.ts'

/** Characters that are digits (superscripts, circled digits) without being decimal. Unicode: Numeric_Type=Digit. */
const digit =
  /^(?:\p{Nd}|[\xb2\xb3\xb9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}])$/u

/** Ideographs that stand for a number. Unicode: Numeric_Type=Numeric outside the categories of numbers. */
const numeric =
  /^(?:\p{N}|[\u3405\u3483\u382a\u3b4d\u4e00\u4e03\u4e07\u4e09\u4e5d\u4e8c\u4e94\u4e96\u4ebf\u4ec0\u4edf\u4ee8\u4f0d\u4f70\u5104\u5146\u5169\u516b\u516d\u5341\u5343-\u5345\u534c\u53c1-\u53c4\u56db\u58f1\u58f9\u5e7a\u5efe\u5eff\u5f0c-\u5f0e\u5f10\u62fe\u634c\u67d2\u6f06\u7396\u767e\u8086\u842c\u8cae\u8cb3\u8d30\u9621\u9646\u964c\u9678\u96f6\uf96b\uf973\uf978\uf9b2\uf9d1\uf9d3\uf9fd\u{20001}\u{20064}\u{200e2}\u{20121}\u{2092a}\u{20983}\u{2098c}\u{2099c}\u{20aea}\u{20afd}\u{20b19}\u{22390}\u{22998}\u{23b1b}\u{2626d}\u{2f890}])$/u

/** Python's white space, one character. */
const space = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/

/** The questions of `str`: isalnum, isalpha, isascii, isdecimal, isdigit, isidentifier, islower, isnumeric and so on. */
export const predicateMethods: Methods<string> = new Map<string, Method<string>>([
  method(
    'isalnum',
    everyCharacter(character => /\p{L}/u.test(character) || numeric.test(character))
  ),
  method(
    'isalpha',
    everyCharacter(character => /\p{L}/u.test(character))
  ),
  method('isascii', text => !/[^\0-\x7f]/.test(text)),
  method(
    'isdecimal',
    everyCharacter(character => /\p{Nd}/u.test(character))
  ),
  method(
    'isdigit',
    everyCharacter(character => digit.test(character))
  ),
  method('isidentifier', text => /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(text)),
  method('islower', isLower),
  method('isnumeric', isNumeric),
  method('isprintable', isPrintable),
  method(
    'isspace',
    everyCharacter(character => space.test(character))
  ),
  method('istitle', isTitle),
  method('isupper', isUpper)
])

function method(name: string, holds: (text: string) => boolean): [string, Method<string>] {
  return [
    name,
    (self, args, kwargs) => {
      checkCount(`str.${name}`, args, kwargs, 0, 0)
      return holds(self)
    }
  ]
}

/** Python's `str.islower`: a letter in lower case, and none in upper or title case. */
export function isLower(text: string): boolean {
  return /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text)
}

/** Python's `str.isupper`: a letter in upper case, and none in lower or title case. */
export function isUpper(text: string): boolean {
  return /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text)
}

/** Python's `str.isnumeric`. */
export function isNumeric(text: string): boolean {
  return text !== '' && codePoints(text).every(character => numeric.test(character))
}

function isTitle(text: string): boolean {
  let previousCased = false
  let found = false
  for (const character of codePoints(text)) {
    const isStart = /[\p{Uppercase}\p{Lt}]/u.test(character)
    const isRest = /\p{Lowercase}/u.test(character)
    if ((isStart && previousCased) || (isRest && !previousCased)) return false
    previousCased = isStart || isRest
    found ||= previousCased
  }
  return found
}

function everyCharacter(holds: (character: string) => boolean): (text: string) => boolean {
  return text => text !== '' && codePoints(text).every(holds)
}
