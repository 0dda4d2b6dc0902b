import { readImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import { findPlaceholders } from '../template/placeholder.ts'

/** Where a text has an image: from `start` up to before `end`. */
export type Span = readonly [start: number, end: number]

/** A rendered text with placeholders in it, as what a deployed text must look like. */
export type TextPattern = {
  /** What stands before, between and behind the placeholders: one more than there are. */
  readonly literals: readonly string[]
  /** Full name of the repository of each placeholder; undefined where the call names no image. */
  readonly repositories: readonly (string | undefined)[]
  /** For each placeholder the parts of a deployed text that may stand for it. Each text is read once. */
  readonly spans: (text: string) => readonly (readonly Span[])[]
}

/** What a deployed text is held against. */
type Parts = Pick<TextPattern, 'literals' | 'repositories'>

/** Longer than any reference with tag and digest. */
const longestReference = 1000
/** Images that nothing separates from what follows can be read in many ways: no more of them in one text, and no more attempts. */
const mostOpen = 8
const mostAttempts = 500
const inReference = /[A-Za-z0-9._:/@[\]+-]/

/** Takes a rendered text apart at its placeholders. */
export function parseTextPattern(text: string): TextPattern {
  const found = findPlaceholders(text)
  const starts = [0, ...found.map(({ end }) => end)]
  const ends = [...found.map(({ start }) => start), text.length]
  const literals = starts.map((start, index) => text.slice(start, ends[index]))
  const repositories = found.map(({ call }) => repositoryOf(call.image))
  const known = new Map<string, readonly (readonly Span[])[]>()
  return {
    literals,
    repositories,
    spans: deployed => {
      const spans = known.get(deployed) ?? spansOf({ literals, repositories }, deployed)
      known.set(deployed, spans)
      return spans
    }
  }
}

/** True where the placeholder is the whole text, as kluctl wants it (kluctl-semantics 2.4). */
export function isWhole({ literals }: TextPattern): boolean {
  return literals.length === 2 && literals.every(literal => literal === '')
}

/** The text if it is an image reference. */
export function imageIn(text: string): string | undefined {
  return readImageReference(text) && text
}

/**
 * Where the image of one placeholder stands in a deployed text: all the literal text is there, every image in it is of its call's repository,
 * and there is only one way to read it. Undefined otherwise, and where finding out would take too long.
 */
export function imageAt({ spans }: TextPattern, index: number, text: string): Span | undefined {
  const [only, ...others] = spans(text)[index] ?? []
  return others.length > 0 ? undefined : only
}

/** For each placeholder the spans of the text that may stand for it, of all ways to read the whole text. */
function spansOf({ literals, repositories }: Parts, text: string): readonly (readonly Span[])[] {
  const [first = '', ...behind] = literals
  if (!text.startsWith(first) || behind.slice(0, -1).filter(isOpen).length > mostOpen) return []
  let attempts = mostAttempts + repositories.length
  let starts: ReadonlySet<number> = new Set([first.length])
  const forward: (readonly Span[])[] = []
  for (const [index, repository] of repositories.entries()) {
    const literal = behind[index] ?? ''
    const isLast = index === repositories.length - 1
    const spans: Span[] = []
    for (const start of starts)
      for (const end of endsFrom({ text, start, literal, isLast })) {
        if (attempts === 0) return []
        attempts -= 1
        if (isOf(repository, text.slice(start, end))) spans.push([start, end])
      }
    forward.push(spans)
    starts = new Set(spans.map(([, end]) => end + literal.length))
  }
  // what leads nowhere further on is no way to read it
  let wanted: ReadonlySet<number> = new Set([text.length])
  const kept: (readonly Span[])[] = []
  for (const [index, spans] of [...forward.entries()].toReversed()) {
    const literal = behind[index] ?? ''
    const open = wanted
    const leading = spans.filter(([, end]) => open.has(end + literal.length))
    kept.push(leading)
    wanted = new Set(leading.map(([start]) => start))
  }
  return kept.toReversed()
}

/** True for a text behind an image that may as well be a part of it. */
function isOpen(literal: string): boolean {
  return literal === '' || inReference.test(literal.charAt(0))
}

type Search = {
  readonly text: string
  readonly start: number
  /** What must stand behind the image. */
  readonly literal: string
  readonly isLast: boolean
}

/** Where an image may end, by what stands behind it. */
function endsFrom({ text, start, literal, isLast }: Search): readonly number[] {
  const most = Math.min(text.length, start + longestReference)
  if (isLast) {
    const end = text.length - literal.length
    return end > start && end <= most && text.startsWith(literal, end) ? [end] : []
  }
  const isEnd = (end: number): boolean => text.startsWith(literal, end)
  const ends: number[] = []
  let end = start
  while (end < most && inReference.test(text.charAt(end))) {
    end += 1
    if (isOpen(literal) && isEnd(end)) ends.push(end)
  }
  return isOpen(literal) ? ends : end > start && isEnd(end) ? [end] : []
}

function isOf(repository: string | undefined, text: string): boolean {
  const reference = repository === undefined ? undefined : readImageReference(text)
  return reference !== undefined && formatRepository(reference.repository) === repository
}

function repositoryOf(image: string): string | undefined {
  const reference = readImageReference(image)
  return reference && formatRepository(reference.repository)
}
