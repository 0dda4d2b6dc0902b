import { ImageNameError } from '../errors.ts'
import { type ImageReference, parseImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import { findPlaceholders } from '../template/placeholder.ts'

/** A rendered text with placeholders in it, as what a deployed text must look like. */
export type TextPattern = {
  /** What stands before, between and behind the placeholders: one more than there are. */
  readonly literals: readonly string[]
  /** Full name of the repository of each placeholder; undefined where the call names no image. */
  readonly repositories: readonly (string | undefined)[]
}

/** Longer than any reference with tag and digest. */
const longestReference = 1000
const inReference = /[A-Za-z0-9._:/@[\]+-]/

/** Takes a rendered text apart at its placeholders. */
export function parseTextPattern(text: string): TextPattern {
  const found = findPlaceholders(text)
  const starts = [0, ...found.map(({ end }) => end)]
  const ends = [...found.map(({ start }) => start), text.length]
  return {
    literals: starts.map((start, index) => text.slice(start, ends[index])),
    repositories: found.map(({ call }) => repositoryOf(call.image))
  }
}

/** True where the placeholder is the whole text, as kluctl wants it (kluctl-semantics 2.4). */
export function isWhole({ literals }: TextPattern): boolean {
  return literals.length === 2 && literals.every(literal => literal === '')
}

/** The text if it is an image reference. */
export function imageIn(text: string): string | undefined {
  return readReference(text) && text
}

/**
 * The image at one placeholder of a deployed text: all the literal text is there, every image in it is of its call's repository, and there is
 * only one way to read it. Undefined otherwise.
 */
export function imageAt(pattern: TextPattern, index: number, text: string): string | undefined {
  const spans = spansOf(pattern, text)
  const images = new Set((spans[index] ?? []).map(([start, end]) => text.slice(start, end)))
  return images.size === 1 ? [...images][0] : undefined
}

type Span = readonly [start: number, end: number]

/** For each placeholder the spans of the text that may stand for it, of all ways to read the whole text. */
function spansOf({ literals, repositories }: TextPattern, text: string): readonly (readonly Span[])[] {
  const [first = '', ...behind] = literals
  if (!text.startsWith(first)) return []
  let starts: ReadonlySet<number> = new Set([first.length])
  const forward = repositories.map((repository, index): readonly Span[] => {
    const literal = behind[index] ?? ''
    const isLast = index === repositories.length - 1
    const spans = [...starts].flatMap(start => spansFrom({ text, start, literal, isLast, repository }))
    starts = new Set(spans.map(([, end]) => end + literal.length))
    return spans
  })
  // what leads nowhere further on is no way to read it
  let wanted: ReadonlySet<number> = new Set([text.length])
  const kept: (readonly Span[])[] = []
  for (const [index, spans] of [...forward.entries()].toReversed()) {
    const literal = behind[index] ?? ''
    const open = wanted
    const leading = spans.filter(([, end]) => open.has(end + literal.length))
    kept.unshift(leading)
    wanted = new Set(leading.map(([start]) => start))
  }
  return kept
}

type Search = {
  readonly text: string
  readonly start: number
  /** What must stand behind the image. */
  readonly literal: string
  readonly isLast: boolean
  readonly repository: string | undefined
}

function spansFrom({ text, start, literal, isLast, repository }: Search): readonly Span[] {
  if (repository === undefined) return []
  const isFit = (end: number): boolean => {
    if (!text.startsWith(literal, end)) return false
    const reference = readReference(text.slice(start, end))
    return reference !== undefined && formatRepository(reference.repository) === repository
  }
  if (isLast) {
    const end = text.length - literal.length
    return end > start && end - start <= longestReference && isFit(end) ? [[start, end]] : []
  }
  const spans: Span[] = []
  const most = Math.min(text.length, start + longestReference)
  for (let end = start + 1; end <= most && inReference.test(text.charAt(end - 1)); end += 1)
    if (isFit(end)) spans.push([start, end])
  return spans
}

function repositoryOf(image: string): string | undefined {
  const reference = readReference(image)
  return reference && formatRepository(reference.repository)
}

function readReference(text: string): ImageReference | undefined {
  try {
    return parseImageReference(text)
  } catch (error) {
    if (error instanceof ImageNameError) return undefined
    throw error
  }
}
