import type { Orders } from './order.ts'

/** Characters of tags by their bytes. */
const characters = '-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const longestTag = 128

/**
 * Texts below every tag that begins with `prefix`, by bytes, the nearest first. Hardly any is a tag: what follows `last=` need
 * not be one.
 */
export function* keysBelow(prefix: string): Generator<string> {
  for (let at = prefix.length - 1; at >= 0; at--) {
    const head = prefix.slice(0, at)
    const own = prefix.charAt(at)
    for (const character of previousCharacters(own)) yield* legal(`${head}${character}zzz`)
    if (at > 0 && at === prefix.length - 1) yield* legal(head)
  }
}

/** A text between two neighbours that is hardly a tag; undefined where none is easily found. */
export function keyBetween(before: string, after: string): string | undefined {
  for (const key of keysBelow(after)) {
    if (key > before && key < after) return key
    if (key <= before) return undefined
  }
  return undefined
}

/** The nearest key that is below every tag with the prefix, in every order that is left. */
export function keyBefore(prefix: string, orders: Orders): string | undefined {
  for (const key of keysBelow(prefix)) if (orders.isBelow(key, prefix)) return key
  return undefined
}

/** The one before in its own class of letters, which is before in every order; else the one before by bytes. */
function previousCharacters(character: string): readonly string[] {
  const at = characters.indexOf(character)
  const previous = at > 0 ? characters.charAt(at - 1) : ''
  if (previous === '') return []
  const plain = /[a-z]/.test(character) && !/[a-z]/.test(previous) ? '9' : previous
  return plain === previous ? [previous] : [previous, plain]
}

function* legal(key: string): Generator<string> {
  if (key.length <= longestTag && /^[A-Za-z0-9_]/.test(key)) yield key
}
