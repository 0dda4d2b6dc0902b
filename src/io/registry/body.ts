import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** What was read of a body. */
export type Body =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  /** Stopped at the limit; `bytes` are what came before it. */
  | { readonly kind: 'too-large'; readonly bytes: Uint8Array }
  /** A content coding that was not asked for. */
  | { readonly kind: 'unknown-coding'; readonly coding: string }
  /** The compressed data is broken or ends early. */
  | { readonly kind: 'broken-coding' }

/**
 * Reads a body to its end or to the limit, counting decoded bytes (threat model R-05). At most one content coding, gzip.
 * Rejects with the stream's own error where the connection fails.
 */
export async function readBody(stream: Readable, coding: string | undefined, limit: number): Promise<Body> {
  const name = (coding ?? '').trim().toLowerCase()
  if (name === '' || name === 'identity') return collect(stream, limit)
  if (name !== 'gzip' && name !== 'x-gzip') {
    stream.on('error', () => undefined).destroy()
    return { kind: 'unknown-coding', coding: name }
  }
  const gunzip = createGunzip()
  let lost: unknown
  stream.on('error', error => {
    lost = error
  })
  // Errors surface where the decoded stream is read.
  pipeline(stream, gunzip, () => undefined)
  try {
    return await collect(gunzip, limit)
  } catch (error) {
    if (lost !== undefined) throw lost
    if (isZlibError(error)) return { kind: 'broken-coding' }
    throw error
  }
}

/** By events: an iterator costs as much again as the whole of a small answer. */
function collect(stream: Readable, limit: number): Promise<Body> {
  const chunks: Uint8Array[] = []
  let length = 0
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: unknown) => {
      if (!(chunk instanceof Uint8Array)) return
      length += chunk.length
      chunks.push(chunk)
      if (length <= limit) return
      resolve({ kind: 'too-large', bytes: Buffer.concat(chunks).subarray(0, limit) })
      stream.on('error', () => undefined).destroy()
    })
    stream.on('end', () => {
      resolve({ kind: 'whole', bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks) })
    })
    stream.on('error', reject)
    stream.on('close', () => reject(new Error('the stream was closed before its end')))
  })
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
}
