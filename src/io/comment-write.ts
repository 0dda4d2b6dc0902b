import { GitHubError } from '../errors.ts'
import type { Log } from '../ports.ts'
import { plural } from '../text.ts'
import { type CommentAuthor, findAuthor } from './comment-author.ts'
import { type CommentPlace, isOwnComment, listOwnComments, type MarkedComment, parseComment } from './comment-list.ts'
import { commentMarker, compareRuns, stateHash, type WorkflowRun } from './comment-marker.ts'
import { type GitHubApi, notGitHub } from './github-api.ts'
import { statusOf } from './github-failure.ts'
import { commitMember, jsonMember } from './json-member.ts'

/** The comment as it should be in the end. */
export type WantedComment = {
  readonly key: string
  readonly run: WorkflowRun
  readonly state: string
  /** Without the marker. */
  readonly body: string
  /** `update-only` creates no comment where there is none. */
  readonly when: 'create-or-update' | 'update-only'
}

/** What a try leaves for the next one. */
export type WriteMemory = {
  author: CommentAuthor | undefined
  /** Comments that this very call made: all but the one that stays are taken back. */
  readonly made: Map<number, MarkedComment>
  /** Why the last comment could not be reached, where it was gone. */
  gone: unknown
}

/** What became of the comment. `superseded`: a newer run or commit has its say, and the comment was left as it is. */
export type CommentOperation = 'created' | 'updated' | 'unchanged' | 'superseded' | 'none'

export type UpsertResult = {
  readonly id: number | null
  readonly url: string | null
  readonly operation: CommentOperation
}

export type CommentWork = {
  readonly api: GitHubApi
  readonly place: CommentPlace
  readonly wanted: WantedComment
  /** Commit of the pull request that this run is about; undefined where it is not about the newest one. */
  readonly headSha: string | undefined
  readonly memory: WriteMemory
  readonly log: Pick<Log, 'info' | 'warning'> | undefined
}

const mostRounds = 6
const comment = '/repos/{owner}/{repo}/issues/comments/{comment_id}'

/**
 * Brings the pull request to one comment of this key. GitHub has no way to write only if nothing changed, so each round looks first and
 * changes one thing: whoever made a comment looks again, and takes its own back if an older one is there. The oldest is never deleted,
 * so one stays, whatever the order of jobs that do this at once.
 * @throws GitHubError and whatever Octokit throws
 */
export async function writeComment(work: CommentWork): Promise<UpsertResult> {
  for (let round = 0; round < mostRounds; round++) {
    const result = await writeRound(work)
    if (result !== undefined) return result
  }
  throw work.memory.gone ?? new GitHubError('unavailable', 'the comment changed hands whenever it should be written')
}

/** Undefined where the next look decides. */
async function writeRound(work: CommentWork): Promise<UpsertResult | undefined> {
  const { api, place, wanted, memory } = work
  memory.author ??= await findAuthor(api)
  const listed = await listOwnComments(api, place, memory.author, wanted.key)
  // a listing may lag behind what was just made
  const hidden = [...memory.made.values()].filter(({ id }) => listed.every(other => other.id !== id))
  const [oldest, ...others] = [...listed, ...hidden].toSorted((a, b) => a.id - b.id)
  if (oldest === undefined) {
    if (wanted.when === 'update-only') return { id: null, url: null, operation: 'none' }
    await create(work)
    return undefined
  }
  await removeOthers(work, others)
  return settled(work, oldest) ?? (await update(work, oldest))
}

/** The result where the comment may stay as it is. What somebody has edited since we wrote it may not, whatever its marker says. */
function settled({ wanted, memory, log }: CommentWork, found: MarkedComment): UpsertResult | undefined {
  const { id, url, marker } = found
  if (!marker.intact) return undefined
  if (marker.state === stateHash(wanted.state)) {
    return { id, url, operation: memory.made.has(id) ? 'created' : 'unchanged' }
  }
  if (compareRuns(marker.run, wanted.run) <= 0) return undefined
  log?.info(`The comment stays as run ${marker.run?.id} wrote it: this run, ${wanted.run.id}, is older.`)
  return { id, url, operation: 'superseded' }
}

async function create({ api, place, wanted, memory }: CommentWork): Promise<void> {
  const parameters = { ...place.repository, issue_number: place.pullRequest, body: textOf(wanted) }
  const { data } = await api.send('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', parameters)
  const created = parseComment(data)
  if (created === undefined) throw notGitHub(201)
  memory.made.set(created.id, created)
  // the surest word about who we are
  memory.author = created.author ?? memory.author
}

async function update(work: CommentWork, found: MarkedComment): Promise<UpsertResult | undefined> {
  const { place, wanted, memory, log } = work
  if (await isOutdated(work)) {
    log?.info('The comment stays as it is: the pull request has a newer commit, whose run writes it.')
    return { id: found.id, url: found.url, operation: 'superseded' }
  }
  const parameters = { ...place.repository, comment_id: found.id }
  const newest = parseComment(await sendUnlessGone(work, `GET ${comment}`, parameters))
  if (newest === undefined || memory.author === undefined) return undefined
  if (!isOwnComment(newest, memory.author, wanted.key)) return undefined
  const done = settled(work, newest)
  if (done !== undefined) return done
  const answer = await sendUnlessGone(work, `PATCH ${comment}`, { ...parameters, body: textOf(wanted) })
  if (answer === undefined) return undefined
  return { id: found.id, url: parseComment(answer)?.url ?? found.url, operation: 'updated' }
}

/** Undefined where the comment was deleted meanwhile, or is hidden from this token: the next listing tells. */
async function sendUnlessGone(
  { api, memory }: CommentWork,
  route: string,
  parameters: Readonly<Record<string, unknown>>
): Promise<unknown> {
  try {
    return (await api.send(route, parameters)).data
  } catch (thrown) {
    if (statusOf(thrown) !== 404) throw thrown
    memory.gone = thrown
    return undefined
  }
}

/**
 * True where the pull request has gone on to another commit: a newer run that found nothing to change left no trace in the comment, and
 * ours would overwrite what it stands for (threat model Y-08).
 */
async function isOutdated({ api, place, headSha }: CommentWork): Promise<boolean> {
  if (headSha === undefined) return false
  const head = await readHead(api, place)
  return head !== undefined && head !== headSha.toLowerCase()
}

/** Undefined where the token may not see it. */
async function readHead(api: GitHubApi, place: CommentPlace): Promise<string | undefined> {
  try {
    const parameters = { ...place.repository, pull_number: place.pullRequest }
    const { data } = await api.send('GET /repos/{owner}/{repo}/pulls/{pull_number}', parameters)
    return commitMember(jsonMember(data, 'head'), 'sha')
  } catch (thrown) {
    if (statusOf(thrown) === 403 || statusOf(thrown) === 404) return undefined
    throw thrown
  }
}

/** Takes back what jobs of this run made at the same time; comments of other runs are left, and said (threat model O-08). */
async function removeOthers(work: CommentWork, others: readonly MarkedComment[]): Promise<void> {
  const { place, wanted, memory, log } = work
  const isOfNow = ({ id, marker }: MarkedComment): boolean => memory.made.has(id) || isSameRun(marker.run, wanted.run)
  for (const { id } of others.filter(isOfNow)) {
    await sendUnlessGone(work, `DELETE ${comment}`, { ...place.repository, comment_id: id })
  }
  const left = others.filter(other => !isOfNow(other)).length
  // what came up since we made ours is still being sorted out by its own job
  if (left === 0 || memory.made.size > 0) return
  log?.warning(
    `The pull request has ${plural(left, 'more comment')} of this job from earlier runs; the oldest is kept up to date, delete the rest.`
  )
}

function isSameRun(a: WorkflowRun | undefined, b: WorkflowRun): boolean {
  return a?.id === b.id && a.attempt === b.attempt
}

function textOf({ key, run, state, body }: WantedComment): string {
  return `${commentMarker(key, { run, state, text: body })}\n${body}`
}
