/** The text that everything begins with which an RE2 pattern matches from its beginning on: `main-` for `main-[0-9]+`; empty where that is not plain to see. */
export function literalStart(pattern: string): string {
  if (hasChoice(pattern)) return ''
  let literal = ''
  let at = /^(?:\^|\\A)/.exec(pattern)?.[0].length ?? 0
  for (;;) {
    const [written = '', escaped, plain] = /^(?:\\([-.])|([A-Za-z0-9_-]))/.exec(pattern.slice(at)) ?? []
    const character = escaped ?? plain
    if (character === undefined) return literal
    at += written.length
    // What may be left out says nothing; what is repeated stands there once.
    if (/^[*?{]/.test(pattern.slice(at))) return literal
    literal += character
    if (pattern.charAt(at) === '+') return literal
  }
}

/** True if the pattern has a choice outside of all groups, or might have one. */
function hasChoice(pattern: string): boolean {
  if (!pattern.includes('|')) return false
  if (pattern.includes('\\Q')) return true
  let depth = 0
  for (const [part] of pattern.matchAll(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]|[\s\S]/g)) {
    if (part === '(') depth++
    else if (part === ')') depth--
    else if (part === '|' && depth === 0) return true
  }
  return false
}

/** The longest text that all begin with. */
export function commonPrefix(texts: readonly string[]): string {
  const [first = '', ...others] = texts
  let length = first.length
  for (const text of others) while (!text.startsWith(first.slice(0, length))) length--
  return first.slice(0, length)
}
