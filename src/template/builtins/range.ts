import { Sequence } from '../value.ts'

/** Python's `range`: integers from `start` up or down to `stop`, which is left out. `step` is never 0; the maker checks. */
export class Range extends Sequence {
  readonly start: bigint
  readonly stop: bigint
  readonly step: bigint

  constructor(start: bigint, stop: bigint, step: bigint) {
    super('range', () => numbers(start, stop, step))
    this.start = start
    this.stop = stop
    this.step = step
  }

  /** Number of integers in the range; nothing is built for it. */
  get length(): bigint {
    const span = this.step > 0n ? this.stop - this.start : this.start - this.stop
    const size = this.step > 0n ? this.step : -this.step
    return span <= 0n ? 0n : (span + size - 1n) / size
  }

  /** The integer at an index from 0; undefined outside. */
  at(index: bigint): bigint | undefined {
    return index >= 0n && index < this.length ? this.start + index * this.step : undefined
  }

  has(number: bigint): boolean {
    const offset = number - this.start
    return offset % this.step === 0n && this.at(offset / this.step) !== undefined
  }
}

function* numbers(start: bigint, stop: bigint, step: bigint): Generator<bigint> {
  for (let number = start; step > 0n ? number < stop : number > stop; number += step) yield number
}
