import { parseImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import { type ExportedImage, type ExportedPlace, imagesWithSeveralResults } from './exported-image.ts'
import { inexpressible } from './inexpressible.ts'

/** A result with the name that a format calls it by. */
export type NamedResult = { readonly name: string; readonly exported: ExportedImage }

/** Makes a name from words of ASCII letters and digits. */
export type Spell = (words: readonly string[]) => string

type Words = readonly string[]

/** One result at one place; `endings` are the words for the place, few to many. */
type Item = { readonly exported: ExportedImage; readonly endings: readonly Words[] }

/** An image with the words for it, few to many, and what is to be named of it. */
type Subject = { readonly image: string; readonly stems: readonly Words[]; readonly items: readonly Item[] }

/** For each name, what could be called so. */
type Claims<T> = ReadonlyMap<string, ReadonlySet<T>>

/**
 * Gives every result a name made of words: those of the last segment of its image, else of more segments, of the whole name as the template
 * writes it, or with its registry. Where an image has several results, each place has a name of its own, with its object and container, else
 * with namespace, kind and more.
 *
 * A name that two images could have, by few words or many, is nobody's. So what a name means does not change with what else there is: with a
 * new entry a name can go, and never comes to mean another image. Sorted as the images are.
 * @throws InputError where something is left without a name
 */
export function nameResults(images: readonly ExportedImage[], format: string, spell: Spell): readonly NamedResult[] {
  const subjects = subjectsOf(images)
  const claims = gather(subjects.map(({ image, stems, items }) => [image, namesOf(stems, [ownName, ...items], spell)]))
  const nameless = new Set<string>()
  const named = subjects.flatMap(subject => {
    const { image, stems, items } = subject
    const isOwn = (name: string): boolean => claims.get(name)?.size === 1
    const level = stems.findIndex(stem => isOwn(spell(stem)))
    const known = level < 0 ? [] : stems.slice(level)
    const itemClaims = gather(items.map(item => [item, namesOf(stems, [item], spell)]))
    return items.map(({ exported, endings }) => {
      const names = known.flatMap(stem => endings.map(ending => spell([...stem, ...ending])))
      const name = names.find(one => isOwn(one) && (items.length === 1 || itemClaims.get(one)?.size === 1))
      if (name === undefined) for (const one of rivals(subject, claims, spell)) nameless.add(one)
      return { name: name ?? image, exported }
    })
  })
  if (nameless.size === 0) return named
  throw inexpressible(format, 'results that would have one name', [...nameless], 'matrix can.')
}

function subjectsOf(images: readonly ExportedImage[]): readonly Subject[] {
  const several = imagesWithSeveralResults(images)
  const items = new Map<string, Item[]>()
  for (const exported of images) {
    const endings = several.has(exported.image) ? exported.places.map(placeWords) : [[[]]]
    const known = items.get(exported.image) ?? []
    known.push(...endings.map(one => ({ exported, endings: one })))
    items.set(exported.image, known)
  }
  return [...items].map(([image, list]) => ({ image, stems: imageWords(image), items: list }))
}

/** What an image is called alone is never another's, also while it has several results. */
const ownName: Pick<Item, 'endings'> = { endings: [[]] }

/** All names that items of an image could have. */
function namesOf(stems: readonly Words[], items: readonly Pick<Item, 'endings'>[], spell: Spell): readonly string[] {
  return stems.flatMap(stem => items.flatMap(({ endings }) => endings.map(ending => spell([...stem, ...ending]))))
}

function gather<T>(entries: readonly (readonly [claimant: T, names: readonly string[]])[]): Claims<T> {
  const claims = new Map<string, Set<T>>()
  for (const [claimant, names] of entries)
    for (const name of names) claims.set(name, (claims.get(name) ?? new Set()).add(claimant))
  return claims
}

/** The images that share the longest name of this one. */
function rivals({ image, stems }: Subject, claims: Claims<string>, spell: Spell): Iterable<string> {
  return claims.get(spell(stems.at(-1) ?? [])) ?? [image]
}

/** Segments of a path that are tried one by one, before all of them. */
const mostSegments = 4

function imageWords(image: string): readonly Words[] {
  const { repository, tag, digest } = parseImageReference(image)
  const segments = repository.path.split('/')
  const counts = [...segments.slice(0, mostSegments).keys()].map(index => index + 1)
  const paths = [...counts.map(count => segments.slice(-count).join('/')), repository.path]
  const whole = [formatRepository(repository), tag ?? '', digest ?? ''].join(' ')
  return [...paths, image, whole].map(wordsOf)
}

function placeWords({ namespace, deployment, container }: ExportedPlace): readonly Words[] {
  const [kind = '', name = ''] = deployment.split('/')
  const label = (word: string, text: string): string => (text === '' ? '' : `${word} ${text}`)
  return [
    [name, container],
    [namespace, name, container],
    [namespace, kind, name, container],
    [label('namespace', namespace), label('object', deployment), label('container', container)]
  ].map(parts => parts.flatMap(wordsOf))
}

function wordsOf(text: string): Words {
  return text.match(/[A-Za-z0-9]+/g) ?? []
}
