import type { LooseKey } from './loose.ts'

/** What follows the numbers of a version. */
export type Tail = {
  /** Without the separator before it; empty for a release. */
  readonly preRelease: string
  /** False where the tag had to end in a variant and does not. */
  readonly isVariant: boolean
}

/** True for a character that may stand between the numbers, the pre-release and the variant. */
function isSeparator(character: string): boolean {
  return character === '-' || character === '.' || character === '_' || character === '+'
}

const leadingSeparators = /^[-._]+/

/**
 * Splits what follows the numbers into pre-release and variant. A variant stands at the end, after a separator: `-alpine`, and
 * `-rc1-alpine` has the pre-release `rc1`. All the rest is a pre-release, as SemVer says it, but for what follows a `+`.
 */
export function splitTail(rest: string, variant: string | undefined): Tail {
  if (variant === undefined || variant === '') {
    const preRelease = preReleaseOf(rest)
    return { preRelease, isVariant: variant === undefined || preRelease === '' }
  }
  const end = rest.length - variant.length - 1
  const isVariant = end >= 0 && rest.endsWith(variant) && isSeparator(rest.charAt(end))
  return { preRelease: preReleaseOf(isVariant ? rest.slice(0, end) : rest), isVariant }
}

function preReleaseOf(rest: string): string {
  const plus = rest.indexOf('+')
  const before = plus < 0 ? rest : rest.slice(0, plus)
  return before.replace(leadingSeparators, '') || (before === '' ? '' : before)
}

/** First word of a pre-release in lower case: `rc` of `RC1`, empty where it has no letters. */
export function preReleaseWord(preRelease: string): string {
  return (/[A-Za-z]+/.exec(preRelease)?.[0] ?? '').toLowerCase()
}

/** SemVer has no leading zeros in identifiers that are numbers. */
const leadingZeros = /(?<=^|\.)0+(?=[0-9]+(?:\.|$))/g

/** npm reads no version of more than 256 characters; no tag has that many. */
const longestPreRelease = 200

const identifiers = /^[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*$/

/**
 * A version in SemVer's own form: `v1.2` is `1.2.0`, `2024.01.05` is `2024.1.5`, `1.2rc1` is `1.2.0-rc1`, `_` in a pre-release is `-`.
 * Undefined for what cannot be one: more than three numbers, a number of more than 15 digits, other characters in the pre-release.
 */
export function toSemVerText(numbers: LooseKey['numbers'], preRelease: string): string | undefined {
  if (numbers.length > 3 || numbers.some(number => typeof number !== 'number')) return undefined
  const [major = 0, minor = 0, patch = 0] = numbers
  if (preRelease === '') return `${major}.${minor}.${patch}`
  if (preRelease.length > longestPreRelease) return undefined
  const dashed = preRelease.replaceAll('_', '-').replace(leadingZeros, '')
  return identifiers.test(dashed) && dashed.length <= longestPreRelease
    ? `${major}.${minor}.${patch}-${dashed}`
    : undefined
}
