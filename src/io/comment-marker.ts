import { createHash } from 'node:crypto'

/** What makes the comment of one job, target and file differ from that of another in the same pull request. */
export type CommentIdentity = {
  readonly workflow: string
  readonly job: string
  readonly target: string | null
  readonly projectDir: string
  readonly outputFile: string
  /** The user's own name for the comment; if given, nothing else counts, so that jobs may share one comment. */
  readonly tag?: string | undefined
}

/** Sixteen hexadecimal digits. Text from outside reaches the marker through this hash only (threat model O-07). */
export function commentKey(identity: CommentIdentity): string {
  const { workflow, job, target, projectDir, outputFile, tag } = identity
  const parts = tag === undefined || tag === '' ? [workflow, job, target, projectDir, outputFile] : [tag]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

/** First line of a comment of ours. */
export function commentMarker(key: string): string {
  return `<!-- kluctl-images:${key} -->`
}

/**
 * True where the first line of a comment is the marker of this key. Words behind the key, as ` state:0a1b`, are allowed: they leave
 * room for what later versions note there.
 */
export function hasMarker(body: string, key: string): boolean {
  const [line = ''] = body.split(/\r?\n/, 1)
  const match = /^<!-- kluctl-images:([0-9A-Za-z]+)(?: [a-z]+:[0-9A-Za-z]+)* -->$/.exec(line)
  return match?.[1] === key
}
