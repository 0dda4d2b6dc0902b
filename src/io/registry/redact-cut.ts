/** A piece of a text: from `start` up to and without `end`. */
export type Span = { readonly start: number; readonly end: number }

/** What `shorten` and excerpts put where they cut. */
export const cutMark = '…'

/** A shorter part of a secret says nothing, and may be a part of ordinary text. */
const shortestPart = 8

/** Where a form of a secret has the eight characters of a key. */
type Occurrence = { readonly form: string; readonly at: number }

/** Finds parts of secrets that a cut left over. Made once for the forms of all secrets. */
export type CutFinder = (text: string) => readonly Span[]

/**
 * Texts are cut where an error is made, before anything knows of secrets, so that a long one may stand there in part. Found are, with eight
 * characters or more: the beginning of a secret right before a cut, the end of one right behind, and any part between two cuts.
 *
 * Each eighth group of eight characters of a form is known, and the last: any part of 15 characters has one, and so have a shorter beginning
 * and a shorter end. A cut therefore takes a few look-ups, however many secrets there are.
 */
export function cutFinder(forms: Iterable<string>): CutFinder {
  const known = indexForms(forms)
  return text => {
    const spans: Span[] = []
    for (let mark = text.indexOf(cutMark); mark >= 0; mark = text.indexOf(cutMark, mark + 1)) {
      const start = partBefore(text, mark, known)
      if (start < mark) spans.push({ start, end: mark })
      const end = partBehind(text, mark + 1, known)
      if (end > mark + 1) spans.push({ start: mark + 1, end })
    }
    return spans
  }
}

function indexForms(forms: Iterable<string>): ReadonlyMap<string, readonly Occurrence[]> {
  const known = new Map<string, Occurrence[]>()
  for (const form of forms) {
    const last = form.length - shortestPart
    const places = Array.from(
      { length: Math.max(0, Math.ceil(last / shortestPart)) },
      (_, index) => index * shortestPart
    )
    for (const at of last < 0 ? [] : [...places, last]) {
      const key = form.slice(at, at + shortestPart)
      const occurrences = known.get(key)
      if (occurrences === undefined) known.set(key, [{ form, at }])
      else occurrences.push({ form, at })
    }
  }
  return known
}

type Known = ReadonlyMap<string, readonly Occurrence[]>

/** Where the longest part of a secret begins that ends at `end`; `end` itself where there is none. */
function partBefore(text: string, end: number, known: Known): number {
  let first = end
  for (let back = shortestPart; back < 2 * shortestPart && back <= end; back += 1) {
    const key = text.slice(end - back, end - back + shortestPart)
    if (key.startsWith(cutMark)) break
    for (const { form, at } of known.get(key) ?? []) {
      if (!form.startsWith(text.slice(end - back, end), at)) continue
      const same = countBefore(text, end - back, form, at)
      const start = end - back - same
      if (same === at || text.charAt(start - 1) === cutMark) first = Math.min(first, start)
    }
  }
  return first
}

/** Where the longest part of a secret ends that begins at `start`; `start` itself where there is none. */
function partBehind(text: string, start: number, known: Known): number {
  let last = start
  for (let skipped = 0; skipped < shortestPart; skipped += 1) {
    const key = text.slice(start + skipped, start + skipped + shortestPart)
    if (key.length < shortestPart || key.endsWith(cutMark)) break
    for (const { form, at } of known.get(key) ?? []) {
      if (at < skipped || !form.startsWith(text.slice(start, start + skipped), at - skipped)) continue
      const same = countFrom(text, start + skipped, form, at)
      const end = start + skipped + same
      if (at + same === form.length || text.charAt(end) === cutMark) last = Math.max(last, end)
    }
  }
  return last
}

/** How many characters before the two places are the same. */
function countBefore(text: string, index: number, form: string, at: number): number {
  let same = 0
  while (same < at && same < index && text[index - same - 1] === form[at - same - 1]) same += 1
  return same
}

/** How many characters from the two places on are the same. */
function countFrom(text: string, index: number, form: string, at: number): number {
  let same = 0
  while (at + same < form.length && text[index + same] === form[at + same]) same += 1
  return same
}
