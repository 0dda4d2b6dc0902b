import { quote } from '../text.ts'
import { isYamlMap } from '../yaml/parse.ts'
import type { Part } from '../yaml/shape.ts'
import { scanFields, scanInlineOrFile, sourcePath } from './kustomize-fields.ts'
import { atPart, inlineDocuments } from './kustomize-inline.ts'
import { localFile } from './kustomize-path.ts'
import type { KustomizationScan } from './kustomize-state.ts'
import { readDocuments, yamlText } from './kustomize-yaml.ts'

/** Fields of a plugin: those that hold no path, paths of files, lists of such, and lists of files or inline patches. */
type PluginFields = {
  readonly plain?: readonly string[]
  readonly path?: readonly string[]
  readonly paths?: readonly string[]
  readonly patches?: readonly string[]
}

const sources: PluginFields = {
  plain: ['name', 'namespace', 'behavior', 'type', 'options', 'literals'],
  path: ['env'],
  paths: ['files', 'envs']
}
const specs = 'fieldSpecs'

/** Plugins that kustomize has built in and that start no program (kustomize 5.5, api/internal/builtins), with all of their fields. */
const plugins: ReadonlyMap<string, PluginFields> = new Map<string, PluginFields>([
  ['AnnotationsTransformer', { plain: ['annotations', specs] }],
  ['ConfigMapGenerator', sources],
  ['HashTransformer', {}],
  ['IAMPolicyGenerator', { plain: ['cloud', 'kubernetesService', 'serviceAccount', 'projectId'] }],
  ['ImageTagTransformer', { plain: ['imageTag', specs] }],
  ['LabelTransformer', { plain: ['labels', specs] }],
  ['NamespaceTransformer', { plain: ['namespace', 'unsetOnly', 'setRoleBindingSubjects', specs] }],
  ['PatchJson6902Transformer', { plain: ['target', 'jsonOp'], path: ['path'] }],
  ['PatchStrategicMergeTransformer', { plain: ['patches'], patches: ['paths'] }],
  ['PatchTransformer', { plain: ['patch', 'target', 'options'], path: ['path'] }],
  ['PrefixTransformer', { plain: ['prefix', specs] }],
  ['PrefixSuffixTransformer', { plain: ['prefix', 'suffix', specs] }],
  ['ReplacementTransformer', { plain: ['replacements'] }],
  ['ReplicaCountTransformer', { plain: ['replica', specs] }],
  ['SecretGenerator', sources],
  ['SuffixTransformer', { plain: ['suffix', specs] }],
  ['ValueAddTransformer', { plain: ['value', 'targets'], path: ['targetFilePath'] }]
])

/** Annotations by which a configuration asks for a program: a container, a script or an executable (kustomize 5.5, api/internal/plugins/fnplugin). */
const functionAnnotation = /(?:^|\.)config\.(?:kubernetes|k8s)\.io\/(?:function|fn)/i

/**
 * An entry of `generators`, `transformers` or `validators`: YAML text, or a file. A folder would be built before it is used, and what
 * comes out cannot be foretold, so it is refused.
 * @throws ProjectError
 */
export function scanPlugin(part: Part, text: string, scan: KustomizationScan): void {
  const inline = inlineDocuments(part, text, scan.file)
  if (inline) {
    for (const document of inline) {
      const attempt: KustomizationScan['attempt'] = work => scan.attempt(() => atPart(part, work))
      attempt(() => scanConfiguration(document, { ...scan, attempt }))
    }
    return
  }
  const file = localFile(part, text, scan.folder, scan.index)
  for (const document of readDocuments(yamlText(scan.index.tree, file), file))
    scan.attempt(() => scanConfiguration(document, scan))
}

function scanConfiguration(root: Part, scan: KustomizationScan): void {
  refuseFunctions(root.at('metadata').at('annotations'))
  const kind = root.at('kind')
  const fields = plugins.get(kind.optionalText() ?? '')
  if (fields === undefined || root.at('apiVersion').value !== 'builtin') {
    const name = quote(`${root.at('apiVersion').optionalText() ?? ''} ${kind.optionalText() ?? ''}`.trim())
    throw kind.fail(
      `the plugin ${name} is not allowed`,
      'unsupported',
      'Only plugins of kustomize itself with apiVersion builtin are run, and those that start no program.'
    )
  }
  const { plain = [], path = [], paths = [], patches = [] } = fields
  const known = ['apiVersion', 'kind', 'metadata', ...plain, ...path, ...paths, ...patches]
  scanFields(root, known, path, scan)
  for (const key of paths)
    for (const item of root.at(key).list())
      scan.attempt(() => void localFile(item, sourcePath(item.text(), key), scan.folder, scan.index))
  for (const key of patches)
    for (const item of root.at(key).list()) scan.attempt(() => scanInlineOrFile(item, item.text(), scan))
  for (const item of root.at('replacements').list())
    scan.attempt(() => scanFields(item, ['path', 'source', 'targets'], ['path'], scan))
}

function refuseFunctions(annotations: Part): void {
  if (!isYamlMap(annotations.value)) return
  for (const key of annotations.value.keys()) {
    if (!functionAnnotation.test(key)) continue
    throw annotations.at(key).fail(`the annotation ${quote(key)} starts a program, which is not allowed`, 'unsupported')
  }
}
