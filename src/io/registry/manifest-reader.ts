import type { RegistryError, RegistryErrorCode } from '../../errors.ts'
import type { ImageReference } from '../../image/reference.ts'
import { formatRepository } from '../../image/repository.ts'
import { createBudget } from './budget.ts'
import { failure, formatRequest, notARegistry } from './failure.ts'
import type { Job } from './job.ts'
import { formatSize, type RegistryLimits } from './limits.ts'
import { repositoryAddress } from './list-address.ts'
import { verifyDigest } from './manifest-digest.ts'
import { type Descriptor, type Manifest, parseManifest } from './manifest-document.ts'
import { blobAccept, kindOfMediaType, manifestAccept } from './manifest-kind.ts'
import { describeHost } from './naming.ts'
import type { Redactor } from './redact.ts'
import type { RegistrySession } from './session.ts'
import { statusFailure } from './status.ts'
import type { Answer } from './transport.ts'

/** Reads the documents of one image; what it is handed holds only what was asked for, as far as there is a digest to tell. */
export interface ManifestReader {
  /** The manifest that a reference names. Rejects with RegistryError. */
  readTop(): Promise<Manifest>
  /** A manifest that an index refers to. Rejects with RegistryError. */
  readChild(descriptor: Descriptor): Promise<Manifest>
  /** Bytes of a blob. Rejects with RegistryError. */
  readBlob(descriptor: Descriptor): Promise<Uint8Array>
  /** An error about an answer that is not what it should be; `what` ends a sentence about the registry. */
  wrong(what: string): RegistryError
}

export type ManifestReaderTools = {
  readonly session: RegistrySession
  readonly limits: RegistryLimits
  readonly redactor: Redactor
}

type Target = { readonly path: string; readonly accept: string; readonly descriptor: Partial<Descriptor> }

/** A reader for one image, which may cost `limits.imageRequests` requests in all. */
export function createManifestReader(
  job: Job,
  reference: ImageReference,
  { session, limits, redactor }: ManifestReaderTools
): ManifestReader {
  const { subject, advice, access } = job
  const { repository } = reference
  const name = formatImage(reference)
  const budget = createBudget(limits.imageRequests, subject, name)
  const fail = (url: URL, code: RegistryErrorCode, what: string): RegistryError =>
    failure(subject, code, `${describeHost(subject, url)} ${what} for ${name}`, {
      request: formatRequest('GET', url),
      hint: code === 'protocol' ? notARegistry : undefined
    })

  const read = async ({ path, accept, descriptor }: Target): Promise<{ url: URL; answer: Answer }> => {
    const url = repositoryAddress(repository, access.plainHttp, path)
    const tooLarge = `a part of ${name} is larger than ${formatSize(limits.manifestBytes)}`
    if ((descriptor.size ?? 0) > limits.manifestBytes) throw failure(subject, 'incomplete', tooLarge)
    const limit = { bytes: limits.manifestBytes, tooLarge }
    const answer = await session.get({ ...job, wanted: { accept, name, budget } }, url, limit)
    if (answer.status !== 200) {
      const { diagnosticLength } = limits
      throw statusFailure(answer, { subject, advice, url, redactor, diagnosticLength, wanted: name })
    }
    if (descriptor.size !== undefined && answer.body.length !== descriptor.size)
      throw fail(url, 'protocol', 'answered with a part of another size than its index says')
    const verdict = descriptor.digest === undefined ? 'same' : verifyDigest(answer.body, descriptor.digest)
    if (verdict === 'different') throw fail(url, 'protocol', 'answered with something of another digest')
    if (verdict === 'unknown') throw fail(url, 'protocol', 'uses a digest that cannot be checked')
    return { url, answer }
  }

  const readManifest = async (path: string, descriptor: Partial<Descriptor>): Promise<Manifest> => {
    const { url, answer } = await read({ path: `manifests/${path}`, accept: manifestAccept, descriptor })
    const expected = descriptor.mediaType === undefined ? undefined : kindOfMediaType(descriptor.mediaType)
    const manifest = parseManifest(answer.body, answer.header('content-type')[0], expected)
    if ('fault' in manifest) throw fail(url, 'protocol', manifest.fault)
    return manifest
  }

  return {
    readTop() {
      const { digest, tag = 'latest' } = reference
      return digest === undefined ? readManifest(tag, {}) : readManifest(digest, { digest })
    },
    readChild: descriptor => readManifest(descriptor.digest, descriptor),
    async readBlob(descriptor) {
      const { answer } = await read({ path: `blobs/${descriptor.digest}`, accept: blobAccept, descriptor })
      return answer.body
    },
    wrong: what => failure(subject, 'protocol', `registry ${subject.registry} ${what} for ${name}`)
  }
}

/** What messages call an image: `image docker.io/library/nginx:1.27`. */
export function formatImage({ repository, tag, digest }: ImageReference): string {
  const which = digest === undefined ? `:${tag ?? 'latest'}` : `@${digest}`
  return `image ${formatRepository(repository)}${which}`
}
