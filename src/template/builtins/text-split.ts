import { type Kwargs, Markup, Tuple, Undefined, type Value } from '../value.ts'
import { spend, spendOnSearch } from '../work.ts'
import { bind, checkCount, requireIndex, requireText, signature } from './arguments.ts'
import { codePoints } from './code-points.ts'
import { refuseUndefined } from './equality.ts'
import { isIterable, iterate } from './iterate.ts'
import { checkItems, checkText, checkTextLength, typeError, valueError } from './limits.ts'
import type { Method, Methods } from './method.ts'
import { typeName } from './type-name.ts'

const spaces = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const words = new RegExp(`${spaces}+`, 'g')
const leadingSpace = new RegExp(`^${spaces}+`)
const spaceCharacter = new RegExp(spaces)
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g

/** The methods of `str` that cut and join: strip, split, partition, splitlines, join, removeprefix and their kin. */
export const splitMethods: Methods<string> = new Map<string, Method<string>>([
  ['strip', (self, args, kwargs) => trimmed('strip', self, args, kwargs)],
  ['lstrip', (self, args, kwargs) => trimmed('lstrip', self, args, kwargs)],
  ['rstrip', (self, args, kwargs) => trimmed('rstrip', self, args, kwargs)],
  ['split', (self, args, kwargs) => splitBy('split', self, args, kwargs)],
  ['rsplit', (self, args, kwargs) => splitBy('rsplit', self, args, kwargs)],
  ['splitlines', (self, args, kwargs) => linesMethod(self, args, kwargs)],
  [
    'partition',
    (self, args, kwargs) => partition(self, separatorOf('partition', args, kwargs), self.indexOf.bind(self))
  ],
  ['rpartition', (self, args, kwargs) => rpartition(self, separatorOf('rpartition', args, kwargs))],
  ['join', (self, args, kwargs) => join(self, args, kwargs)],
  ['removeprefix', (self, args, kwargs) => removePrefix(self, affix('removeprefix', args, kwargs))],
  ['removesuffix', (self, args, kwargs) => removeSuffix(self, affix('removesuffix', args, kwargs))]
])

/** Python's `str.strip(characters)`; white space where `characters` is null. */
export function strip(text: string, characters: string | null, side: 'both' | 'left' | 'right' = 'both'): string {
  if (characters === null) return stripSpaces(text, side)
  const set = new Set(codePoints(characters))
  const all = codePoints(text)
  let start = 0
  let end = all.length
  while (side !== 'right' && start < end && set.has(all[start] ?? '')) start += 1
  while (side !== 'left' && end > start && set.has(all[end - 1] ?? '')) end -= 1
  return all.slice(start, end).join('')
}

function stripSpaces(text: string, side: 'both' | 'left' | 'right'): string {
  const left = side === 'right' ? text : text.replace(leadingSpace, '')
  if (side === 'left') return left
  let end = left.length
  while (end > 0 && spaceCharacter.test(left.charAt(end - 1))) end -= 1
  return left.slice(0, end)
}

/** Python's `str.splitlines()`: no empty line after the last line end; `keepEnds` leaves the line ends in. */
export function splitLines(text: string, keepEnds = false): string[] {
  const lines: string[] = []
  let from = 0
  for (const match of text.matchAll(lineEnd)) {
    spend(20)
    const end = match.index + match[0].length
    lines.push(text.slice(from, keepEnds ? end : match.index))
    from = end
  }
  if (from < text.length) lines.push(text.slice(from))
  checkItems(lines.length)
  return lines
}

/** Python's `str.split()` without a separator: the words between white space. */
export function splitWords(text: string): string[] {
  return text.split(words).filter(word => word !== '')
}

function trimmed(name: 'strip' | 'lstrip' | 'rstrip', text: string, args: readonly Value[], kwargs: Kwargs): string {
  checkCount(`str.${name}`, args, kwargs, 0, 1)
  const characters = args[0] ?? null
  if (characters !== null && typeof characters !== 'string' && !(characters instanceof Markup))
    throw typeError(`${name} arg must be None or str`)
  const side = name === 'strip' ? 'both' : name === 'lstrip' ? 'left' : 'right'
  return strip(text, characters === null ? null : requireText(characters), side)
}

const splitSignature = signature('split', [], ['sep', null], ['maxsplit', -1n])

function splitBy(name: 'split' | 'rsplit', text: string, args: readonly Value[], kwargs: Kwargs): Value {
  const bound = bind({ ...splitSignature, name }, args, kwargs)
  const separator = bound.value('sep')
  if (separator !== null && typeof separator !== 'string' && !(separator instanceof Markup))
    throw typeError(`must be str or None, not ${typeName(separator)}`)
  const most = requireIndex(bound.value('maxsplit'))
  const limit = most < 0n || most > BigInt(text.length) ? text.length + 1 : Number(most)
  const parts =
    separator === null ? splitSpace(text, limit, name) : splitText(text, requireText(separator), limit, name)
  checkItems(parts.length)
  return parts
}

function splitText(text: string, separator: string, limit: number, name: 'split' | 'rsplit'): string[] {
  if (separator === '') throw valueError('empty separator')
  spendOnSearch(text, separator)
  const parts = text.split(separator)
  if (name === 'rsplit') return splitFromRight(text, separator, limit)
  return parts.length <= limit + 1 ? parts : [...parts.slice(0, limit), parts.slice(limit).join(separator)]
}

/** From the right the parts may differ: `'aaa'.rsplit('aa', 1)` is `['a', '']`. */
function splitFromRight(text: string, separator: string, limit: number): string[] {
  const parts: string[] = []
  let end = text.length
  while (parts.length < limit) {
    const at = end < separator.length ? -1 : text.lastIndexOf(separator, end - separator.length)
    if (at < 0) break
    parts.push(text.slice(at + separator.length, end))
    end = at
  }
  return [text.slice(0, end), ...parts.toReversed()]
}

function splitSpace(text: string, limit: number, name: 'split' | 'rsplit'): string[] {
  const all = splitWords(text)
  if (all.length <= limit) return all
  return name === 'split' ? spaceFromLeft(text, limit) : spaceFromRight(text, limit)
}

function spaceFromLeft(text: string, limit: number): string[] {
  const parts: string[] = []
  let rest = stripSpaces(text, 'left')
  while (parts.length < limit) {
    const word = rest.slice(0, rest.search(spaceCharacter))
    parts.push(word)
    rest = stripSpaces(rest.slice(word.length), 'left')
  }
  return [...parts, rest]
}

function spaceFromRight(text: string, limit: number): string[] {
  const parts: string[] = []
  let rest = stripSpaces(text, 'right')
  while (parts.length < limit) {
    let start = rest.length
    while (start > 0 && !spaceCharacter.test(rest.charAt(start - 1))) start -= 1
    parts.push(rest.slice(start))
    rest = stripSpaces(rest.slice(0, start), 'right')
  }
  return [rest, ...parts.toReversed()]
}

function linesMethod(text: string, args: readonly Value[], kwargs: Kwargs): Value {
  const bound = bind(signature('splitlines', [], ['keepends', false]), args, kwargs)
  return splitLines(text, bound.integer('keepends') !== 0n)
}

function separatorOf(name: string, args: readonly Value[], kwargs: Kwargs): string {
  checkCount(`str.${name}`, args, kwargs, 1, 1)
  const separator = requireText(args[0] ?? null)
  if (separator === '') throw valueError('empty separator')
  return separator
}

function partition(text: string, separator: string, find: (part: string) => number): Tuple {
  spendOnSearch(text, separator)
  const at = find(separator)
  return at < 0
    ? new Tuple([text, '', ''])
    : new Tuple([text.slice(0, at), separator, text.slice(at + separator.length)])
}

function rpartition(text: string, separator: string): Tuple {
  spendOnSearch(text, separator)
  const at = text.lastIndexOf(separator)
  return at < 0 ? new Tuple(['', '', text]) : partition(text, separator, () => at)
}

function join(separator: string, args: readonly Value[], kwargs: Kwargs): string {
  checkCount('str.join', args, kwargs, 1, 1)
  const items = args[0] ?? null
  if (!(items instanceof Undefined) && !isIterable(items)) throw typeError('can only join an iterable')
  if (!isIterable(items)) refuseUndefined(items)
  const texts: string[] = []
  let length = 0
  for (const item of iterate(items)) {
    const text = item instanceof Markup ? item.text : item
    if (typeof text !== 'string')
      throw typeError(`sequence item ${texts.length}: expected str instance, ${typeName(item)} found`)
    length += text.length + separator.length
    checkTextLength(length - separator.length)
    texts.push(text)
  }
  return checkText(texts.join(separator))
}

function affix(name: string, args: readonly Value[], kwargs: Kwargs): string {
  checkCount(`str.${name}`, args, kwargs, 1, 1)
  return requireText(args[0] ?? null, `${name}() argument`)
}

function removePrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text
}

function removeSuffix(text: string, suffix: string): string {
  return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text
}
