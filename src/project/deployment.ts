import type { FileSource } from '../ports.ts'
import { parseKluctlYaml } from '../yaml/kluctl-yaml.ts'
import { isYamlMap, type YamlMap } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import { type FoundFile, readEither } from './files.ts'
import type { Renderer } from './renderer.ts'

/** A rendered deployment.yaml. Source: kluctl v2.16 and v2.28, pkg/types/deployment.go; keys of both are known. */
export type DeploymentFile = {
  readonly file: string
  readonly root: Part
  readonly items: readonly DeploymentItem[]
  readonly tags: readonly string[]
  readonly overrideNamespace: string | undefined
  /** Patterns of `templateExcludes`, of projects for kluctl before v2.17. */
  readonly templateExcludes: readonly string[]
}

/** One entry of `deployments`. */
export type DeploymentItem = {
  readonly part: Part
  readonly kind: 'path' | 'include' | 'git' | 'oci' | 'none'
  /** Folder as it was written, for `path` and `include`. */
  readonly path: string
  /** Args for a library; empty where the item gives none. */
  readonly args: YamlMap
  /** True where a library gets the variables of the project that includes it. */
  readonly passVars: boolean
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

/** Renders and reads the deployment.yaml of a folder; undefined where it has none. `folders` are searched for templates. @throws ProjectError */
export function readDeployment(
  source: FileSource,
  renderer: Renderer,
  folder: string,
  vars: YamlMap,
  folders: readonly string[]
): DeploymentFile | undefined {
  const found = readEither(source, folder, 'deployment', '.yml')
  return found && parseDeployment(found, renderer.render(found.text, found.path, vars, folders))
}

function parseDeployment(found: FoundFile, rendered: string): DeploymentFile {
  const form = rendered === found.text ? 'file' : 'rendered'
  const document = parseKluctlYaml(rendered, found.path, form) ?? parseKluctlYaml('{}', found.path)
  if (!document) throw new Error('an empty map is a document')
  const root = new Part(document)
  root.allow(rootKeys)
  return {
    file: found.path,
    root,
    items: root.at('deployments').list().map(readItem),
    tags: root.at('tags').texts(),
    overrideNamespace: root.at('overrideNamespace').optionalText(),
    templateExcludes: root.at('templateExcludes').texts()
  }
}

function readItem(part: Part): DeploymentItem {
  part.allow(itemKeys)
  const kinds = itemKinds.filter(kind => !part.at(kind).isEmpty)
  const [kind = 'none'] = kinds
  if (kinds.length > 1) throw part.fail(`only one of ${kinds.join(' and ')} can be given`)
  checkItem(part, kind)
  const tags = part.at('tags').texts()
  return {
    part,
    kind,
    path: kind === 'path' || kind === 'include' ? part.at(kind).text() : '',
    args: part.at('args').optionalMap() ?? new Map(),
    passVars: part.at('passVars').boolean(false),
    tags: tags.length === 0 ? undefined : tags,
    when: whenOf(part),
    always: ['alwaysDeploy', 'onlyRender', 'barrier'].some(key => part.at(key).boolean(false)),
    onlyRender: part.at('onlyRender').boolean(false),
    recursive: part.at('recursive').boolean(false)
  }
}

/** Keys that only some kinds of items may have. Source: kluctl v2.28, pkg/types/deployment.go. */
function checkItem(part: Part, kind: DeploymentItem['kind']): void {
  const isSet = (key: string): boolean => {
    const { value } = part.at(key)
    return value !== undefined && value !== null && value !== false && !(isYamlMap(value) && value.size === 0)
  }
  const isInclude = kind === 'include' || kind === 'git' || kind === 'oci'
  for (const key of ['recursive', 'waitReadiness'])
    if (kind !== 'path' && isSet(key)) throw part.at(key).fail('only an item with a path can have this key')
  for (const key of ['args', 'passVars'])
    if (!isInclude && isSet(key)) throw part.at(key).fail('only an item with include, git or oci can have this key')
}

/** Keys that current versions of kluctl refuse, where a deployment.yaml has them. */
export function oldKeys({ root }: DeploymentFile): readonly Part[] {
  return ['args', 'sealedSecrets', 'templateExcludes'].map(key => root.at(key)).filter(part => !part.isEmpty)
}

/** `when` is an expression; YAML may have read `true` as a boolean. */
export function whenOf(part: Part): string {
  const value = part.at('when').value
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return part.at('when').optionalText() ?? ''
}
