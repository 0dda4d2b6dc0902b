import { type NewFile, outputFileOf, type Setup } from '../setup.ts'
import { yamlLines, yamlScalar } from '../yaml-scalar.ts'
import { pageAddress, templateAddress } from './addresses.ts'

/** The pipeline of a project at GitLab, made of our templates. Source: templates/kluctl-images{,-bump,-release}.yml of this repository. */
export function gitlabText(setup: Setup): string {
  const about: readonly (readonly [part: Part, words: string])[] = [
    ['review', 'in merge requests: one note that says which images change'],
    ['bump', 'on a schedule, and by hand: the newest images, as one merge request'],
    ['release', 'for tags: pins what was approved by digest, and proves it']
  ]
  const { targets } = setup
  const each = targets.length > 1 ? targets : [undefined]
  const includes = about.flatMap(([part, words]) => [
    `  # ${words}\n`,
    ...each.map(target => includeOf(part, target, setup))
  ])
  return `# Keeps the container images of this project up to date. ${pageAddress('getting-started.md')}
${loginLines(setup)}include:
${includes.join('')}`
}

/** @param hasPipeline true where the repository has a `.gitlab-ci.yml` of its own, which has to include this file then */
export function gitlabFiles(setup: Setup, hasPipeline: boolean): readonly NewFile[] {
  return [{ path: hasPipeline ? '.gitlab/kluctl-images.yml' : '.gitlab-ci.yml', text: gitlabText(setup) }]
}

/** What to add to a `.gitlab-ci.yml` that is there already. */
export const gitlabInclude = `include:
  - local: .gitlab/kluctl-images.yml
`

type Part = 'review' | 'bump' | 'release'

/** @param own the target that this one is about, where there are several; each has a job, a file and a merge request of its own then */
function includeOf(part: Part, own: string | undefined, setup: Setup): string {
  const { projectDir, targets, args, argsFromFile, varsFromFile } = setup
  const target = own ?? targets[0]
  const template = part === 'review' ? 'kluctl-images' : `kluctl-images-${part}`
  const file = yamlScalar(outputFileOf(setup).replace('{target}', () => target ?? ''))
  const inputs = [
    ...(own === undefined ? [] : [`job-name: ${yamlScalar(`${template}-${own}`)}`]),
    ...(projectDir === '.' ? [] : [`project-dir: ${yamlScalar(projectDir)}`]),
    ...(target === undefined ? [] : [`target: ${yamlScalar(target)}`]),
    ...yamlLines('args', args),
    ...yamlLines('args-from-file', argsFromFile),
    ...yamlLines('vars-from-file', varsFromFile),
    part === 'release' ? `fixed-images-file: ${file}` : `output-file: ${file}`,
    ...(part === 'release' ? [] : ['pin-digests: true # so that the release notices a tag that was pushed again']),
    ...(own === undefined || part !== 'release' ? [] : [`output-file: ${yamlScalar(`release/${own}.yaml`)}`]),
    ...(own === undefined || part !== 'bump' ? [] : [`branch: ${yamlScalar(`kluctl-images/bump-${own}`)}`])
  ]
  return `  - remote: ${templateAddress(template)}
    inputs:
${inputs.map(line => `      ${line}\n`).join('')}`
}

function loginLines({ logins }: Setup): string {
  if (logins.length === 0) return ''
  const variables = logins.map((host, index) => {
    const prefix = `KLUCTL_REGISTRY_${index}`
    return `#   ${prefix}_HOST=${host}, ${prefix}_USERNAME and, masked, ${prefix}_PASSWORD\n`
  })
  return `# These CI/CD variables of the project are wanted, to log in:\n${variables.join('')}`
}
