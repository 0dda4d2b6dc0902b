import type { GitLabNote, GitLabUser } from './gitlab.ts'

export type Answer = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }

export const insufficient: Answer = {
  status: 403,
  body: {
    error: 'insufficient_scope',
    error_description: 'The request requires higher privileges than provided by the access token.',
    scope: 'api'
  }
}

export function failed(status: number, message: string): Answer {
  return { status, body: { message } }
}

export function tooLong(body: string): Answer | undefined {
  if ([...body].length <= 1_000_000) return undefined
  return failed(400, '400 Bad request - Note {:note=>["is too long (maximum is 1000000 characters)"]}')
}

/** The simplest and strictest reading of a quick action: a line that begins with a slash and a word is one, wherever it stands. */
export function obey(body: string, commands: string[]): string {
  const lines = body.replaceAll('\r', '').split('\n')
  commands.push(...lines.filter(line => /^\/[a-z]/i.test(line)))
  return lines
    .filter(line => !/^\/[a-z]/i.test(line))
    .join('\n')
    .trimEnd()
}

export function comments(all: readonly GitLabNote[], query: URLSearchParams): readonly GitLabNote[] {
  return query.get('activity_filter') === 'only_comments' ? all.filter(note => !note.system) : all
}

export function page(all: readonly GitLabNote[], query: URLSearchParams, paging: 'number' | 'keyset'): Answer {
  const list = query.get('sort') === 'asc' ? all : all.toReversed()
  const size = Math.min(100, Number(query.get('per_page') ?? 20))
  const after = Number(query.get('cursor') ?? 0)
  const start =
    paging === 'keyset' ? list.findIndex(({ id }) => id > after) : (Number(query.get('page') ?? 1) - 1) * size
  const shown = start < 0 ? [] : list.slice(start, start + size)
  const isLast = start < 0 || start + size >= list.length
  const body = shown.map(showNote)
  if (paging === 'number')
    return { status: 200, body, headers: { 'x-next-page': isLast ? '' : String(start / size + 2) } }
  const next = new URLSearchParams(query)
  next.delete('page')
  next.set('cursor', String(shown.at(-1)?.id ?? 0))
  return { status: 200, body, headers: isLast ? {} : { link: `<?${next}>; rel="next"` } }
}

export function showUser({ id, username }: GitLabUser): object {
  const site = 'https://gitlab.example.com'
  return {
    id,
    username,
    name: username,
    state: 'active',
    locked: false,
    avatar_url: null,
    web_url: `${site}/${username}`
  }
}

export function showNote({ id, project, mergeRequest: iid, body, author, system }: GitLabNote): object {
  const at = '2026-01-02T03:04:05.678Z'
  const about = { noteable_id: 77, noteable_type: 'MergeRequest', project_id: project, noteable_iid: iid }
  const flags = {
    system,
    resolvable: false,
    confidential: false,
    internal: false,
    imported: false,
    imported_from: 'none'
  }
  const shown = author && showUser(author)
  return {
    id,
    type: null,
    body,
    author: shown,
    created_at: at,
    updated_at: at,
    ...about,
    ...flags,
    commands_changes: {}
  }
}

export function textOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'body' in body ? String(body.body) : ''
}
