import type { FileSource } from '../ports.ts'
import { findPlaceholders } from '../template/placeholder.ts'
import { quote } from '../text.ts'
import { parseYaml } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import type { RenderedFile } from './rendition.ts'
import { joinPart } from './source-root.ts'

/**
 * What of a kustomization decides which objects there are, and in which namespace: read here where that is exact (`files`), else only
 * kustomize itself can tell (`program`).
 */
export type Kustomization =
  | {
      readonly kind: 'files'
      readonly files: readonly RenderedFile[]
      /** Paths of the files among its resources that a chart makes. */
      readonly made: readonly string[]
      readonly namespace: string | undefined
    }
  | { readonly kind: 'program' }

/** Where the files are that a kustomization names. */
export type KustomizationFiles = {
  readonly source: FileSource
  /** Folder of the kustomization. */
  readonly folder: string
  /** A file after rendering, by its path in the project; undefined where no item has rendered it. */
  rendered(path: string): string | Uint8Array | undefined
  /** Paths of files that a chart makes, which are not there to be read. */
  readonly made: ReadonlySet<string>
}

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
 * Reads a rendered kustomization.yaml as far as it can be applied exactly without the program: `resources` that are files of the project, and
 * `namespace`. Source: kluctl-semantics 5.8.
 * @throws ProjectError for what is no kustomization, and for resources that are no files of the project
 */
export function readKustomization(text: string, file: string, files: KustomizationFiles): Kustomization {
  const document = parseYaml(text, file)
  if (!document) return { kind: 'files', files: [], made: [], namespace: undefined }
  const root = new Part(document)
  // an image may be asked for in commonAnnotations, which end in every object
  if (findPlaceholders(text).length > 0) return { kind: 'program' }
  for (const [key, value] of root.map()) {
    if (key === 'resources' || key === 'namespace' || harmless.includes(key)) continue
    if (value === null || (Array.isArray(value) && value.length === 0)) continue
    return { kind: 'program' }
  }
  const found: RenderedFile[] = []
  const made: string[] = []
  for (const part of root.at('resources').list()) {
    const resource = findResource(part, files)
    if (resource === 'folder') return { kind: 'program' }
    if ('made' in resource) made.push(resource.made)
    else found.push(resource)
  }
  return { kind: 'files', files: found, made, namespace: root.at('namespace').optionalText() }
}

function findResource(
  part: Part,
  { source, folder, rendered, made }: KustomizationFiles
): RenderedFile | { readonly made: string } | 'folder' {
  const resource = part.text()
  if (/^[a-z][a-z0-9+.-]*:|\?ref=|^git@/i.test(resource))
    throw part.fail(`the remote resource ${quote(resource)} is not allowed`, 'unsupported')
  const path = joinPart('', folder, resource, part)
  const text = rendered(path)
  if (typeof text === 'string') return { path, text }
  const plain = source.read(path)
  if (plain !== undefined) {
    if (!/\{[{%#]/.test(plain)) return { path, text: plain }
    throw part.fail(
      `the resource ${quote(resource)} is a template of another folder, which has variables of its own`,
      'unsupported',
      'List its folder as an item of a deployment.yaml, with onlyRender: true if it is no deployment of its own.'
    )
  }
  if (made.has(path)) return { made: path }
  if (source.list(path) !== undefined) return 'folder'
  throw part.fail(`there is no file ${quote(resource)}`, 'missing-file')
}
