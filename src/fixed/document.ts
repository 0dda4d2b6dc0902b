import {
  Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq
} from 'yaml'
import { FixedImagesError, type Place } from '../errors.ts'
import { quote } from '../text.ts'
import { parseYaml, type YamlDocument, type YamlValue } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import { type FixedImage, inFixedImages, keysOfOldKluctl, readEntries } from './entry.ts'
import { entryKey } from './match.ts'

/**
 * Reads a fixed-images file: one document, `images: […]`. An empty file is an empty list.
 * @throws FixedImagesError with file, line and column
 */
export function readDocument(
  text: string,
  file: string,
  warn: (message: string, place: Place) => void
): readonly FixedImage[] {
  return inFixedImages('', () => {
    const document = parseYaml(text, file)
    if (!document) return []
    refuseAnchors(document)
    const root = new Part(document)
    for (const key of root.map().keys()) {
      if (key !== 'images') {
        throw new FixedImagesError(
          `the key ${quote(key)} is not known; a fixed-images file has only "images"`,
          root.at(key).place,
          key
        )
      }
    }
    return readEntries(root.at('images'), { warn })
  })
}

function refuseAnchors(document: YamlDocument): void {
  visit(document.document, {
    Node(_, node) {
      if (node.anchor !== undefined)
        throw new FixedImagesError('anchors and aliases are not used in a fixed-images file', document.placeOf(node))
    },
    Alias(_, node) {
      throw new FixedImagesError('anchors and aliases are not used in a fixed-images file', document.placeOf(node))
    },
    Pair(_, { key }) {
      if (isScalar(key) && key.type === Scalar.PLAIN && key.source === '<<')
        throw new FixedImagesError('merge keys (<<) are not used in a fixed-images file', document.placeOf(key))
    }
  })
}

const header = ' Fixed images, written by kluctl-images. Use them with: kluctl deploy --fixed-images-file <this file>'

/**
 * The text of the file. Where `previous` already says the same in the same order, its bytes are kept; otherwise comments and unchanged entries of
 * it are kept, and so are its line ends. Every string is in double quotes, so that a YAML 1.1 reader cannot take it for something else (threat model Y-03).
 */
export function formatDocument(
  entries: readonly FixedImage[],
  previous?: { readonly text: string; readonly entries: readonly FixedImage[] }
): string {
  if (previous && isKept(previous, entries)) return previous.text
  const document = previous === undefined ? newDocument() : oldDocument(previous.text.replaceAll('\r\n', '\n'))
  const list = document.get('images')
  if (!isSeq(list)) throw new Error('a document that was just made has no list')
  fillList(document, list, entries, previous?.entries ?? [])
  visit(document, {
    Scalar(key, node) {
      if (key !== 'key' && typeof node.value === 'string') node.type = Scalar.QUOTE_DOUBLE
    }
  })
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false })
  return previous !== undefined && isOfWindows(previous.text) ? text.replaceAll('\n', '\r\n') : text
}

/** True where most lines end with CR LF. */
function isOfWindows(text: string): boolean {
  const all = text.split('\n').length - 1
  return (text.split('\r\n').length - 1) * 2 > all
}

function newDocument(): Document {
  const document = new Document({ images: [] })
  document.commentBefore = header
  return document
}

/** The document as it was, with a list to fill: also where it held nothing but comments. */
function oldDocument(text: string): Document {
  if (text.trim() === '') return newDocument()
  const document: Document = parseDocument(text, { intAsBigInt: true })
  if (!isNode(document.contents)) {
    const comments = [document.commentBefore, document.comment].filter(comment => typeof comment === 'string')
    const fresh = new Document({ images: [] })
    fresh.commentBefore = comments.join('\n')
    return fresh
  }
  if (!isSeq(document.get('images'))) document.set('images', document.createNode([]))
  return document
}

/**
 * Puts the entries into the list; the node of an entry that was there before is used again, with the comments on it. Where a general
 * entry gives way to specific ones, or the other way round, the comment above it goes to the first that is about the same image.
 */
function fillList(
  document: Document,
  list: YAMLSeq,
  entries: readonly FixedImage[],
  oldEntries: readonly FixedImage[]
): void {
  const keys = new Set(entries.map(entryKey))
  const images = new Set(entries.map(entry => entry.image))
  giveCommentToFirst(list, entry => keys.has(entryKey(entry)) || images.has(entry.image), oldEntries)
  const oldNodes = new Map<string, YAMLMap>()
  const orphans = new Map<string, string[]>()
  for (const [index, entry] of oldEntries.entries()) {
    const node = list.items[index]
    if (!isMap(node)) continue
    oldNodes.set(entryKey(entry), node)
    if (keys.has(entryKey(entry)) || entry.image === undefined || !node.commentBefore) continue
    orphans.set(entry.image, [...(orphans.get(entry.image) ?? []), node.commentBefore])
  }
  list.flow = entries.length === 0
  list.items = entries.map(entry => {
    const node = oldNodes.get(entryKey(entry)) ?? document.createNode(plainEntry(entry))
    adoptComment(node, entry, orphans)
    const result = node.get('resultImage', true)
    if (isScalar(result)) result.value = entry.resultImage
    for (const key of keysOfOldKluctl) node.delete(key)
    return node
  })
}

/** Hands the comments of entries that are gone to the first entry of their image. */
function adoptComment(node: YAMLMap, { image }: FixedImage, orphans: Map<string, string[]>): void {
  const comments = image === undefined ? undefined : orphans.get(image)
  if (image === undefined || comments === undefined) return
  orphans.delete(image)
  node.commentBefore = [...comments, ...(node.commentBefore ? [node.commentBefore] : [])].join('\n')
}

/**
 * The parser hands the comment above the first entry to the list. It goes to that entry, so that it moves with it; what a blank line
 * separates from it is about the list, and so is all of it where the entry is not there any more.
 */
function giveCommentToFirst(
  list: YAMLSeq,
  stays: (entry: FixedImage) => boolean,
  oldEntries: readonly FixedImage[]
): void {
  const [node] = list.items
  const [first] = oldEntries
  const comment = list.commentBefore
  if (!isMap(node) || !first || !comment || !stays(first)) return
  const blank = comment.lastIndexOf('\n\n')
  list.commentBefore = blank < 0 ? null : comment.slice(0, blank)
  node.commentBefore = blank < 0 ? comment : comment.slice(blank + 2)
}

/** True where the old bytes say the same in the same order, and every kluctl reads them. */
function isKept(
  previous: { readonly text: string; readonly entries: readonly FixedImage[] },
  entries: readonly FixedImage[]
): boolean {
  if (previous.text.trim() === '' || !sameEntries(previous.entries, entries)) return false
  const list = parseDocument(previous.text, { intAsBigInt: true }).get('images')
  return isSeq(list) && !list.items.some(item => isMap(item) && keysOfOldKluctl.some(key => item.has(key)))
}

function sameEntries(a: readonly FixedImage[], b: readonly FixedImage[]): boolean {
  const text = (entry: FixedImage): string => `${entryKey(entry)} ${entry.resultImage}`
  return (
    a.length === b.length &&
    a.every((entry, index) => text(entry) === text(b[index] ?? entry) && b[index] !== undefined)
  )
}

function plainEntry(entry: FixedImage): Record<string, unknown> {
  return {
    ...(entry.image === undefined ? {} : { image: entry.image }),
    ...(entry.imageRegex === undefined ? {} : { imageRegex: entry.imageRegex }),
    resultImage: entry.resultImage,
    ...(entry.namespace === undefined ? {} : { namespace: entry.namespace }),
    ...(entry.deployment === undefined ? {} : { deployment: entry.deployment }),
    ...(entry.container === undefined ? {} : { container: entry.container }),
    ...Object.fromEntries([...(entry.extra ?? [])].map(([key, value]) => [key, plainValue(value)]))
  }
}

function plainValue(value: YamlValue): unknown {
  if (Array.isArray(value)) return value.map(plainValue)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plainValue(item)]))
  return value
}
