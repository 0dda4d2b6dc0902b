import { missingPlatforms } from '../image/platform.ts'
import { type ImageReference, parseImageReference } from '../image/reference.ts'
import { readInstant } from '../policy/day.ts'
import type { ImagePolicy, MinimumAge } from '../policy/policy.ts'
import type { ImageDate, ImageSource } from '../ports.ts'
import type { PassedOver } from './answer.ts'
import type { CandidateRequest } from './candidates.ts'
import { type CandidateDigests, unlessMissing } from './candidates-digests.ts'

/** What the registry's answers make of a tag. */
export type Verdict =
  | { readonly passes: true; readonly date: ImageDate | undefined }
  | (Refused & { readonly passes: false })

/** Why a tag does not pass. `isYoung`: by its date, which an older tag need not fail; a tag without a date is not young. */
type Refused = { readonly why: PassedOver; readonly isYoung: boolean }

type Judged = Pick<CandidateRequest, 'image' | 'policy' | 'now'>

/** What does not pass, and whether that is so for the image under any tag. */
type Fault = Pick<PassedOver, 'rule' | 'message'> & { readonly isOfImage: boolean; readonly isYoung: boolean }

/** True for a policy of which only a registry can say whether a tag passes. */
export function asksRegistry({ platforms, minimumAge }: ImagePolicy): boolean {
  return platforms.length > 0 || (minimumAge !== undefined && minimumAge.milliseconds > 0)
}

/**
 * The rules that need the registry. The digest is asked first: `1.4` and `1` are most often the same image as `1.4.2`, and are not judged again.
 * Whatever passes is compared with the images in `skip`. Each tag is judged once. The function rejects with RegistryError, but for a tag that the
 * registry does not have.
 */
export function judgeBy(
  request: Judged,
  images: ImageSource,
  digests: CandidateDigests
): (tag: string) => Promise<Verdict> {
  const verdicts = new Map<string, Promise<Verdict>>()
  const faults = new Map<string, Refused>()
  const judge = async (tag: string): Promise<Verdict> => {
    const digest = await digests.of(tag)
    const known = faults.get(digest)
    if (known) {
      const { why, isYoung } = known
      const message = why.rule === 'skip' ? why.message : `the same image as ${why.tag}`
      return { passes: false, why: { ...why, tag, message }, isYoung }
    }
    const image = await judgeImage(parseImageReference(`${request.image}:${tag}`), request, images)
    const verdict = 'passes' in image ? (refuseSkipped(digest, await digests.skipped()) ?? image) : image
    if ('passes' in verdict) return verdict
    const { rule, message, isOfImage, isYoung } = verdict
    const refused: Refused = { why: { tag, rule, message }, isYoung }
    if (isOfImage) faults.set(digest, refused)
    return { passes: false, ...refused }
  }
  const message = 'listed by the registry, which has no such image'
  const judgeOnce = async (tag: string): Promise<Verdict> =>
    (await unlessMissing(judge(tag))) ?? { passes: false, why: { tag, rule: 'missing', message }, isYoung: false }
  return tag => {
    const verdict = verdicts.get(tag) ?? judgeOnce(tag)
    verdicts.set(tag, verdict)
    return verdict
  }
}

/** `skip` names an image by one of its tags. */
function refuseSkipped(digest: string, skipped: ReadonlyMap<string, string>): Fault | undefined {
  const tag = skipped.get(digest)
  if (tag === undefined) return undefined
  return { rule: 'skip', message: `is the same image as ${tag}, which is skipped`, isOfImage: true, isYoung: false }
}

async function judgeImage(
  reference: ImageReference,
  { policy, now }: Judged,
  images: ImageSource
): Promise<(Verdict & { passes: true }) | Fault> {
  const { minimumAge, platforms } = policy
  const isAged = minimumAge !== undefined && minimumAge.milliseconds > 0
  const date = isAged ? await images.readDate(reference) : undefined
  const tooYoung = isAged ? judgeAge(date, minimumAge, policy, now) : undefined
  if (tooYoung) return tooYoung
  if (platforms.length === 0) return { passes: true, date }
  const offered = await images.readPlatforms(reference)
  const missing = missingPlatforms(
    offered.platforms.map(({ platform }) => platform),
    platforms
  )
  if (missing.length === 0) return { passes: true, date }
  return { rule: 'platforms', message: `not made for ${missing.join(', ')}`, isOfImage: true, isYoung: false }
}

/** The date of a push is that of a tag: the same image may have been pushed earlier under another. */
function judgeAge(
  found: ImageDate | undefined,
  { milliseconds, text }: MinimumAge,
  { noDate }: ImagePolicy,
  now: number
): Fault | undefined {
  const instant = found && readInstant(found.date)
  if (found === undefined || instant === undefined) {
    if (noDate === 'allow') return undefined
    return {
      ...{ rule: 'minimum-age', message: 'has no date, and no-date says wait' },
      ...{ isOfImage: false, isYoung: false }
    }
  }
  // what claims to be from the future is younger than anything
  if (now - instant >= milliseconds) return undefined
  const verb = found.source === 'registry' ? 'pushed' : 'created'
  const message = `${verb} ${found.date} (${found.source}), younger than ${text}`
  return { rule: 'minimum-age', message, isOfImage: found.source !== 'registry', isYoung: true }
}
