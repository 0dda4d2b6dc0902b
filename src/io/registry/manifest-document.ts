import { isDigest } from '../../image/reference.ts'
import { jsonMember } from '../json-member.ts'
import { descriptorKeys, findMisspelt, hasRepeatedKey, manifestKeys, platformKeys } from './manifest-keys.ts'
import { kindOfMediaType, type ManifestKind } from './manifest-kind.ts'
import { parseJson } from './tags.ts'

/** Where a document or blob is to be had, and what it has to be (OCI image specification, "Content Descriptors"). */
export type Descriptor = {
  readonly mediaType: string
  /** `sha256:…` or another digest that follows the grammar. */
  readonly digest: string
  /** Bytes. */
  readonly size: number
}

/** An image in an index. */
export type IndexEntry = Descriptor & {
  readonly os: string | undefined
  readonly architecture: string | undefined
  readonly variant: string | undefined
  /**
   * True for what buildkit writes beside the images as a proof about one of them. Its platform is what makes it one, since no program takes
   * that for its own; an annotation anybody can write.
   */
  readonly isAttestation: boolean
}

/** `annotations` is whatever stands there. `unread` says, as the end of a sentence about the registry, that not all entries could be read. */
export type Manifest =
  | {
      readonly kind: 'index'
      readonly annotations: unknown
      readonly entries: readonly IndexEntry[]
      readonly unread: string | undefined
    }
  | { readonly kind: 'image'; readonly annotations: unknown; readonly config: Descriptor | undefined }

/** Why a body is no manifest, as the end of a sentence about the registry. */
export type ManifestFault = { readonly fault: string }

/**
 * Reads a manifest (OCI image specification 1.1; Docker image manifest version 2, schema 2). A document that could be read as two kinds, by
 * its own words, by its Content-Type or by who refers to it, is none (CVE-2021-41190); nor is one whose members other programs would read
 * otherwise, as they are there twice or nearly. Never throws and never quotes the body.
 */
export function parseManifest(
  body: Uint8Array,
  contentType: string | undefined,
  expected: ManifestKind | undefined
): Manifest | ManifestFault {
  const parsed = parseJson(body, 'a manifest')
  if ('fault' in parsed) return parsed
  const { value } = parsed
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return noManifest('something else')
  const version = jsonMember(value, 'schemaVersion')
  if (version === 1) return noManifest('a manifest of schema 1, which is not read,')
  if (version !== 2) return noManifest('a document without "schemaVersion" 2')
  const doubt = findDoubt(value, body)
  if (doubt !== undefined) return noManifest(doubt)
  const kind = findKind(value, contentType)
  if (typeof kind === 'object') return kind
  if (expected !== undefined && expected !== kind) return noManifest(`an ${kind} where its index has an ${expected}`)
  const annotations = jsonMember(value, 'annotations')
  if (kind === 'image') return { kind, annotations, config: readDescriptor(jsonMember(value, 'config')) }
  const list = jsonMember(value, 'manifests')
  const read = Array.isArray(list) ? list.map(readEntry) : []
  const entries = read.filter(entry => entry !== undefined)
  return { kind, annotations, entries, unread: findUnread(read) }
}

/** Why other programs might read another document, as what the registry answered with. */
function findDoubt(value: object, body: Uint8Array): string | undefined {
  if (hasRepeatedKey(Buffer.from(body).toString('utf8'))) return 'a document that has a member twice'
  const list = jsonMember(value, 'manifests')
  const descriptors = [jsonMember(value, 'config'), ...(Array.isArray(list) ? list : [])]
  const name =
    findMisspelt(value, manifestKeys) ??
    descriptors
      .map(one => findMisspelt(one, descriptorKeys) ?? findMisspelt(jsonMember(one, 'platform'), platformKeys))
      .find(found => found !== undefined)
  return name === undefined ? undefined : `a document with another spelling of "${name}"`
}

function findUnread(entries: readonly (IndexEntry | undefined)[]): string | undefined {
  if (entries.includes(undefined)) return 'has an index with an entry without a usable media type, digest or size'
  const isForeign = entries.some(entry => entry && !entry.isAttestation && !kindOfMediaType(entry.mediaType))
  return isForeign ? 'has an index with an entry that is neither an image nor an index' : undefined
}

function findKind(value: object, contentType: string | undefined): ManifestKind | ManifestFault {
  const own = jsonMember(value, 'mediaType')
  if (own !== undefined && typeof own !== 'string') return noManifest('a document whose "mediaType" is no text')
  const stated = own === undefined ? undefined : kindOfMediaType(own)
  if (own !== undefined && stated === undefined) return noManifest('a document of another media type')
  const sent = contentType === undefined ? undefined : kindOfMediaType(contentType)
  const isIndex = Array.isArray(jsonMember(value, 'manifests'))
  const isImage = typeof jsonMember(value, 'config') === 'object' || Array.isArray(jsonMember(value, 'layers'))
  if (isIndex && isImage) return noManifest('a document that is an index and an image at once')
  if (!isIndex && !isImage) return noManifest('a document that is no index and no image')
  const kind = isIndex ? 'index' : 'image'
  const others = [stated, sent].filter(one => one !== undefined && one !== kind)
  return others.length > 0 ? noManifest(`an ${kind} that is called an ${others[0]}`) : kind
}

function noManifest(what: string): ManifestFault {
  return { fault: `answered with ${what} instead of a manifest` }
}

function readEntry(value: unknown): IndexEntry | undefined {
  const descriptor = readDescriptor(value)
  if (!descriptor) return undefined
  const platform = jsonMember(value, 'platform')
  const os = textOf(jsonMember(platform, 'os'))
  const architecture = textOf(jsonMember(platform, 'architecture'))
  return {
    ...descriptor,
    os,
    architecture,
    variant: textOf(jsonMember(platform, 'variant')),
    isAttestation: os === 'unknown' && architecture === 'unknown'
  }
}

function readDescriptor(value: unknown): Descriptor | undefined {
  const mediaType = jsonMember(value, 'mediaType')
  const digest = jsonMember(value, 'digest')
  const size = jsonMember(value, 'size')
  if (typeof mediaType !== 'string' || typeof digest !== 'string' || !isDigest(digest)) return undefined
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined
  return { mediaType, digest, size }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
