import type { CiName } from './ci.ts'
import type { PlannedFile } from './file-plan.ts'
import { outputFileOf, type Setup } from './setup.ts'

/** What a person does after the new ones of the files are written, in order; with no new one only what is to be changed by hand. */
export function nextSteps(ci: CiName, setup: Setup, files: readonly PlannedFile[]): readonly string[] {
  const byHand = files.flatMap(handStep)
  if (files.every(({ state }) => state !== 'new')) return byHand
  const [target] = setup.targets
  const file = outputFileOf(setup).replace('{target}', () => target ?? '')
  const deploy = `Deploy with what was approved: kluctl deploy${target === undefined ? '' : ` -t ${target}`} --fixed-images-file ${file}`
  const changed = files.filter(({ state }) => state !== 'same').map(({ path }) => path)
  const commit = `Commit ${changed.join(', ')}, and push.`
  return [...byHand, commit, ...settings(ci, setup, files.length > 1), firstRun(ci, setup, files), deploy]
}

function handStep({ path, state, text, add }: PlannedFile): readonly string[] {
  if (state !== 'differs') return []
  if (text !== '') return [`Compare ${path} with what is shown above, and take over what it lacks.`]
  return [`Add the ${add.startsWith('include:') ? 'include' : 'rules'} above to ${path}.`]
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
  const begin = `writes ${outputFileOf(setup)} for the first time`
  if (ci === 'github')
    return `Once it is merged: Actions > ${workflowOf(files)} > Run workflow. The pull request that it opens ${begin}.`
  if (ci === 'gitlab')
    return `Once it is merged: add a schedule in Build > Pipeline schedules, and run it. The merge request that it opens ${begin}.`
  const folder = setup.projectDir === '.' ? '' : ` ${setup.projectDir}`
  const [target] = setup.targets
  const one = `kluctl-images resolve${folder}${target === undefined ? '' : ` --target ${target}`}`
  return `Run ${one}${setup.targets.length > 1 ? ' and so on for each target' : ''}; it ${begin}.`
}

/** Name of the workflow that has the bump, which is the first. */
function workflowOf(files: readonly PlannedFile[]): string {
  const [, name = 'images'] = files.flatMap(({ path }) => /^\.github\/workflows\/(.+)\.yml$/.exec(path) ?? [])
  return name
}
