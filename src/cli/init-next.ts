import { nextSteps } from '../init/next-steps.ts'
import type { InitPlan, LookedAtTarget } from '../init/plan.ts'
import { shellWord } from '../init/shell-word.ts'
import { plural } from '../text.ts'

/** What comes next, in order; of written files only where they are written, or nothing is to write. */
export function nextOf(plan: InitPlan, isWritten: boolean): readonly string[] {
  const { calls, files, failures, imageLines } = plan
  const missing = [...replacedSteps(plan), ...leftOutSteps(plan.targets)]
  if (calls === 0) {
    const mend = [...failures.slice(0, 5).map(failure => `Mend ${failure}.`), ...missing]
    return [...(mend.length > 0 ? mend : [firstCall(imageLines)]), 'Run the same command again.']
  }
  const isOpen = !isWritten && files.some(({ state }) => state === 'new')
  return isOpen ? missing : [...missing, ...nextSteps(plan)]
}

/** Why there is nothing to set up: an end of "error: …, so that there is nothing to set up". */
export function nothingFound({ targets, failures }: InitPlan, chosen: readonly string[]): string {
  if (targets.length > 0 && targets.every(({ leftOut }) => leftOut !== null)) return 'no target could be rendered'
  const among = failures.length > 0 ? ' in what could be rendered' : ''
  const of = chosen.length === 0 ? '' : ` for the target${chosen.length === 1 ? '' : 's'} ${chosen.join(', ')}`
  return `no call of images.get_image was found${among}${of}`
}

/**
 * Why --yes writes nothing, with what to do: it would set up less than the user may think, or another thing. Undefined where it may write.
 * @param chosen targets that the user chose; what is given beside one that is chosen by itself is for that one
 */
export function refusal({ targets, replaced }: InitPlan, chosen: readonly string[]): string | undefined {
  const names = leftOutNames(targets)
  if (names !== undefined)
    return `nothing was written, since --yes sets up every target, and here ${names} cannot take part; to go on without: --yes ${choiceFlags(targets)}`
  const [first] = chosen.length === 1 ? [] : replaced
  if (first === undefined) return undefined
  const anyway = targets.length === 1 ? `; to go on all the same: --yes ${choiceFlags(targets)}` : ''
  return `nothing was written, since ${first}; put a value for one target into its args in .kluctl.yaml${anyway}`
}

/** What is given replaces what a target has. The pipeline, and the line to deploy with, would say so as well. */
function replacedSteps({ replaced }: InitPlan): readonly string[] {
  if (replaced.length === 0) return []
  return [
    `Look at what the given args do: ${listOf(replaced, 'more')}. They count for every target, in each run and in the line to deploy with; a value for one belongs into its args in .kluctl.yaml.`
  ]
}

/** The names of targets that are left out, for a sentence; undefined where none is. */
export function leftOutNames(targets: readonly LookedAtTarget[]): string | undefined {
  const names = targets.flatMap(({ name, leftOut }) => (leftOut === null ? [] : name))
  return names.length === 0 ? undefined : listOf(names)
}

/** The flags that choose the targets which take part; empty where none does. */
export function choiceFlags(targets: readonly LookedAtTarget[]): string {
  return targets.flatMap(({ name, leftOut }) => (leftOut === null ? [`--target ${shellWord(name)}`] : [])).join(' ')
}

/** A step for each reason why targets are left out. */
function leftOutSteps(targets: readonly LookedAtTarget[]): readonly string[] {
  const reasons = [...new Set(targets.flatMap(({ leftOut }) => leftOut ?? []))]
  const flags = choiceFlags(targets)
  return reasons.slice(0, 5).map(reason => {
    const members = targets.filter(({ leftOut }) => leftOut === reason)
    const who = listOf(members.map(({ name }) => name))
    const args = (members[0]?.missingArgs ?? []).filter(name => /^[\w./-]+$/.test(name))
    if (flags === '' && args.length > 0)
      return `Give ${who} what the project requires: in the args of the targets, or one value for all by the same command with ${args.map(name => `--args ${name}=…`).join(' ')}`
    const apart = args.length > 0 ? ' (--args would count for every target)' : ''
    const without = flags === '' ? '' : ` To go on without: the same command with ${flags}.`
    return `Mend what keeps ${who} out${apart}: ${reason}.${without}`
  })
}

function listOf(names: readonly string[], more?: string): string {
  const left = names.length - 5
  const others = more === undefined ? plural(left, 'more target') : `${left} ${more}`
  return left <= 0 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${others}`
}

function firstCall([first]: InitPlan['imageLines']): string {
  const line = (name: string): string => `image: {{ images.get_image("${name}") }}`
  return first === undefined
    ? `In a template write ${line('nginx')}, with the name of an image that is to be kept up to date.`
    : `Write ${line(first.name)} in ${first.file}, and so on for each image that is to be kept up to date.`
}
