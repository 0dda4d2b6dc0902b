import { GitLabError } from '../errors.ts'
import type { GitLabAnswer, GitLabApi } from './gitlab-api.ts'
import type { GitLabJob } from './gitlab-job.ts'
import { jsonMember } from './json-member.ts'
import { findNextPage } from './registry/link.ts'

/** A note as far as we need it. */
export type Note = {
  readonly id: number
  readonly body: string
  /** Id of its author; undefined where that user is gone. */
  readonly author: number | undefined
  /** True where GitLab itself wrote it, to tell of an event. */
  readonly system: boolean
}

/** The notes of one merge request. Every method rejects with GitLabError. */
export interface NoteThread {
  /** Id of the user that the token belongs to. */
  author(): Promise<number>
  /** All notes that GitLab shows us. */
  list(): Promise<readonly Note[]>
  create(body: string): Promise<void>
  /** False where there is no such note any more. */
  update(id: number, body: string): Promise<boolean>
  /** Does nothing where there is no such note any more. */
  remove(id: number): Promise<void>
}

const mostPages = 100
/** Notes on a page; fewer where so many are longer than one answer may be. */
const pageSizes = [100, 10, 1]

/**
 * The notes API for the merge request of a job (docs.gitlab.com, "Notes API", "Merge requests"): the project is the one that the merge
 * request is for.
 */
export function createNoteThread(api: GitLabApi, job: GitLabJob): NoteThread {
  const path = `/projects/${job.project}/merge_requests/${job.mergeRequest}/notes`
  return {
    async author() {
      const id = numberOf((await api.send({ method: 'GET', path: '/user' })).data, 'id')
      if (id === undefined) throw unreadable('GET /user')
      return id
    },
    async list() {
      for (const size of pageSizes) {
        const notes = await listBy(api, path, size)
        if (notes !== undefined) return notes
      }
      throw new GitLabError('too-large', 'the merge request has a note that is longer than an answer of GitLab may be')
    },
    async create(body) {
      await api.send({ method: 'POST', path, body: { body } })
    },
    async update(id, body) {
      return exists(api.send({ method: 'PUT', path: `${path}/${id}`, body: { body } }))
    },
    async remove(id) {
      await exists(api.send({ method: 'DELETE', path: `${path}/${id}` }))
    }
  }
}

async function exists(answer: Promise<GitLabAnswer>): Promise<boolean> {
  try {
    await answer
    return true
  } catch (thrown) {
    if (thrown instanceof GitLabError && thrown.status === 404) return false
    throw thrown
  }
}

/** Undefined where a page is too long. A note that moves to another page while we read counts once. */
async function listBy(api: GitLabApi, path: string, size: number): Promise<readonly Note[] | undefined> {
  const notes = new Map<number, Note>()
  let place: Readonly<Record<string, string>> = { page: '1' }
  for (let count = 0; count < mostPages; count++) {
    // Sorted by time, what is written meanwhile comes last and moves nothing.
    const query = {
      ...place,
      per_page: String(size),
      order_by: 'created_at',
      sort: 'asc',
      activity_filter: 'only_comments'
    }
    let answer: GitLabAnswer
    try {
      answer = await api.send({ method: 'GET', path, query })
    } catch (thrown) {
      if (thrown instanceof GitLabError && thrown.code === 'too-large') return undefined
      throw thrown
    }
    if (!Array.isArray(answer.data)) throw unreadable(`GET ${path}`)
    for (const note of answer.data.map(parseNote)) if (note !== undefined) notes.set(note.id, note)
    const next = nextPlace(answer, `GET ${path}`)
    if (next === undefined) return [...notes.values()]
    place = next
  }
  // Not to look further and create one would make another note in each run.
  throw new GitLabError(
    'too-large',
    `the merge request has more than ${mostPages * size} notes, and ours is not looked for`
  )
}

/**
 * Where the list goes on, as parameters of the same address; undefined at its end. `X-Next-Page` is a number, or empty at the end;
 * lists by keyset have `Link` only (docs.gitlab.com, "REST API", "Pagination").
 */
function nextPlace({ header, url }: GitLabAnswer, request: string): Readonly<Record<string, string>> | undefined {
  const [page] = header('x-next-page')
  if (page !== undefined) {
    if (page.trim() === '') return undefined
    if (/^[1-9]\d{0,8}$/.test(page.trim())) return { page: page.trim() }
    throw unreadable(request)
  }
  const next = findNextPage(header('link'), url)
  if (next.kind === 'end') return undefined
  if (next.kind === 'next') return Object.fromEntries(next.url.searchParams)
  throw new GitLabError('unavailable', `GitLab answered ${request} with a list that cannot be followed: ${next.why}`)
}

function parseNote(value: unknown): Note | undefined {
  const id = numberOf(value, 'id')
  if (id === undefined) return undefined
  const body = jsonMember(value, 'body')
  return {
    id,
    body: typeof body === 'string' ? body : '',
    author: numberOf(jsonMember(value, 'author'), 'id'),
    system: jsonMember(value, 'system') !== false
  }
}

function numberOf(value: unknown, name: string): number | undefined {
  const found = jsonMember(value, name)
  return typeof found === 'number' && Number.isSafeInteger(found) ? found : undefined
}

function unreadable(request: string): GitLabError {
  return new GitLabError('unavailable', `GitLab answered ${request} with something else than the API describes`)
}
