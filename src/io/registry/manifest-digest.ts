import { createHash } from 'node:crypto'

/** `unknown`: the algorithm is none that can be checked. */
export type DigestVerdict = 'same' | 'different' | 'unknown'

/** Compares bytes with a digest, `sha256:…` or `sha512:…` (OCI image specification, "Digests"). */
export function verifyDigest(bytes: Uint8Array, digest: string): DigestVerdict {
  const [algorithm = '', wanted] = digest.split(':')
  if (algorithm !== 'sha256' && algorithm !== 'sha512') return 'unknown'
  return createHash(algorithm).update(bytes).digest('hex') === wanted ? 'same' : 'different'
}

/** The digest of bytes by the algorithm that registries use: `sha256:…`. */
export function computeDigest(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
