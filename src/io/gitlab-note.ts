import { setTimeout } from 'node:timers/promises'
import { GitLabError } from '../errors.ts'
import type { Log } from '../ports.ts'
import { plural } from '../text.ts'
import { connectToGitLab, type GitLabApi } from './gitlab-api.ts'
import { type GitLabJob, readGitLabJob } from './gitlab-job.ts'
import { formatMark, isLater, type NoteMark, readMark, stateHash, withoutMark } from './gitlab-marker.ts'
import { createNoteThread, type Note, type NoteThread } from './gitlab-thread.ts'
import { readProxies } from './registry/proxies.ts'
import { createRedactor } from './registry/redact.ts'
import type { Environment } from './registry/variables.ts'

export type UpsertNoteOptions = {
  /** Of the job: `CI_*`, the token, the proxies. */
  readonly env: Environment
  /** From `commentKey`: notes of another key are not ours. Letters and digits. */
  readonly key: string
  /** Markdown of ours. A first line that is a marker of ours is replaced. */
  readonly body: string
  /** The text whose sameness makes an edit needless; only its hash is noted. */
  readonly state: string
  /** `update-only` creates no note where there is none. */
  readonly when: 'create-or-update' | 'update-only'
  /** Told every secret before it is used. */
  readonly addSecret?: ((secret: string) => void) | undefined
  readonly log?: Pick<Log, 'warning'> | undefined
  /** Waits for some milliseconds. */
  readonly delay?: ((milliseconds: number) => Promise<void>) | undefined
  readonly now?: (() => number) | undefined
  /** Milliseconds after which a request counts as lost. */
  readonly timeout?: number | undefined
}

export type UpsertNoteResult = {
  readonly id: number | null
  readonly url: string | null
  /** `superseded`: a later pipeline, or a later job of this one, has written the note, and it stays as it is. */
  readonly operation: 'created' | 'updated' | 'unchanged' | 'superseded' | 'none'
}

/**
 * Writes the one note of this key to the merge request: the oldest note that carries its marker in the first line and that the user of
 * the token wrote is updated, or else one is created. Two jobs that create one at the same time each look again; whoever finds an older
 * one deletes its own.
 *
 * Network loss, 409 and 5xx are tried again up to three times, always from the listing on, so that a note whose answer was lost is
 * found and not made twice. A rate limit is waited for, 60 seconds in all.
 * @throws GitLabError; never a reason to fail the run
 * @throws InputError for a variable that cannot be used
 */
export async function upsertNote(options: UpsertNoteOptions): Promise<UpsertNoteResult> {
  const { env, delay = setTimeout, now = Date.now, timeout = 30_000 } = options
  const job = readGitLabJob(env)
  const state = stateHash(options.state)
  const text = defuseNote(withoutMark(options.body))
  const body = `${formatMark(options.key, job.run, state, text)}\n${text}`
  // GitLab counts characters; our count, of UTF-16 units, is never less.
  if (body.length > longestNote) throw tooLong(body.length)
  const { proxies, problems } = readProxies(env)
  if (problems[0]) throw problems[0]
  const redactor = createRedactor()
  for (const secret of [job.token, ...proxies.secrets]) {
    redactor.add(secret)
    options.addSecret?.(secret)
  }
  const api = await connectToGitLab({ job, proxies, redact: redactor.redact, now, timeout })
  try {
    const sent: Sent = { last: undefined, updates: 0 }
    return await persist(() => writeNote(api, job, { ...options, body, state }, sent), delay)
  } finally {
    await api.close()
  }
}

const longestNote = 1_000_000
const retries = 3
const longestWait = 60_000
/** How often a note may vanish or turn up while we look. */
const mostRounds = 5

/**
 * Takes the meaning of the few signs that GitLab looks for at the begin of lines before it reads Markdown, even in code: quick actions
 * as `/close` (Gitlab::QuickActions::Extractor), quotes `>>>`, maths `$$`, includes `::`. A blank before them is enough.
 */
export function defuseNote(body: string): string {
  return body.replace(/^(?=\/|>>>|\$\$|::)/gm, ' ')
}

/** Tries again as long as that may help. */
async function persist<T>(attempt: () => Promise<T>, delay: (milliseconds: number) => Promise<void>): Promise<T> {
  let waited = 0
  for (let count = 0; ; count++) {
    try {
      return await attempt()
    } catch (thrown) {
      if (!(thrown instanceof GitLabError) || thrown.retryAfter === undefined) throw thrown
      const wait = thrown.retryAfter === 0 ? 1000 * 2 ** count : thrown.retryAfter
      if (count === retries || waited + wait > longestWait) throw thrown
      waited += wait
      await delay(wait)
    }
  }
}

/** What was asked of GitLab so far, also in attempts whose answer was lost. */
type Sent = { last: 'created' | 'updated' | undefined; updates: number }

async function writeNote(
  api: GitLabApi,
  job: GitLabJob,
  options: UpsertNoteOptions,
  sent: Sent
): Promise<UpsertNoteResult> {
  const thread = createNoteThread(api, job)
  const author = await thread.author()
  for (let round = 0; round < mostRounds; round++) {
    const own = (await thread.list()).flatMap(note => {
      const mark = note.author === author && !note.system ? readMark(note.body, options.key) : undefined
      return mark === undefined ? [] : [{ note, mark }]
    })
    const [oldest, ...newer] = own.sort((a, b) => a.note.id - b.note.id)
    if (oldest === undefined) {
      if (options.when === 'update-only') return { id: null, url: null, operation: 'none' }
      sent.last = 'created'
      await thread.create(options.body)
      continue
    }
    await tidy(thread, job, newer, sent, options.log)
    const operation = settled(job, oldest.mark, options.state, sent) ?? (await update(thread, oldest, options, sent))
    if (operation !== undefined) return { id: oldest.note.id, url: urlOf(job, oldest.note), operation }
  }
  const message = 'the note was deleted each time after it was found or created'
  throw new GitLabError('unavailable', message, {}, { hint: 'Look for another job or bot that deletes notes.' })
}

/** What came of it where nothing is left to write. What somebody has edited since we wrote it is written anew, whatever its mark says. */
function settled(job: GitLabJob, mark: NoteMark, state: string, sent: Sent): UpsertNoteResult['operation'] | undefined {
  // GitLab may keep a text in a way that we do not know: to write it once more would not help
  const isJustWritten = sent.updates > 0 && isThisJob(mark, job)
  if (!mark.intact && !isJustWritten) return undefined
  if (mark.state === state) return (isThisJob(mark, job) ? sent.last : undefined) ?? 'unchanged'
  return mark.run !== undefined && isLater(mark.run, job.run) ? 'superseded' : undefined
}

/**
 * Undefined where one more look is needed: the note may be gone, or an earlier job that looked before us may have written after us.
 * GitLab has no way to write only what was not changed meanwhile, so that one look is all.
 */
async function update(
  thread: NoteThread,
  { note }: OwnNote,
  { body }: UpsertNoteOptions,
  sent: Sent
): Promise<'updated' | undefined> {
  sent.last = 'updated'
  if (!(await thread.update(note.id, body))) return undefined
  sent.updates++
  return sent.updates > 1 ? 'updated' : undefined
}

type OwnNote = { readonly note: Note; readonly mark: NoteMark }

/** What this very job made beside an older note goes; what others left stays. */
async function tidy(
  thread: NoteThread,
  job: GitLabJob,
  newer: readonly OwnNote[],
  sent: Sent,
  log: UpsertNoteOptions['log']
): Promise<void> {
  const mine = newer.filter(({ mark }) => isThisJob(mark, job))
  for (const { note } of mine) await thread.remove(note.id)
  const others = newer.length - mine.length
  // Told once, and not where jobs create at the same time: each deletes its own.
  if (others === 0 || sent.last !== undefined) return
  const left = others === 1 ? 'it is' : 'they are'
  log?.warning(`${plural(others, 'more note')} of this job left as ${left}; the oldest is kept up to date`)
}

function isThisJob({ run }: NoteMark, job: GitLabJob): boolean {
  return run?.pipeline === job.run.pipeline && run.job === job.run.job
}

function urlOf({ page }: GitLabJob, { id }: Note): string | null {
  return page === null ? null : `${page}#note_${id}`
}

function tooLong(length: number): GitLabError {
  const message = `the note has ${length} characters, and GitLab takes ${longestNote}`
  return new GitLabError('too-large', message, {}, { hint: 'The report file holds the whole text.' })
}
