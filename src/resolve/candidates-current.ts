import type { CandidateRequest } from './candidates.ts'
import { type CandidateDigests, unlessMissing } from './candidates-digests.ts'
import { findCurrent } from './candidates-free.ts'
import { asksRegistry, type Verdict } from './candidates-judged.ts'

/**
 * What becomes of the tag that the image has when the search comes to it: it stays; its image is one that is skipped and is to be left; or it was
 * pushed again, and is judged as any other.
 */
export type Meeting = 'stays' | 'leave' | Verdict

/** What the registry is asked through. */
export type Registry = {
  readonly digests: CandidateDigests
  readonly judge: (tag: string) => Promise<Verdict>
}

/**
 * Looks whether a tag still is the image that is in use. That is asked where its digest is known and the policy asks about images, and where tags
 * are skipped; else it stays as it is. Rejects with RegistryError.
 */
export async function meetCurrent(tag: string, request: CandidateRequest, registry: Registry): Promise<Meeting> {
  const { digests, judge } = registry
  const known = findCurrent(request)?.digest
  const skipped = await digests.skipped()
  if (skipped.size === 0 && (known === undefined || !asksRegistry(request.policy))) return 'stays'
  const now = await unlessMissing(digests.of(tag))
  const used = known ?? now
  if (used !== undefined && skipped.has(used)) return 'leave'
  if (now === used) return 'stays'
  const verdict = await judge(tag)
  if (verdict.passes || verdict.why.rule === 'missing') return verdict
  return { ...verdict, why: { ...verdict.why, message: `was pushed again: ${verdict.why.message}` } }
}
