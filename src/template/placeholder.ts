import type { Place } from '../errors.ts'

/** One evaluation of `images.get_image`: what the template asked for. Nothing is resolved yet. */
export type Call = {
  /** The image as the template wrote it. */
  readonly image: string
  /** Text of the version filter; undefined where the call names none. */
  readonly filter: string | undefined
  /** Where in the template the call stands. */
  readonly place: Place | undefined
}

/**
 * A placeholder is text that carries a call through rendering, YAML and kustomize: letters, digits, `-`, `_` and `.` only, so that
 * it stays one plain scalar wherever it is put. After rendering, every string value is searched for it.
 * kluctl does the same with its own markers (kluctl v2.16, pkg/deployment/images.go); ours are never exchanged with it.
 */
const begin = 'kluctl-images.call.'
const end = '.llac'
const pattern = /kluctl-images\.call\.([A-Za-z0-9_-]+)\.llac/g

export function formatPlaceholder(call: Call): string {
  const place = call.place
  const json = JSON.stringify([call.image, call.filter ?? null, place ? [place.file, place.line, place.column] : null])
  return `${begin}${toBase64Url(json)}${end}`
}

export type FoundPlaceholder = { readonly start: number; readonly end: number; readonly call: Call }

/** Every placeholder in a text, in order. Text that looks like one but cannot be read is left for {@link findLeftover}. */
export function findPlaceholders(text: string): readonly FoundPlaceholder[] {
  const found: FoundPlaceholder[] = []
  for (const match of text.matchAll(pattern)) {
    const call = parseCall(match[1] ?? '')
    if (call) found.push({ start: match.index, end: match.index + match[0].length, call })
  }
  return found
}

/** Replaces every placeholder; text around them is kept. */
export function replacePlaceholders(text: string, replace: (call: Call, index: number) => string): string {
  let result = ''
  let from = 0
  for (const [index, found] of findPlaceholders(text).entries()) {
    result += text.slice(from, found.start) + replace(found.call, index)
    from = found.end
  }
  return result + text.slice(from)
}

/**
 * Finds what is left of a placeholder that a template altered: cut in two, upper-cased, or base64-encoded. Such text would reach the
 * cluster as an image name, so it must be an error. Returns what was done to it.
 */
export function findLeftover(text: string): 'altered' | 'base64-encoded' | undefined {
  const rest = replacePlaceholders(text, () => '').toLowerCase()
  if (/kluctl[-_.]?images[-_.]?call/.test(rest) || rest.includes(end)) return 'altered'
  return encodedMarkers.some(marker => text.includes(marker)) ? 'base64-encoded' : undefined
}

/** The begin marker as it looks inside base64, at each of the three alignments, without the characters its neighbours decide. */
const encodedMarkers = [0, 1, 2].map(shift => {
  const encoded = toBase64Url(`${'x'.repeat(shift)}${begin}`)
  return encoded.slice(shift === 0 ? 0 : 4, Math.floor(((begin.length + shift) * 8) / 6 / 4) * 4)
})

function parseCall(encoded: string): Call | undefined {
  let data: unknown
  try {
    data = JSON.parse(fromBase64Url(encoded))
  } catch {
    return undefined
  }
  if (!Array.isArray(data) || data.length !== 3) return undefined
  const [image, filter, place]: unknown[] = data
  if (typeof image !== 'string' || (filter !== null && typeof filter !== 'string')) return undefined
  return { image, filter: filter ?? undefined, place: parsePlace(place) }
}

function parsePlace(value: unknown): Place | undefined {
  if (!Array.isArray(value)) return undefined
  const [file, line, column]: unknown[] = value
  if (typeof file !== 'string') return undefined
  if (typeof line !== 'number') return { file }
  return typeof column === 'number' ? { file, line, column } : { file, line }
}

function toBase64Url(text: string): string {
  const binary = Array.from(new TextEncoder().encode(text), byte => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, character => character.charCodeAt(0)))
}
