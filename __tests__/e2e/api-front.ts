import { createServer } from 'node:http'
import type { ArtifactDownloads } from '../helpers/artifact-downloads.ts'

/** A server in front of others. */
export type Front = { readonly url: string; close(): Promise<void> }

/** One address for both halves of GitHub's API: what is about artifacts, and the rest. */
export async function startFront(downloads: ArtifactDownloads, github: { readonly url: string }): Promise<Front> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const path = request.url ?? ''
    const base = /^\/repos\/[^/]+\/[^/]+\/actions\//.test(path) ? downloads.apiUrl : github.url
    const answer = await fetch(base + path, {
      method: request.method ?? 'GET',
      headers: { authorization: request.headers.authorization ?? '', 'content-type': 'application/json' },
      redirect: 'manual',
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) })
    })
    const pass = ['content-type', 'location', 'link'].flatMap(name => {
      const value = answer.headers.get(name)
      return value === null ? [] : [[name, value] as const]
    })
    response.writeHead(answer.status, Object.fromEntries(pass))
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    }
  }
}
