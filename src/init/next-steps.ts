import { plural } from '../text.ts'
import type { CiName } from './ci.ts'
import type { PlannedFile } from './file-plan.ts'
import type { PipelineKind } from './gitlab-rules.ts'
import type { Move } from './moves.ts'
import type { InitPlan } from './plan.ts'
import { outputFileFor, type Setup } from './setup.ts'
import { shellWord } from './shell-word.ts'

/** What the steps are made of. */
export type StepsPlan = Pick<InitPlan, 'ci' | 'setup' | 'files' | 'failures' | 'moves' | 'blind' | 'leftOutPipelines'>

/** What a person does after the new ones of the files are written, in order; with no new one only what is to be mended, or changed by hand. */
export function nextSteps(plan: StepsPlan): readonly string[] {
  const { ci, setup, files } = plan
  const byHand = files.flatMap(handStep)
  if (files.every(({ state }) => state !== 'new'))
    return [...mendSteps(plan, 'a run'), ...byHand, ...ruleSteps(plan), ...blindSteps(plan)]
  const changed = files.filter(({ state }) => state !== 'same').map(({ path }) => path)
  return [
    ...mendSteps(plan, 'the first run'),
    ...byHand,
    ...ruleSteps(plan),
    ...blindSteps(plan),
    ...moveSteps(plan),
    ...oldFileSteps(setup),
    `Commit ${changed.join(', ')}, and push.`,
    ...settings(ci.ci, setup, files.length > 1),
    firstRun(ci.ci, setup, files),
    deployStep(setup)
  ]
}

const mostNamed = 3

/** What makes a run red, before anything else. */
function mendSteps({ failures }: StepsPlan, run: string): readonly string[] {
  const left = failures.length - mostNamed
  return [
    ...failures.slice(0, mostNamed).map(text => `Mend first, or ${run} fails: ${text}.`),
    ...(left > 0 ? [`Mend ${plural(left, 'more problem')} of this kind, shown above.`] : [])
  ]
}

/** Conditions by which `workflow: rules` make a pipeline; source: docs.gitlab.com/ci/yaml/workflow, "Common `if` clauses". */
const ruleFor: Readonly<Record<PipelineKind, string>> = {
  'merge requests': '- if: $CI_PIPELINE_SOURCE == "merge_request_event"',
  schedules: '- if: $CI_PIPELINE_SOURCE == "schedule"',
  tags: '- if: $CI_COMMIT_TAG'
}

/** Without a pipeline no job runs. */
function ruleSteps({ leftOutPipelines: kinds }: StepsPlan): readonly string[] {
  return kinds.map(
    kind => `Add ${ruleFor[kind]} to the workflow: rules of your pipeline, which seem to make none for ${kind}.`
  )
}

/** Tags that a run would take without a reason. */
function blindSteps({ blind }: StepsPlan): readonly string[] {
  const left = blind.length - mostNamed
  return [
    ...blind.slice(0, mostNamed).map(text => `Say what counts for ${text}.`),
    ...(left > 0 ? [`Say what counts for ${plural(left, 'more image')} in the same way.`] : [])
  ]
}

function handStep({ path, state, text }: PlannedFile): readonly string[] {
  if (state !== 'differs') return []
  if (text !== '') return [`Compare ${path} with what is shown above, and take over what it lacks.`]
  return [`Add the ${isPolicy(path) ? 'rules' : 'include'} above to ${path}.`]
}

function isPolicy(path: string): boolean {
  return /(?:^|\/)\.kluctl-images\.yaml$/.test(path)
}

/** Tags that were chosen before are taken over, but do not stay. */
function moveSteps({ moves, files: [policy] }: StepsPlan): readonly string[] {
  if (moves.length === 0) return []
  const one = ({ image, from, to, bump }: Move): string => `${image} ${from} → ${to} (${bump})`
  const left = moves.length - mostNamed
  const more = left > 0 ? ` and ${left} more` : ''
  const where =
    policy?.state === 'new' ? `take the # of its hold away in ${policy.path}` : 'give it a hold in the policy file'
  const unfixed = [...new Set(moves.flatMap(move => move.unfixed.map(user => `${move.image} for ${user}`)))]
  const others = unfixed.length > mostNamed ? ` and ${unfixed.length - mostNamed} more` : ''
  const pin =
    unfixed.length === 0
      ? ''
      : ` A hold wants an entry for each that uses the image: before it, pin ${unfixed.slice(0, mostNamed).join(', ')}${others} too.`
  return [
    `Look at what the first bump moves: ${moves.slice(0, mostNamed).map(one).join(', ')}${more}. To keep one, ${where}.${pin}`
  ]
}

function oldFileSteps({ oldFile, targets, outputFile }: Setup): readonly string[] {
  if (oldFile === undefined) return []
  const names = named(targets.map(target => outputFileFor({ outputFile }, target)))
  return [
    `Copy ${oldFile} to ${names}, so that what it fixes is carried over: each target has a file of its own from now on, and ${oldFile} is not written any more.`
  ]
}

/** @param hasPipeline false where the policy is the only file */
function settings(ci: CiName, { logins }: Setup, hasPipeline: boolean): readonly string[] {
  const hosts = logins.filter(host => ci !== 'github' || host !== 'ghcr.io')
  const where =
    ci === 'github' || ci === 'gitlab'
      ? 'the written file names what to set'
      : 'set KLUCTL_REGISTRY_0_HOST, KLUCTL_REGISTRY_0_USERNAME and KLUCTL_REGISTRY_0_PASSWORD, and so on, in its environment'
  const login = hosts.length === 0 ? [] : [`Give it the login of ${hosts.join(', ')}: ${where}.`]
  const own = hasPipeline ? ownSettings[ci] : undefined
  return own === undefined ? login : [own, ...login]
}

/** Source: the notes of docs/getting-started.md, templates/ and examples/ on what each CI system has to be allowed. */
const ownSettings: Readonly<Partial<Record<CiName, string>>> = {
  github: 'In Settings > Actions > General switch on "Allow GitHub Actions to create and approve pull requests".',
  gitlab:
    'In Settings > Access tokens make two project access tokens, and in Settings > CI/CD > Variables a variable for each: KLUCTL_IMAGES_GITLAB_TOKEN (role Reporter, scope api; masked, not protected) for the note, and KLUCTL_IMAGES_PUSH_TOKEN (role Developer, scope write_repository; masked and protected) for the merge request.',
  'azure-pipelines':
    'Make a pipeline of azure-pipelines.yml, and add it to the policies of the branch as a build validation.',
  bitbucket:
    'For the comment set a secured repository variable IMAGES_COMMENT_TOKEN: an access token that may write pull requests.',
  tekton: 'kubectl apply -f .tekton/kluctl-images.yaml, and run the task in a pipeline of yours, behind a clone.'
}

function firstRun(ci: CiName, setup: Setup, files: readonly PlannedFile[]): string {
  const each = setup.targets.map(target => outputFileFor(setup, target))
  const written = named(each.length === 0 ? [setup.outputFile] : [...new Set(each)])
  if (ci === 'github')
    return `Once it is merged: Actions > ${workflowOf(files)} > Run workflow. The pull request that it opens writes ${written}.`
  if (ci === 'gitlab') {
    const [it, writes] = each.length > 1 ? ['merge requests', 'write'] : ['merge request', 'writes']
    return `Once it is merged: add a schedule in Build > Pipeline schedules, and run it. The ${it} that it opens ${writes} ${written}.`
  }
  const [first] = setup.targets
  const usual = outputFileFor(setup, first) === 'fixed-images.yaml'
  const one = [
    'kluctl-images resolve',
    ...(setup.projectDir === '.' ? [] : [shellWord(setup.projectDir)]),
    ...(setup.sourceRoot === undefined ? [] : ['--source-root', shellWord(setup.sourceRoot)]),
    ...(first === undefined ? [] : ['--target', shellWord(first)]),
    ...flagged('--args', setup.args),
    ...flagged('--args-from-file', setup.argsFromFile),
    ...flagged('--vars-from-file', setup.varsFromFile),
    ...flagged('--allow-env', setup.allowEnv),
    ...(usual ? [] : ['--output-file', shellWord(outputFileFor(setup, first))])
  ].join(' ')
  return `Run ${one}${setup.targets.length > 1 ? ' and so on for each target' : ''}; it writes ${written}.`
}

/** For each target, since each is deployed by itself; source of the flags: kluctl's documentation of its command deploy. */
function deployStep(setup: Setup): string {
  const { projectDir, targets, args, argsFromFile } = setup
  const deploy = (target: string | undefined): string =>
    [
      'kluctl deploy',
      ...(projectDir === '.' ? [] : ['--project-dir', shellWord(projectDir)]),
      ...(target === undefined ? [] : ['-t', shellWord(target)]),
      ...flagged('-a', args),
      ...flagged('--args-from-file', argsFromFile),
      '--fixed-images-file',
      shellWord(outputFileFor(setup, target))
    ].join(' ')
  const [first, ...others] = targets
  const more =
    others.length === 0
      ? ''
      : others.length === 1
        ? `, and for ${others[0]}: ${deploy(others[0])}`
        : `, and so on for ${named(others)}`
  return `Deploy with what was approved: ${deploy(first)}${more}`
}

function flagged(flag: string, values: readonly string[]): readonly string[] {
  return values.flatMap(value => [flag, shellWord(value)])
}

/** `a, b and c`; of more than four `a, b, c and 2 more`. */
function named(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** Name of the workflow that has the bump, which is the first. */
function workflowOf(files: readonly PlannedFile[]): string {
  const [, name = 'images'] = files.flatMap(({ path }) => /^\.github\/workflows\/(.+)\.yml$/.exec(path) ?? [])
  return name
}
