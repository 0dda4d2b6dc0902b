import { ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'
import { quote } from '../text.ts'
import { parseYaml } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import { joinPath } from './files.ts'

/** What of a kustomization decides which objects there are, and in which namespace. */
export type Kustomization = { readonly resources: readonly string[]; readonly namespace: string | undefined }

/** Keys that change neither which objects there are nor what they are called. */
const harmless = [
  'apiVersion',
  'kind',
  'metadata',
  'commonLabels',
  'labels',
  'commonAnnotations',
  'buildMetadata',
  'sortOptions',
  'generatorOptions'
]

/**
 * Reads a rendered kustomization.yaml as far as it can be applied exactly without the program: local `resources` and `namespace`.
 * `made` are paths of files that a chart makes, which are not there to be read.
 * @throws ProjectError `unsupported` for everything that needs kustomize, and for resources that are not files of the project
 */
export function readKustomization(
  source: FileSource,
  folder: string,
  rendered: { readonly text: string; readonly file: string },
  made: ReadonlySet<string>
): Kustomization {
  const { text, file } = rendered
  const document = parseYaml(text, file)
  if (!document) return { resources: [], namespace: undefined }
  const root = new Part(document)
  for (const [key, value] of root.map()) {
    if (key === 'resources' || key === 'namespace' || harmless.includes(key)) continue
    if (value === null || (Array.isArray(value) && value.length === 0)) continue
    throw root
      .at(key)
      .fail(
        `${quote(key)} needs the program kustomize, which is not run yet`,
        'unsupported',
        'Until then only kustomizations with local resources and a namespace can be read.'
      )
  }
  const resources = root
    .at('resources')
    .list()
    .flatMap(part => {
      const path = resourcePath(source, folder, part, made)
      return path === undefined ? [] : [path]
    })
  return { resources, namespace: root.at('namespace').optionalText() }
}

function resourcePath(source: FileSource, folder: string, part: Part, made: ReadonlySet<string>): string | undefined {
  const resource = part.text()
  if (/^[a-z][a-z0-9+.-]*:|\?ref=|^git@/i.test(resource))
    throw part.fail(`the remote resource ${quote(resource)} is not allowed`, 'unsupported')
  const path = joinPath(folder, resource, part.place)
  const text = source.read(path)
  if (text !== undefined) {
    const isInside = folder === '' || path.startsWith(`${folder}/`)
    if (isInside || !/\{[{%#]/.test(text)) return path
    throw part.fail(
      `the resource ${quote(resource)} is a template of another folder, which has variables of its own`,
      'unsupported',
      'List it in a kustomization of its folder, or include it there.'
    )
  }
  if (made.has(path)) return undefined
  if (source.list(path) !== undefined)
    throw part.fail(
      `the resource ${quote(resource)} is a folder; this needs the program kustomize, which is not run yet`,
      'unsupported'
    )
  throw new ProjectError('missing-file', `there is no file ${quote(resource)}`, part.place)
}
