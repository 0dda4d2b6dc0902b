import { type Kwargs, Markup, type Value } from '../value.ts'
import { spend } from '../work.ts'
import { bind, checkCount, requireIndex, signature } from './arguments.ts'
import { codePointCount } from './code-points.ts'
import { checkText, checkTextLength, typeError } from './limits.ts'
import type { Method, Methods } from './method.ts'
import { typeName } from './type-name.ts'

/** The methods of `str` that fill up to a width: center, expandtabs, ljust, rjust, zfill. */
export const layoutMethods: Methods<string> = new Map<string, Method<string>>([
  ['center', (self, args, kwargs) => justify('center', self, args, kwargs)],
  ['ljust', (self, args, kwargs) => justify('ljust', self, args, kwargs)],
  ['rjust', (self, args, kwargs) => justify('rjust', self, args, kwargs)],
  ['zfill', (self, args, kwargs) => zfillMethod(self, args, kwargs)],
  ['expandtabs', (self, args, kwargs) => expandTabsMethod(self, args, kwargs)]
])

/** Python's `str.center`: where the fill is odd, Python's own rule decides the side. Throws `LimitError`. */
export function center(text: string, width: bigint, fill = ' '): string {
  const missing = missingWidth(text, width)
  const left = Math.floor(missing / 2) + (missing & Number(width & 1n) & 1)
  return fill.repeat(left) + text + fill.repeat(missing - left)
}

function missingWidth(text: string, width: bigint): number {
  const missing = width - BigInt(codePointCount(text))
  checkTextLength(width)
  return missing > 0n ? Number(missing) : 0
}

function justify(name: 'center' | 'ljust' | 'rjust', text: string, args: readonly Value[], kwargs: Kwargs): string {
  checkCount(`str.${name}`, args, kwargs, 1, 2)
  const width = requireIndex(args[0] ?? null)
  const fill = fillCharacter(args[1] === undefined ? ' ' : args[1])
  if (name === 'center') return center(text, width, fill)
  const missing = fill.repeat(missingWidth(text, width))
  return name === 'ljust' ? text + missing : missing + text
}

function fillCharacter(value: Value): string {
  const fill = value instanceof Markup ? value.text : value
  if (typeof fill !== 'string')
    throw typeError(`The fill character must be a unicode character, not ${typeName(value)}`)
  if (codePointCount(fill) !== 1) throw typeError('The fill character must be exactly one character long')
  return fill
}

function zfillMethod(text: string, args: readonly Value[], kwargs: Kwargs): string {
  checkCount('str.zfill', args, kwargs, 1, 1)
  const zeros = '0'.repeat(missingWidth(text, requireIndex(args[0] ?? null)))
  return /^[-+]/.test(text) ? text.charAt(0) + zeros + text.slice(1) : zeros + text
}

function expandTabsMethod(text: string, args: readonly Value[], kwargs: Kwargs): string {
  const size = bind(signature('expandtabs', [], ['tabsize', 8n]), args, kwargs).integer('tabsize')
  checkTextLength(size)
  return expandTabs(text, Math.max(Number(size), 0))
}

/** Columns count from the last line end (`\n` or `\r`), in code points. */
function expandTabs(text: string, size: number): string {
  spend(text.length * 2)
  let column = 0
  let result = ''
  for (const character of text) {
    if (character === '\t') {
      const fill = size === 0 ? 0 : size - (column % size)
      result += ' '.repeat(fill)
      column += fill
    } else {
      result += character
      column = character === '\n' || character === '\r' ? 0 : column + 1
    }
    checkTextLength(result.length)
  }
  return checkText(result)
}
