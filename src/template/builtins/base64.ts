import { TemplateRuntimeError } from '../value.ts'
import { isWellFormed } from './code-points.ts'
import { checkTextLength } from './limits.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Text as UTF-8 in standard base64. Throws UnicodeEncodeError for a lone surrogate, `LimitError`. */
export function encodeBase64(text: string): string {
  if (!isWellFormed(text))
    throw new TemplateRuntimeError(
      'UnicodeEncodeError',
      "'utf-8' codec can't encode a lone surrogate: surrogates not allowed"
    )
  const bytes = new TextEncoder().encode(text)
  checkTextLength(Math.ceil(bytes.length / 3) * 4)
  const binary = Array.from(bytes, byte => String.fromCharCode(byte)).join('')
  return btoa(binary)
}

/**
 * Base64 to text, as Python's `base64.b64decode` reads it: characters outside of the alphabet are passed over, reading ends at the
 * padding. Throws `binascii.Error` for bad padding, ValueError for characters beyond ASCII, UnicodeDecodeError for bad UTF-8.
 */
export function decodeBase64(text: string): string {
  const bytes = decodeBytes(text)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new TemplateRuntimeError('UnicodeDecodeError', "'utf-8' codec can't decode the bytes")
  }
}

function decodeBytes(text: string): Uint8Array {
  const bytes: number[] = []
  let group = 0
  let position = 0
  let pads = 0
  let count = 0
  for (const character of text) {
    if (character === '=') {
      pads += position >= 2 ? 1 : 0
      if (position >= 2 && position + pads >= 4) return Uint8Array.from(bytes)
      continue
    }
    const value = alphabet.indexOf(character)
    if (value < 0) continue
    pads = 0
    count += 1
    if (position > 0) bytes.push((((group << 6) | value) >> (6 - 2 * position)) & 0xff)
    group = value
    position = (position + 1) % 4
  }
  if (position === 0) return Uint8Array.from(bytes)
  throw new TemplateRuntimeError(
    'binascii.Error',
    position === 1
      ? `Invalid base64-encoded string: number of data characters (${count}) cannot be 1 more than a multiple of 4`
      : 'Incorrect padding'
  )
}
