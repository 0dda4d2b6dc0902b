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
  const { gunzip } = await import('node:zlib')
  return new Promise((resolve, reject) => {
    gunzip(bytes, { maxOutputLength: limit }, (error, decoded) => {
      if (!error) resolve({ kind: 'whole', bytes: decoded })
      else if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') resolve({ kind: 'too-large' })
      else if ('code' in error && String(error.code).startsWith('Z_')) resolve({ kind: 'broken-coding' })
      else reject(error)
    })
  })
}
