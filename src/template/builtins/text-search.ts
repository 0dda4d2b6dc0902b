import { type Kwargs, Markup, TemplateRuntimeError, type Value } from '../value.ts'
import { spend, spendOnReading, spendOnSearch } from '../work.ts'
import { checkCount, oneOrMany, requireIndex, requireText } from './arguments.ts'
import { codePointCount, sliceCodePoints, toCodePointOffset } from './code-points.ts'
import { checkText, checkTextLength, typeError } from './limits.ts'
import type { Method, Methods } from './method.ts'
import { asInteger } from './numbers.ts'
import { typeName } from './type-name.ts'

/** The methods of `str` that look for a part: count, endswith, find, index, replace, rfind, rindex, startswith. */
export const searchMethods: Methods<string> = new Map<string, Method<string>>([
  ['startswith', (self, args, kwargs) => affixed('startswith', self, args, kwargs)],
  ['endswith', (self, args, kwargs) => affixed('endswith', self, args, kwargs)],
  ['find', (self, args, kwargs) => find('find', self, args, kwargs)],
  ['rfind', (self, args, kwargs) => find('rfind', self, args, kwargs)],
  ['index', (self, args, kwargs) => found(find('index', self, args, kwargs))],
  ['rindex', (self, args, kwargs) => found(find('rindex', self, args, kwargs))],
  ['count', (self, args, kwargs) => count(self, args, kwargs)],
  ['replace', (self, args, kwargs) => replaceMethod(self, args, kwargs)]
])

/** Python's `str.replace(old, new, count)`; a negative count replaces all. Throws `LimitError` before a long text is built. */
export function replace(text: string, old: string, replacement: string, count: bigint): string {
  spendOnSearch(text, old)
  const places = count === 0n ? 0 : old === '' ? codePointCount(text) + 1 : text.split(old).length - 1
  const times = count >= 0n && count < BigInt(places) ? Number(count) : places
  checkTextLength(text.length + times * (replacement.length - old.length))
  if (times === 0) return text
  if (old === '') return replaceBetween(text, replacement, times)
  const parts = text.split(old)
  return checkText([...parts.slice(0, times), parts.slice(times).join(old)].join(replacement))
}

function replaceBetween(text: string, replacement: string, times: number): string {
  const characters = Array.from(text)
  const changed = characters.map((character, index) => (index < times ? replacement + character : character)).join('')
  return checkText(times > characters.length ? changed + replacement : changed)
}

function replaceMethod(text: string, args: readonly Value[], kwargs: Kwargs): string {
  checkCount('str.replace', args, kwargs, 2, 3)
  const [old = null, replacement = null, count = -1n] = args
  return replace(
    text,
    requireText(old, 'replace() argument 1'),
    requireText(replacement, 'replace() argument 2'),
    requireIndex(count)
  )
}

/** Part of the text that the optional start and end arguments name, and its offset in code points. */
function window(text: string, args: readonly Value[]): { part: string; offset: number; isInside: boolean } {
  const length = codePointCount(text)
  const start = bound(args[1] ?? null, 0, length)
  const end = Math.min(bound(args[2] ?? null, length, length), length)
  return { part: sliceCodePoints(text, start, end), offset: start, isInside: start <= end && start <= length }
}

function bound(value: Value, fallback: number, length: number): number {
  if (value === null) return fallback
  const integer = asInteger(value)
  if (integer === undefined) throw typeError('slice indices must be integers or None or have an __index__ method')
  const absolute = integer < 0n ? integer + BigInt(length) : integer
  return absolute < 0n ? 0 : Number(absolute > BigInt(length) + 1n ? BigInt(length) + 1n : absolute)
}

function affixed(name: 'startswith' | 'endswith', text: string, args: readonly Value[], kwargs: Kwargs): boolean {
  checkCount(`str.${name}`, args, kwargs, 1, 3)
  const wanted = args[0] ?? null
  const { part, isInside } = window(text, args)
  for (const affix of oneOrMany(wanted)) {
    const piece = affix instanceof Markup ? affix.text : affix
    if (typeof piece !== 'string')
      throw typeError(
        affix === wanted
          ? `${name} first arg must be str or a tuple of str, not ${typeName(affix)}`
          : `tuple for ${name} must only contain str, not ${typeName(affix)}`
      )
    spend(1)
    spendOnReading(Math.min(part.length, piece.length))
    if (isInside && (name === 'startswith' ? part.startsWith(piece) : part.endsWith(piece))) return true
  }
  return false
}

function find(name: string, text: string, args: readonly Value[], kwargs: Kwargs): bigint {
  checkCount(`str.${name}`, args, kwargs, 1, 3)
  const wanted = requireText(args[0] ?? null)
  const { part, offset, isInside } = window(text, args)
  if (!isInside) return -1n
  spendOnSearch(part, wanted)
  const at = name.startsWith('r') ? part.lastIndexOf(wanted) : part.indexOf(wanted)
  return at < 0 ? -1n : BigInt(toCodePointOffset(part, at) + offset)
}

function found(at: bigint): bigint {
  if (at < 0n) throw new TemplateRuntimeError('ValueError', 'substring not found')
  return at
}

function count(text: string, args: readonly Value[], kwargs: Kwargs): bigint {
  checkCount('str.count', args, kwargs, 1, 3)
  const wanted = requireText(args[0] ?? null)
  const { part, isInside } = window(text, args)
  if (!isInside) return 0n
  spendOnSearch(part, wanted)
  return BigInt(wanted === '' ? codePointCount(part) + 1 : part.split(wanted).length - 1)
}
