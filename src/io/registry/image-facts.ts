import type { ImageReference } from '../../image/reference.ts'
import type { ImageDate, ImageLabels, ImagePlatforms } from '../../ports.ts'
import { readPublishedDate } from './image-date.ts'
import { readImageLabels } from './image-labels.ts'
import { type Remembered, remembered } from './image-memory.ts'
import { readImagePlatforms } from './image-platforms.ts'
import { parseHeaderTime } from './image-time.ts'
import type { Job } from './job.ts'
import { createManifestReader, formatImage, type ManifestReader, type ManifestReaderTools } from './manifest-reader.ts'
import { hasStoredDate, type PushDates, pushDateWay } from './push-date.ts'
import type { RegistrySession } from './session.ts'

/** Questions about one image, by what is asked. */
export type ImageFacts = {
  readonly digest: string
  /** The digest of the bytes that are there. */
  readonly content: string
  readonly platforms: ImagePlatforms
  readonly date: ImageDate | undefined
  readonly labels: ImageLabels
}

export type ImageFactsTools = Omit<ManifestReaderTools, 'session'> & {
  readonly pushDates: PushDates
  readonly now: () => number
}

/** What one question about an image takes: a visit to its registry. */
export type Visit = { readonly job: Job; readonly session: RegistrySession; readonly reference: ImageReference }

/** Answers a question about an image. @throws RegistryError */
export const readFact: {
  readonly [Fact in keyof ImageFacts]: (visit: Visit, tools: ImageFactsTools) => Promise<ImageFacts[Fact]>
} = {
  digest: (visit, tools) => readerFor(visit, tools).readDigest(),
  content: async (visit, tools) => (await readerFor(visit, tools).readTop()).digest,
  platforms: (visit, tools) => readImagePlatforms(readerFor(visit, tools)),
  date: readDate,
  labels: (visit, tools) => readImageLabels(readerFor(visit, tools))
}

/** The answers that a run has been given. */
export function rememberFacts(): { readonly [Fact in keyof ImageFacts]: Remembered<ImageFacts[Fact]> } {
  return {
    digest: remembered(),
    content: remembered(),
    platforms: remembered(),
    date: remembered(),
    labels: remembered()
  }
}

/** What messages call the answer, as the subject of a sentence. */
export const factNames: Readonly<Record<keyof ImageFacts, string>> = {
  digest: 'the digest',
  content: 'the bytes',
  platforms: 'the platforms',
  date: 'the date',
  labels: 'the labels'
}

function readerFor({ job, session, reference }: Visit, tools: ImageFactsTools): ManifestReader {
  return createManifestReader(job, reference, { ...tools, session })
}

/** The registry's own date first, then the publisher's; the registry is asked before the image, where that saves reading it. */
async function readDate(visit: Visit, tools: ImageFactsTools): Promise<ImageDate | undefined> {
  const { job, session } = visit
  const { registry } = job.subject
  const reader = readerFor(visit, tools)
  const known = pushDateWay(registry, session.service)
  if (known && !known.needsDigest) {
    const early = await findPushDate(visit, tools, await reader.knownDigest())
    if (early) return early
  }
  const top = await reader.readTop()
  if (hasStoredDate(registry)) {
    const date = parseHeaderTime(top.lastModified, tools.now())
    if (date !== undefined) return { date, source: 'registry' }
  }
  // Its service is known by now, if it asks for tokens.
  if (pushDateWay(registry, session.service)?.needsDigest) {
    const date = await findPushDate(visit, tools, top.digest)
    if (date) return date
  }
  return readPublishedDate(reader)
}

async function findPushDate(
  { job, session, reference }: Visit,
  { pushDates }: ImageFactsTools,
  digest: string | undefined
): Promise<ImageDate | undefined> {
  const way = pushDateWay(job.subject.registry, session.service)
  if (!way) return undefined
  const tag = reference.tag ?? (reference.digest === undefined ? 'latest' : undefined)
  const question = { path: reference.repository.path, tag, digest }
  const date = await pushDates.find(way, question, { job, session, name: formatImage(reference) })
  return date === undefined ? undefined : { date, source: 'registry' }
}
