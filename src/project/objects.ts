import { isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml'
import type { YamlDocument } from '../yaml/parse.ts'

/** A Kubernetes object in a rendered file, by what identifies it. Missing parts are empty. */
export type KubernetesObject = {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  /** As written; empty where the object has none or its kind is cluster-scoped. */
  readonly namespace: string
  /** True where an annotation says that the object is for tools on the way only: kustomize leaves it out, and so does kluctl. */
  readonly isLocal: boolean
  readonly node: YAMLMap
}

/** Kinds of Kubernetes itself that live in no namespace. */
const clusterScoped = new Set([
  'APIService',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'ComponentStatus',
  'CSIDriver',
  'CSINode',
  'CustomResourceDefinition',
  'FlowSchema',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PodSecurityPolicy',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment'
])

/**
 * The objects of a document. A `List`, and any other kind that ends so and has `items`, stands for its items, as kustomize takes it apart before
 * kluctl sees it (kustomize v5, api/resource/factory.go). A document that is no map, or a map without `kind`, holds none.
 */
export function findObjects(document: YamlDocument, namespace: string | undefined): readonly KubernetesObject[] {
  return objectsOf(document.document.contents, document, namespace)
}

function objectsOf(node: unknown, document: YamlDocument, namespace: string | undefined): readonly KubernetesObject[] {
  const map = followed(node, document)
  if (!isMap(map)) return []
  const fields = fieldsOf(map, document)
  const kind = textOf(fields.get('kind'))
  if (kind === '') return []
  const apiVersion = textOf(fields.get('apiVersion'))
  const items = fields.get('items')
  if (kind.endsWith('List') && fields.has('items'))
    return isSeq(items) ? items.items.flatMap(item => objectsOf(item, document, namespace)) : []
  const metadata = fields.get('metadata')
  const about = isMap(metadata) ? fieldsOf(metadata, document) : new Map<string, unknown>()
  const isInNamespace = !clusterScoped.has(kind)
  return [
    {
      apiVersion,
      kind,
      // kustomize renames a namespace object to the namespace that it sets
      name: kind === 'Namespace' && namespace !== undefined ? namespace : textOf(about.get('name')),
      namespace: isInNamespace ? (namespace ?? textOf(about.get('namespace'))) : '',
      isLocal: isLocal(about.get('annotations'), document),
      node: map
    }
  ]
}

function isLocal(annotations: unknown, document: YamlDocument): boolean {
  const value = isMap(annotations)
    ? fieldsOf(annotations, document).get('config.kubernetes.io/local-config')
    : undefined
  return value !== undefined && !(isScalar(value) && String(value.value) === 'false')
}

/** The node that an alias stands for; any other node itself. */
function followed(node: unknown, { document }: YamlDocument): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

/** Fields of a map as a reader sees them: aliases followed, merge keys (`<<`) merged in, own keys before merged ones. */
function fieldsOf(map: YAMLMap, document: YamlDocument): ReadonlyMap<string, unknown> {
  const fields = new Map<string, unknown>()
  const merged: unknown[] = []
  for (const { key, value } of map.items) {
    if (isMergeKey(key)) merged.push(followed(value, document))
    else fields.set(isScalar(key) ? String(key.value) : '', followed(value, document))
  }
  const sources = merged.flatMap(source => (isSeq(source) ? source.items : [source]))
  for (const source of sources.map(item => followed(item, document))) {
    if (!isMap(source)) continue
    for (const [key, value] of fieldsOf(source, document)) if (!fields.has(key)) fields.set(key, value)
  }
  return fields
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.source === '<<' && (key.type === undefined || key.type === 'PLAIN')
}

function textOf(node: unknown): string {
  const value = isScalar(node) ? node.value : undefined
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''
}

/** A text value somewhere below a node. */
export type TextValue = {
  readonly value: string
  /** `spec.template.spec.containers[0].image` */
  readonly field: string
  /** The value of `name` in the map that directly holds the text, if that is text (kluctl's `container`). */
  readonly sibling: string
  /** Where the scalar stands in the file: offsets of its first character and behind its last. */
  readonly range: readonly [number, number]
}

/** Every text value below a node, in the order of the file; keys are not searched, aliases and merge keys are followed. */
export function* textValues(node: unknown, document: YamlDocument, path = '', sibling = ''): Generator<TextValue> {
  const target = followed(node, document)
  if (isMap(target)) {
    const fields = fieldsOf(target, document)
    const name = fields.get('name')
    const container = isScalar(name) && typeof name.value === 'string' ? name.value : ''
    for (const [key, value] of fields) yield* textValues(value, document, joinField(path, key), container)
  } else if (isSeq(target)) {
    for (const [index, item] of target.items.entries()) yield* textValues(item, document, `${path}[${index}]`, '')
  } else if (isScalar(target) && typeof target.value === 'string' && target.range) {
    yield { value: target.value, field: path, sibling, range: [target.range[0], target.range[1]] }
  }
}

function joinField(path: string, key: string): string {
  const part = /^[A-Za-z0-9_-]+$/.test(key) ? key : `[${JSON.stringify(key)}]`
  if (path === '') return part
  return part.startsWith('[') ? `${path}${part}` : `${path}.${part}`
}
