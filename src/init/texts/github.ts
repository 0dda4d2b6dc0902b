import { type NewFile, outputFileFor, type Setup } from '../setup.ts'
import { usualNames, type WorkflowNames } from '../workflow-names.ts'
import { yamlLines, yamlScalar } from '../yaml-scalar.ts'
import { pageAddress, workflowAddress } from './addresses.ts'

/**
 * The workflows of a repository at GitHub, made of our reusable ones: review and bump, the comment for forks, and the release.
 * Source: .github/workflows/{review,bump,review-comment,release}.yml of this repository.
 * @param names how the files and their workflows are called
 */
export function githubFiles(setup: Setup, names: WorkflowNames = usualNames): readonly NewFile[] {
  const at = `.github/workflows/${names.file}`
  return [
    { path: `${at}.yml`, text: imagesWorkflow(setup, names) },
    { path: `${at}-comment.yml`, text: commentWorkflow(names) },
    { path: `${at}-release.yml`, text: releaseWorkflow(setup, names.file) }
  ]
}

function imagesWorkflow(setup: Setup, { file: name, suffix }: WorkflowNames): string {
  const branch = suffix === undefined ? [] : [`branch: ${yamlScalar(`kluctl-images/bump-${suffix}`)}`]
  return `# Keeps the container images of this project up to date. ${pageAddress('getting-started.md')}
name: ${name}
on:
  pull_request:
  schedule:
    - cron: '17 5 * * 1-5' # on workdays, at 05:17 UTC
  workflow_dispatch:

permissions: {}

jobs:
  # on every pull request: one comment that says what it does to the images
  review:
    if: github.event_name == 'pull_request'
    permissions:
      contents: read
      pull-requests: write # for the comment
      packages: read # wanted in any case; it is for images at ghcr.io
    uses: ${workflowAddress('review')}
    with:
${inputs([...projectLines(setup), ...artifactLines(suffix), ...loginInputs(setup)])}${secretLines(setup)}
  # on a schedule, and by hand: the newest images, as one pull request
  bump:
    if: github.event_name != 'pull_request'
    permissions:
      contents: write # for its branch
      pull-requests: write
      packages: read # wanted in any case
    uses: ${workflowAddress('bump')}
    with:
${inputs([...projectLines(setup), ...branch, `base: ${yamlScalar(setup.branch)}`, ...loginInputs(setup)])}${secretLines(setup, pullRequestToken)}`
}

function commentWorkflow({ file: name, workflow: other, suffix }: WorkflowNames): string {
  const artifact = artifactLines(suffix)
  return `# Comments on the pull requests of forks, whose own runs may not. It runs from the default branch and sees none of their files.
name: ${name} comment
on:
  workflow_run:
    workflows: [${yamlScalar(other)}] # the name of the other workflow
    types: [completed]

permissions: {}

jobs:
  comment:
    permissions:
      actions: read # for what the other run found
      pull-requests: write # for the comment
    uses: ${workflowAddress('review-comment')}
${artifact.length === 0 ? '' : `    with:\n${inputs(artifact)}`}`
}

/** The comment for forks takes the artifact of the review by its name, and runs that wait for each other are told apart by it. */
function artifactLines(suffix: string | undefined): readonly string[] {
  return suffix === undefined ? [] : [`artifact-name: ${yamlScalar(`fixed-images-${suffix}`)}`]
}

function releaseWorkflow(setup: Setup, name: string): string {
  const isOne = setup.targets.length < 2
  const matrix = `    strategy:
      fail-fast: false
      matrix:
        target:
${setup.targets.map(target => `          - ${yamlScalar(target)}\n`).join('')}`
  const target = '${{ matrix.target }}'
  const own = [
    ...folderLines(setup),
    ...(isOne ? setup.targets.map(name => `target: ${yamlScalar(name)}`) : [`target: ${target}`]),
    ...argsLines(setup),
    `fixed-images-file: ${fileScalar(outputFileFor(setup, isOne ? undefined : target))}`,
    ...(isOne ? [] : [`artifact-name: release-images-${target}`])
  ]
  return `# Pins what was approved by digest, proves it, and keeps it as an artifact: deploy with that file.
name: ${name} release
on:
  push:
    tags: ['v*']
  workflow_dispatch:

permissions: {}

jobs:
  release:
${isOne ? '' : matrix}    permissions:
      contents: read
      packages: read # wanted in any case; it is for images at ghcr.io
    uses: ${workflowAddress('release')}
    with:
${inputs([...own, ...loginInputs(setup)])}${secretLines(setup)}`
}

function projectLines(setup: Setup): readonly string[] {
  const { targets } = setup
  return [
    ...folderLines(setup),
    ...(targets.length < 2 ? targets.map(target => `target: ${yamlScalar(target)}`) : yamlLines('targets', targets)),
    ...argsLines(setup),
    `output-file: ${fileScalar(outputFileFor(setup, undefined))}`,
    "pin-digests: 'true' # so that the release notices a tag that was pushed again"
  ]
}

function argsLines({ args, argsFromFile, varsFromFile }: Setup): readonly string[] {
  return [
    ...yamlLines('args', args),
    ...yamlLines('args-from-file', argsFromFile),
    ...yamlLines('vars-from-file', varsFromFile)
  ]
}

function folderLines({ projectDir, sourceRoot }: Setup): readonly string[] {
  return [
    ...(projectDir === '.' ? [] : [`project-dir: ${yamlScalar(projectDir)}`]),
    ...(sourceRoot === undefined ? [] : [`source-root: ${sourceRoot === '.' ? '.' : yamlScalar(sourceRoot)}`])
  ]
}

/** Braces within a plain scalar are text. */
function fileScalar(path: string): string {
  return /^[A-Za-z][A-Za-z0-9_./-]*(?:\{target\}|\$\{\{ matrix\.target \}\})[A-Za-z0-9_./-]*$/.test(path)
    ? path
    : yamlScalar(path)
}

function inputs(lines: readonly string[]): string {
  return lines.map(line => `      ${line}\n`).join('')
}

/** Hosts that the token of the job does not open. */
function foreignLogins({ logins }: Setup): readonly string[] {
  return logins.filter(host => host !== 'ghcr.io')
}

/** Inputs for one registry, as comments: which secrets there are is the user's own matter. Several take a configuration of docker. */
function loginInputs(setup: Setup): readonly string[] {
  const [host, ...others] = foreignLogins(setup)
  if (host === undefined || others.length > 0) return []
  return [
    `# ${host} wants a login: take the # away here and below, and set the secret`,
    `# registry: ${yamlScalar(host)}`,
    '# registry-username: name',
    `# without TLS, or with a certificate authority of your own: ${pageAddress('registries.md')}#in-the-reusable-workflows`
  ]
}

/** @param own more secrets that can be handed in */
function secretLines(setup: Setup, own: readonly string[] = []): string {
  const [host, ...others] = foreignLogins(setup)
  const several = [
    `# ${[host, ...others].join(', ')} want a login: a config.json of docker`,
    '# docker-config: ${{ secrets.DOCKER_CONFIG_JSON }}'
  ]
  const login =
    host === undefined ? [] : others.length > 0 ? several : ['# registry-password: ${{ secrets.REGISTRY_PASSWORD }}']
  const lines = [...own, ...login]
  return lines.length === 0 ? '' : `    # secrets:\n${inputs(lines)}`
}

/** Source: the comment on top of .github/workflows/bump.yml. */
const pullRequestToken = [
  '# by the token of a job a pull request is opened without its checks; by this one they run',
  '# pull-request-token: ${{ secrets.IMAGES_TOKEN }}'
]
