import { type CutFinder, cutFinder, cutMark, type Span } from './redact-cut.ts'

/** Takes secrets out of text. The runner masks the log only; this is for everything else (threat model C-05). */
export interface Redactor {
  /** Remembers a secret in all its forms. False if it is too short: replacing it would blank ordinary text. */
  add(secret: string): boolean
  /** The text with `***` in place of every remembered form, and of the part of one that a cut (`…`) has left over. */
  redact(text: string): string
  /**
   * True if an address repeats a secret, plain or URL-encoded: a registry that does so would have us send it on (threat
   * model C-06). Secrets under eight characters do not count: they are too likely a part of ordinary names.
   */
  reveals(address: string): boolean
}

const shortest = 4
const telling = 8

/** Empty and one that knows nothing yet. Pure: the same secrets and text give the same answer. */
export function createRedactor(): Redactor {
  const forms = new Set<string>()
  let pattern: RegExp | undefined
  let findCut: CutFinder | undefined
  return {
    add(secret) {
      if (secret.length < shortest) return false
      for (const form of secretForms(secret)) forms.add(form)
      pattern = undefined
      findCut = undefined
      return true
    },
    redact(text) {
      if (forms.size === 0) return text
      pattern ??= new RegExp(
        [...forms]
          .sort((a, b) => b.length - a.length)
          .map(escapePattern)
          .join('|'),
        'g'
      )
      if (!text.includes(cutMark)) return text.replace(pattern, '***')
      findCut ??= cutFinder(forms)
      const whole = Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({
        start: index,
        end: index + found.length
      }))
      return mask(text, [...whole, ...findCut(text)])
    },
    reveals(address) {
      const texts = [address, decodeAddress(address)]
      return [...forms].some(form => form.length >= telling && texts.some(text => text.includes(form)))
    }
  }
}

/**
 * The forms in which a secret may turn up: plain, without blanks around it, each of its lines, URL-encoded, JSON-escaped
 * (threat model C-04). None is shorter than four characters; a shorter secret has no form.
 */
export function secretForms(secret: string): readonly string[] {
  if (secret.length < shortest) return []
  // Most tokens look the same however they are written.
  if (/^[A-Za-z0-9_.-]+$/.test(secret)) return [secret]
  const plain = [secret, secret.trim(), ...secret.split(/[\r\n]+/)]
  const forms = plain.flatMap(text => [text, ...urlForms(text), JSON.stringify(text).slice(1, -1)])
  return [...new Set(forms)].filter(form => form.length >= shortest)
}

/** The text that HTTP Basic sends: base64 of `username:password` as UTF-8 (RFC 7617). */
export function basicCredential(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64')
}

/** The text with `***` in place of each span; those that overlap are one. */
function mask(text: string, spans: readonly Span[]): string {
  const parts: string[] = []
  let shown = 0
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (start >= shown) parts.push(text.slice(shown, start), '***')
    shown = Math.max(shown, end)
  }
  return parts.join('') + text.slice(shown)
}

function decodeAddress(address: string): string {
  try {
    return decodeURIComponent(address.replaceAll('+', ' '))
  } catch {
    return address
  }
}

function urlForms(text: string): readonly string[] {
  // A lone surrogate cannot be URL-encoded; it cannot have been sent either.
  const encoded = encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'))
  const lowered = encoded.replace(/%[0-9A-F]{2}/g, hex => hex.toLowerCase())
  const form = new URLSearchParams({ v: text }).toString().slice(2)
  return [encoded, lowered, form]
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
