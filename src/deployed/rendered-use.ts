import type { Manifest } from '../project/manifests.ts'
import { findObjects, type KubernetesObject, textValues } from '../project/objects.ts'
import type { ImageUse } from '../project/uses.ts'
import { findPlaceholders } from '../template/placeholder.ts'
import { isYamlMap, parseYamlDocuments, type YamlDocument, type YamlMap, yamlLimits } from '../yaml/parse.ts'
import { type FieldStep, parseFieldPath } from './field-path.ts'
import { identityOf, type ObjectIdentity } from './identity.ts'
import { plainValue } from './plain-value.ts'
import { parseTextPattern, type TextPattern } from './text-pattern.ts'

/** A use in its rendered object: what to look for among the deployed ones, and where in it. */
export type RenderedUse = {
  readonly identity: ObjectIdentity
  /** The object as rendered, with the placeholders in it. */
  readonly object: YamlMap
  /** The way to the text that the placeholder stands in. */
  readonly steps: readonly FieldStep[]
  /** That text, taken apart at its placeholders. */
  readonly pattern: TextPattern
  /** Which placeholder of the text it is, from 0. */
  readonly index: number
  /**
   * What the place is for: `container` is the image of a container; `image` is named after an image by its key, the name of its item or the
   * text around it; `text` may hold anything.
   */
  readonly place: 'container' | 'image' | 'text'
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
  const identity = identityOf(object)
  return texts.flatMap(({ value, field, sibling, range }) => {
    const steps = parseFieldPath(field)
    if (steps === undefined) return []
    const pattern = parseTextPattern(value)
    const place = placeOf(steps, sibling, pattern)
    return findPlaceholders(text.slice(...range)).map(({ start }, index) => {
      const key = placeKey(`${object.kind}/${object.name}`, object.namespace, field, range[0] + start)
      return [key, { identity, object: content, steps, pattern, index, place }] as const
    })
  })
}

const containerLists: readonly (string | number | undefined)[] = ['containers', 'initContainers', 'ephemeralContainers']

/** Only what the deployed object must have as well says anything of the place: a name does where its item is found by it. */
function placeOf(steps: readonly FieldStep[], name: string, { literals }: TextPattern): RenderedUse['place'] {
  const [list, item, key] = [steps.at(-3), steps.at(-2), steps.at(-1)]
  const isItem = typeof item === 'number'
  if (key === 'image' && isItem && containerLists.includes(list)) return 'container'
  const words = [typeof key === 'string' ? key : '', isItem ? name : '', ...literals]
  return words.some(word => /image/i.test(word)) ? 'image' : 'text'
}

function placeKey(deployment: string, namespace: string, field: string, start: number): string {
  return JSON.stringify([deployment, namespace, field, start])
}
