import type { MinimumAge } from './policy.ts'

const minute = 60_000
const units: ReadonlyMap<string, number> = new Map([
  ['m', minute],
  ['h', 60 * minute],
  ['d', 24 * 60 * minute],
  ['w', 7 * 24 * 60 * minute]
])
const longest = 3650 * 24 * 60 * minute

/** Reads `30m`, `12h`, `3d` or `2w`, ten years at most; `0d` is no time at all. Why a text is none of these is the end of a sentence. */
export function readDuration(text: string): MinimumAge | { readonly problem: string } {
  const [, digits = '', unit = ''] = /^([0-9]{1,7})([mhdw])$/.exec(text) ?? []
  const milliseconds = Number(digits) * (units.get(unit) ?? 0)
  if (digits === '') {
    const isBare = /^[0-9]+$/.test(text)
    return { problem: isBare ? 'it has no unit' : 'it is a whole number with m, h, d or w behind it' }
  }
  return milliseconds > longest ? { problem: 'it is more than ten years' } : { milliseconds, text }
}
