import { PyObject } from '../value.ts'
import { dayOf } from './calendar.ts'

/** Microseconds of a second and of a day. */
export const second: bigint = 1_000_000n
export const dayLength: bigint = 86_400n * second

/**
 * kluctl's object for a time: a date with the time of day in microseconds, and its distance from UTC in seconds where it has one.
 * kluctl v2.28, ext/time_ext.py; kluctl-semantics 5.7.
 */
export class SimpleTime extends PyObject {
  /** Microseconds from the start of the calendar to the time on the clock; `+` and `-` change it in place. */
  clock: bigint
  readonly offset: bigint | undefined

  constructor(clock: bigint, offset: bigint | undefined) {
    super('SimpleTime', new Map())
    this.clock = clock
    this.offset = offset
  }

  /** ISO 8601, as Python's `isoformat`. */
  get text(): string {
    const { year, month, day } = dayOf(Number(this.clock / dayLength))
    const micros = this.clock % second
    const fraction = micros === 0n ? '' : `.${pad(micros, 6)}`
    const zone = this.offset === undefined ? '' : offsetText(this.offset)
    return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${timeText(this.clock % dayLength)}${fraction}${zone}`
  }

  /** The moment, comparable with others of its sort. */
  get moment(): bigint {
    return this.clock - (this.offset ?? 0n) * second
  }
}

function offsetText(offset: bigint): string {
  return `${offset < 0n ? '-' : '+'}${timeText((offset < 0n ? -offset : offset) * second).slice(0, 5)}`
}

function timeText(inDay: bigint): string {
  const seconds = inDay / second
  return [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map(part => pad(part, 2)).join(':')
}

function pad(number: bigint | number, width: number): string {
  return String(number).padStart(width, '0')
}
