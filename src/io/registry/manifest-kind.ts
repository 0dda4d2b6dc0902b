/** What a document of a registry is: the list of an image's platforms, or the image for one of them. */
export type ManifestKind = 'index' | 'image'

const kinds: ReadonlyMap<string, ManifestKind> = new Map([
  ['application/vnd.oci.image.index.v1+json', 'index'],
  ['application/vnd.docker.distribution.manifest.list.v2+json', 'index'],
  ['application/vnd.oci.image.manifest.v1+json', 'image'],
  ['application/vnd.docker.distribution.manifest.v2+json', 'image']
])

const configTypes = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json'
])

/** The Accept header for a manifest: what we can read, and never Docker's schema 1, which has no digest of its own. */
export const manifestAccept: string = [...kinds.keys()].join(', ')

/** The Accept header for a blob. */
export const blobAccept = '*/*'

/** What a media type stands for, parameters and case aside; undefined for one that is not known. */
export function kindOfMediaType(mediaType: string): ManifestKind | undefined {
  return kinds.get(bare(mediaType))
}

/** True for the configuration of an image; other artefacts have configurations of their own, without labels. */
export function isImageConfig(mediaType: string): boolean {
  return configTypes.has(bare(mediaType))
}

function bare(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase()
}
