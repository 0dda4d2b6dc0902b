import { byteLength } from '../text.ts'

/** A way to write an item, with what it leaves unsaid. */
export type Variant = {
  readonly text: (index: number) => string
  readonly omits?: (index: number) => readonly Omission[]
}

/** What a shorter way to write an item leaves out and a reader could miss. */
export type Omission = 'excerpt' | 'hint' | 'detail'

/** Items of one sort with what stands around them. They are shown whole or not at all. */
export type Part = {
  /** What the items are, for the note that counts what is left out; null where nobody misses them. */
  readonly noun: readonly [one: string, many: string] | null
  /** Number of items. */
  readonly size: number
  /** From the richest to the shortest. */
  readonly variants: readonly Variant[]
  /** Which of them is used where not all items fit in any: the last, if absent. */
  readonly cutVariant?: number
  /** Text before and behind the items with these indexes. */
  readonly frame: (shown: readonly number[]) => { readonly open: string; readonly close: string }
  /** Lower is filled first. */
  readonly priority: number
  /** Most of the room that is left which the part may take before all others had their turn: 0 to 1. */
  readonly share: number
  /** True for what stands behind the note. */
  readonly isDetail: boolean
}

/** The items of a part that are shown, and how. */
export type Chosen<P extends Part> = {
  readonly part: P
  readonly shown: readonly number[]
  readonly texts: readonly string[]
  readonly variant: Variant
}

/** Markdown of the items with what stands around them; empty where none is shown. */
export function formatChosen({ part, shown, texts }: Chosen<Part>): string {
  if (shown.length === 0) return ''
  const { open, close } = part.frame(shown)
  return `${open}\n${texts.join('\n')}${close}`
}

/**
 * Chooses what fits into `room` bytes, in the order of `parts`: each part in the richest way in which it fits as a whole, else as many whole
 * items as possible. Every part gets its share by priority; what is left then goes round once more.
 */
export function fitParts<P extends Part>(parts: readonly P[], room: number): readonly Chosen<P>[] {
  const chosen = new Map<P, Chosen<P>>()
  const writers = new Map(parts.map(part => [part, part.variants.map(remember)]))
  const order = parts.toSorted((a, b) => a.priority - b.priority)
  let rest = room
  for (const isLast of [false, true]) {
    for (const part of order) {
      const before = chosen.get(part)
      const own = before === undefined ? 0 : bytesOf(before)
      const choice = choose(part, writers.get(part) ?? [], isLast ? own + rest : rest * part.share)
      rest += own - bytesOf(choice)
      chosen.set(part, choice)
    }
  }
  return parts.flatMap(part => chosen.get(part) ?? [])
}

function choose<P extends Part>(part: P, variants: readonly Variant[], room: number): Chosen<P> {
  const all = Array.from({ length: part.size }, (_, index) => index)
  const { open, close } = part.frame(all)
  const inside = room - byteLength(open) - byteLength(close) - 3
  for (const variant of variants) {
    const whole = takeWhole(part, variant, inside, 0)
    if (whole.shown.length === part.size) return whole
  }
  const variant = variants[part.cutVariant ?? variants.length - 1] ?? { text: () => '' }
  return takeWhole(part, variant, inside, mostMisses)
}

/** An item that is too long for what is left may be followed by one that is not. */
const mostMisses = 20

function takeWhole<P extends Part>(part: P, variant: Variant, room: number, misses: number): Chosen<P> {
  const shown: number[] = []
  const texts: string[] = []
  let rest = room
  let missed = 0
  for (let index = 0; index < part.size && missed <= misses && rest > 0; index += 1) {
    const text = variant.text(index)
    const bytes = byteLength(text) + 1
    if (bytes > rest) {
      missed += 1
      continue
    }
    rest -= bytes
    shown.push(index)
    texts.push(text)
  }
  return { part, shown, texts, variant }
}

function bytesOf(chosen: Chosen<Part>): number {
  return chosen.shown.length === 0 ? 0 : byteLength(formatChosen(chosen)) + 2
}

/** An item is written once in each way, though the choice is made twice. */
function remember({ text, ...variant }: Variant): Variant {
  const known = new Map<number, string>()
  return {
    ...variant,
    text: index => {
      const before = known.get(index)
      if (before !== undefined) return before
      const written = text(index)
      known.set(index, written)
      return written
    }
  }
}
