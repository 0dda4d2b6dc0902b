import type { Manifest } from '../project/manifests.ts'
import { findObjects, type KubernetesObject, textValues } from '../project/objects.ts'
import type { ImageUse } from '../project/uses.ts'
import { findPlaceholders, replacePlaceholders } from '../template/placeholder.ts'
import {
  isYamlList,
  isYamlMap,
  parseYamlDocuments,
  type YamlDocument,
  type YamlMap,
  type YamlValue,
  yamlLimits
} from '../yaml/parse.ts'
import { containerLists } from './container-lists.ts'
import { type FieldStep, parseFieldPath } from './field-path.ts'
import { identityOf, type ObjectIdentity } from './identity.ts'
import { plainValue } from './plain-value.ts'
import { parseTextPattern, type TextPattern } from './text-pattern.ts'

/** A use in its rendered object: what to look for among the deployed ones, and where in it. */
export type RenderedUse = {
  readonly identity: ObjectIdentity
  /** The object as rendered, with the placeholders in it. */
  readonly object: YamlMap
  /** The same with the image of the call, which is of its repository, in place of each placeholder. */
  readonly filled: YamlMap
  /** The way to the text that the placeholder stands in. */
  readonly steps: readonly FieldStep[]
  /** That text, taken apart at its placeholders. */
  readonly pattern: TextPattern
  /** Which placeholder of the text it is, from 0. */
  readonly index: number
  /** True for the image of a container, which is an image for sure; any other place may hold anything. */
  readonly isContainer: boolean
}

/** Finds the rendered objects of uses. Each manifest is read once. */
export interface RenderedUses {
  /** Undefined for a call in Helm values, whose object nobody knows here, and for an object without a name. */
  find(use: ImageUse): RenderedUse | undefined
}

/** Opens a reader of rendered objects, which remembers what it read. */
export function openRenderedUses(): RenderedUses {
  const known = new Map<Manifest, ReadonlyMap<string, RenderedUse>>()
  return {
    find(use) {
      if (use.manifest.kind === 'values' || use.deployment === '' || use.deployment.endsWith('/')) return undefined
      const places = known.get(use.manifest) ?? readPlaces(use.manifest)
      known.set(use.manifest, places)
      return places.get(placeKey(use.deployment, use.namespace, use.field, use.range[0]))
    }
  }
}

/** Every placeholder of a manifest by its place, as findUses names it (project/uses.ts). */
function readPlaces(manifest: Manifest): ReadonlyMap<string, RenderedUse> {
  const places = new Map<string, RenderedUse>()
  for (const document of parseYamlDocuments(manifest.text, manifest.path, yamlLimits, 'rendered'))
    for (const object of findObjects(document, manifest.namespace))
      if (!object.isLocal)
        for (const [key, use] of usesOf(object, document, manifest)) if (!places.has(key)) places.set(key, use)
  return places
}

function usesOf(
  object: KubernetesObject,
  document: YamlDocument,
  { text, path }: Manifest
): readonly (readonly [key: string, use: RenderedUse])[] {
  const texts = [...textValues(object.node, document)].filter(({ value }) => findPlaceholders(value).length > 0)
  if (texts.length === 0) return []
  const options = { mapAsMap: true, maxAliasCount: yamlLimits.aliases }
  const content = plainValue(object.node.toJS(document.document, options), path)
  if (!isYamlMap(content)) return []
  const filled = new Map([...content].map(([key, item]) => [key, withImages(item)]))
  const identity = identityOf(object)
  return texts.flatMap(({ value, field, range }) => {
    const steps = parseFieldPath(field)
    if (steps === undefined) return []
    const pattern = parseTextPattern(value)
    const isContainer = isContainerImage(steps)
    return findPlaceholders(text.slice(...range)).map(({ start }, index) => {
      const key = placeKey(`${object.kind}/${object.name}`, object.namespace, field, range[0] + start)
      return [key, { identity, object: content, filled, steps, pattern, index, isContainer }] as const
    })
  })
}

function withImages(value: YamlValue): YamlValue {
  if (typeof value === 'string') return replacePlaceholders(value, call => call.image)
  if (isYamlList(value)) return value.map(withImages)
  if (isYamlMap(value)) return new Map([...value].map(([key, item]) => [key, withImages(item)]))
  return value
}

function isContainerImage(steps: readonly FieldStep[]): boolean {
  const [list, item, key] = [steps.at(-3), steps.at(-2), steps.at(-1)]
  return key === 'image' && typeof item === 'number' && typeof list === 'string' && containerLists.includes(list)
}

function placeKey(deployment: string, namespace: string, field: string, start: number): string {
  return JSON.stringify([deployment, namespace, field, start])
}
