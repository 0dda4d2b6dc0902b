import type { RegistryError, RegistryErrorCode } from '../../errors.ts'
import type { ImageReference } from '../../image/reference.ts'
import { formatRepository } from '../../image/repository.ts'
import { createBudget } from './budget.ts'
import { failure, formatRequest, notARegistry } from './failure.ts'
import { type ImageConfig, parseImageConfig } from './image-config.ts'
import type { ImageMemory, ManifestDocument } from './image-memory.ts'
import type { Job } from './job.ts'
import { formatSize, type RegistryLimits } from './limits.ts'
import { repositoryAddress } from './list-address.ts'
import { computeDigest, verifyDigest } from './manifest-digest.ts'
import { type Descriptor, parseManifest } from './manifest-document.ts'
import { judgeHead } from './manifest-head.ts'
import { blobAccept, kindOfMediaType, manifestAccept } from './manifest-kind.ts'
import { describeHost } from './naming.ts'
import type { Redactor } from './redact.ts'
import type { RegistrySession } from './session.ts'
import { statusFailure } from './status.ts'
import type { Answer } from './transport.ts'

/** Reads the documents of one image; what it is handed holds only what was asked for, as far as there is a digest to tell. */
export interface ManifestReader {
  /** The digest of the manifest that a reference names, without the manifest where the registry says it. Rejects with RegistryError. */
  readDigest(): Promise<string>
  /** The same without asking: undefined where nobody has asked yet. */
  knownDigest(): Promise<string | undefined>
  /** The manifest that a reference names; of a tag what it was when it was first asked for. Rejects with RegistryError. */
  readTop(): Promise<ManifestDocument>
  /** A manifest that an index refers to. Rejects with RegistryError. */
  readChild(descriptor: Descriptor): Promise<ManifestDocument>
  /** The configuration that a manifest refers to. Rejects with RegistryError. */
  readConfig(descriptor: Descriptor): Promise<ImageConfig>
  /** An error about an answer that is not what it should be; `what` ends a sentence about the registry. */
  wrong(what: string): RegistryError
}

export type ManifestReaderTools = {
  readonly session: RegistrySession
  readonly limits: RegistryLimits
  readonly redactor: Redactor
  readonly memory: ImageMemory
  /** Asked before each manifest that is not remembered: why it should not be read. */
  readonly refuse?: (() => RegistryError | undefined) | undefined
}

type Target = { readonly path: string; readonly accept: string; readonly descriptor: Partial<Descriptor> }

/** A reader for one image, which may cost `limits.imageRequests` requests in all. */
export function createManifestReader(
  job: Job,
  reference: ImageReference,
  { session, limits, redactor, memory, refuse }: ManifestReaderTools
): ManifestReader {
  const { subject, advice, access } = job
  const { repository } = reference
  const { diagnosticLength } = limits
  const name = formatImage(reference)
  const place = formatRepository(repository)
  const tagKey = `${place}:${reference.tag ?? 'latest'}`
  const budget = createBudget(limits.imageRequests, subject, name)
  const fail = (url: URL, code: RegistryErrorCode, what: string, method = 'GET'): RegistryError =>
    failure(subject, code, `${describeHost(subject, url)} ${what} for ${name}`, {
      request: formatRequest(method, url),
      hint: code === 'protocol' ? notARegistry : undefined
    })
  const refusal = (answer: Answer, url: URL, method?: 'HEAD'): RegistryError =>
    statusFailure(answer, { subject, advice, url, redactor, diagnosticLength, wanted: name, method })

  const read = async ({ path, accept, descriptor }: Target): Promise<{ url: URL; answer: Answer }> => {
    const url = repositoryAddress(repository, access.plainHttp, path)
    const tooLarge = `a part of ${name} is larger than ${formatSize(limits.manifestBytes)}`
    if ((descriptor.size ?? 0) > limits.manifestBytes) throw failure(subject, 'incomplete', tooLarge)
    const limit = { bytes: limits.manifestBytes, tooLarge }
    const answer = await session.get({ ...job, wanted: { accept, name, budget } }, url, limit)
    if (answer.status !== 200) throw refusal(answer, url)
    if (descriptor.size !== undefined && answer.body.length !== descriptor.size)
      throw fail(url, 'protocol', 'answered with a part of another size than its index says')
    const verdict = descriptor.digest === undefined ? 'same' : verifyDigest(answer.body, descriptor.digest)
    if (verdict === 'different') throw fail(url, 'protocol', 'answered with something of another digest')
    if (verdict === 'unknown') throw fail(url, 'protocol', 'uses a digest that cannot be checked')
    return { url, answer }
  }

  /** `said` is the digest that HEAD gave, which may be of another algorithm than ours. */
  const ask = async (path: string, descriptor: Partial<Descriptor>, said?: string): Promise<ManifestDocument> => {
    const refused = refuse?.()
    if (refused) throw refused
    const { url, answer } = await read({ path: `manifests/${path}`, accept: manifestAccept, descriptor })
    const { body, header } = answer
    const expected = descriptor.mediaType === undefined ? undefined : kindOfMediaType(descriptor.mediaType)
    const manifest = parseManifest(body, header('content-type')[0], expected)
    if ('fault' in manifest) throw fail(url, 'protocol', manifest.fault)
    const isSaid = said !== undefined && verifyDigest(body, said) === 'same'
    const digest = descriptor.digest ?? (isSaid ? said : computeDigest(body))
    return { manifest, digest, size: body.length, lastModified: header('last-modified')[0] }
  }

  const readManifest = (descriptor: Partial<Descriptor> & { readonly digest: string }): Promise<ManifestDocument> =>
    memory.manifests.recall(`${place}@${descriptor.digest}`, () => ask(descriptor.digest, descriptor))

  /** By tag, and remembered by its digest as well. */
  const readTagged = (): Promise<ManifestDocument> =>
    memory.manifests.recall(tagKey, async () => {
      const said = await memory.heads.get(tagKey)?.catch(() => undefined)
      const now = await ask(reference.tag ?? 'latest', {}, said)
      const found = said === undefined || said === now.digest ? now : await readBefore(said, now.digest)
      // Not awaited: the digest may be what waits for this.
      void memory.digests.recall(tagKey, () => Promise.resolve(found.digest))
      return memory.manifests.recall(`${place}@${found.digest}`, () => Promise.resolve(found))
    })

  /** Where HEAD gave another digest than GET now, what was there before, if the tag was moved meanwhile: then HEAD gives the new one, too. */
  const readBefore = async (said: string, now: string): Promise<ManifestDocument> => {
    if ((await askHead()) === now) return readManifest({ digest: said })
    const url = repositoryAddress(repository, access.plainHttp, `manifests/${reference.tag ?? 'latest'}`)
    throw fail(url, 'protocol', 'answers HEAD and GET with different images')
  }

  /** Undefined where only the manifest can tell. */
  const askHead = async (): Promise<string | undefined> => {
    const { digest, tag = 'latest' } = reference
    const url = repositoryAddress(repository, access.plainHttp, `manifests/${digest ?? tag}`)
    const wanted = { accept: manifestAccept, name, budget, method: 'HEAD' as const }
    const answer = await session.get({ ...job, wanted }, url, { bytes: 0, tooLarge: name })
    const said = judgeHead(answer, digest)
    if (said.kind === 'digest') return said.digest
    if (said.kind === 'missing') throw refusal(answer, url, 'HEAD')
    if (said.kind === 'other') throw fail(url, 'protocol', 'answered with another digest', 'HEAD')
    return undefined
  }

  const readHead = async (): Promise<string> => {
    const { digest } = reference
    if (digest !== undefined) return (await askHead()) ?? (await readManifest({ digest })).digest
    return (await memory.heads.recall(tagKey, askHead)) ?? (await readTagged()).digest
  }

  const knownDigest = async (): Promise<string | undefined> =>
    reference.digest ?? memory.digests.get(tagKey)?.catch(() => undefined)

  return {
    readDigest() {
      const key = reference.digest === undefined ? tagKey : `${place}@${reference.digest}`
      const read = memory.manifests.get(key)
      return memory.digests.recall(key, () => (read ? read.then(({ digest }) => digest, readHead) : readHead()))
    },
    knownDigest,
    async readTop() {
      const { digest } = reference
      return digest === undefined ? readTagged() : readManifest({ digest })
    },
    readChild: descriptor => readManifest(descriptor),
    readConfig: descriptor =>
      memory.configs.recall(`${place}@${descriptor.digest}`, async () => {
        const { url, answer } = await read({ path: `blobs/${descriptor.digest}`, accept: blobAccept, descriptor })
        const config = parseImageConfig(answer.body)
        if ('fault' in config) throw fail(url, 'protocol', config.fault)
        return config
      }),
    wrong: what => failure(subject, 'protocol', `registry ${subject.registry} ${what} for ${name}`)
  }
}

/** What messages call an image: `image docker.io/library/nginx:1.27`. */
export function formatImage({ repository, tag, digest }: ImageReference): string {
  const which = digest === undefined ? `:${tag ?? 'latest'}` : `@${digest}`
  return `image ${formatRepository(repository)}${which}`
}
