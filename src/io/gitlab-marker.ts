import { createHash } from 'node:crypto'

/** Which job of which pipeline wrote a note. GitLab counts both up over the whole instance. */
export type NoteRun = { readonly pipeline: number; readonly job: number }

/** What the first line of a note of ours says. */
export type NoteMark = {
  readonly run: NoteRun | undefined
  /** Hash of what the note tells; undefined where the note does not say. */
  readonly state: string | undefined
  /**
   * True where the text below is still the one that the mark was written with. Anybody who may edit the note may change one without the
   * other, so `run` and `state` say nothing about a text that is not intact.
   */
  readonly intact: boolean
}

/**
 * First line of a note: `<!-- kluctl-images:KEY run:PIPELINE-JOB state:HASH text:HASH -->`, for the text that stands below it. No text
 * from outside is in it: the key and the state are hashes (threat model O-07).
 * @throws TypeError for a key or state that could not be found again
 */
export function formatMark(key: string, run: NoteRun, state: string, text: string): string {
  for (const word of [key, state]) {
    if (!/^[0-9A-Za-z]{1,128}$/.test(word))
      throw new TypeError('the key and the state of a note are letters and digits')
  }
  return `<!-- kluctl-images:${key} run:${run.pipeline}-${run.job} state:${state} text:${textHash(text)} -->`
}

/** Sixteen hexadecimal digits, for what a note tells. */
export function stateHash(state: string): string {
  return digest(state)
}

/** Sixteen hexadecimal digits; the same where GitLab or an editor keeps other line ends, or none of the blanks before them. */
function textHash(text: string): string {
  const lines = text.replaceAll('\r', '').split('\n')
  return digest(
    lines
      .map(line => line.trimEnd())
      .join('\n')
      .trimEnd()
  )
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Reads the first line of a note; undefined where it is not a mark of this key. A mark further down, as in a quote, does not count. */
export function readMark(body: string, key: string): NoteMark | undefined {
  const found = marked.exec(firstLine(body))?.groups
  if (found?.['key'] !== key) return undefined
  const words = new Map((found['words'] ?? '').split(' ').map(word => [word.split(':')[0] ?? '', word.split(':')[1]]))
  const run = /^(\d{1,15})-(\d{1,15})$/.exec(words.get('run') ?? '')
  return {
    run: run === null ? undefined : { pipeline: Number(run[1]), job: Number(run[2]) },
    state: words.get('state'),
    intact: words.get('text') === textHash(withoutMark(body))
  }
}

/** The text of a note without its first line, if that is a mark of ours. */
export function withoutMark(body: string): string {
  const first = firstLine(body)
  return marked.test(first) ? body.slice(first.length).replace(/^\r?\n/, '') : body
}

/** True if `a` is a later pipeline than `b`, or a later job of the same one, as after a retry. */
export function isLater(a: NoteRun, b: NoteRun): boolean {
  return a.pipeline === b.pipeline ? a.job > b.job : a.pipeline > b.pipeline
}

const marked = /^<!-- kluctl-images:(?<key>[0-9A-Za-z]+)(?<words>(?: [a-z]+:[0-9A-Za-z-]+)*) -->$/

function firstLine(body: string): string {
  return body.split(/\r?\n/, 1)[0] ?? ''
}
