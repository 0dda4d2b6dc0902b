import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BlobStore } from './azurite.ts'

/** What goes wrong with the artifact of a name. */
export type UploadFault =
  | { readonly at: 'create' | 'finalize'; readonly status: number; readonly message: string; readonly times?: number }
  | { readonly at: 'create' | 'finalize'; readonly answer: 'hang' | 'not-ok' | 'no-json' }
  | { readonly at: 'blob'; readonly answer: 'wrong-signature' | 'read-only' | 'gone' }

export type StoredArtifact = {
  readonly id: number
  readonly name: string
  readonly blob: string
  readonly expiresAt: string | undefined
  readonly mimeType: string | undefined
  /** True once its size and digest were compared with the bytes in the blob store. */
  readonly verified: boolean
  readonly createdAt: string
}

export type ResultsService = {
  readonly url: string
  /** Token of a job, as a runner hands it to an Action. */
  readonly token: string
  readonly artifacts: ReadonlyMap<string, StoredArtifact>
  /** Method and artifact of each request. */
  readonly requests: readonly string[]
  inject(name: string, fault: UploadFault): void
  /** Makes an artifact as old as one of an earlier attempt. */
  age(name: string, milliseconds: number): void
  close(): Promise<void>
}

type Body = Readonly<Record<string, unknown>>
type Answer = { readonly status: number; readonly body: object | string }

const run = 'ce7f54c7-61c7-4aae-887f-30da475f5f1a'
const job = 'ca395085-040a-526b-2ce8-bdc85f692774'

/**
 * GitHub's service for artifacts, as `@actions/artifact` calls it: names are unique in a run, the bytes go into the blob store, and what is
 * finalized must be what arrived there.
 */
export async function startResultsService(store: BlobStore): Promise<ResultsService> {
  const artifacts = new Map<string, StoredArtifact>()
  const requests: string[] = []
  let last = 0
  const faults = new Map<string, { readonly fault: UploadFault; left: number }>()
  const token = ['{"alg":"none"}', JSON.stringify({ scp: `Actions.Example Actions.Results:${run}:${job}` }), 'none']
    .map(part => Buffer.from(part).toString('base64url'))
    .join('.')

  const faultOf = (name: string, at: string): UploadFault | undefined => {
    const known = faults.get(name)
    if (known === undefined || known.fault.at !== at || known.left === 0) return undefined
    known.left--
    return known.fault
  }
  const create = (body: Body, name: string): Answer => {
    if (artifacts.has(name)) {
      return failed(409, 'already_exists', 'an artifact with this name already exists on the workflow run')
    }
    const id = ++last
    const blob = `${id}.zip`
    const mimeType = text(memberOf(body['mime_type'], 'value') ?? body['mime_type'])
    const createdAt = new Date().toISOString()
    artifacts.set(name, { id, name, blob, expiresAt: text(body['expires_at']), mimeType, verified: false, createdAt })
    return { status: 200, body: { ok: true, signed_upload_url: uploadAddress(store, blob, faultOf(name, 'blob')) } }
  }
  const finalize = async (body: Body, name: string): Promise<Answer> => {
    const artifact = artifacts.get(name)
    const bytes = artifact && (await store.read(artifact.blob))
    if (artifact === undefined || bytes === undefined) return failed(404, 'not_found', 'no such artifact')
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    const hash = memberOf(body['hash'], 'value') ?? body['hash']
    if (String(body['size']) !== String(bytes.length)) return failed(400, 'invalid_argument', 'wrong size')
    if (hash !== digest) return failed(400, 'invalid_argument', 'wrong hash')
    artifacts.set(name, { ...artifact, verified: true })
    return { status: 200, body: { ok: true, artifact_id: String(artifact.id) } }
  }
  // one that is not finalized is not listed
  const list = (filter: unknown): Answer => {
    const listed = [...artifacts.values()].filter(
      ({ name, verified }) => verified && (filter === undefined || filter === name)
    )
    const parts = listed.map(({ id, name, createdAt }) => ({
      workflow_run_backend_id: run,
      workflow_job_run_backend_id: job,
      database_id: String(id),
      name,
      size: '1',
      created_at: createdAt
    }))
    return { status: 200, body: { artifacts: parts } }
  }
  const remove = (name: string): Answer => {
    const artifact = artifacts.get(name)
    if (artifact === undefined) return failed(404, 'not_found', 'no such artifact')
    artifacts.delete(name)
    return { status: 200, body: { ok: true, artifact_id: String(artifact.id) } }
  }
  const answer = async (method: string, body: Body): Promise<Answer | 'hang'> => {
    const filter = memberOf(body['name_filter'], 'value') ?? body['name_filter']
    const name = String(body['name'] ?? filter)
    requests.push(`${method} ${name}`)
    const fault = faultOf(name, method === 'CreateArtifact' ? 'create' : 'finalize')
    if (fault !== undefined && 'status' in fault) return failed(fault.status, 'fault', fault.message)
    if (fault !== undefined && fault.answer === 'hang') return 'hang'
    if (fault !== undefined) return { status: 200, body: fault.answer === 'no-json' ? '<html>' : { ok: false } }
    if (method === 'CreateArtifact') return create(body, name)
    if (method === 'ListArtifacts') return list(filter)
    if (method === 'DeleteArtifact') return remove(name)
    return method === 'FinalizeArtifact' ? finalize(body, name) : failed(404, 'bad_route', method)
  }

  const server = createServer((request, response) => {
    void handle(request, response, `Bearer ${token}`, answer)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    token,
    artifacts,
    requests,
    inject: (name, fault) =>
      void faults.set(name, { fault, left: ('times' in fault ? fault.times : undefined) ?? Number.POSITIVE_INFINITY }),
    age(name, milliseconds) {
      const known = artifacts.get(name)
      if (known === undefined) throw new Error(`there is no artifact ${name}`)
      artifacts.set(name, { ...known, createdAt: new Date(Date.parse(known.createdAt) - milliseconds).toISOString() })
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  authorization: string,
  answer: (method: string, body: Body) => Promise<Answer | 'hang'>
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const method = /^\/twirp\/github\.actions\.results\.api\.v1\.ArtifactService\/(\w+)$/.exec(request.url ?? '')?.[1]
  const isAllowed = request.headers.authorization === authorization
  const result = !isAllowed
    ? failed(401, 'unauthenticated', 'bad token')
    : await answer(method ?? '', JSON.parse(Buffer.concat(chunks).toString('utf8')))
  if (result === 'hang') return
  response.writeHead(result.status, { 'content-type': 'application/json' })
  response.end(typeof result.body === 'string' ? result.body : JSON.stringify(result.body))
}

function uploadAddress(store: BlobStore, blob: string, fault: UploadFault | undefined): string {
  if (fault?.at !== 'blob') return store.sign(blob, 'cw')
  if (fault.answer === 'read-only') return store.sign(blob, 'r')
  const address = new URL(store.sign(blob, 'cw'))
  if (fault.answer === 'wrong-signature') address.searchParams.set('sig', 'd3Jvbmc=')
  // nobody listens there
  else address.port = '1'
  return address.href
}

function failed(status: number, code: string, msg: string): Answer {
  return { status, body: { code, msg } }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
