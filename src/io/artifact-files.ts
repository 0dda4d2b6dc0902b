/** Every file that an artifact of ours may hold; no other is ever put into one or taken out of one (threat model O-10). */
export const artifactFiles = [
  'fixed-images.yaml',
  'images.lock.json',
  'images-report.json',
  'images-diff.md',
  'pull-request.json'
] as const

export type ArtifactFile = (typeof artifactFiles)[number]

/** Bytes that each may have. */
export const fileLimits: Readonly<Record<ArtifactFile, number>> = {
  'fixed-images.yaml': 8 * 1024 * 1024,
  'images.lock.json': 8 * 1024 * 1024,
  'images-report.json': 16 * 1024 * 1024,
  'images-diff.md': 16 * 1024 * 1024,
  'pull-request.json': 4096
}

/** Bytes that a whole artifact may have, packed. */
export const artifactLimit: number = 20 * 1024 * 1024

export function isArtifactFile(name: string): name is ArtifactFile {
  return artifactFiles.some(file => file === name)
}
