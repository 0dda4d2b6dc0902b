import { isImagesError } from '../errors.ts'
import { isYamlList, isYamlMap, parseYamlDocuments, type YamlValue } from '../yaml/parse.ts'

/** A project that a pipeline keeps up to date: its folder, `.` for the repository itself, and its fixed-images file or their pattern. */
export type OurProject = { readonly folder: string; readonly outputFile: string }

const ours = /(?:^|\/)kluctl-images(?:[/@]|$)|\/(?:templates\/)?kluctl-images(?:-bump|-release)?(?:\.yml$|@)/

/**
 * The projects that a pipeline names where it calls our workflows, our Action, or our components. Empty where it calls none that is about a
 * project; undefined for a text that cannot be read.
 */
export function projectsOf(text: string): readonly OurProject[] | undefined {
  try {
    return parseYamlDocuments(text, 'pipeline', undefined, 'hidden').flatMap(({ value }) => projectsIn(value))
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
  const outputFile = text('output-file') ?? text('fixed-images-file') ?? 'fixed-images.yaml'
  return [...below, { folder: text('project-dir') ?? '.', outputFile }]
}

/** `./deploy/` is `deploy`. */
function normal(path: string): string {
  const parts = path.split('/').filter(part => part !== '' && part !== '.')
  return parts.length === 0 ? '.' : parts.join('/')
}

/** A word for a project, for names of files, jobs and branches: `infra-kluctl` for `infra/kluctl`. Two folders may have the same. */
export function slugOf(projectDir: string): string {
  const slug = projectDir
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  if (slug === '') return 'root'
  // these are parts of a setup: images-release.yml
  return ['comment', 'release', 'bump'].includes(slug) ? `${slug}-project` : slug
}
