import { isImagesError, ResolveError } from '../errors.ts'
import { type ImageReference, parseImageReference, readImageReference } from '../image/reference.ts'
import type { RegistryRules } from '../policy/policy.ts'
import { refuseRegistry } from '../policy/registries.ts'
import type { ImageUse } from '../project/uses.ts'
import { findPin, type Pin, variablePins } from '../resolve/pins.ts'
import { textAround } from '../resolve/text-around.ts'
import { findPlaceholders, replacePlaceholders } from '../template/placeholder.ts'
import { quote } from '../text.ts'
import { parseVersionFilter } from '../version/parse.ts'
import { notPinnedByFile, registryDenied, unusable } from './reasons.ts'
import type { Reason } from './record.ts'

/** Uses of one image with one result, or with one reason why there is none. */
export type UseGroup = {
  readonly image: string
  readonly answer: Answered | { readonly reason: Reason }
  readonly pinnedBy: Set<string>
  readonly uses: ImageUse[]
}

export type Answered = {
  /** What is deployed: what pins the use, with what the template writes around it. */
  readonly result: string
  readonly reference: ImageReference
  /** What pins the use, as the fixed-images file has it. */
  readonly pin: string
}

/** The uses by what a deploy would take for them. @param files names of the fixed-images files, for messages */
export function groupUses(
  uses: readonly ImageUse[],
  pins: readonly Pin[],
  files: readonly string[]
): readonly UseGroup[] {
  const groups = new Map<string, UseGroup>()
  for (const use of uses) {
    const { answer, source } = answerOf(use, pins, files)
    const { image } = use.call
    const key = JSON.stringify([image, 'result' in answer ? [answer.result, answer.pin] : answer.reason])
    const group = groups.get(key) ?? { image, answer, pinnedBy: new Set(), uses: [] }
    group.uses.push(use)
    if (source !== undefined) group.pinnedBy.add(source)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** What a deploy would take for a use. A call that resolving refuses is refused here as well: no pin hides it. */
function answerOf(
  use: ImageUse,
  pins: readonly Pin[],
  files: readonly string[]
): { readonly answer: UseGroup['answer']; readonly source?: string } {
  try {
    if (use.call.image === '') throw new ResolveError('image-empty', 'images.get_image: the image name is empty')
    if (use.call.filter !== undefined) parseVersionFilter(use.call.filter)
    const pin = findPin(pins, use) ?? findPin(variablePins(use), use)
    if (pin === undefined) return { answer: { reason: notPinnedByFile(files) } }
    return { answer: answeredBy(pin.entry.resultImage, use), source: pin.source }
  } catch (error) {
    if (!isImagesError(error)) throw error
    return { answer: { reason: unusable(error) } }
  }
}

/**
 * The reference that is deployed: text directly before or behind the call makes the pinned one another.
 * @throws ImageNameError where the pin is none; ResolveError where the whole of it is none, or cannot be told
 */
function answeredBy(pin: string, use: ImageUse): Answered {
  const reference = parseImageReference(pin)
  const { before, behind } = textAround(use)
  if (before === '' && behind === '') return { result: pin, reference, pin }
  const result = `${before}${pin}${behind}`
  const whole = isAlone(before, behind) ? readImageReference(result) : undefined
  if (whole !== undefined) return { result, reference: whole, pin }
  const written = replacePlaceholders(result, call => call.image)
  throw new ResolveError(
    'conflict',
    `the template writes ${said(before, behind)} ${quote(pin)}, and what comes of it, ${quote(written, 200)}, cannot be proved`,
    { hint: 'Take that text out of the template, or make it a part of the image that get_image is asked for.' }
  )
}

function isAlone(before: string, behind: string): boolean {
  return findPlaceholders(before).length + findPlaceholders(behind).length === 0
}

function said(before: string, behind: string): string {
  const parts = [before === '' ? '' : `${show(before)} before`, behind === '' ? '' : `${show(behind)} behind`]
  return parts.filter(part => part !== '').join(' and ')
}

function show(text: string): string {
  return quote(
    replacePlaceholders(text, call => call.image),
    80
  )
}

/** Why the policy forbids a result: for its own registry, or for that of the image that the template asks for. */
export function refusal({ image, answer }: UseGroup, rules: RegistryRules): Reason | undefined {
  if (!('reference' in answer)) return undefined
  for (const registry of [answer.reference.repository.registry, registryOf(image)]) {
    const why = registry === undefined ? undefined : refuseRegistry(rules, registry)
    if (registry !== undefined && why !== undefined) return registryDenied(registry, why)
  }
  return undefined
}

/** Undefined for a text that is no image reference, which a pin may answer all the same. */
function registryOf(image: string): string | undefined {
  return readImageReference(image)?.repository.registry
}
