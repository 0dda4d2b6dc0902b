import type { FixedImage } from './fixed/entry.ts'
import { findFixed } from './fixed/match.ts'
import { describeChange } from './report/change-text.ts'
import type { WarningRecord } from './report/record.ts'
import type { Answer } from './resolve/answer.ts'
import { subjectOf } from './resolve/pins.ts'

export type CommittedFile = {
  /** Path of the output file, for messages. */
  readonly name: string
  /** Its entries at the base of the change under review. */
  readonly base: readonly FixedImage[]
  /** Its entries as they are checked out. */
  readonly head: readonly FixedImage[]
  /** True where these are those of the base with the change under review. */
  readonly isOnBase: boolean
}

/**
 * What the change under review itself makes of the entries of the fixed-images file, where a run finds something else: what is merged is that, and
 * no table of what the run finds shows it. Where nobody can tell whose an entry is, that is told in place of it, once.
 */
export function committedChanges(
  answers: readonly Answer[],
  file: CommittedFile | undefined
): readonly WarningRecord[] {
  if (file === undefined) return []
  const told = new Set<string>()
  const changes = answers.flatMap(answer => {
    const { image, place = null } = answer.use.call
    const subject = subjectOf(answer.use)
    const old = findFixed(file.base, subject)?.resultImage ?? null
    const now = findFixed(file.head, subject)?.resultImage ?? null
    const found = answer.status === 'resolved' ? answer.result : null
    const message = `${moveText(file.name, { image, old, now })}; ${nextText(image, found)}`
    const key = JSON.stringify([image, message])
    if (old === now || found === now || told.has(key)) return []
    told.add(key)
    return [{ kind: 'committed', message, place, image } as const]
  })
  return file.isOnBase || changes.length === 0
    ? changes
    : [unknownOwner(file.name, new Set(changes.map(({ image }) => image)))]
}

/** Others may have changed these entries at the base meanwhile. */
function unknownOwner(file: string, images: ReadonlySet<string>): WarningRecord {
  const entries = images.size === 1 ? `the entry of ${[...images].join('')}` : `the entries of ${images.size} images`
  const message = [
    `nobody can tell here whether this pull request changes ${entries} in ${file}: what stands there is neither what the base has nor what this`,
    'run finds, and the checked-out files are not the base with the change on top; read the diff of the file, and for the next run check out the',
    'merge commit, or fetch the base as well (fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 of GitLab) and bring the branch up to date'
  ].join(' ')
  return { kind: 'warning', message, place: null, image: null }
}

type Move = { readonly image: string; readonly old: string | null; readonly now: string | null }

function moveText(file: string, { image, old, now }: Move): string {
  const { from, to } = describeChange({ image, old, new: now })
  if (from === null) return `this pull request adds its entry to ${file}, with ${to}`
  if (to === null) return `this pull request takes its entry out of ${file}, where the base has ${from}`
  return `this pull request changes its entry in ${file} from ${from} to ${to}`
}

function nextText(image: string, found: string | null): string {
  const { to } = describeChange({ image, old: null, new: found })
  return to === null
    ? 'what the next bump makes of it is not known'
    : `the next bump makes it ${to}, unless a pin or a hold keeps it`
}

/**
 * The answers, of which those say so that only the registry makes a change of: neither the entry of the image nor anything else that decides is
 * touched by the change under review.
 */
export async function tellRegistryChanges(
  answers: readonly Answer[],
  file: CommittedFile | undefined,
  reviewed: { isProjectUntouched(): Promise<boolean> } | undefined
): Promise<readonly Answer[]> {
  const open = new Set(answers.filter(answer => file !== undefined && isOfRegistry(answer, file)))
  if (open.size === 0 || (await reviewed?.isProjectUntouched()) !== true) return answers
  return answers.map(answer => (open.has(answer) && answer.status === 'resolved' ? ofRegistry(answer) : answer))
}

function isOfRegistry(answer: Answer, { base, head }: CommittedFile): boolean {
  if (answer.status !== 'resolved' || answer.origin !== 'registry') return false
  const subject = subjectOf(answer.use)
  const old = findFixed(base, subject)?.resultImage
  return old !== undefined && old === findFixed(head, subject)?.resultImage && old !== answer.result
}

function ofRegistry(answer: Answer & { readonly status: 'resolved' }): Answer {
  return { ...answer, why: `${answer.why}; brought by the registry, not by this pull request` }
}
