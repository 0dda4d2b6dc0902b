import { isYamlList, isYamlMap, type YamlMap, type YamlValue } from '../yaml/parse.ts'
import { containerLists } from './container-lists.ts'
import type { FieldStep } from './field-path.ts'
import { isShownImage } from './image-place.ts'
import type { RenderedUse } from './rendered-use.ts'
import { imageAt, imageIn, isWhole } from './text-pattern.ts'

/**
 * The image that a deployed object has at the place of a use; undefined where it has none there, or nothing proves that it is the one.
 *
 * Maps are followed by key and lists by the `name` of their items, so that other orders and more items do no harm; kluctl goes by index
 * (kluctl-semantics 2.4). A placeholder that is the whole image of a container takes any image there. At every other place the image must be of
 * the call's repository, and nothing but an image by all that stands around it: what is deployed there may be a login, and who writes
 * templates must not be shown it ({@link isShownImage}). Each part of the object is looked at once.
 */
export function matchDeployed(use: RenderedUse, object: YamlMap): string | undefined {
  const walk: Walk = { use, alike: new Map() }
  return follow(walk, { own: use.object, filled: use.filled, deployed: object, at: 0, ...outside })
}

type Walk = {
  readonly use: RenderedUse
  /** By the number of steps that lead to a list: the indexes of its rendered items that are like the one of the use. */
  readonly alike: Map<number, readonly number[]>
}

/** A part of the object: as rendered, with images filled in, and as deployed. */
type Part = Around & {
  readonly own: YamlValue | undefined
  readonly filled: YamlValue | undefined
  readonly deployed: YamlValue | undefined
  /** How many steps lead to it. */
  readonly at: number
}

type Around = {
  /** How it was found: all of it by names, or some of it by position. */
  readonly proof: 'name' | 'position'
  /** The last key on the way to it. */
  readonly field: string
  /** What is written around it in the deployed object, since its container. */
  readonly names: readonly string[]
}

const outside: Around = { proof: 'name', field: '', names: [] }

/** Lists without names are compared item by item; longer ones hold no images that a person wrote. */
const longestList = 500

function follow(walk: Walk, part: Part): string | undefined {
  const { own, filled, deployed, at, field, names } = part
  const step = walk.use.steps[at]
  if (step === undefined) return typeof deployed === 'string' ? readText(walk.use, deployed, part) : undefined
  if (typeof step === 'string') {
    if (!isYamlMap(own) || !isYamlMap(deployed)) return undefined
    const beside = at === walk.use.steps.length - 1 ? labelsOf(deployed) : []
    const below = { own: own.get(step), filled: childOf(filled, step), deployed: deployed.get(step), at: at + 1 }
    return follow(walk, { ...part, ...below, field: step, names: [...names, step, ...beside] })
  }
  if (!isYamlList(own) || !isYamlList(deployed)) return undefined
  const item = own[step]
  const name = nameOf(item)
  if (name === undefined) return followByPosition(walk, part, own, deployed, step)
  const isNamed = (other: YamlValue): boolean => nameOf(other) === name
  if (own.filter(isNamed).length > 1) return undefined
  const [same, ...others] = deployed.filter(isNamed)
  if (others.length > 0) return undefined
  const below = { own: item, filled: childOf(filled, step), deployed: same, at: at + 1 }
  return follow(walk, { ...part, ...below, names: containerLists.includes(field) ? [] : [...names, name] })
}

/**
 * The item at the same index, or the only other one that fits. Where the rendered list has several such items, they must stand at the same
 * indexes as the deployed ones: otherwise nobody knows which is which.
 */
function followByPosition(
  walk: Walk,
  part: Part,
  rendered: readonly YamlValue[],
  deployed: readonly YamlValue[],
  index: number
): string | undefined {
  if (rendered.length > longestList || deployed.length > longestList) return undefined
  const { filled, at, names } = part
  const below = { own: rendered[index], filled: childOf(filled, index), at: at + 1, proof: 'position' } as const
  const found = deployed.map((item, place) =>
    follow(walk, {
      ...part,
      ...below,
      deployed: item,
      names: [...names, ...textOf(deployed[place - 1]), ...labelsOf(item)]
    })
  )
  const fitting = indexesOf(found.map(image => image !== undefined))
  if (fitting.length === 0) return undefined
  const alike = walk.alike.get(at) ?? likeItems(walk.use, part, rendered, index)
  walk.alike.set(at, alike)
  if (alike.length > 1) return fitting.join() === alike.join() ? found[index] : undefined
  const images = new Set(fitting.map(place => found[place]))
  return found[index] ?? (images.size === 1 ? [...images][0] : undefined)
}

/** Indexes of the rendered items that could be taken for the one of the use. */
function likeItems(use: RenderedUse, part: Part, rendered: readonly YamlValue[], index: number): readonly number[] {
  const items = isYamlList(part.filled) ? part.filled : []
  return indexesOf(items.map((item, at) => at === index || isLike(use, rendered[index], item, part.at + 1)))
}

/** True where another rendered value has, at the same place, a text that could be the one of the use. */
function isLike(use: RenderedUse, own: YamlValue | undefined, other: YamlValue | undefined, at: number): boolean {
  const step = use.steps[at]
  if (step === undefined) return typeof other === 'string' && imageAt(use.pattern, use.index, other) !== undefined
  if (typeof step === 'string')
    return isYamlMap(own) && isYamlMap(other) && isLike(use, own.get(step), other.get(step), at + 1)
  if (!isYamlList(own) || !isYamlList(other)) return false
  const item = own[step]
  const name = nameOf(item)
  return other.some(one => (name === undefined || nameOf(one) === name) && isLike(use, item, one, at + 1))
}

function indexesOf(isOne: readonly boolean[]): readonly number[] {
  return isOne.flatMap((is, index) => (is ? [index] : []))
}

function childOf(value: YamlValue | undefined, step: FieldStep): YamlValue | undefined {
  if (typeof step === 'string') return isYamlMap(value) ? value.get(step) : undefined
  return isYamlList(value) ? value[step] : undefined
}

function nameOf(value: YamlValue | undefined): string | undefined {
  const name = isYamlMap(value) ? value.get('name') : undefined
  return typeof name === 'string' ? name : undefined
}

/** Keys whose values say what the map that they stand in is about. */
const labels = [
  'name',
  'key',
  'id',
  'field',
  'type',
  'kind',
  'param',
  'parameter',
  'variable',
  'option',
  'flag',
  'property',
  'label'
]

function labelsOf(value: YamlValue | undefined): readonly string[] {
  return isYamlMap(value) ? labels.flatMap(label => textOf(value.get(label))) : []
}

function textOf(value: YamlValue | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : []
}

function readText({ pattern, index, isContainer }: RenderedUse, text: string, around: Around): string | undefined {
  if (isContainer && around.proof === 'name' && isWhole(pattern)) return imageIn(text)
  const span = imageAt(pattern, index, text)
  if (span === undefined || !(isContainer || isShownImage({ ...around, text, span }))) return undefined
  return text.slice(...span)
}
