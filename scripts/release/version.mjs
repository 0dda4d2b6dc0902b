/** @typedef {{ text: string, numbers: readonly number[], pre: readonly string[] }} Version */

const grammar = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/

/**
 * A version as Semantic Versioning 2.0.0 has it, without build metadata, which neither a tag nor npm would tell apart; undefined for any other text.
 * @param {string} text
 * @returns {Version | undefined}
 */
export function parseVersion(text) {
  const match = grammar.exec(text)
  if (match === null) return undefined
  const pre = match[4]?.split('.') ?? []
  if (pre.some(part => /^0\d+$/.test(part))) return undefined
  return { text, numbers: match.slice(1, 4).map(Number), pre }
}

/**
 * The version that a release tag names (`v1.2.3`); undefined for a moving tag (`v1`) and any other name.
 * @param {string} tag
 */
export const versionOfTag = tag => (tag.startsWith('v') ? parseVersion(tag.slice(1)) : undefined)

/** The tag that moves: `v0` for 0.2.0. @param {Version} version */
export const majorTagOf = version => `v${version.numbers[0]}`

/** @param {Version} version */
export const isPrerelease = version => version.pre.length > 0

/**
 * Below, at or above zero: the order of Semantic Versioning 2.0.0, section 11.
 * @param {Version} a
 * @param {Version} b
 */
export function compareVersions(a, b) {
  for (const [index, number] of a.numbers.entries()) if (number !== b.numbers[index]) return number - b.numbers[index]
  if (a.pre.length === 0 || b.pre.length === 0) return b.pre.length - a.pre.length
  for (const [index, part] of a.pre.entries()) {
    const other = b.pre[index]
    if (other === undefined) return 1
    if (part !== other) return comparePart(part, other)
  }
  return a.pre.length - b.pre.length
}

function comparePart(a, b) {
  const [isNumber, otherIsNumber] = [a, b].map(part => /^\d+$/.test(part))
  if (isNumber && otherIsNumber) return Number(a) - Number(b)
  if (isNumber !== otherIsNumber) return isNumber ? -1 : 1
  return a < b ? -1 : 1
}

/** The greatest of some versions; undefined of none. @param {readonly Version[]} versions */
export const greatest = versions => versions.toSorted(compareVersions).at(-1)
