import { isImagesError } from '../errors.ts'
import { parseImageReference } from '../image/reference.ts'
import { quote } from '../text.ts'
import type { VersionFilter } from '../version/filter.ts'
import { parseVersionFilter } from '../version/parse.ts'
import { refuse } from './read-report-shape.ts'
import type { PolicyRecord, UseRecord } from './record.ts'

/** Of the tags that were passed over, so many are tried on the version filter: as many as a view names. */
export const triedTags = 5

/**
 * Checks what a use says of its policy: the answer of a registry is the newest tag, or the newest is the first of those that were passed over;
 * what was passed over is taken by the version filter and stands best first, above the answer; and only what can be held or judged is.
 * @throws InputError with the place of the first contradiction
 */
export function checkPolicies(uses: readonly UseRecord[]): void {
  const filters = new Map<string, VersionFilter | undefined>()
  uses.forEach((use, index) => {
    const pointer = `/uses/${index}`
    checkNewest(use, pointer)
    if (use.policy !== null) {
      checkPart(use, use.policy, `${pointer}/policy`)
      checkPassedOver(use, use.policy, `${pointer}/policy/passedOver`, filters)
    }
  })
}

/** A tag that is not the newest wins only where the policy passed over the newest, which says so first. */
function checkNewest({ origin, result, explanation, policy }: UseRecord, pointer: string): void {
  if (explanation === null) return
  const [first] = policy?.passedOver ?? []
  if (first !== undefined) {
    if (first.tag !== explanation.newest) refuse(`${pointer}/policy/passedOver/0`, 'is not the newest tag')
    return
  }
  if (origin !== 'registry' || tagOf(result) === explanation.newest) return
  refuse(`${pointer}/result`, 'is not the newest tag, and the policy passed over none')
}

/** What the policy can have done, by who answered. */
function checkPart({ status, origin }: UseRecord, { passedOver, date, hold }: PolicyRecord, pointer: string): void {
  if (status === 'skipped' || origin === 'fixed') refuse(pointer, 'is of an image that no policy decides')
  if (date !== null && origin !== 'registry') refuse(`${pointer}/date`, 'judges what no registry answered')
  if (hold !== null && (origin === 'registry' || passedOver.length > 0))
    refuse(`${pointer}/hold`, 'holds an image that was not held')
}

function checkPassedOver(
  { origin, result, filter, explanation }: UseRecord,
  { passedOver }: PolicyRecord,
  pointer: string,
  filters: Map<string, VersionFilter | undefined>
): void {
  const answer = origin === 'registry' ? tagOf(result) : undefined
  const above = passedOver.map(({ tag }) => tag)
  const all = answer === undefined ? above : [...above, answer]
  if (above.length === 0) return
  if (explanation === null) refuse(pointer, 'names tags, and nothing says that any were read')
  else if (all.length > explanation.matched) refuse(pointer, 'has more tags than match the version filter')
  if (new Set(all).size < all.length) refuse(pointer, 'names a tag twice, or the answer')
  const known = filterOf(filter, filters)
  if (known === undefined) return
  checkOrder([...above.slice(0, triedTags), ...(answer === undefined ? [] : [answer])], known, pointer)
}

/** Each tag is read once. What a mask hides stands for itself. */
function checkOrder(tags: readonly string[], filter: VersionFilter, pointer: string): void {
  const shown = tags.filter(tag => !isMasked(tag))
  const keys = attempt(() => shown.map(tag => filter.read(tag))) ?? []
  for (const [index, key] of keys.entries()) {
    const [tag = '', before = ''] = [shown[index], shown[index - 1]]
    const above = keys[index - 1]
    if (key === undefined) refuse(pointer, `names ${quote(tag)}, which the version filter does not take`)
    if (above !== undefined && filter.compareKeys(above, key) < 0)
      refuse(pointer, `has ${quote(before)} above ${quote(tag)}, which is newer`)
  }
}

/** Undefined where nothing can be told from the filter: none, one that a mask hides, or one that cannot be read. */
function filterOf(text: string | null, filters: Map<string, VersionFilter | undefined>): VersionFilter | undefined {
  if (text === null || isMasked(text)) return undefined
  if (!filters.has(text))
    filters.set(
      text,
      attempt(() => parseVersionFilter(text))
    )
  return filters.get(text)
}

function tagOf(image: string | null): string | undefined {
  return image === null ? undefined : attempt(() => parseImageReference(image))?.tag
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (isImagesError(error)) return undefined
    throw error
  }
}

function isMasked(text: string): boolean {
  return text.includes('***')
}
