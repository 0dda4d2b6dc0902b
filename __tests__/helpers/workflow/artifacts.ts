import { createHash } from 'node:crypto'
import type { BlobStore } from '../azurite.ts'
import { type ResultsService, startResultsService } from '../results-service.ts'
import { readZip, writeZip } from './zip.ts'

/** Artifacts of one run, in GitHub's service for artifacts: those of our Action and those of the stand-ins. */
export type RunArtifacts = {
  readonly service: ResultsService
  /** @throws Error as where the run has an artifact of that name */
  upload(name: string, files: Readonly<Record<string, Buffer>>): Promise<number>
  /** What is there by now: the bytes of each archive. */
  all(): Promise<readonly StoredArchive[]>
  close(): Promise<void>
}

export type StoredArchive = { readonly id: number; readonly name: string; readonly bytes: Buffer }

export async function startArtifacts(store: BlobStore): Promise<RunArtifacts> {
  const service = await startResultsService(store)
  const call = async (method: string, body: object): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await fetch(`${service.url}twirp/github.actions.results.api.v1.ArtifactService/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body)
    })
    const said: Readonly<Record<string, unknown>> = JSON.parse(await answer.text())
    if (!answer.ok) throw new Error(`Failed to ${method}: (${answer.status}) ${String(said['msg'])}`)
    return said
  }
  return {
    service,
    async upload(name, files) {
      const bytes = writeZip(files)
      const created = await call('CreateArtifact', { name })
      const put = await fetch(String(created['signed_upload_url']), {
        method: 'PUT',
        headers: { 'x-ms-blob-type': 'BlockBlob' },
        body: new Uint8Array(bytes)
      })
      if (put.status !== 201) throw new Error(`the blob store answered ${put.status}`)
      const hash = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
      const done = await call('FinalizeArtifact', { name, size: String(bytes.length), hash })
      return Number(done['artifact_id'])
    },
    async all() {
      const ready = [...service.artifacts.values()].filter(({ verified }) => verified)
      const found = ready.map(async ({ id, name, blob }) => ({
        id,
        name,
        bytes: (await store.read(blob)) ?? Buffer.alloc(0)
      }))
      return Promise.all(found)
    },
    close: () => service.close()
  }
}

/** Files of each archive by its name. */
export function filesOf(archives: readonly StoredArchive[]): Map<string, Readonly<Record<string, string>>> {
  return new Map(archives.map(({ name, bytes }) => [name, readZip(bytes)]))
}
