import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A registry on loopback that lists tags, a few a page, as real ones do, and has manifests with labels that name a source. For the demo only:
 * its images have no layers.
 */
export interface EmbeddedRegistry {
  readonly port: number
  push(repository: string, tags: readonly string[]): void
  stop(): Promise<void>
}

export async function startEmbeddedRegistry(pageSize = 4): Promise<EmbeddedRegistry> {
  const repositories = new Map<string, Set<string>>()
  const blobs = new Map<string, string>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://registry.invalid')
    const document = findDocument(url.pathname, repositories, blobs)
    if (document !== undefined) {
      response.setHeader('content-type', manifestType).end(document)
      return
    }
    const name = /^\/v2\/(.+)\/tags\/list$/.exec(url.pathname)?.[1] ?? ''
    const tags = repositories.get(name)
    response.setHeader('content-type', 'application/json')
    if (!tags) {
      response
        .writeHead(404)
        .end(JSON.stringify({ errors: [{ code: 'NAME_UNKNOWN', message: 'repository name not known to registry' }] }))
      return
    }
    const last = url.searchParams.get('last') ?? ''
    const rest = [...tags].toSorted().filter(tag => tag > last)
    const page = rest.slice(0, pageSize)
    const end = page.at(-1)
    if (end !== undefined && rest.length > page.length) {
      response.setHeader('link', `</v2/${name}/tags/list?n=${pageSize}&last=${encodeURIComponent(end)}>; rel="next"`)
    }
    response.end(JSON.stringify({ name, tags: page }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    push: (repository, tags) =>
      void repositories.set(repository, new Set([...(repositories.get(repository) ?? []), ...tags])),
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const configType = 'application/vnd.oci.image.config.v1+json'

/** A manifest by its tag, or the configuration that a manifest named before. */
function findDocument(
  path: string,
  repositories: ReadonlyMap<string, ReadonlySet<string>>,
  blobs: Map<string, string>
): string | undefined {
  const [, name = '', kind, reference = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? []
  if (kind === 'blobs') return blobs.get(reference)
  if (kind === undefined || !repositories.get(name)?.has(reference)) return undefined
  const labels = {
    'org.opencontainers.image.source': `https://github.com/shop-example/${name}`,
    'org.opencontainers.image.revision': createHash('sha1').update(`${name}:${reference}`).digest('hex')
  }
  const config = JSON.stringify({ architecture: 'amd64', os: 'linux', config: { Labels: labels } })
  const digest = `sha256:${createHash('sha256').update(config).digest('hex')}`
  blobs.set(digest, config)
  const descriptor = { mediaType: configType, digest, size: Buffer.byteLength(config) }
  return JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config: descriptor, layers: [] })
}
