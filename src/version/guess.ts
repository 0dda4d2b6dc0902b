import { isCalendarVersion, isHash, isPreReleaseTail, isTimestamp, versionShape } from './shape.ts'

/** The filter for the family that a tag belongs to, and a few words on that family. */
export type Guess = {
  readonly filter: string
  readonly family: string
  /** Tags of other families that the filter would accept too, as a pattern for `exclude`. */
  readonly others?: string
  /** True where none of them may stand beside the family: releases below calendar versions are a trap. */
  readonly isStrict?: true
  /** Set for the versions of one variant: the filter for those without any. */
  readonly bare?: string
  /** Set for a variant with numbers in it: the filter for all that differ from it in those alone. */
  readonly alike?: string
}

const layouts: readonly (readonly [RegExp, string])[] = [
  [/^(?:19|20)[0-9]{6}$/, 'YYYYMMDD'],
  [/^(?:19|20)[0-9]{10}$/, 'YYYYMMDDHHmm'],
  [/^(?:19|20)[0-9]{12}$/, 'YYYYMMDDHHmmss'],
  [/^(?:19|20)[0-9]{6}-[0-9]{6}$/, 'YYYYMMDD-HHmmss'],
  [/^(?:19|20)[0-9]{6}\.[0-9]{6}$/, 'YYYYMMDD.HHmmss'],
  [/^(?:19|20)[0-9]{6}-[0-9]{4}$/, 'YYYYMMDD-HHmm'],
  [/^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$/, 'YYYY-MM-DD'],
  [/^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}Z$/, 'YYYY-MM-DDTHH-mm-ssZ']
]

const leadWord = /[A-Za-z]+[0-9]*[-_.]|[A-Za-z]+[-_]?(?=[0-9])/y
const hashes = '[0-9a-f]{7,40}'

/** `1.2.3-debian-12-r4`, `1.2.3-build4` or `1.2.3-4`: a build of a version. The group is what stands between version and number. */
const revision =
  /^v?[0-9]+(?:\.[0-9]+)+([-_](?:(?:[A-Za-z][A-Za-z0-9_.-]*[-_])?(?:r|(?:rev|build|patch|post|hotfix|ls|p|k3s|rke2r)[-_.]?))?)[0-9]{1,6}$/i

/** `18-alpine`: one number and a variant. */
const wholeVariant = /^v?[0-9]{1,3}[-_]([A-Za-z][A-Za-z0-9_.-]*)$/

const plainVersions = 'semver(prereleases=false)'

/** Guesses by the shape of one tag alone; undefined for words and bare hashes, which have no order. */
export function guessFilter(tag: string): Guess | undefined {
  if (isHash(tag)) return undefined
  const prefix = prefixOf(tag)
  const rest = tag.slice(prefix.length)
  if (isHash(rest) || /^(?:sha|git|commit)[-_.]/.test(prefix)) return undefined
  const plain = guessRest(rest)
  if (plain) {
    if (prefix === '') return plain
    const { filter, family, bare, alike } = plain
    const behind = (suffix: string): string => `prefix('${prefix}', suffix=${suffix})`
    return {
      ...plain,
      filter: behind(filter),
      family: `${prefix} and ${family}`,
      ...(bare === undefined ? {} : { bare: behind(bare) }),
      ...(alike === undefined ? {} : { alike: behind(alike) })
    }
  }
  return guessWithHash(prefix, rest)
}

/** The words that a tag begins with, each with its separator; a commit hash is none. */
function prefixOf(tag: string): string {
  let end = 0
  for (;;) {
    if (/^v[0-9]/.test(tag.slice(end, end + 2))) return tag.slice(0, end)
    leadWord.lastIndex = end
    const word = leadWord.exec(tag)?.[0] ?? ''
    if (word === '' || isHash(word.replace(/[-_.]$/, ''))) return tag.slice(0, end)
    end += word.length
  }
}

function guessRest(rest: string): Guess | undefined {
  const date = layoutOf(rest)
  if (date !== undefined) return { filter: `date('${date}')`, family: `dates as ${date}` }
  if (/^[0-9]+$/.test(rest)) return { filter: 'number()', family: 'whole numbers' }
  if (isCalendarVersion(rest))
    return {
      filter: 'semver()',
      family: 'calendar versions',
      isStrict: true,
      others: 'v?[0-9]{1,3}(?:[^0-9].*)?|[0-9]{5,}.*'
    }
  const version = versionShape(rest)
  if (!version) {
    const [, tail = ''] = wholeVariant.exec(rest) ?? []
    return isPreReleaseTail(tail) ? undefined : guessVariant(rest, tail)
  }
  const { tail } = version
  if (tail === '' || isPreReleaseTail(tail)) {
    return { filter: plainVersions, family: 'versions', others: 'v?(?:19|20)[0-9]{2}[.-].*|v?[0-9]+' }
  }
  const revised = revisionFilter(rest)
  if (revised !== undefined) return { filter: revised, family: 'versions with a revision' }
  return guessVariant(rest, tail)
}

function guessVariant(rest: string, tail: string): Guess | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_.-]*$/.test(tail) || /(?:^|[-_])[0-9a-f]{7,40}$/.test(tail)) return undefined
  const guess = { filter: `semver(variant='${tail}')`, family: `versions of the variant ${tail}`, bare: plainVersions }
  if (!/[0-9]/.test(tail)) return guess
  const joint = rest.slice(0, rest.length - tail.length).replace(/^v?[0-9]+(?:\.[0-9]+)*/, '')
  const shape = tail.replace(/[0-9]+(?:\.[0-9]+)*|\./g, part =>
    part === '.' ? '\\.' : part.includes('.') ? '[0-9.]+' : '[0-9]+'
  )
  return { ...guess, alike: `regex('v?[0-9.]+${escaped(joint)}${shape}')` }
}

/** Filter text for all revisions of one variant; undefined for a version that has none. A `variant` would hold to one revision. */
export function revisionFilter(version: string): string | undefined {
  const between = revision.exec(version)?.[1]
  return between === undefined ? undefined : `regex('v?[0-9.]+${escaped(between)}[0-9]+')`
}

function layoutOf(text: string): string | undefined {
  const found = layouts.find(([shape]) => shape.test(text))
  if (!found) return undefined
  const [, layout] = found
  return isTimestamp(text.replace(/[^0-9]/g, '')) || layout.startsWith('YYYY-') ? layout : undefined
}

/** A number, a date or a version beside a commit hash, in either order. */
function guessWithHash(prefix: string, rest: string): Guess | undefined {
  const [, before = '', separator = '-', hash = ''] = /^(.+)([-_.])([0-9a-f]{7,40})$/.exec(rest) ?? []
  if (hash !== '' && !isTimestamp(hash))
    return extracting(prefix, before, part => `${part}${escaped(separator)}${hashes}`, 'a hash behind')
  const [, first = '', between = '-', after = ''] = /^([0-9a-f]{7,40})([-_.])([0-9.-]+)$/.exec(rest) ?? []
  return first === '' || isTimestamp(first)
    ? undefined
    : extracting(prefix, after, part => `${hashes}${escaped(between)}${part}`, 'a hash before')
}

function extracting(prefix: string, part: string, place: (group: string) => string, words: string): Guess | undefined {
  const inner = guessRest(part)
  if (!inner || inner.bare !== undefined || inner.filter.startsWith('regex')) return undefined
  const isVersion = inner.filter.startsWith('semver')
  const group = isVersion
    ? '(?P<version>v?[0-9.]+)'
    : inner.filter === 'number()'
      ? '(?P<number>[0-9]+)'
      : '(?P<date>[0-9TZ.-]+)'
  const name = /<([a-z]+)>/.exec(group)?.[1] ?? ''
  return {
    filter: `regex('${escaped(prefix)}${place(group)}', extract='${name}', suffix=${isVersion ? 'semver()' : inner.filter})`,
    family: `${prefix === '' ? '' : `${prefix} and `}${inner.family} with ${words}`
  }
}

function escaped(text: string): string {
  return text.replace(/[.+]/g, '\\$&')
}
