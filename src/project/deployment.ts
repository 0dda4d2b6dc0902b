import type { FileSource } from '../ports.ts'
import { parseYaml, type YamlMap } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import { type FoundFile, readEither } from './files.ts'
import { type Renderer, searchFolders } from './renderer.ts'

/** A rendered deployment.yaml. Source: kluctl v2.16 and v2.28, pkg/types/deployment.go; keys of both are known. */
export type DeploymentFile = {
  readonly file: string
  readonly root: Part
  readonly items: readonly DeploymentItem[]
  readonly tags: readonly string[]
  readonly overrideNamespace: string | undefined
}

/** One entry of `deployments`. */
export type DeploymentItem = {
  readonly part: Part
  readonly kind: 'path' | 'include' | 'git' | 'oci' | 'none'
  /** Folder as it was written, for `path` and `include`. */
  readonly path: string
  /** Undefined where the item names none: then its folder's name is its tag. */
  readonly tags: readonly string[] | undefined
  readonly when: string
  readonly always: boolean
  readonly onlyRender: boolean
  readonly recursive: boolean
}

const rootKeys = [
  'deployments',
  'vars',
  'tags',
  'commonLabels',
  'commonAnnotations',
  'overrideNamespace',
  'ignoreForDiff',
  'conflictResolution',
  'when',
  'args',
  'sealedSecrets',
  'templateExcludes'
]

const itemKinds = ['path', 'include', 'git', 'oci'] as const
const itemKeys = [
  ...itemKinds,
  'tags',
  'vars',
  'barrier',
  'message',
  'when',
  'alwaysDeploy',
  'skipDeleteIfTags',
  'onlyRender',
  'waitReadiness',
  'waitReadinessObjects',
  'deleteObjects',
  'deleteHelmReleases',
  'recursive',
  'args',
  'passVars'
]

/** Renders and reads the deployment.yaml of a folder; undefined where it has none. @throws ProjectError */
export function readDeployment(
  source: FileSource,
  renderer: Renderer,
  folder: string,
  vars: YamlMap
): DeploymentFile | undefined {
  const found = readEither(source, folder, 'deployment')
  return found && parseDeployment(found, renderer.render(found.text, found.path, vars, searchFolders(folder)))
}

function parseDeployment(found: FoundFile, rendered: string): DeploymentFile {
  const document = parseYaml(rendered, found.path) ?? parseYaml('{}', found.path)
  if (!document) throw new Error('an empty map is a document')
  const root = new Part(document)
  root.allow(rootKeys)
  return {
    file: found.path,
    root,
    items: root.at('deployments').list().map(readItem),
    tags: root.at('tags').texts(),
    overrideNamespace: root.at('overrideNamespace').optionalText()
  }
}

function readItem(part: Part): DeploymentItem {
  part.allow(itemKeys)
  const kinds = itemKinds.filter(kind => !part.at(kind).isEmpty)
  const [kind = 'none'] = kinds
  if (kinds.length > 1) throw part.fail(`only one of ${kinds.join(' and ')} can be given`)
  const tags = part.at('tags').texts()
  return {
    part,
    kind,
    path: kind === 'path' || kind === 'include' ? part.at(kind).text() : '',
    tags: tags.length === 0 ? undefined : tags,
    when: whenOf(part),
    always: ['alwaysDeploy', 'onlyRender', 'barrier'].some(key => part.at(key).boolean(false)),
    onlyRender: part.at('onlyRender').boolean(false),
    recursive: part.at('recursive').boolean(false)
  }
}

/** `when` is an expression; YAML may have read `true` as a boolean. */
export function whenOf(part: Part): string {
  const value = part.at('when').value
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return part.at('when').optionalText() ?? ''
}
