import { replacePlaceholders } from '../template/placeholder.ts'
import { isYamlList, isYamlMap, type YamlMap, type YamlValue } from '../yaml/parse.ts'
import type { FieldStep } from './field-path.ts'
import type { RenderedUse } from './rendered-use.ts'
import { imageAt, imageIn, isWhole } from './text-pattern.ts'

/**
 * The image that a deployed object has at the place of a use; undefined where it has none there, or nothing proves that it is the one.
 *
 * Maps are followed by key and lists by the `name` of their items, so that other orders and more items do no harm; kluctl goes by index
 * (kluctl-semantics 2.4). A placeholder that is the whole image of a container takes any image there. At every other place the image must be of
 * the call's repository: what is deployed there may be a password, and who writes templates must not be shown it. `admin:secret` looks like an
 * image, too; so where nothing says that the place is for one, its name must have a slash.
 */
export function matchDeployed(use: RenderedUse, object: YamlMap): string | undefined {
  return walk(use, use.object, object, use.steps, 'name')
}

type Wanted = Pick<RenderedUse, 'pattern' | 'index' | 'place'>

/** How the place was found: all of it by names, or some of it by position. */
type Proof = 'name' | 'position'

/** Lists without names are compared item by item; longer ones hold no images that a person wrote. */
const longestList = 500

function walk(
  wanted: Wanted,
  rendered: YamlValue | undefined,
  deployed: YamlValue | undefined,
  steps: readonly FieldStep[],
  proof: Proof
): string | undefined {
  const [step, ...rest] = steps
  if (step === undefined) return typeof deployed === 'string' ? readText(wanted, deployed, proof) : undefined
  if (typeof step === 'string') {
    if (!isYamlMap(rendered) || !isYamlMap(deployed)) return undefined
    return walk(wanted, rendered.get(step), deployed.get(step), rest, proof)
  }
  if (!isYamlList(rendered) || !isYamlList(deployed)) return undefined
  const own = rendered[step]
  const name = nameOf(own)
  if (name === undefined) return walkByPosition(wanted, rendered, deployed, step, rest)
  const isNamed = (item: YamlValue): boolean => nameOf(item) === name
  if (rendered.filter(isNamed).length > 1) return undefined
  const [same, ...others] = deployed.filter(isNamed)
  return others.length > 0 ? undefined : walk(wanted, own, same, rest, proof)
}

/**
 * The item at the same index, or the only other one that fits. Where the rendered list has several such items, they must stand at the same
 * indexes as the deployed ones: otherwise nobody knows which is which.
 */
function walkByPosition(
  wanted: Wanted,
  rendered: readonly YamlValue[],
  deployed: readonly YamlValue[],
  index: number,
  rest: readonly FieldStep[]
): string | undefined {
  if (rendered.length > longestList || deployed.length > longestList) return undefined
  const own = rendered[index]
  const find = (item: YamlValue): string | undefined => walk(wanted, own, item, rest, 'position')
  const found = deployed.map(find)
  const fitting = indexesOf(found)
  if (fitting.length === 0) return undefined
  const similar = indexesOf(rendered.map(item => find(withImages(item))))
  if (similar.length > 1) return fitting.join() === similar.join() ? found[index] : undefined
  const images = new Set(fitting.map(at => found[at]))
  return found[index] ?? (images.size === 1 ? [...images][0] : undefined)
}

function indexesOf(found: readonly (string | undefined)[]): readonly number[] {
  return found.flatMap((image, index) => (image === undefined ? [] : [index]))
}

/** The value with the image of the call, which is of its repository, in place of each placeholder. */
function withImages(value: YamlValue): YamlValue {
  if (typeof value === 'string') return replacePlaceholders(value, call => call.image)
  if (isYamlList(value)) return value.map(withImages)
  if (isYamlMap(value)) return new Map([...value].map(([key, item]) => [key, withImages(item)]))
  return value
}

function nameOf(value: YamlValue | undefined): string | undefined {
  const name = isYamlMap(value) ? value.get('name') : undefined
  return typeof name === 'string' ? name : undefined
}

function readText({ pattern, index, place }: Wanted, text: string, proof: Proof): string | undefined {
  if (place === 'container' && proof === 'name' && isWhole(pattern)) return imageIn(text)
  const image = imageAt(pattern, index, text)
  return place === 'text' && !image?.includes('/') ? undefined : image
}
