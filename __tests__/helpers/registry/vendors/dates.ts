import { type SeenRequest, sendJson, sendText } from '../../registry.ts'
import type { Answer } from '../bench.ts'
import { configOf, imageOf, indexOf } from '../images.ts'
import { basicLogin, refuse, tokenLogin } from './answers.ts'

/** What every registry here serves under the tag `1.2`: an index whose configuration names no date. */
const config = configOf({})
const image = imageOf(config)
export const dated: ReturnType<typeof indexOf> = indexOf([[image, 'linux/amd64']])

/** A registry that tells when an image was pushed, after its documentation. */
export type DatedVendor = {
  readonly name: string
  readonly image: string
  readonly servers: () => Readonly<Record<string, Answer>>
  /** User name and password; `password` goes to these hosts only. */
  readonly login: readonly [username: string, password: string]
  readonly loginAt: readonly string[]
  readonly date: string
  /** Where the date was asked, and the requests to all hosts in all. */
  readonly askedAt: string
  readonly requests: number
}

/** The documents; `headers` stand beside manifests. */
function documents(path: string, headers: Record<string, string> = {}): Answer {
  return ({ path: asked }: SeenRequest, response) => {
    const name = new RegExp(`^/v2/${path}/(?:manifests|blobs)/(.+)$`).exec(asked)?.[1]
    const found = name === '1.2' ? dated : [dated, image, config].find(({ digest }) => digest === name)
    if (!found) return refuse(404, 'MANIFEST_UNKNOWN', 'manifest unknown')({ ...noRequest, path: asked }, response)
    const said = { 'content-type': found.type, 'docker-content-digest': found.digest }
    return sendText(response, 200, found.bytes, { ...said, ...headers })
  }
}

const noRequest: SeenRequest = { method: 'GET', host: '', path: '', headers: {}, body: '' }

/** An API that answers one address, and 404 to any other. */
function api(address: string, body: unknown): Answer {
  return (request, response) =>
    request.path === address ? sendJson(response, 200, body) : sendJson(response, 404, { message: 'object not found' })
}

/** The first that is for a path. */
function byPath(prefix: string, there: Answer, otherwise: Answer): Answer {
  return (...input) => (input[0].path.startsWith(prefix) ? there : otherwise)(...input)
}

/** A token from `realm` opens everything below `/v2/`, as far as `open` says. */
function behindTokens(challenge: string, at: string, login: string, inside: Answer, actions = 'pull'): Answer {
  const given = `token-${'x'.repeat(20)}`
  const tokens = tokenLogin({
    at,
    challenge,
    login,
    wrong: refuse(401, 'UNAUTHORIZED', 'wrong'),
    token: () => ({ token: given, expires_in: 300 }),
    actions,
    list: inside
  })
  return (request, response, count) =>
    request.headers.authorization === `Bearer ${given}`
      ? inside(request, response, count)
      : tokens(request, response, count)
}

const hub: DatedVendor = {
  name: 'Docker Hub',
  image: 'docker.io/team/app:1.2',
  login: ['me', 'dckr_pat_0123456789'],
  loginAt: [],
  servers: () => ({
    'docker.io': documents('team/app'),
    'hub.docker.com': api('/v2/namespaces/team/repositories/app/tags/1.2', {
      name: '1.2',
      last_updated: '2026-11-21T21:06:53.506400Z',
      tag_last_pushed: '2026-11-20T21:06:53.506400Z',
      digest: dated.digest,
      images: []
    })
  }),
  date: '2026-11-20T21:06:53Z',
  askedAt: 'hub.docker.com',
  requests: 1
}

const quay: DatedVendor = {
  name: 'Quay',
  image: 'quay.io/team/app:1.2',
  login: ['team+robot', 'ROBOT0123456789'],
  loginAt: [],
  servers: () => ({
    'quay.io': byPath(
      '/api/',
      api('/api/v1/repository/team/app/tag/?specificTag=1.2&onlyActiveTags=true', {
        page: 1,
        has_additional: false,
        tags: [
          { name: '1.2', manifest_digest: `sha256:${'1'.repeat(64)}`, start_ts: 1_700_000_000, end_ts: 1_763_000_000 },
          {
            name: '1.2',
            manifest_digest: dated.digest,
            start_ts: 1_763_000_000,
            last_modified: 'Thu, 13 Nov 2025 02:13:20 -0000'
          }
        ]
      }),
      documents('team/app')
    )
  }),
  date: '2025-11-13T02:13:20Z',
  askedAt: 'quay.io',
  requests: 1
}

const acr: DatedVendor = {
  name: 'Azure Container Registry',
  image: 'team.azurecr.io/apps/app:1.2',
  login: ['00000000-0000-0000-0000-000000000000', 'acr-token-0123456789'],
  loginAt: ['team.azurecr.io'],
  servers: () => ({
    'team.azurecr.io': behindTokens(
      'Bearer realm="https://team.azurecr.io/oauth2/token",service="team.azurecr.io",scope="repository:apps/app:metadata_read"',
      '/oauth2/token',
      '00000000-0000-0000-0000-000000000000:acr-token-0123456789',
      api('/acr/v1/apps/app/_tags/1.2', {
        registry: 'team.azurecr.io',
        imageName: 'apps/app',
        tag: {
          name: '1.2',
          digest: dated.digest,
          createdTime: '2026-11-18T06:17:21.0394415Z',
          lastUpdateTime: '2026-11-19T06:17:21.0394415Z',
          signed: false
        }
      })
    )
  }),
  date: '2026-11-19T06:17:21Z',
  askedAt: 'team.azurecr.io',
  requests: 3
}

const artifact = `/api/v2.0/projects/team/repositories/sub%252Fapp/artifacts/${dated.digest}`

const harbor: DatedVendor = {
  name: 'Harbor',
  image: 'harbor.example.com/team/sub/app:1.2',
  login: ['robot$team+images', 'harbor-secret-0123'],
  loginAt: ['harbor.example.com'],
  servers: () => ({
    'harbor.example.com': byPath(
      '/api/',
      basicLogin(
        'Basic realm="harbor"',
        'robot$team+images:harbor-secret-0123',
        api(artifact, { digest: dated.digest, push_time: '2026-11-17T10:00:00.123Z', type: 'IMAGE' }),
        refuse(401, 'UNAUTHORIZED', 'unauthorized')
      ),
      behindTokens(
        'Bearer realm="https://harbor.example.com/service/token",service="harbor-registry"',
        '/service/token',
        'robot$team+images:harbor-secret-0123',
        documents('team/sub/app')
      )
    )
  }),
  date: '2026-11-17T10:00:00Z',
  askedAt: 'harbor.example.com',
  requests: 4
}

function google(name: string, host: string, path: string): DatedVendor {
  return {
    name,
    image: `${host}/${path}:1.2`,
    login: ['oauth2accesstoken', 'ya29.0123456789'],
    loginAt: [host],
    servers: () => ({
      [host]: behindTokens(
        `Bearer realm="https://${host}/v2/token"`,
        '/v2/token',
        'oauth2accesstoken:ya29.0123456789',
        byPath(
          `/v2/${path}/tags/list`,
          api(`/v2/${path}/tags/list`, {
            child: [],
            manifest: {
              [dated.digest]: { tag: ['1.2'], timeCreatedMs: '0', timeUploadedMs: '1763000000119' },
              [image.digest]: { tag: [], timeCreatedMs: '0', timeUploadedMs: '1700000000000' }
            },
            name: path,
            tags: ['1.2']
          }),
          documents(path)
        )
      )
    }),
    date: '2025-11-13T02:13:20Z',
    askedAt: host,
    requests: 4
  }
}

const artifactory: DatedVendor = {
  name: 'JFrog Artifactory',
  image: 'team.jfrog.io/docker/app:1.2',
  login: ['me', 'cmVmdGtuOjAx'],
  loginAt: [],
  servers: () => ({
    'team.jfrog.io': documents('docker/app', { 'last-modified': 'Sat, 21 Nov 2026 20:20:07 GMT' })
  }),
  date: '2026-11-21T20:20:07Z',
  askedAt: 'team.jfrog.io',
  requests: 1
}

/** All of them, in the order of the table of dates. */
export const datedVendors: readonly DatedVendor[] = [
  hub,
  quay,
  acr,
  harbor,
  google('Google Artifact Registry', 'europe-west3-docker.pkg.dev', 'project/images/app'),
  google('Google Container Registry', 'eu.gcr.io', 'project/app'),
  artifactory
]
