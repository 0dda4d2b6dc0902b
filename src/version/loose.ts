/**
 * The order of versions: kluctl's "loose version", with its corrections (kluctl v2.16, pkg/utils/versions/looseversion.go; corrected:
 * numbers of any size, and a leading `v` belongs to the version only before a digit).
 */

export type Order = -1 | 0 | 1

/** A number of any size: up to 15 digits as a number, above as its digits without leading zeros. */
type Integer = number | { readonly digits: string }

/** A component of what follows the leading numbers; dots only separate. */
type Component = string | Integer

/** A text read once, ready to be compared many times. */
export type LooseKey = {
  /** The dotted numbers at the beginning; `[0]` where there are none. */
  readonly numbers: readonly Integer[]
  /** Everything after them. */
  readonly rest: string
  /** Components of `rest`; split at the first comparison that needs them, since the numbers usually decide. */
  components: readonly Component[] | undefined
}

const zero: readonly Integer[] = [0]
const letterV = 118
const dot = 46

/** Splits a text into its leading dotted numbers and the rest. Takes time linear in the text. */
export function readLooseKey(text: string): LooseKey {
  return readVersionKey(text) ?? { numbers: zero, rest: text, components: undefined }
}

/**
 * As {@link readLooseKey}; undefined for a text that does not begin with a number, and for one whose numbers are already below those of
 * `floor`. That is what most tags are while the newest is looked for, and nothing has to be made of them.
 */
export function readVersionKey(text: string, floor?: LooseKey): LooseKey | undefined {
  let at = numberStart(text)
  if (at < 0 || (floor && isBelow(text, at, floor.numbers))) return undefined
  let end = digitsEnd(text, at)
  const numbers: Integer[] = [readInteger(text, at, end)]
  while (text.charCodeAt(end) === dot && isDigit(text.charCodeAt(end + 1))) {
    at = end + 1
    end = digitsEnd(text, at)
    numbers.push(readInteger(text, at, end))
  }
  return { numbers, rest: end === text.length ? '' : text.slice(end), components: undefined }
}

/** True where the first number that differs from the floor's is smaller; false where this short look does not tell. */
function isBelow(text: string, start: number, floor: readonly Integer[]): boolean {
  let at = start
  for (const wanted of floor) {
    if (typeof wanted !== 'number') return false
    let value = 0
    let unit = text.charCodeAt(at)
    const first = at
    while (unit >= 48 && unit <= 57) {
      value = value * 10 + unit - 48
      unit = text.charCodeAt(++at)
    }
    if (at === first || at - first > 15) return false
    if (value !== wanted) return value < wanted
    if (unit !== dot) return false
    at++
  }
  return false
}

/**
 * Compares by the leading numbers, one by one; where one list begins with the other, the shorter is smaller. Then an empty rest is the
 * largest (`1.0-rc1` < `1.0`, and `1.0-alpine` < `1.0` too). Then the components of the rest from left to right: a word is smaller than
 * a number, words go by bytes, and the longer list is larger.
 */
export function compareLooseKeys(a: LooseKey, b: LooseKey): Order {
  const numbers = compareIntegers(a.numbers, b.numbers)
  if (numbers !== 0) return numbers
  if (a.rest === b.rest) return 0
  if (a.rest === '') return 1
  if (b.rest === '') return -1
  a.components ??= splitRest(a.rest)
  b.components ??= splitRest(b.rest)
  return compareLists(a.components, b.components)
}

/** Compares two texts as loose versions; 0 is a tie such as `v1.0` and `1.0`, `1.0-rc.1` and `1.0-rc1`. */
export function compareLoose(a: string, b: string): Order {
  return compareLooseKeys(readLooseKey(a), readLooseKey(b))
}

/** Order of the UTF-8 bytes of two texts, which is the order of their code points. */
export function compareBytes(a: string, b: string): Order {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  let at = 0
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  if (at === length) return a.length < b.length ? -1 : 1
  return codePointRank(a.charCodeAt(at)) < codePointRank(b.charCodeAt(at)) ? -1 : 1
}

/** Half a surrogate pair stands for a code point above all others, but its own number is below U+E000. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

function numberStart(text: string): number {
  if (isDigit(text.charCodeAt(0))) return 0
  return text.charCodeAt(0) === letterV && isDigit(text.charCodeAt(1)) ? 1 : -1
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57
}

function isLetter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90)
}

function digitsEnd(text: string, from: number): number {
  let end = from
  while (isDigit(text.charCodeAt(end))) end++
  return end
}

function readInteger(text: string, from: number, to: number): Integer {
  let start = from
  if (to - from > 15) {
    while (start < to - 1 && text.charCodeAt(start) === 48) start++
    if (to - start > 15) return { digits: text.slice(start, to) }
  }
  let value = 0
  for (let at = start; at < to; at++) value = value * 10 + text.charCodeAt(at) - 48
  return value
}

function splitRest(rest: string): readonly Component[] {
  const components: Component[] = []
  let at = 0
  while (at < rest.length) {
    const unit = rest.charCodeAt(at)
    let end = at + 1
    if (isDigit(unit)) {
      end = digitsEnd(rest, end)
      components.push(readInteger(rest, at, end))
    } else if (unit !== dot) {
      const same = isLetter(unit) ? isLetter : isOther
      while (end < rest.length && same(rest.charCodeAt(end))) end++
      components.push(rest.slice(at, end))
    }
    at = end
  }
  return components
}

function isOther(unit: number): boolean {
  return unit !== dot && !isDigit(unit) && !isLetter(unit)
}

/** As {@link compareLists}; nearly all comparisons end here, at numbers that are small. */
function compareIntegers(a: readonly Integer[], b: readonly Integer[]): Order {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const left = a[at] ?? 0
    const right = b[at] ?? 0
    if (left === right) continue
    if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : 1
    const order = compareComponents(left, right)
    if (order !== 0) return order
  }
  return compareNumbers(a.length, b.length)
}

function compareLists(a: readonly Component[], b: readonly Component[]): Order {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const order = compareComponents(a[at] ?? 0, b[at] ?? 0)
    if (order !== 0) return order
  }
  return compareNumbers(a.length, b.length)
}

function compareComponents(a: Component, b: Component): Order {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b)
  if (typeof a === 'string') return typeof b === 'string' ? compareBytes(a, b) : -1
  if (typeof b === 'string') return 1
  if (typeof a === 'number') return -1
  if (typeof b === 'number') return 1
  return compareNumbers(a.digits.length, b.digits.length) || compareBytes(a.digits, b.digits)
}

function compareNumbers(a: number, b: number): Order {
  return a < b ? -1 : a > b ? 1 : 0
}
