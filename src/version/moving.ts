const names =
  'latest|stable|unstable|edge|nightly|canary|next|current|rolling|release|snapshot|main|mainline|master|trunk|head|develop|dev|development|' +
  'staging|stage|prod|production|test|testing|qa|preview|experimental|lts|rc|beta|alpha'

const moving: ReadonlySet<string> = new Set(names.split('|'))

/** Why {@link isMovingTag} leaves a tag out. */
export const movingTag = 'a moving tag'

/** True for a tag that is pointed at another image again and again, such as `latest`, and so names no version. */
export function isMovingTag(tag: string): boolean {
  return moving.has(tag.toLowerCase())
}
