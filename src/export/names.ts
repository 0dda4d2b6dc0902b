import { isImagesError } from '../errors.ts'
import { parseImageReference } from '../image/reference.ts'
import { type ExportedImage, type ExportedPlace, imagesWithSeveralResults } from './exported-image.ts'

/** A result with the name that a format calls it by. */
export type NamedResult = { readonly name: string; readonly exported: ExportedImage }

/**
 * Gives every result a name made of words: those of the last segment of its image, and where images share that, of as many segments as tell
 * them apart. Where an image has several results, each place has a name of its own, with its object and container; namespace and kind are
 * added where they are needed. What still looks the same is numbered. Sorted as the images are.
 * @param spell makes a name from words of ASCII letters and digits
 */
export function nameResults(
  images: readonly ExportedImage[],
  spell: (words: readonly string[]) => string
): readonly NamedResult[] {
  const names = [...new Set(images.map(({ image }) => image))]
  const stems = chooseDistinct(
    names.map(image => imageWords(image)),
    words => spell(words)
  )
  const stemOf = new Map(names.map((image, index) => [image, stems[index]]))
  const several = imagesWithSeveralResults(images)
  const items = images.flatMap(exported => {
    const stem = stemOf.get(exported.image)?.words ?? []
    if (!several.has(exported.image)) return [{ exported, candidates: [stem] }]
    return exported.places.map(place => ({
      exported,
      candidates: placeWords(place).map(words => [...stem, ...words])
    }))
  })
  const chosen = chooseDistinct(
    items.map(({ candidates }) => candidates),
    spell
  )
  return items.map(({ exported }, index) => ({ name: chosen[index]?.name ?? '', exported }))
}

type Chosen = { readonly words: readonly string[]; readonly name: string }

/** For each list of candidates, short to long, the first that no other has as well. */
function chooseDistinct(
  lists: readonly (readonly (readonly string[])[])[],
  spell: (words: readonly string[]) => string
): readonly Chosen[] {
  const levels = lists.map(() => 0)
  const wordsAt = (index: number): readonly string[] => lists[index]?.[levels[index] ?? 0] ?? []
  for (let changed = true; changed; ) {
    changed = false
    for (const indexes of groupBy(levels, (_, index) => spell(wordsAt(index)))) {
      if (indexes.length === 1) continue
      for (const index of indexes) {
        const level = levels[index] ?? 0
        if (level + 1 >= (lists[index]?.length ?? 0)) continue
        levels[index] = level + 1
        changed = true
      }
    }
  }
  const taken = new Set<string>()
  return levels.map((_, index) => {
    const words = wordsAt(index)
    let numbered = words
    for (let number = 2; taken.has(spell(numbered)); number += 1) numbered = [...words, String(number)]
    taken.add(spell(numbered))
    return { words: numbered, name: spell(numbered) }
  })
}

function groupBy<T>(items: readonly T[], keyOf: (item: T, index: number) => string): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>()
  items.forEach((item, index) => {
    const key = keyOf(item, index)
    groups.set(key, [...(groups.get(key) ?? []), index])
  })
  return [...groups.values()]
}

/** The last segment, the last two, and so on; at last with the registry, and with the tag that a template may have written. */
function imageWords(image: string): readonly (readonly string[])[] {
  const segments = segmentsOf(image)
  const paths = segments.map((_, index) => segments.slice(segments.length - 1 - index).flatMap(wordsOf))
  return [...paths, wordsOf(image)].map(words => (words.length === 0 ? ['image'] : words))
}

function segmentsOf(image: string): readonly string[] {
  try {
    const { name, repository } = parseImageReference(image)
    const own = name.split('/')
    const path = repository.path.split('/')
    return own.length >= path.length ? own.slice(-path.length) : own
  } catch (error) {
    if (isImagesError(error)) return image.split('/')
    throw error
  }
}

function placeWords({ namespace, deployment, container }: ExportedPlace): readonly (readonly string[])[] {
  const [kind = '', name = ''] = deployment.split('/')
  return [
    [name, container],
    [namespace, name, container],
    [namespace, kind, name, container]
  ].map(parts => parts.flatMap(wordsOf))
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[A-Za-z0-9]+/g) ?? []
}
