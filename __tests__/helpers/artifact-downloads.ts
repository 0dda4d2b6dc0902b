import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadGitHubDescription, type Operation } from './github-openapi.ts'

/** An artifact of a run, as GitHub's API lists it. */
export type ListedArtifact = {
  readonly id: number
  readonly name: string
  readonly run: string
  readonly bytes: Uint8Array
  /** Where it is another than that of the bytes. */
  readonly size?: number
  readonly digest?: string | null
  readonly expired?: boolean
}

/** What happens to a request instead, `times` times. */
export type DownloadFault = {
  readonly at: 'list' | 'zip' | 'storage'
  readonly times?: number
  readonly answer:
    | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
    | 'drop'
    | 'hang'
    | 'endless'
}

export type ArtifactDownloads = {
  readonly apiUrl: string
  readonly artifacts: ListedArtifact[]
  /** Path and the header `authorization` of each request. */
  readonly requests: readonly { readonly path: string; readonly authorization: string | undefined }[]
  /** What was not as GitHub describes it. A test ends with this empty. */
  readonly problems: readonly string[]
  inject(fault: DownloadFault): void
  close(): Promise<void>
}

type Answer = { readonly status: number; readonly headers?: Record<string, string>; readonly body: string | Uint8Array }

/** GitHub's API for the artifacts of a run, and the storage that it points to, on a port of its own. */
export async function startArtifactDownloads(): Promise<ArtifactDownloads> {
  const description = loadGitHubDescription()
  const artifacts: ListedArtifact[] = []
  const requests: { path: string; authorization: string | undefined }[] = []
  const problems: string[] = []
  const faults: { fault: DownloadFault; left: number }[] = []
  let storageUrl = ''

  const listed = ({ id, name, bytes, ...given }: ListedArtifact): object =>
    description.sample('artifact', {
      id,
      name,
      size_in_bytes: given.size ?? bytes.length,
      expired: given.expired ?? false,
      ...(given.digest === undefined ? {} : { digest: given.digest })
    })
  const answerApi = (operation: Operation, query: URLSearchParams): Answer => {
    const { run_id: run, artifact_id: id } = operation.parameters
    if (id !== undefined) {
      const found = artifacts.find(artifact => String(artifact.id) === id)
      if (found === undefined) return json(404, { message: 'Not Found' })
      if (found.expired) return json(410, { message: 'Artifact has expired' })
      return { status: 302, headers: { location: `${storageUrl}/blobs/${id}?sig=secret` }, body: '' }
    }
    const wanted = query.get('name')
    const found = artifacts.filter(artifact => artifact.run === run && (wanted === null || artifact.name === wanted))
    return json(200, { total_count: found.length, artifacts: found.map(listed) })
  }
  const handleApi = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://host')
    requests.push({ path: pathname, authorization: request.headers.authorization })
    const operation = description.find(request.method ?? '', pathname)
    if (operation === undefined) {
      problems.push(`${request.method} ${pathname} is not described`)
      send(response, json(404, { message: 'Not Found' }))
      return
    }
    const exchange = { method: 'GET', path: pathname, query: searchParams, body: undefined }
    problems.push(...description.checkRequest(operation, exchange))
    const fault = takeFault(faults, operation.name.endsWith('/artifacts') ? 'list' : 'zip')
    if (fault !== undefined) {
      fail(response, fault)
      return
    }
    const isKnown = request.headers.authorization === 'token workflow-token'
    const answer = isKnown ? answerApi(operation, searchParams) : json(401, { message: 'Bad credentials' })
    if (answer.status === 200) {
      const body: unknown = JSON.parse(String(answer.body))
      problems.push(...description.checkResponse(operation, answer.status, body))
    }
    send(response, answer)
  }
  const handleStorage = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = new URL(request.url ?? '', 'http://host')
    requests.push({ path: pathname, authorization: request.headers.authorization })
    const fault = takeFault(faults, 'storage')
    const found = artifacts.find(({ id }) => pathname === `/blobs/${id}`)
    if (fault !== undefined) fail(response, fault)
    else send(response, found === undefined ? { status: 404, body: '' } : { status: 200, body: found.bytes })
  }

  const api = createServer(handleApi)
  const storage = createServer(handleStorage)
  const apiUrl = await listen(api)
  storageUrl = await listen(storage)
  return {
    apiUrl,
    artifacts,
    requests,
    problems,
    inject: fault => void faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    close: async () => void (await Promise.all([closed(api), closed(storage)]))
  }
}

function takeFault(
  faults: { readonly fault: DownloadFault; left: number }[],
  at: DownloadFault['at']
): DownloadFault['answer'] | undefined {
  const found = faults.find(({ fault, left }) => fault.at === at && left > 0)
  if (found !== undefined) found.left--
  return found?.fault.answer
}

function fail(response: ServerResponse, answer: DownloadFault['answer']): void {
  if (answer === 'drop') response.destroy()
  else if (answer === 'endless') sendEndless(response)
  else if (answer !== 'hang') send(response, { body: '', ...answer })
}

/** Sends for as long as somebody reads. */
function sendEndless(response: ServerResponse): void {
  const chunk = Buffer.alloc(1024 * 1024)
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
  }
  response.on('drain', more)
  more()
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers)
  response.end(body)
}

function json(status: number, body: object): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

function closed(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
