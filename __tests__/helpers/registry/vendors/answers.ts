import type { ServerResponse } from 'node:http'
import { type SeenRequest, sendJson } from '../../registry.ts'
import type { Answer } from '../bench.ts'

type Respond = (request: SeenRequest, response: ServerResponse) => true

/** An error body as the standard has it. */
export function refuse(status: number, code: string, message: string, headers: Record<string, string> = {}): Respond {
  return (_, response) => sendJson(response, status, { errors: [{ code, message }] }, headers)
}

/** HTTP Basic: the list for whoever has the password. */
export function basicLogin(challenge: string, login: string, list: Answer, wrong: Respond): Answer {
  return (request, response, count) => {
    const sent = request.headers.authorization
    if (sent === basic(login)) return list(request, response, count)
    if (sent !== undefined) return wrong(request, response)
    return refuse(401, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': challenge })(request, response)
  }
}

export type TokenLogin = {
  /** Path of the token endpoint. */
  readonly at: string
  readonly challenge: string
  /** `user:password`; whoever sends another one gets `wrong`. */
  readonly login: string
  readonly wrong: Respond
  /** For whoever sends none, as a token that opens nothing; a refusal if absent. */
  readonly anonymous?: boolean
  readonly token?: (value: string) => unknown
  /** For a request with a token that does not open the repository. */
  readonly denied?: Respond
  /** What a token has to be for; `pull` if absent. */
  readonly actions?: string
  readonly list: Answer
}

/** A token per repository, from an endpoint that may stand on another host; give the same object to both. */
export function tokenLogin(options: TokenLogin): Answer {
  const opened = new Map<string, string>()
  const token = options.token ?? ((value: string): unknown => ({ token: value, expires_in: 300 }))
  const give: Answer = (request, response) => {
    const sent = request.headers.authorization
    const scope = new URL(request.path, 'https://x').searchParams.get('scope') ?? ''
    if (sent === undefined && !options.anonymous) return refuse(401, 'UNAUTHORIZED', 'no login')(request, response)
    if (sent !== undefined && sent !== basic(options.login)) return options.wrong(request, response)
    const value = `token-${opened.size + 1}-${'x'.repeat(20)}`
    opened.set(value, sent === undefined ? '' : scope)
    return sendJson(response, 200, token(value))
  }
  return (request, response, count) => {
    if (new URL(request.path, 'https://x').pathname === options.at) return give(request, response, count)
    const scope = opened.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '')
    const path = /^\/v2\/(.+)\/tags\/list/.exec(request.path)?.[1]
    if (scope === `repository:${path}:${options.actions ?? 'pull'}`) return options.list(request, response, count)
    if (scope !== undefined && options.denied) return options.denied(request, response)
    const headers = { 'www-authenticate': options.challenge }
    return refuse(401, 'UNAUTHORIZED', 'authentication required', headers)(request, response)
  }
}

export type TagPages = {
  readonly path: string
  readonly tags: readonly string[]
  /** Most tags of a page; `n` is heeded below it. Absent: all tags at once, whatever `n` is. */
  readonly cap?: number
  /** Tags of a page where no `n` is asked for; the cap if absent. */
  readonly unasked?: number
  /** For a page larger than the cap; clipped if absent. */
  readonly tooLarge?: Respond
  /** The Link of a page, from its path, size and the place to go on from. */
  readonly link?: (path: string, size: number, last: string) => string | undefined
  /** What stands in `last=` for a tag; itself if absent. */
  readonly cursor?: (tag: string) => string
  /** A link also on the last page. */
  readonly always?: boolean
  /** The body, from the tags of the page; name and tags if absent. */
  readonly body?: (tags: readonly string[]) => unknown
  readonly missing: Respond
}

/** A list of tags in the order given. */
export function tagPages(options: TagPages): Answer {
  const { path, tags, cap, unasked = cap ?? tags.length, cursor = tag => tag, link = relativeLink } = options
  return (request, response) => {
    const url = new URL(request.path, 'https://x')
    if (url.pathname !== `/v2/${path}/tags/list`) return options.missing(request, response)
    const n = url.searchParams.get('n')
    const asked = n === null || cap === undefined ? unasked : Number(n)
    if (n !== null && cap !== undefined && asked > cap && options.tooLarge) return options.tooLarge(request, response)
    const size = n === null || cap === undefined ? asked : Math.min(asked, cap)
    const last = url.searchParams.get('last') ?? url.searchParams.get('next_page')
    const start = last === null ? 0 : tags.findIndex(tag => cursor(tag) === last) + 1
    const page = tags.slice(start, start + size)
    const end = page.at(-1)
    const more = end !== undefined && (options.always === true || start + size < tags.length)
    const next = more ? link(url.pathname, size, encodeURIComponent(cursor(end))) : undefined
    const body = options.body ?? ((some: readonly string[]): unknown => ({ name: path, tags: some }))
    return sendJson(response, 200, body(page), next === undefined ? {} : { link: next })
  }
}

/** `</v2/team/app/tags/list?n=100&last=1.2>; rel="next"` */
export function relativeLink(path: string, size: number, last: string): string {
  return `<${path}?n=${size}&last=${last}>; rel="next"`
}

/** `count` tags `1.<n>.0`, which no text order puts in this order. */
export function versions(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `1.${index}.0`)
}

/** The same in the order of bytes. */
export function sortedVersions(count: number): readonly string[] {
  return [...versions(count)].sort()
}

function basic(login: string): string {
  return `Basic ${Buffer.from(login).toString('base64')}`
}
