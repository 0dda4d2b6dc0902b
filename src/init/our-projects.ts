import { isImagesError } from '../errors.ts'
import { parseGitLabYaml } from '../yaml/gitlab-yaml.ts'
import { isYamlList, isYamlMap, type YamlValue } from '../yaml/parse.ts'

/** A project that a pipeline keeps up to date: its folder, `.` for the repository itself, its fixed-images file or their pattern, and its targets. */
export type OurProject = {
  readonly folder: string
  readonly outputFile: string
  /** Targets that the call names; empty where it names none. */
  readonly targets: readonly string[]
}

const ours = /(?:^|\/)kluctl-images(?:[/@]|$)|\/(?:templates\/)?kluctl-images(?:-bump|-release)?(?:\.yml$|@)/

const release = /\/(?:kluctl-images-)?release(?:\.yml|@)/

/**
 * The projects that a pipeline names where it calls our workflows, our Action, or our components. Empty where it calls none that is about a
 * project; undefined for a text that cannot be read.
 */
export function projectsOf(text: string): readonly OurProject[] | undefined {
  try {
    // what it reads of GitLab's beyond YAML is in no workflow of GitHub
    return parseGitLabYaml(text, 'pipeline').flatMap(({ value }) => projectsIn(value))
  } catch (error) {
    if (isImagesError(error)) return undefined
    throw error
  }
}

function projectsIn(value: YamlValue): readonly OurProject[] {
  if (isYamlList(value)) return value.flatMap(projectsIn)
  if (!isYamlMap(value)) return []
  const used = ['uses', 'remote', 'component'].map(key => value.get(key)).find(one => typeof one === 'string')
  const below = [...value.values()].flatMap(projectsIn)
  // the comment for forks takes the artifact of another workflow, and knows no project
  if (typeof used !== 'string' || !ours.test(used) || used.includes('/review-comment.yml')) return below
  const inputs = value.get('with') ?? value.get('inputs')
  const text = (name: string): string | undefined => {
    const one = isYamlMap(inputs) ? inputs.get(name) : undefined
    return typeof one === 'string' ? normal(one) : undefined
  }
  // what only reads the file that others write names it so; its own output is none of the project's
  const readsOnly = release.test(used) || (isYamlMap(inputs) && String(inputs.get('verify')) === 'true')
  const outputFile = text(readsOnly ? 'fixed-images-file' : 'output-file') ?? 'fixed-images.yaml'
  const targets = ['target', 'targets'].flatMap(name => {
    const one = isYamlMap(inputs) ? inputs.get(name) : undefined
    return typeof one === 'string' ? one.split('\n').flatMap(line => line.trim() || []) : []
  })
  return [...below, { folder: text('project-dir') ?? '.', outputFile, targets }]
}

/** `./deploy/` is `deploy`. */
function normal(path: string): string {
  const parts = path.split('/').filter(part => part !== '' && part !== '.')
  return parts.length === 0 ? '.' : parts.join('/')
}

/** A word for a project, for names of files, jobs and branches: `infra-kluctl` for `infra/kluctl`. Two folders may have the same: {@link slugsOf}. */
export function slugOf(projectDir: string): string {
  const slug = projectDir
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  if (slug === '') return 'root'
  // these are parts of a setup: images-release.yml
  return ['comment', 'release', 'bump'].includes(slug) ? `${slug}-project` : slug
}

/** Words for a project, of which it takes the first that no other has: `infra-kluctl`, `infra-kluctl-2`. */
export function slugsOf(projectDir: string): readonly string[] {
  const slug = slugOf(projectDir)
  return [slug, ...Array.from({ length: 8 }, (_, index) => `${slug}-${index + 2}`)]
}
