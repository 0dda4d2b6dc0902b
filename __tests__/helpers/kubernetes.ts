import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { sendJson, tlsFixture } from './registry.ts'

/** A resource as discovery lists it; `resources.json` holds those that a cluster and two of its extensions have. */
type Resource = {
  readonly group: string
  readonly version: string
  readonly name: string
  readonly singular: string
  readonly short: readonly string[]
  readonly kind: string
}

export type KubernetesRequest = { readonly method: string; readonly path: string; readonly authorization: string }

export type KubernetesOptions = {
  /** Objects with apiVersion, kind and metadata. */
  readonly objects?: readonly unknown[]
  /** Discovery as clusters since 1.26 have it, in two requests, or as those before, in one for each group. */
  readonly discovery?: 'aggregated' | 'separate'
  /** The token that everybody must show. */
  readonly token?: string
  /** Resources that nobody may list, as `deployments.apps`. */
  readonly denied?: readonly string[]
  /** Answers by hand; undefined leaves the request to the cluster. */
  readonly answer?: (path: string, response: ServerResponse) => true | undefined
}

/** The API of a cluster in this process, on a free port of this machine. It can only be read. */
export type Kubernetes = {
  readonly server: string
  readonly requests: readonly KubernetesRequest[]
  stop(): Promise<void>
}

const resources: readonly Resource[] = JSON.parse(
  readFileSync(new URL('../fixtures/kubernetes/resources.json', import.meta.url), 'utf8')
)
const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']
const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

export async function startKubernetes(options: KubernetesOptions = {}): Promise<Kubernetes> {
  const requests: KubernetesRequest[] = []
  const server = createServer(
    { cert: tlsFixture('server.pem'), key: tlsFixture('server.key') },
    (incoming, response) => {
      const { method = '', url: path = '', headers } = incoming
      requests.push({ method, path, authorization: headers.authorization ?? '' })
      if (!options.answer?.(path, response)) answer(incoming, response, options)
    }
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    server: `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    requests,
    stop: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      })
  }
}

/** A kubeconfig with the contexts `shop` (the current one) and `other`, which leads nowhere. */
export function kubeconfig(server: string, token: string): string {
  const ca = Buffer.from(tlsFixture('ca.pem')).toString('base64')
  return `apiVersion: v1
kind: Config
current-context: shop
contexts:
- {name: shop, context: {cluster: here, user: ci, namespace: elsewhere}}
- {name: "team/shop (eu)", context: {cluster: here, user: ci}}
- {name: other, context: {cluster: nowhere, user: ci}}
clusters:
- {name: here, cluster: {server: "${server}", certificate-authority-data: ${ca}}}
- {name: nowhere, cluster: {server: "https://127.0.0.1:9", certificate-authority-data: ${ca}}}
users:
- name: ci
  user:
    token: ${token}
`
}

/** A Status as the API server sends it. */
export function sendStatus(response: ServerResponse, code: number, reason: string, message: string): true {
  return sendJson(response, code, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    code
  })
}

function answer(
  { url = '', method, headers }: IncomingMessage,
  response: ServerResponse,
  options: KubernetesOptions
): void {
  const { pathname } = new URL(url, 'https://cluster')
  if (options.token !== undefined && headers.authorization !== `Bearer ${options.token}`)
    return void sendStatus(response, 401, 'Unauthorized', 'Unauthorized')
  if (method !== 'GET') return void sendStatus(response, 405, 'MethodNotAllowed', 'only GET is for tests')
  const { discovery = 'aggregated' } = options
  if (pathname === '/version') return void sendJson(response, 200, { major: '1', minor: '32', gitVersion: 'v1.32.4' })
  if (pathname === '/api' || pathname === '/apis') {
    const isAggregated = discovery === 'aggregated' && String(headers.accept).includes(aggregatedType)
    const body = isAggregated ? aggregated(pathname) : pathname === '/api' ? coreVersions : groupList()
    return void sendJson(response, 200, body, { 'content-type': isAggregated ? aggregatedType : 'application/json' })
  }
  const group = /^\/(?:api|apis\/([^/]+))\/([^/]+)(?:\/namespaces\/([^/]+)\/([^/]+))?$/.exec(pathname)
  if (!group) return void sendStatus(response, 404, 'NotFound', 'the server could not find the requested resource')
  const [, name = '', version = '', namespace, plural] = group
  const own = resources.filter(one => one.group === name && one.version === version)
  if (namespace === undefined) return void sendJson(response, 200, resourceList(name, version, own))
  const resource = own.find(one => one.name === plural)
  if (!resource) return void sendStatus(response, 404, 'NotFound', 'the server could not find the requested resource')
  if (options.denied?.includes(name === '' ? resource.name : `${resource.name}.${name}`))
    return void sendStatus(
      response,
      403,
      'Forbidden',
      `${resource.name}${name === '' ? '' : `.${name}`} is forbidden: User "system:serviceaccount:ci:reader" cannot list resource "${resource.name}" in API group "${name}" in the namespace "${namespace}"`
    )
  sendJson(response, 200, objectList(resource, namespace, options.objects ?? []))
}

const coreVersions = {
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1:443' }]
}

function groupsOf(path: string): ReadonlyMap<string, readonly Resource[]> {
  const wanted = resources.filter(({ group }) => (group === '') === (path === '/api'))
  return new Map(wanted.map(({ group }) => [group, wanted.filter(one => one.group === group)]))
}

function aggregated(path: string): unknown {
  const items = [...groupsOf(path)].map(([name, own]) => ({
    metadata: name === '' ? { creationTimestamp: null } : { creationTimestamp: null, name },
    versions: [
      {
        version: own[0]?.version,
        freshness: 'Current',
        resources: own.map(({ name: resource, kind, singular, short }) => ({
          resource,
          responseKind: { group: '', kind, version: '' },
          scope: 'Namespaced',
          singularResource: singular,
          ...(short.length > 0 ? { shortNames: short } : {}),
          verbs
        }))
      }
    ]
  }))
  return { apiVersion: 'apidiscovery.k8s.io/v2', kind: 'APIGroupDiscoveryList', metadata: {}, items }
}

function groupList(): unknown {
  const groups = [...groupsOf('/apis')].map(([name, [first]]) => {
    const version = { groupVersion: `${name}/${first?.version}`, version: first?.version }
    return { name, versions: [version], preferredVersion: version }
  })
  return { kind: 'APIGroupList', apiVersion: 'v1', groups }
}

function resourceList(group: string, version: string, own: readonly Resource[]): unknown {
  const list = own.map(({ name, singular, kind, short }) => ({
    name,
    singularName: singular,
    namespaced: true,
    kind,
    verbs,
    ...(short.length > 0 ? { shortNames: short } : {})
  }))
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: versionName(group, version), resources: list }
}

function versionName(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`
}

/** As the API server writes a list: its items do not repeat their kind. */
function objectList({ group, version, kind }: Resource, namespace: string, objects: readonly unknown[]): unknown {
  const apiVersion = versionName(group, version)
  const items = objects.filter(object => {
    const { metadata } = object as { metadata: { namespace: string } }
    return (
      Reflect.get(Object(object), 'kind') === kind &&
      Reflect.get(Object(object), 'apiVersion') === apiVersion &&
      metadata.namespace === namespace
    )
  })
  const bare = items.map(item =>
    Object.fromEntries(Object.entries(Object(item)).filter(([key]) => key !== 'kind' && key !== 'apiVersion'))
  )
  return { kind: `${kind}List`, apiVersion, metadata: { resourceVersion: '48300' }, items: bare }
}
