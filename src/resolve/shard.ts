import { readImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'

/**
 * The part of a run, from 1 to `count`, that an image falls into: by its repository in full, so that a list of tags is asked for by one part
 * only, however templates write the name.
 */
export function shardOf(image: string, count: number): number {
  const reference = readImageReference(image)
  const name = reference === undefined ? image : formatRepository(reference.repository)
  return (hash(name) % count) + 1
}

/** FNV-1a over UTF-16 units, mixed at the end (murmur3's finisher): the low bits of the plain hash of similar names are much the same. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
