/** Adds to the work of a render; throws `LimitError` where that is too much. */
type Count = (units: number) => void

/**
 * The counter of the render that runs. A render is one synchronous call, so that at any time there is at most one; what works on values is
 * called from too many places to be handed it. Outside of a render nothing is counted.
 */
let running: Count | undefined

/** Runs something whose work goes to a counter. */
export function countingWork<T>(count: Count, action: () => T): T {
  const outer = running
  running = count
  try {
    return action()
  } finally {
    running = outer
  }
}

/**
 * Counts work that grows with the values that it is done on: a unit is a character that is read or made, and stands for some 40 nanoseconds or
 * two bytes. Throws `LimitError`. Threat model T-10.
 */
export function spend(units: number): void {
  running?.(units)
}

/** Counts the reading of a text by the engine itself, which is fast: comparing, hashing. */
export function spendOnReading(length: number): void {
  if (length > 64) running?.(length >> 3)
}

/** Counts a search for a part of a text: in the worst case the part is compared at every place. */
export function spendOnSearch(text: string, part: string): void {
  running?.(text.length * (1 + part.length / 32))
}
