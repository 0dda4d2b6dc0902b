import { type Document, isMap, isPair, isScalar, isSeq } from 'yaml'

/**
 * Takes back the line end that the parser adds to a block (`|` or `>`) where the text ends without one: libyaml, and with it Go and Python,
 * adds none. A rendered file has lost its last line end, so this is the rule and not the exception.
 */
export function closeOpenBlock({ contents }: Document.Parsed, text: string): void {
  if (!/\S[ \t]*$/.test(text.slice(text.lastIndexOf('\n') + 1))) return
  let node: unknown = contents
  while (isMap(node) || isSeq(node)) {
    const last: unknown = node.items.at(-1)
    node = isPair(last) ? last.value : last
  }
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range || node.range[2] < text.length) return
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
  if (isBlock && node.value.endsWith('\n')) node.value = node.value.slice(0, -1)
}
