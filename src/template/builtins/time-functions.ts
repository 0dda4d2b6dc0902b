import { Callable, TemplateRuntimeError, type Value } from '../value.ts'
import { checkCount, requireText } from './arguments.ts'
import { type Day, dayNumber, isDay } from './calendar.ts'
import { typeError, unsupported, valueError } from './limits.ts'
import { asNumber } from './numbers.ts'
import { dayLength, SimpleTime, second } from './simple-time.ts'
import { typeName } from './type-name.ts'

const lastClock = BigInt(dayNumber({ year: 9999, month: 12, day: 31 }) + 1) * dayLength

function makeSimpleTime(clock: bigint, offset: bigint | undefined): SimpleTime {
  const time = new SimpleTime(clock, offset)
  const parts: readonly (readonly [string, () => bigint])[] = [
    ['weekday', () => (time.clock / dayLength + 6n) % 7n],
    ['hour', () => (time.clock % dayLength) / (3600n * second)],
    ['minute', () => (time.clock / (60n * second)) % 60n],
    ['second', () => (time.clock / second) % 60n],
    ['nanosecond', () => (time.clock % second) * 1000n]
  ]
  for (const [name, read] of parts) time.attributes.set(name, new Callable(name, withoutArguments(name, read)))
  time.attributes.set('as_timezone', new Callable('as_timezone', args => inZone(time, args)))
  for (const name of ['t', 'now', 'utcnow', 'parse_iso'])
    time.attributes.set(name, () => {
      throw unsupported(`"${name}" of a time is not supported`)
    })
  return time
}

/** Moves a time by microseconds. Throws TypeError, and OverflowError outside the years 1 to 9999. */
export function moveTime(time: SimpleTime, by: Value, sign: bigint): SimpleTime {
  const number = asNumber(by)
  if (number === undefined) throw typeError(`unsupported type for timedelta microseconds component: ${typeName(by)}`)
  if (typeof number === 'number' && !Number.isSafeInteger(number))
    throw unsupported('parts of a microsecond are not supported')
  time.clock = inCalendar(time.clock + sign * BigInt(number))
  return time
}

function inZone(time: SimpleTime, args: readonly Value[]): SimpleTime {
  if (requireText(args[0] ?? null) !== 'UTC' || time.offset === undefined)
    throw unsupported('as_timezone is supported from a time with a zone to "UTC" only')
  return makeSimpleTime(inCalendar(time.moment), 0n)
}

function inCalendar(clock: bigint): bigint {
  if (clock < dayLength || clock >= lastClock)
    throw new TemplateRuntimeError('OverflowError', 'date value out of range')
  return clock
}

/** `time.parse_iso(text)`. Throws ValueError for a date or time that does not exist, `Unsupported` for rarer forms of ISO 8601. */
export function parseIso(value: Value): SimpleTime {
  if (typeof value !== 'string') throw typeError('fromisoformat: argument must be str')
  const match = isoTime.exec(value)
  if (!match)
    throw unsupported(`the time ${JSON.stringify(value)} is not supported: write it as 2024-01-31T23:59:59+00:00`)
  const [year, month, dayInMonth, hour, minute, seconds, , zoneHour, zoneMinute] = [1, 2, 3, 4, 5, 6, 7, 10, 11].map(
    index => Number(match[index] ?? 0)
  )
  const day: Day = { year: year ?? 0, month: month ?? 0, day: dayInMonth ?? 0 }
  const inDay = ((hour ?? 0) * 60 + (minute ?? 0)) * 60 + (seconds ?? 0)
  const isTime = (hour ?? 0) < 24 && (minute ?? 0) < 60 && (seconds ?? 0) < 60
  if (!isDay(day) || !isTime || (zoneHour ?? 0) > 23 || (zoneMinute ?? 0) > 59)
    throw valueError(`Invalid isoformat string: '${value}'`)
  const micros = BigInt((match[7] ?? '').padEnd(6, '0'))
  const zone = BigInt(((zoneHour ?? 0) * 60 + (zoneMinute ?? 0)) * 60)
  const offset = match[8] === undefined ? undefined : match[9] === '-' ? -zone : zone
  return makeSimpleTime(BigInt(dayNumber(day)) * dayLength + BigInt(inDay) * second + micros, offset)
}

const isoTime = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{3}|\d{6}))?)?(Z|([+-])(\d\d):(\d\d))?)?$/

function withoutArguments(name: string, read: () => bigint): Callable['call'] {
  return (args, kwargs) => {
    checkCount(`SimpleTime.${name}`, args, kwargs, 0, 0)
    return read()
  }
}
