import type { CiName } from './ci.ts'
import { readGitLabPipeline } from './gitlab-pipeline.ts'
import { chooseGitlabPlace } from './gitlab-plan.ts'
import type { Move } from './moves.ts'
import type { ImageProposal } from './proposal.ts'
import type { NewFile, Setup } from './setup.ts'
import { githubFiles } from './texts/github.ts'
import { gitlabInclude, gitlabText, ownPipeline } from './texts/gitlab.ts'
import { policyRule, policyText } from './texts/policy.ts'
import { recipeFile, recipeProblem } from './texts/recipes.ts'
import { chooseWorkflowNames } from './workflow-names.ts'

/**
 * A file of the setup. `new`: it is written. `same`: it is there and says what we would write. `differs`: it is there, is left as it is, and
 * either lacks the lines in `add`, or is to be compared with `text`.
 */
export type PlannedFile = {
  readonly path: string
  readonly state: 'new' | 'same' | 'differs'
  /** What is written, where the state is `new`; what would be, where it `differs` and no lines are to add; empty else. */
  readonly text: string
  /** Lines to add by hand as they are, where the state is `differs`; empty else. */
  readonly add: string
}

export type FilePlanRequest = {
  readonly ci: CiName
  readonly setup: Setup
  readonly proposals: readonly ImageProposal[]
  /** Tags that are fixed now, and that the first bump moves. */
  readonly moves: readonly Move[]
  /** Text of a file of the repository; undefined where there is none. A link, a folder or what cannot be read is the empty text. */
  readonly read: (path: string) => string | undefined
}

/** The files of a setup, held against what is there. */
export function planFiles(request: FilePlanRequest): readonly PlannedFile[] {
  const { ci, setup } = request
  const policy = planPolicy(request)
  if (ci === 'none') return [policy]
  if (ci === 'gitlab') return [policy, ...planGitlab(request)]
  const files =
    ci === 'github'
      ? githubFiles(setup, chooseWorkflowNames(request.read, setup.projectDir))
      : recipeProblem(ci, setup) === undefined
        ? [recipeFile(ci, setup)]
        : []
  return [policy, ...files.map(file => planFile(file, request))]
}

function planFile({ path, text }: NewFile, { read }: FilePlanRequest): PlannedFile {
  const before = read(path)
  if (before === undefined) return { path, state: 'new', text, add: '' }
  const has = new Set(before.split(/\r?\n/).map(line => line.trimEnd()))
  const isThere = text.split('\n').every(line => line.trim() === '' || has.has(line))
  return isThere ? present(path, '') : { path, state: 'differs', text, add: '' }
}

/** A policy that is there belongs to its team: only rules for images that no rule and no template speaks of are named. */
function planPolicy({ proposals, moves, setup, read }: FilePlanRequest): PlannedFile {
  const path = setup.projectDir === '.' ? '.kluctl-images.yaml' : `${setup.projectDir}/.kluctl-images.yaml`
  if (read(path) === undefined) return { path, state: 'new', text: policyText(proposals, moves), add: '' }
  const lacking = proposals.filter(({ origin }) => origin === 'proposed')
  return present(path, lacking.map(policyRule).join(''))
}

/** The pipeline, and where it is a file of its own the line that includes it. */
function planGitlab(request: FilePlanRequest): readonly PlannedFile[] {
  const { setup, read } = request
  const place = chooseGitlabPlace(setup, read)
  const file = planFile({ path: place.path, text: gitlabText(setup, place) }, request)
  const main = ownPipeline.path
  if (place.path === main) return [file]
  const before = read(main)
  const { hasInclude, includes } = readGitLabPipeline({ read })
  const add = gitlabInclude(place.path, hasInclude)
  if (before === undefined) return [file, { path: main, state: 'new', text: add, add: '' }]
  return [file, present(main, before.includes(place.path) || includes(place.path) ? '' : add)]
}

function present(path: string, add: string): PlannedFile {
  return { path, state: add === '' ? 'same' : 'differs', text: '', add }
}

/** Why there is no pipeline among the files: a recipe that does not fit. Undefined where there is one, and where none is wanted. */
export function pipelineProblem(ci: CiName, setup: Setup): string | undefined {
  if (ci === 'none' || ci === 'github' || ci === 'gitlab') return undefined
  const problem = recipeProblem(ci, setup)
  return problem === undefined ? undefined : `there is no recipe for ${ci}: ${problem}`
}
