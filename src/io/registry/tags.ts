import { isTag } from '../../image/reference.ts'
import { plural } from '../../text.ts'

/** One page of a tag list, read. */
export type TagPage = {
  /** In the registry's order; a name that stands twice stands twice here. */
  readonly tags: readonly string[]
  /** Entries of the list that are no tags (threat model R-09). */
  readonly dropped: number
}

/** Why a body is no page. `truncated` where it looks like the beginning of one. */
export type PageFault = { readonly fault: string; readonly truncated: boolean }

const decoder = new TextDecoder('utf-8', { fatal: true })
const plainLength = 2 * 1024 * 1024
const deepest = 100
const mostContainers = 250_000
const mostValues = 1_000_000

/**
 * Reads the body of a tag list: a JSON object whose `tags` is an array or null (threat model ). Never throws and
 * never quotes the body, which may be anything.
 */
export function parseTagPage(body: Uint8Array): TagPage | PageFault {
  const parsed = parseJson(body)
  if ('fault' in parsed) return parsed
  const { value } = parsed
  if (parsed.twice) return { fault: 'answered with an object that has "tags" twice', truncated: false }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { fault: `answered with ${describe(value)} instead of a tag list`, truncated: false }
  }
  const list: unknown = Object.hasOwn(value, 'tags') && 'tags' in value ? value.tags : undefined
  if (list === null) return { tags: [], dropped: 0 }
  if (!Array.isArray(list)) {
    const what = list === undefined ? 'without "tags"' : `whose "tags" is ${describe(list)}`
    return { fault: `answered with an object ${what} instead of a tag list`, truncated: false }
  }
  const tags = list.filter((name: unknown): name is string => typeof name === 'string' && isTag(name))
  return { tags, dropped: list.length - tags.length }
}

/**
 * Parses JSON from outside. A body that nests too deeply or holds too many values is refused before it is built: a few
 * megabytes of brackets would cost gigabytes of memory. `twice`: its key "tags" is repeated, so which one counts is a guess. `wanted` is
 * for the fault.
 */
export function parseJson(
  body: Uint8Array,
  wanted = 'a tag list'
): { readonly value: unknown; readonly twice: boolean } | PageFault {
  const first = body.findIndex(byte => byte > 0x20)
  if (first < 0) return { fault: 'answered with an empty body', truncated: body.length === 0 }
  if (body[first] === 0x3c) {
    return { fault: `answered with a web page instead of ${wanted} (proxy or login page?)`, truncated: false }
  }
  if (isPlain(body)) return parseText(body, false, () => measure(body).open)
  const shape = measure(body)
  if (shape.deepest > deepest || shape.containers > mostContainers || shape.values > mostValues) {
    return { fault: 'answered with JSON that is too deep or has too many values', truncated: false }
  }
  return parseText(body, shape.lists > 1, () => shape.open)
}

/** One object with one list and no escapes in two megabytes at most, as nearly all pages are, needs no counting. */
function isPlain(body: Uint8Array): boolean {
  const once = (byte: number): boolean => body.indexOf(byte) === body.lastIndexOf(byte)
  return body.length <= plainLength && once(0x5b) && once(0x7b) && !body.includes(0x5c) && !hasTwice(body)
}

/** True if `"tags"` stands there twice, be it as a key or as a tag. */
function hasTwice(body: Uint8Array): boolean {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length)
  return bytes.indexOf('"tags"') !== bytes.lastIndexOf('"tags"')
}

function parseText(
  body: Uint8Array,
  twice: boolean,
  isOpen: () => boolean
): { readonly value: unknown; readonly twice: boolean } | PageFault {
  try {
    return { value: JSON.parse(decoder.decode(body)), twice }
  } catch {
    return { fault: `answered with ${plural(body.length, 'byte')} that are not JSON`, truncated: isOpen() }
  }
}

/** Counts brackets and commas outside of strings, in one pass over the bytes. */
function measure(body: Uint8Array): {
  deepest: number
  containers: number
  values: number
  lists: number
  open: boolean
} {
  let depth = 0
  let most = 0
  let containers = 0
  let values = 0
  let quoted = false
  let lists = 0
  let begin = 0
  for (let index = 0; index < body.length; index++) {
    const byte = body[index]
    if (quoted) {
      if (byte === 0x5c) index++
      else if (byte === 0x22) {
        quoted = false
        if (depth === 1 && isTagsKey(body, begin, index)) lists++
      }
    } else if (byte === 0x22) {
      quoted = true
      begin = index
    } else if (byte === 0x5b || byte === 0x7b) {
      containers++
      depth++
      if (depth > most) most = depth
    } else if (byte === 0x5d || byte === 0x7d) depth--
    else if (byte === 0x2c) values++
  }
  return { deepest: most, containers, values, lists, open: depth > 0 }
}

/** True if the string from `begin` to `end` is `"tags"`, however it is written, and stands before a colon. */
function isTagsKey(body: Uint8Array, begin: number, end: number): boolean {
  const length = end + 1 - begin
  // With each letter written as \u0074 it has 26 characters.
  if (length < 6 || length > 26) return false
  const text = String.fromCharCode(...body.subarray(begin, end + 1))
  if (text !== '"tags"' && !(text.includes('\\') && isSpelledTags(text))) return false
  let next = end + 1
  while ((body[next] ?? 0x21) <= 0x20) next++
  return body[next] === 0x3a
}

function isSpelledTags(text: string): boolean {
  try {
    return JSON.parse(text) === 'tags'
  } catch {
    return false
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'an array'
  if (value === null) return 'null'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
