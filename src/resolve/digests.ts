import { isImagesError, RegistryError, ResolveError } from '../errors.ts'
import { type ImageReference, isDigest, parseImageReference } from '../image/reference.ts'
import type { ImageSource } from '../ports.ts'
import { replacePlaceholders } from '../template/placeholder.ts'
import { quote } from '../text.ts'
import type { Answer } from './answer.ts'
import { textAround } from './text-around.ts'

export type DigestRequest = {
  readonly images: Pick<ImageSource, 'readDigest'>
  /** Whether the run is about an image, as the template names it. */
  readonly isSelected: (image: string) => boolean
  /** Results with digests that the lock of the run has, and that were read for it; absent where the run writes no lock. */
  readonly proved?: ReadonlySet<string> | undefined
}

/**
 * The option `pin-digests`: the answers again, each of a selected image as `repository:tag@sha256:…`, whoever answered. What is kept as it was
 * (not selected, offline, held) stays as it was, and an answer that has a digest asks nobody. Each reference is asked for once. Where no
 * digest can be had, the uses of that reference fail: a tag that looks pinned would be worse than none. A digest that is new to the lock is
 * that of the document, which the lock is to be written from, so that none is pinned that is not there.
 */
export async function pinDigests(answers: readonly Answer[], request: DigestRequest): Promise<readonly Answer[]> {
  const asked = new Map<string, Promise<string>>()
  const pin = (result: string): Promise<string> => {
    const known = asked.get(result) ?? pinResult(result, request)
    asked.set(result, known)
    return known
  }
  return Promise.all(answers.map(answer => (isToPin(answer, request) ? pinAnswer(answer, pin) : answer)))
}

/**
 * The reference with a digest in place of the one it may have. A reference without a tag means `latest` to every program that pulls it, and gets
 * it spelled out, so that a reader and `verify` know which tag was meant. Registries and kluctl take a name with both: what
 * decides is the digest, and the tag is for people (distribution reference grammar, `[ ":" tag ] [ "@" digest ]`).
 */
export function withDigest({ name, tag, digest: old }: ImageReference, digest: string): string {
  // of a reference by digest alone nobody knows a tag
  const middle = tag === undefined && old !== undefined ? '' : `:${tag ?? 'latest'}`
  return `${name}${middle}@${digest}`
}

type Resolved = Answer & { readonly status: 'resolved' }

function isToPin(answer: Answer, { isSelected }: DigestRequest): answer is Resolved {
  if (answer.status !== 'resolved' || answer.origin === 'previous') return false
  return isSelected(answer.use.call.image) && !answer.result.includes('@')
}

async function pinAnswer(answer: Resolved, pin: (result: string) => Promise<string>): Promise<Answer> {
  try {
    refuseRest(answer)
    return { ...answer, result: await pin(answer.result) }
  } catch (error) {
    if (!isImagesError(error)) throw error
    const { use, decision, policy } = answer
    return { status: 'failed', use, error, decision, policy }
  }
}

async function pinResult(result: string, request: DigestRequest): Promise<string> {
  const reference = parseImageReference(result)
  const digest = await readDigest(reference, request)
  if (isDigest(digest)) return withDigest(reference, digest)
  const { registry, path } = reference.repository
  throw new RegistryError('protocol', `${registry} answers ${quote(digest)} for ${quote(result)}, which is no digest`, {
    registry,
    repository: path
  })
}

/** HEAD costs least, and nothing of Docker Hub's pulls; but what it says alone is proof only of a digest that was read before. */
async function readDigest(reference: ImageReference, { images, proved }: DigestRequest): Promise<string> {
  if (proved === undefined) return images.readDigest(reference)
  const before = withDigest(reference, '')
  if ([...proved].some(result => result.startsWith(before))) {
    const digest = await images.readDigest(reference)
    if (proved.has(`${before}${digest}`)) return digest
  }
  return images.readDigest(reference, 'document')
}

/**
 * A template may write on behind a call, as in `{{ images.get_image("app") }}-alpine` or `…@sha256:…`. Behind a digest that makes a reference
 * that no program can read, which nobody would see before the deployment.
 * @throws ResolveError
 */
function refuseRest({ use, result }: Resolved): void {
  const rest = replacePlaceholders(textAround(use).behind, call => call.image)
  if (rest === '') return
  throw new ResolveError(
    'conflict',
    `${quote(use.call.image)} cannot be pinned: the template writes ${quote(rest, 80)} behind ${result}, and nothing may follow a digest`,
    { hint: 'Take that text out of the template, or leave the image out with !IMAGE in the option images.' }
  )
}
