import { isImagesError } from '../errors.ts'
import { parseImageReference } from '../image/reference.ts'
import type { Change } from './record.ts'

/** What differs between the two sides of a change, so that nothing equal is shown twice. */
export type ChangeText = {
  /** Image name without tag that both sides share; null where the sides differ in it, or where it is the image of the change itself. */
  readonly name: string | null
  /** Tag, or the whole reference where the names differ; null where there is none before. */
  readonly from: string | null
  /** The same of the new side; null for a removed image. */
  readonly to: string | null
}

/** Takes apart what a change shows: `1.4.2` and `1.5.0` instead of the same repository twice. Digests are cut to twelve digits. */
export function describeChange(change: Pick<Change, 'image' | 'old' | 'new'>): ChangeText {
  const from = change.old === null ? undefined : split(change.old)
  const to = change.new === null ? undefined : split(change.new)
  const name = (to ?? from)?.name ?? null
  const isShared = name !== null && (from === undefined || from.name === name) && (to === undefined || to.name === name)
  const side = (text: SplitReference | undefined): string | null =>
    text === undefined ? null : isShared ? text.version : text.text
  return { name: isShared && name !== change.image ? name : null, from: side(from), to: side(to) }
}

type SplitReference = { readonly text: string; readonly name: string | null; readonly version: string }

function split(text: string): SplitReference {
  const reference = tryParse(text)
  const version = reference === undefined ? '' : [reference.tag ?? '', shortDigest(reference.digest)].join('')
  if (reference === undefined || version === '') return { text, name: null, version: text }
  return { text: `${reference.name}${reference.tag === undefined ? '' : ':'}${version}`, name: reference.name, version }
}

function shortDigest(digest: string | undefined): string {
  return digest === undefined ? '' : `@${digest.replace(/^([^:]+:.{12}).+$/, '$1…')}`
}

function tryParse(text: string): ReturnType<typeof parseImageReference> | undefined {
  try {
    return parseImageReference(text)
  } catch (error) {
    if (isImagesError(error)) return undefined
    throw error
  }
}
