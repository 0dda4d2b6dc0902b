import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A registry on loopback that lists tags, a few a page, as real ones do. For the demo only: nothing can be pulled from it. */
export interface EmbeddedRegistry {
  readonly port: number
  push(repository: string, tags: readonly string[]): void
  stop(): Promise<void>
}

export async function startEmbeddedRegistry(pageSize = 4): Promise<EmbeddedRegistry> {
  const repositories = new Map<string, Set<string>>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://registry.invalid')
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
