import { RE2JS } from 're2js'
import type { FixedImage } from './entry.ts'

/** What an entry is compared with. */
export type Subject = {
  readonly image: string
  /** Namespace of the object; empty where it has none. */
  readonly namespace: string
  readonly deployment: string
  readonly container: string
}

/**
 * The entry that answers: the list is searched from its end, and the first entry whose present fields all agree wins, however general
 * it is (kluctl v2.16 and v2.28, pkg/deployment/images.go). kluctl sets a missing namespace to `default` when it is connected and leaves
 * it empty when it is not, so an entry may spell it either way.
 */
export function findFixed(entries: readonly FixedImage[], subject: Subject): FixedImage | undefined {
  return entries.findLast(entry => matches(entry, subject))
}

export function matches(entry: FixedImage, subject: Subject): boolean {
  return (
    (entry.image === undefined || entry.image === subject.image) &&
    (entry.imageRegex === undefined || RE2JS.compile(entry.imageRegex).matcher(subject.image).find()) &&
    (entry.namespace === undefined || sameNamespace(entry.namespace, subject.namespace)) &&
    (entry.deployment === undefined || entry.deployment === subject.deployment) &&
    (entry.container === undefined || entry.container === subject.container)
  )
}

function sameNamespace(a: string, b: string): boolean {
  return (a === '' ? 'default' : a) === (b === '' ? 'default' : b)
}

/**
 * True where some subject may match both entries, so that their order decides. Two regular expressions are taken to overlap, since
 * nobody can tell in general.
 */
export function overlaps(a: FixedImage, b: FixedImage): boolean {
  const agree = (x: string | undefined, y: string | undefined): boolean => x === undefined || y === undefined || x === y
  return (
    mayShareImage(a, b) &&
    (a.namespace === undefined || b.namespace === undefined || sameNamespace(a.namespace, b.namespace)) &&
    agree(a.deployment, b.deployment) &&
    agree(a.container, b.container)
  )
}

function mayShareImage(a: FixedImage, b: FixedImage): boolean {
  if (a.image !== undefined && b.image !== undefined) return a.image === b.image
  const image = a.image ?? b.image
  const imageRegex = a.imageRegex ?? b.imageRegex
  return image === undefined || imageRegex === undefined || RE2JS.compile(imageRegex).matcher(image).find()
}

/** The fields that decide, as one text: entries with the same text match the same subjects. */
export function entryKey(entry: FixedImage): string {
  return JSON.stringify([
    entry.image ?? null,
    entry.imageRegex ?? null,
    entry.namespace ?? null,
    entry.deployment ?? null,
    entry.container ?? null
  ])
}

/**
 * The keys of all entries that mean exactly what this one means, apart from what they leave open: a field that is absent here may be
 * spelled out as empty, and the namespace `default` in three ways (kluctl-semantics 2.3 and 3.2).
 */
export function entryKeys(entry: FixedImage): readonly string[] {
  const spellings = (value: string | undefined): readonly (string | undefined)[] =>
    value === undefined || value === '' ? [value, ''] : [value]
  const namespaces =
    entry.namespace === undefined
      ? [undefined, '', 'default']
      : entry.namespace === '' || entry.namespace === 'default'
        ? ['', 'default']
        : [entry.namespace]
  return namespaces.flatMap(namespace =>
    spellings(entry.deployment).flatMap(deployment =>
      spellings(entry.container).map(container =>
        entryKey({ ...withoutPlace(entry), ...present({ namespace, deployment, container }) })
      )
    )
  )
}

function withoutPlace({ image, imageRegex, resultImage }: FixedImage): FixedImage {
  return { resultImage, ...(image === undefined ? {} : { image }), ...(imageRegex === undefined ? {} : { imageRegex }) }
}

function present(fields: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))
  )
}
