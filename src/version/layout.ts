import type { TextArgument } from './rule.ts'

/** The units of a point in time, the largest first. */
const units = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'] as const
type Unit = (typeof units)[number]

/** A piece of a layout: digits of a unit, or text as it stands. */
type Piece =
  | { readonly unit: Unit; readonly digits: number; readonly most: number; readonly offset: number }
  | { readonly literal: string }

const unitPieces: ReadonlyMap<string, Piece> = new Map(
  (
    [
      ['YYYY', 'year', 4, 4],
      ['YY', 'year', 2, 2],
      ['MM', 'month', 2, 2],
      ['M', 'month', 1, 2],
      ['DD', 'day', 2, 2],
      ['D', 'day', 1, 2],
      ['HH', 'hour', 2, 2],
      ['H', 'hour', 1, 2],
      ['mm', 'minute', 2, 2],
      ['ss', 'second', 2, 2],
      ['SSS', 'millisecond', 3, 3]
    ] as const
  ).map(([name, unit, digits, most]) => [name, { unit, digits, most, offset: name === 'YY' ? 2000 : 0 }])
)

const known = [...unitPieces.keys()].join(', ')
const unitLetters = /[YMDHhmsS]/

/** Reads a text by a layout; undefined where it has another shape. The numbers are in the order of {@link units}. */
export type DateReader = (text: string) => readonly number[] | undefined

/**
 * Compiles a layout such as `YYYYMMDD-HHmmss`. Runs of the letters Y, M, D, H, h, m, s, S are digits of a date; all else, and everything in
 * `[…]`, stands for itself. `M`, `D` and `H` are one or two digits without a leading zero. The reader takes time linear in the text.
 * @throws FilterError for letters that are no part of a date, for a layout without a year, and for one that can be read in two ways
 */
export function compileLayout(layout: TextArgument): DateReader {
  const pieces = readPieces(layout)
  checkPieces(pieces, layout)
  return text => readDate(text, pieces)
}

function readPieces({ text, fail }: TextArgument): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  while (at < text.length) {
    const first = text.charAt(at)
    let end = at + 1
    if (first === '[') {
      const close = text.indexOf(']', at)
      if (close < 0) fail(at, 'this bracket is never closed', 'Text between [ and ] stands for itself.')
      pieces.push({ literal: text.slice(at + 1, close) })
      end = close + 1
    } else if (unitLetters.test(first)) {
      while (text.charAt(end) === first) end++
      const piece = unitPieces.get(text.slice(at, end))
      pieces.push(
        piece ??
          fail(
            at,
            `"${text.slice(at, end)}" is no part of a date; there are ${known}`,
            'Put text in brackets: [main-]YYYYMMDD.'
          )
      )
    } else pieces.push({ literal: first })
    at = end
  }
  return pieces
}

function checkPieces(pieces: readonly Piece[], { text, fail }: TextArgument): void {
  const found = pieces.flatMap(piece => ('unit' in piece ? [piece.unit] : []))
  for (const [index, unit] of found.entries()) {
    if (found.indexOf(unit) < index) fail(0, `the layout names the ${unit} twice`)
  }
  const needed = units.find(
    (unit, index) => !found.includes(unit) && units.slice(index + 1).some(finer => found.includes(finer))
  )
  if (found.length === 0 || needed) {
    fail(0, `the layout has no ${needed ?? 'year'}`, `Without it dates have no order. Its parts: ${known}.`)
  }
  for (const [index, piece] of pieces.entries()) {
    const next = pieces[index + 1]
    const digitsFollow = next && ('unit' in next || /^[0-9]/.test(next.literal))
    if ('unit' in piece && piece.digits !== piece.most && digitsFollow) {
      fail(
        0,
        `in ${text} the ${piece.unit} has one or two digits and digits follow, so it can be read in two ways`,
        'Use MM, DD or HH.'
      )
    }
  }
}

function readDate(text: string, pieces: readonly Piece[]): readonly number[] | undefined {
  const values = new Map<Unit, number>()
  let at = 0
  for (const piece of pieces) {
    if ('literal' in piece) {
      if (!text.startsWith(piece.literal, at)) return undefined
      at += piece.literal.length
      continue
    }
    const end = digitsEnd(text, at, piece.most)
    if (end - at < piece.digits || (piece.digits !== piece.most && end - at > 1 && text.charAt(at) === '0'))
      return undefined
    values.set(piece.unit, piece.offset + Number(text.slice(at, end)))
    at = end
  }
  return at === text.length
    ? units.map(unit => values.get(unit) ?? (unit === 'month' || unit === 'day' ? 1 : 0))
    : undefined
}

function digitsEnd(text: string, from: number, most: number): number {
  let end = from
  while (end < from + most && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++
  return end
}

/** True for a day and a time that exist in the Gregorian calendar; no leap seconds. */
export function isInCalendar([
  year = 0,
  month = 1,
  day = 1,
  hour = 0,
  minute = 0,
  second = 0
]: readonly number[]): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second < 60
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
}
