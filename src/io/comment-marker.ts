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
  return digest(JSON.stringify(parts))
}

/** Which run of a workflow wrote a text: GitHub counts `id` up for every run, `attempt` from 1 for every repetition of it. */
export type WorkflowRun = { readonly id: string; readonly attempt: string }

/** What a marker notes beside its key. */
export type MarkerNotes = {
  readonly run: WorkflowRun
  /** The text whose sameness makes an edit needless; only its hash is noted. */
  readonly state: string
  /** What stands below the marker; only its hash is noted. A marker without it is not believed. */
  readonly text?: string | undefined
}

/** What the first line of a comment says. */
export type Marker = {
  readonly key: string
  /** Undefined where a version before this one wrote the comment, or no runner did. */
  readonly run: WorkflowRun | undefined
  /** From {@link stateHash}; undefined as `run`. */
  readonly state: string | undefined
  /**
   * True where the text below is still the one that the marker was written with. Anybody who may edit the comment may change one without
   * the other, so `run` and `state` say nothing about a text that is not intact.
   */
  readonly intact: boolean
}

/** First line of a comment of ours; `run` is left out where its numbers are not numbers. */
export function commentMarker(key: string, notes: MarkerNotes): string {
  const { id, attempt } = notes.run
  const run = runNumber.test(`${id}-${attempt}`) ? ` run:${id}-${attempt}` : ''
  const text = notes.text === undefined ? '' : ` text:${textHash(notes.text)}`
  return `<!-- kluctl-images:${key}${run} state:${stateHash(notes.state)}${text} -->`
}

/** Reads the first line of a comment; undefined where that is no marker of ours. Words that a later version may add are passed over. */
export function readMarker(body: string): Marker | undefined {
  const line = body.slice(0, 1000).split(/\r?\n/, 1)[0] ?? ''
  const match = /^<!-- kluctl-images:([0-9A-Za-z]+)((?: [a-z]+:[0-9A-Za-z-]+)*) -->$/.exec(line)
  const key = match?.[1]
  if (key === undefined) return undefined
  const words = new Map((match?.[2] ?? '').split(' ').map(word => readWord(word)))
  const [, id, attempt] = runNumber.exec(words.get('run') ?? '') ?? []
  return {
    key,
    run: id === undefined || attempt === undefined ? undefined : { id, attempt },
    state: words.get('state'),
    intact: words.get('text') === textHash(body.slice(line.length).replace(/^\r?\n/, ''))
  }
}

/** Sixteen hexadecimal digits. */
export function stateHash(state: string): string {
  return digest(state)
}

/** Sixteen hexadecimal digits; the same whichever line ends an editor makes, and however many follow the text. */
function textHash(text: string): string {
  return digest(text.replace(/\r\n?/g, '\n').trimEnd())
}

/** Negative where `a` ran before `b`, 0 where they are one run or one of them is not known. */
export function compareRuns(a: WorkflowRun | undefined, b: WorkflowRun | undefined): number {
  if (a === undefined || b === undefined) return 0
  if (!runNumber.test(`${a.id}-${a.attempt}`) || !runNumber.test(`${b.id}-${b.attempt}`)) return 0
  return compareNumbers(a.id, b.id) || compareNumbers(a.attempt, b.attempt)
}

const runNumber = /^(\d{1,20})-(\d{1,9})$/

function compareNumbers(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function readWord(word: string): readonly [string, string] {
  const colon = word.indexOf(':')
  return [word.slice(0, Math.max(0, colon)), word.slice(colon + 1)]
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
