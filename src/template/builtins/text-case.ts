import { checkCount } from './arguments.ts'
import { codePoints } from './code-points.ts'
import { checkText, unsupported } from './limits.ts'
import type { Method, Methods } from './method.ts'

/** The case methods of `str`: capitalize, casefold, lower, swapcase, title, upper. */
export const caseMethods: Methods<string> = new Map<string, Method<string>>([
  method('capitalize', capitalize),
  method('casefold', casefold),
  method('lower', text => text.toLowerCase()),
  method('swapcase', swapcase),
  method('title', title),
  method('upper', text => text.toUpperCase())
])

function method(name: string, change: (text: string) => string): [string, Method<string>] {
  return [
    name,
    (self, args, kwargs) => {
      checkCount(`str.${name}`, args, kwargs, 0, 0)
      return checkText(change(self))
    }
  ]
}

/** First character in title case, the rest in lower case. Throws `Unsupported` for a few Greek letters. */
export function capitalize(text: string): string {
  const first = codePoints(text)[0] ?? ''
  return titleCharacter(first) + lowerRest(first, text.slice(first.length), '')
}

/** Python's `str.title`: a word starts after every character that has no case. Throws `Unsupported` for a few Greek letters. */
function title(text: string): string {
  return text.replace(
    /(\p{Cased})(\p{Cased}*)/gu,
    (word: string, first: string, rest: string, at: number) =>
      titleCharacter(first) + lowerRest(first, rest, text.slice(at + word.length))
  )
}

/** Lower case of what stands between two parts of a text: that of the capital sigma depends on the letters around it. */
function lowerRest(before: string, rest: string, after: string): string {
  const context = /\p{Cased}/u.test(before) ? 'x' : '-'
  const follows = rest.includes('\u03a3') && /^\p{Cased}/u.test(after.replace(/^\p{Case_Ignorable}+/u, ''))
  return `${context}${rest}${follows ? 'x' : ''}`.toLowerCase().slice(1, follows ? -1 : undefined)
}

const digraphs: ReadonlyMap<string, string> = new Map([
  ['\u0149', '\u02bcN'],
  ['\u01c4', '\u01c5'],
  ['\u01c6', '\u01c5'],
  ['\u01c7', '\u01c8'],
  ['\u01c9', '\u01c8'],
  ['\u01ca', '\u01cb'],
  ['\u01cc', '\u01cb'],
  ['\u01f1', '\u01f2'],
  ['\u01f3', '\u01f2']
])

function titleCharacter(character: string): string {
  const digraph = digraphs.get(character)
  if (digraph !== undefined) return digraph
  if (/[\u01c5\u01c8\u01cb\u01f2\u10d0-\u10ff]/.test(character)) return character
  if (/[\u1f80-\u1fff]/.test(character)) throw unsupported(`the title case of "${character}" is not supported`)
  const [first = '', ...rest] = codePoints(character.toUpperCase())
  return first + rest.join('').toLowerCase()
}

function swapcase(text: string): string {
  if (text.includes('\u03a3')) throw unsupported('swapcase of the letter sigma is not supported')
  return codePoints(text)
    .map(character => (/\p{Uppercase}/u.test(character) ? character.toLowerCase() : character.toUpperCase()))
    .join('')
}

/** Folding beyond Latin-1 needs Unicode's own table, which JavaScript does not offer. */
function casefold(text: string): string {
  if (/[^\0-\xff]/.test(text)) throw unsupported('casefold of text beyond Latin-1 is not supported')
  return text.toLowerCase().replaceAll('\xdf', 'ss').replaceAll('\xb5', '\u03bc')
}
