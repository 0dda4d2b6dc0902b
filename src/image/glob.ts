/**
 * Whether a text is what a pattern says. `*` stands for any characters but separators, two or more stars for any at all; everything else is
 * itself. Takes steps as the product of both lengths at most, whatever the stars: patterns may come from a pull request.
 * @param separators each of its characters ends what one star stands for
 */
export function matchesGlob(pattern: string, text: string, separators: string): boolean {
  let reached = new Uint8Array(text.length + 1)
  reached[0] = 1
  for (const part of pattern.split(/(\*+)/)) {
    if (part === '') continue
    reached = part.startsWith('*')
      ? spread(reached, text, part === '*' ? separators : '')
      : advance(reached, text, part)
  }
  return reached[text.length] === 1
}

function advance(reached: Uint8Array, text: string, literal: string): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(reached.length)
  for (let at = 0; at < reached.length; at += 1)
    if (reached[at] === 1 && text.startsWith(literal, at)) next[at + literal.length] = 1
  return next
}

function spread(reached: Uint8Array, text: string, separators: string): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(reached)
  for (let at = 0; at < text.length; at += 1)
    if (next[at] === 1 && !separators.includes(text.charAt(at))) next[at + 1] = 1
  return next
}
