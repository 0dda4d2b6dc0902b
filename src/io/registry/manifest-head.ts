import { isDigest } from '../../image/reference.ts'
import { kindOfMediaType } from './manifest-kind.ts'
import type { Answer } from './transport.ts'

/** What an answer to HEAD says of a manifest. `unclear`: only its bytes can tell. */
export type HeadVerdict =
  | { readonly kind: 'digest'; readonly digest: string }
  | { readonly kind: 'missing' }
  /** It names another digest than it was asked for. */
  | { readonly kind: 'other' }
  | { readonly kind: 'unclear' }

/**
 * Judges an answer to HEAD (OCI distribution specification, "Checking if content exists in the registry"). A digest counts only once, in its
 * grammar, of an algorithm that can be checked, and beside the media type of a manifest that is read: some registries leave the header out, send
 * that of a manifest of schema 1, or do not know HEAD. That an image is missing counts where the registry means to say so in JSON: any server
 * answers 404 to what it does not know.
 */
export function judgeHead({ status, header }: Answer, wanted: string | undefined): HeadVerdict {
  const type = header('content-type')[0] ?? ''
  if (status === 404) return { kind: /^application\/(?:[\w.+-]+\+)?json\b/i.test(type) ? 'missing' : 'unclear' }
  if (status !== 200 || kindOfMediaType(type) === undefined) return { kind: 'unclear' }
  const said = new Set(
    header('docker-content-digest')
      .flatMap(value => value.split(','))
      .map(value => value.trim())
  )
  const [digest, ...others] = said
  if (digest === undefined || others.length > 0 || !isDigest(digest) || !/^sha(?:256|512):/.test(digest))
    return { kind: 'unclear' }
  if (wanted === undefined || digest === wanted) return { kind: 'digest', digest }
  // Of another algorithm it may be the same bytes.
  return { kind: digest.split(':')[0] === wanted.split(':')[0] ? 'other' : 'unclear' }
}
