import { isOrdinaryTag } from './ordinary-tag.ts'
import type { Span } from './text-pattern.ts'

/** A part of a deployed text that looks like an image. */
export type Finding = {
  readonly text: string
  readonly span: Span
  /** The key that the text stands under. */
  readonly field: string
  /** What is written around it in the deployed object: keys, names of items, the argument before it. */
  readonly names: readonly string[]
}

const login = /log-?in|token|pass|pwd|secret|auth|cred|key|private|bearer|username|(?:^|[^a-z])pw(?:$|[^a-z])/i
/** As `-p` and `-u` of many programs. */
const loginFlag = /(?:^|\s)-[puPUkaH][=\s]*$/
/** A key that says what its value is, whatever stands around it. */
const imageField = /^image$|[a-z\d]Image$|[-_.]image$/i
const digest = /@sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/

/**
 * Whether such a finding outside of a container's image may be shown to whoever writes templates: `admin:secret` looks like an image, too, and
 * environment and arguments hold logins. So nothing around it may speak of a login, it is no part of an address, its tag is one that people
 * give images, and either something around it speaks of an image or it names its registry.
 */
export function isShownImage(finding: Finding): boolean {
  const { text, span, field, names } = finding
  const image = text.slice(...span)
  if (isPartOfAddress(text, span) || !hasOrdinaryEnd(image)) return false
  const line = lineBefore(text, span[0])
  const words = [field, line, wordsAfter(text, span[1]), ...(imageField.test(field) ? [] : names)]
  if (words.some(word => login.test(word) || loginFlag.test(word))) return false
  return [field, line, ...names].some(word => /image/i.test(word)) || namesRegistry(image)
}

function isPartOfAddress(text: string, [start, end]: Span): boolean {
  const before = /\S*$/.exec(text.slice(Math.max(0, start - longestRun), start))?.[0] ?? ''
  return /:\/\/|@/.test(before) || /@(?!sha(?:256|512):)/.test(wordsAfter(text, end))
}

/** Longer ones are no address that a person wrote. */
const longestRun = 2000

function wordsAfter(text: string, end: number): string {
  return /^\S*/.exec(text.slice(end, end + longestRun))?.[0] ?? ''
}

/** The line up to there; with the one before where nothing stands before it in its own. */
function lineBefore(text: string, start: number): string {
  const lines = text.slice(Math.max(0, start - longestRun), start).split('\n')
  const own = lines.at(-1) ?? ''
  return /[a-z]/i.test(own) ? own : lines.slice(-2).join(' ')
}

function hasOrdinaryEnd(image: string): boolean {
  if (image.includes('@')) return digest.test(image)
  const tag = /:([^/:]*)$/.exec(image)?.[1]
  return tag === undefined || isOrdinaryTag(tag)
}

function namesRegistry(image: string): boolean {
  return /^(?:localhost|[^/]*[.:][^/]*)\//i.test(image)
}
