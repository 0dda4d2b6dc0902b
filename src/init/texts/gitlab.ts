import { outputFileFor, type Setup } from '../setup.ts'
import { yamlScalar } from '../yaml-scalar.ts'
import { pageAddress, templateAddress } from './addresses.ts'

/** Where our jobs of a project go, and what sets them apart from others in the same repository. */
export type GitlabPlace = {
  readonly path: string
  /** Set where the usual names are those of another project: a part of the names of jobs and of the branch. */
  readonly suffix: string | undefined
  /** Undefined for that of the templates. */
  readonly stage: string | undefined
  /** False where files that are not in the repository may say other stages. */
  readonly isStageSure: boolean
}

/** The place of a project that has a pipeline to itself. */
export const ownPipeline: GitlabPlace = {
  path: '.gitlab-ci.yml',
  suffix: undefined,
  stage: undefined,
  isStageSure: true
}

/** The pipeline of a project at GitLab, made of our templates. Source: templates/kluctl-images{,-bump,-release}.yml of this repository. */
export function gitlabText(setup: Setup, place: GitlabPlace = ownPipeline): string {
  const about: readonly (readonly [part: Part, words: string])[] = [
    ['review', 'in merge requests: one note that says which images change'],
    ['bump', 'on a schedule, and by hand: the newest images, as one merge request'],
    ['release', 'for tags: pins what was approved by digest, and proves it']
  ]
  const { targets } = setup
  const each = targets.length > 1 ? targets : [undefined]
  const includes = about.flatMap(([part, words]) => [
    `  # ${words}\n`,
    ...each.map(target => includeOf(part, target, setup, place))
  ])
  return `# Keeps the container images of this project up to date. ${pageAddress('getting-started.md')}
${loginLines(setup)}include:
${includes.join('')}`
}

/** What to add to a `.gitlab-ci.yml` that is there already, so that it includes our file. */
export function gitlabInclude(path: string, hasInclude: boolean): string {
  return `${hasInclude ? '# one more of these:\n' : ''}include:\n  - local: ${path}\n`
}

type Part = 'review' | 'bump' | 'release'

/** @param own the target that this one is about, where there are several; each has a job, a file and a merge request of its own then */
function includeOf(part: Part, own: string | undefined, setup: Setup, place: GitlabPlace): string {
  const { suffix } = place
  const { projectDir, sourceRoot, targets, args, argsFromFile, varsFromFile, allowEnv } = setup
  const target = own ?? targets[0]
  const template = part === 'review' ? 'kluctl-images' : `kluctl-images-${part}`
  const file = yamlScalar(outputFileFor(setup, target))
  const apart = [suffix, own].filter(one => one !== undefined)
  const isApart = apart.length > 0
  const name = apart.join('-')
  const title = [suffix === undefined ? undefined : projectDir, own].filter(one => one !== undefined).join(', ')
  const inputs = [
    ...(isApart ? [`job-name: ${yamlScalar(`${template}-${name}`)}`] : []),
    ...stageLine(place),
    ...(projectDir === '.' ? [] : [`project-dir: ${yamlScalar(projectDir)}`]),
    ...(sourceRoot === undefined ? [] : [`source-root: ${yamlScalar(sourceRoot)}`]),
    ...(target === undefined ? [] : [`target: ${yamlScalar(target)}`]),
    ...list('args', args),
    ...list('args-from-file', argsFromFile),
    ...list('vars-from-file', varsFromFile),
    ...(allowEnv.length === 0 ? [] : [`allow-env: ${yamlScalar(allowEnv.join(','))}`]),
    part === 'release' ? `fixed-images-file: ${file}` : `output-file: ${file}`,
    ...(part === 'release' ? [] : ['pin-digests: true # so that the release notices a tag that was pushed again']),
    ...(isApart && part === 'release' ? [`output-file: ${yamlScalar(`release/${name}.yaml`)}`] : []),
    ...(isApart && part === 'bump' ? [`branch: ${yamlScalar(`kluctl-images/bump-${name}`)}`] : []),
    ...(isApart && part === 'bump' ? [`title: ${yamlScalar(`Update container images: ${title}`)}`] : [])
  ]
  return `  - remote: ${templateAddress(template)}
    inputs:
${inputs.map(line => `      ${line}\n`).join('')}`
}

function stageLine({ stage, isStageSure }: GitlabPlace): readonly string[] {
  if (isStageSure) return stage === undefined ? [] : [`stage: ${yamlScalar(stage)}`]
  return [
    `stage: ${yamlScalar(stage ?? 'test')} # one that the pipeline has; what it includes from elsewhere may say others`
  ]
}

function list(key: string, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [`${key}:`, ...texts.map(text => `  - ${yamlScalar(text)}`)]
}

function loginLines({ logins }: Setup): string {
  if (logins.length === 0) return ''
  const variables = logins.map((host, index) => {
    const prefix = `KLUCTL_REGISTRY_${index}`
    return `#   ${prefix}_HOST=${host}, ${prefix}_USERNAME and, masked, ${prefix}_PASSWORD\n`
  })
  return `# These CI/CD variables of the project are wanted, to log in:\n${variables.join('')}`
}
