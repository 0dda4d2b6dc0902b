import { createHash } from 'node:crypto'
import { lexical } from './tags.mjs'

/** The login that every registry of the bench takes. */
export const login = { username: 'bench', password: 'bench-password' }

/**
 * `order`: tags as their code units, or as they were pushed. `cap`: most tags of a page. `refuse`: a larger `n` is an error, else it is
 * clipped. `unknown`: what comes after a `last` that is no tag, in lexical order; in the other it is always the first page. `rate`:
 * requests in each second of the clock, 0 for no limit.
 * @typedef {{ order: 'lexical' | 'pushed', cap: number, refuse: boolean, unknown: 'seek' | 'ignore', rate: number }} Habits
 * @typedef {{ status: number, headers: Record<string, string>, body: string | Buffer }} Answer
 * @typedef {{ path: string, query: URLSearchParams, authorization: string | undefined, host: string }} Request
 */

const json = { 'content-type': 'application/json' }
const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', config: { Labels: {} } }))
const configDigest = `sha256:${createHash('sha256').update(config).digest('hex')}`
const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const configType = 'application/vnd.oci.image.config.v1+json'
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: manifestType,
  config: { mediaType: configType, digest: configDigest, size: config.length },
  layers: []
})

/**
 * A registry behind a token login. Every page is made once.
 * @param {Map<string, string[]>} repositories
 * @param {Habits} habits
 * @returns {(request: Request) => Answer}
 */
export function createRegistry(repositories, habits) {
  const basic = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`
  const lists = new Map([...repositories].map(([path, tags]) => [path, createList(path, tags, habits)]))
  const limit = createRateLimit(habits.rate)
  return request => {
    const refused = limit()
    if (refused) return refused
    const { path, query, authorization } = request
    if (path === '/token') return authorization === basic ? giveToken(query) : denied('Basic realm="bench"')
    const [, repository = '', what = '', name = ''] =
      /^\/v2\/(?:(.+)\/(tags|manifests|blobs)\/([^/]+))?$/.exec(path) ?? []
    const scope = repository === '' ? '' : `repository:${repository}:pull`
    if (!mayRead(authorization, scope)) return challenge(request, scope)
    if (repository === '') return { status: 200, headers: json, body: '{}' }
    const list = lists.get(repository)
    if (!list) return failed(404, 'NAME_UNKNOWN')
    if (what === 'tags' && name === 'list') return list(query)
    if (what === 'manifests') return { status: 200, headers: { 'content-type': manifestType }, body: manifest }
    return name === configDigest
      ? { status: 200, headers: { 'content-type': configType }, body: config }
      : failed(404, 'BLOB_UNKNOWN')
  }
}

function createList(path, pushed, { order, cap, refuse, unknown }) {
  const tags = order === 'lexical' ? lexical(pushed) : pushed
  const places = new Map(tags.map((tag, index) => [tag, index]))
  const pages = new Map()
  const startAfter = last => {
    if (last === null || last === '') return 0
    const place = places.get(last)
    if (place !== undefined) return place + 1
    return order === 'pushed' || unknown === 'ignore' ? 0 : firstAfter(tags, last)
  }
  return query => {
    const wanted = query.get('n') === null ? cap : Number(query.get('n'))
    const isRight = Number.isSafeInteger(wanted) && wanted > 0 && !(refuse && wanted > cap)
    if (!isRight) return failed(400, 'PAGINATION_NUMBER_INVALID')
    const size = Math.min(wanted, cap)
    const start = startAfter(query.get('last'))
    const key = `${start} ${size}`
    const page = pages.get(key) ?? makePage(path, tags, start, size)
    pages.set(key, page)
    return page
  }
}

function makePage(path, tags, start, size) {
  const part = tags.slice(start, start + size)
  const next = `/v2/${path}/tags/list?last=${encodeURIComponent(part.at(-1) ?? '')}&n=${size}`
  const link = start + size < tags.length ? { link: `<${next}>; rel="next"` } : {}
  const body = Buffer.from(JSON.stringify({ name: path, tags: part }))
  return { status: 200, headers: { ...json, ...link }, body }
}

function firstAfter(tags, last) {
  let low = 0
  let high = tags.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (tags[middle] > last) high = middle
    else low = middle + 1
  }
  return low
}

function giveToken(query) {
  const token = Buffer.from(`bench ${query.getAll('scope').join(' ')}`).toString('base64url')
  return { status: 200, headers: json, body: JSON.stringify({ token, access_token: token, expires_in: 300 }) }
}

function mayRead(authorization, scope) {
  const [kind, token = ''] = authorization?.split(' ') ?? []
  if (kind?.toLowerCase() !== 'bearer') return false
  const [owner, ...scopes] = Buffer.from(token, 'base64url').toString().split(' ')
  return owner === 'bench' && (scope === '' || scopes.includes(scope))
}

function challenge({ host }, scope) {
  const asked = scope === '' ? '' : `,scope="${scope}"`
  return denied(`Bearer realm="https://${host}/token",service="bench"${asked}`)
}

function denied(challenge) {
  const { body } = failed(401, 'UNAUTHORIZED')
  return { status: 401, headers: { ...json, 'www-authenticate': challenge }, body }
}

function failed(status, code) {
  return { status, headers: json, body: JSON.stringify({ errors: [{ code, message: code.toLowerCase() }] }) }
}

/** So many requests in each second of the clock; tokens count as well. */
function createRateLimit(rate) {
  let second = 0
  let used = 0
  return () => {
    if (rate === 0) return undefined
    const now = Math.floor(Date.now() / 1000)
    if (now !== second) used = 0
    second = now
    used++
    if (used <= rate) return undefined
    const { body } = failed(429, 'TOOMANYREQUESTS')
    const headers = { ...json, 'retry-after': '1', 'ratelimit-limit': `${rate};w=1`, 'ratelimit-remaining': '0;w=1' }
    return { status: 429, headers, body }
  }
}
