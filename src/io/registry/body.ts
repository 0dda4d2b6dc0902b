/** What a body comes to. */
export type Body =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  /** A content coding that was not asked for. */
  | { readonly kind: 'unknown-coding'; readonly coding: string }
  /** The compressed data is broken or ends early. */
  | { readonly kind: 'broken-coding' }

/** Takes the content coding off a body, counting decoded bytes (threat model R-05). At most one coding, gzip. */
export async function decodeBody(bytes: Uint8Array, coding: string, limit: number): Promise<Body> {
  const name = coding.trim().toLowerCase()
  if (name === '' || name === 'identity') return { kind: 'whole', bytes }
  if (name !== 'gzip' && name !== 'x-gzip') return { kind: 'unknown-coding', coding: name }
  const { gunzipSync } = await import('node:zlib')
  // One after the other: hundreds that unfold at the same time would each hold as much as the limit allows.
  try {
    return { kind: 'whole', bytes: gunzipSync(bytes, { maxOutputLength: limit }) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ERR_BUFFER_TOO_LARGE') return { kind: 'too-large' }
    if (code.startsWith('Z_')) return { kind: 'broken-coding' }
    throw error
  }
}
