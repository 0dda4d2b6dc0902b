import type { ImagesError } from '../errors.ts'
import { type ImageReference, parseImageReference } from '../image/reference.ts'
import type { Skip } from '../policy/policy.ts'
import type { ImageSource } from '../ports.ts'
import type { ImageUse } from '../project/uses.ts'
import { endReport } from '../report/build.ts'
import { type CostRecord, noCost, type WarningRecord } from '../report/record.ts'
import type { Introduction } from '../resolve/arrivals.ts'
import type { Pin } from '../resolve/pins.ts'
import { type ImageRule, isSelected } from '../resolve/rules.ts'
import type { RunPolicy } from '../resolve/run-policy.ts'
import { buildVerification, type DraftCheck } from './build-verification.ts'
import { examine, type Findings } from './examine.ts'
import { type Answered, groupUses, refusal, type UseGroup } from './group-uses.ts'
import type { LockedFile } from './locked-files.ts'
import { lockDiffers, notLocked, notPinned, skipped } from './reasons.ts'
import type { Reason, Verification } from './record.ts'

/** What is to be proved. */
export type VerifyRequest = {
  readonly target: string | undefined
  readonly uses: readonly ImageUse[]
  /** What is wrong with the project itself. */
  readonly problems: readonly ImagesError[]
  readonly warnings: readonly WarningRecord[]
  /** In kluctl's order: target, files, flags. The last that matches wins; after them comes the variable `images`. */
  readonly pins: readonly Pin[]
  /** The fixed-images files among the sources of the pins, as the user named them. */
  readonly files: readonly string[]
  readonly locked: readonly LockedFile[]
  /** Name of the lock, for messages. */
  readonly lockFile: string
  readonly policy: RunPolicy
  /** What `images` selects: `pin-digests` asks for digests of these only. */
  readonly rules: readonly ImageRule[]
  /** True where a selected image without digest is a failure. */
  readonly pinDigests: boolean
}

/** Whom verification asks. */
export type VerifySources = {
  readonly images: ImageSource
  /** Told which registries may be asked, before they are. */
  readonly introduce?: Introduction | undefined
  /** What was asked; nothing where it is absent. */
  readonly cost?: (() => CostRecord) | undefined
  /** Told how many images are examined, of how many. */
  readonly progress?: ((done: number, total: number) => void) | undefined
}

/**
 * Proves what the fixed images say: every use is answered, and every answer holds at its registry. Trouble with one image is a reason of its
 * check, never a throw, and hides no other.
 */
export async function verifyUses(request: VerifyRequest, sources: VerifySources): Promise<Verification> {
  const groups = groupUses(request.uses, request.pins, request.files)
  const fresh = await introduceAll(groups, request, sources)
  let done = 0
  sources.progress?.(0, groups.length)
  const checks = await Promise.all(
    groups.map(async group => {
      const check = await checkGroup(group, request, sources.images)
      sources.progress?.(++done, groups.length)
      return check
    })
  )
  return buildVerification({
    target: request.target,
    files: request.files,
    checks,
    failures: endReport(request.problems, request.target).failures,
    warnings: [...request.warnings, ...groups.flatMap(group => newRegistryWarning(group, fresh))],
    cost: sources.cost?.() ?? noCost
  })
}

/** The registries that only the change under review brings. They get no login, which has to be settled before the first is asked. */
async function introduceAll(
  groups: readonly UseGroup[],
  { policy }: VerifyRequest,
  { introduce }: VerifySources
): Promise<ReadonlySet<string>> {
  const asked = groups.flatMap(group =>
    'result' in group.answer && refusal(group, policy.registries) === undefined
      ? [group.answer.reference.repository.registry]
      : []
  )
  if (introduce === undefined || asked.length === 0) return new Set()
  return introduce([...new Set(asked)])
}

function newRegistryWarning({ image, answer, uses }: UseGroup, fresh: ReadonlySet<string>): readonly WarningRecord[] {
  const registry = 'reference' in answer ? answer.reference.repository.registry : undefined
  if (registry === undefined || !fresh.has(registry)) return []
  const message = `registry ${registry} is new in this pull request, and no login is sent to it`
  return [{ kind: 'new-registry', message, place: uses[0]?.call.place ?? null, image }]
}

const nothingFound: Findings = { reasons: [], tag: null, found: null }

async function checkGroup(group: UseGroup, request: VerifyRequest, images: ImageSource): Promise<DraftCheck> {
  const { image, answer, uses } = group
  const wanted = request.policy.of(image).platforms
  const draft = { image, pinnedBy: [...group.pinnedBy], uses, wanted }
  if ('reason' in answer)
    return { ...draft, ...nothingFound, result: null, pinned: null, lock: null, reasons: [answer.reason] }
  const { result, reference } = answer
  const lock = lockOf(group, answer, request)
  const denied = refusal(group, request.policy.registries)
  const findings =
    denied === undefined
      ? await examine({ reference, wanted, locked: lock.digest ?? undefined }, images)
      : { ...nothingFound, reasons: [denied] }
  const reasons = [
    ...findings.reasons,
    ...skipReasons(answer, request.policy.of(image).skip),
    ...lock.reasons,
    ...pinReasons(group, reference, lock, request)
  ]
  return { ...draft, ...findings, result, pinned: reference.digest ?? null, lock: lock.digest, reasons }
}

type Locked = { readonly digest: string | null; readonly reasons: readonly Reason[] }

/** What the lock has for a result, and whether it agrees with the file beside it. */
function lockOf({ pinnedBy }: UseGroup, answer: Answered, { locked, lockFile }: VerifyRequest): Locked {
  const { pin, result, reference } = answer
  const known = locked.filter(({ file }) => pinnedBy.has(file))
  // what the template makes another image of has another digest
  const digests = known.flatMap(({ digests: some }) => (pin === result && some.get(pin)) || [])
  const isMissing = known.some(({ digests: some }) => !some.has(pin))
  const pinned = reference.digest
  const other = pinned === undefined ? undefined : digests.find(digest => digest !== pinned)
  return {
    digest: other ?? digests[0] ?? null,
    reasons: [
      ...(pinned === undefined || other === undefined ? [] : [lockDiffers(lockFile, other, pinned)]),
      ...(isMissing ? [notLocked(lockFile)] : [])
    ]
  }
}

/** The tag that is deployed, and the one that the policy knows, where the template writes something behind it. */
function skipReasons({ pin, reference }: Answered, skip: readonly Skip[]): readonly Reason[] {
  const tags = [reference.tag, parseImageReference(pin).tag]
  const found = skip.find(({ tag }) => tags.includes(tag))
  return found === undefined ? [] : [skipped(found.tag, found.reason)]
}

function pinReasons(
  { image }: UseGroup,
  reference: ImageReference,
  lock: Locked,
  { pinDigests, rules }: VerifyRequest
): readonly Reason[] {
  if (reference.digest !== undefined) return []
  return [notPinned(reference.tag ?? 'latest', pinDigests && isSelected(rules, image), lock.digest !== null)]
}
