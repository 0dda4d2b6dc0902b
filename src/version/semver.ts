import { compareLooseKeys, type LooseKey, readLooseKey, readVersionKey } from './loose.ts'
import { type RangeCheck, readRange } from './range.ts'
import { preReleaseWord, splitTail, type Tail, toSemVerText } from './release.ts'
import type { Arguments, FilterFunction, Reading, TextArgument } from './rule.ts'
import { isPreReleaseTail } from './shape.ts'

/**
 * `semver(allow_no_nums=false)`: what begins with a number, or with `v` and a number. Not strict: `1`, `v2`, `2022-04-22` and a commit
 * hash that begins with a digit are all accepted. With `allow_no_nums` everything is (kluctl v2.16, pkg/utils/versions/latest_version.go).
 */
function looseReading(allowNoNumbers: boolean): Reading {
  return {
    read: allowNoNumbers ? text => readLooseKey(text) : readVersionKey,
    compareKeys: compareLooseKeys,
    rejection: () => noNumber
  }
}

const noNumber = 'does not begin with a number'

/** What may follow the numbers, and where they must lie. */
type Selection = {
  readonly range: { readonly text: string; readonly check: RangeCheck } | undefined
  readonly variant: string | undefined
  /** The words that a pre-release may begin with; undefined for all of them, none for releases only. */
  readonly words: ReadonlySet<string> | undefined
}

/** A tag that was read: its place in the order, or why it has none. */
type Selected = { readonly key: LooseKey } | { readonly rejection: string }

/** The order is the same as without these arguments; the variant takes no part in it. */
function selectingReading(selection: Selection): Reading {
  return {
    read: text => {
      const selected = select(text, selection)
      return 'key' in selected ? selected.key : undefined
    },
    compareKeys: compareLooseKeys,
    rejection: text => {
      const selected = select(text, selection)
      return 'rejection' in selected ? selected.rejection : noNumber
    }
  }
}

function select(text: string, { range, variant, words }: Selection): Selected {
  const loose = readVersionKey(text)
  if (!loose) return { rejection: noNumber }
  const { numbers, rest } = loose
  const tail = splitTail(rest, variant)
  if (!tail.isVariant)
    return { rejection: variant === '' ? 'has something after its numbers' : `is not of the variant ${variant}` }
  const { preRelease } = tail
  if (preRelease !== '' && words && !words.has(preReleaseWord(preRelease))) {
    const what = suffixWords(preRelease)
    return { rejection: words.size === 0 ? what : `${what} other than ${[...words].join(', ')}` }
  }
  const outside = range && outsideReason(range, numbers, preRelease)
  return outside === undefined
    ? { key: { numbers, rest: orderedRest(rest, tail, variant), components: undefined } }
    : { rejection: outside }
}

function orderedRest(rest: string, { preRelease }: Tail, variant: string | undefined): string {
  if (variant === undefined || variant === '') return rest
  return preRelease === '' ? '' : rest.slice(0, rest.length - variant.length - 1)
}

function outsideReason(
  { text, check }: { readonly text: string; readonly check: RangeCheck },
  numbers: LooseKey['numbers'],
  preRelease: string
): string | undefined {
  const version = toSemVerText(numbers, preRelease)
  if (version === undefined) return 'cannot be read as a semantic version, so it is in no range'
  const found = check(version)
  if (found === 'inside') return undefined
  return found === 'outside'
    ? `is outside the range ${text}`
    : `${suffixWords(preRelease)}, and the range ${text} does not name it`
}

/** To SemVer all that follows the numbers is a pre-release, to a person `-alpine` is none. */
function suffixWords(preRelease: string): string {
  return isPreReleaseTail(preRelease) ? 'is a pre-release' : 'has a suffix (variant or pre-release)'
}

function readSelection(args: Arguments): Selection | undefined {
  const range = args.optionalText('range')
  const variant = args.optionalText('variant')
  const listed = args.optionalText('prereleases')
  const flag = args.flag('prereleases')
  if (!range && !variant && !listed && flag === undefined) return undefined
  const words = listed
    ? readWords(listed)
    : flag === false || (flag === undefined && variant)
      ? new Set<string>()
      : undefined
  return {
    range: range && { text: range.text, check: readRange(range, flag === true || listed !== undefined) },
    variant: variant && readVariant(variant),
    words
  }
}

function readVariant({ text, fail }: TextArgument): string {
  if (!/^[A-Za-z0-9_.-]*$/.test(text)) {
    fail(0, 'a variant has letters, digits, ".", "_" and "-" only', "It is plain text, as in variant='alpine'.")
  }
  return text.replace(/^[-._]/, '')
}

function readWords({ text, fail }: TextArgument): ReadonlySet<string> {
  const words = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(word => word !== '')
  if (words.length === 0 || words.some(word => !/^[a-z]+$/.test(word))) {
    fail(0, 'prereleases must be true, false, or words such as rc', "Write prereleases='rc' or prereleases='rc, beta'.")
  }
  return new Set(words)
}

function build(args: Arguments): Reading {
  const allowNoNumbers = args.flag('allow_no_nums') ?? false
  const selection = readSelection(args)
  if (!selection) return looseReading(allowNoNumbers)
  if (allowNoNumbers) {
    for (const name of ['range', 'variant', 'prereleases']) {
      args
        .optionalText(name)
        ?.fail(0, `${name} asks for versions, and allow_no_nums=true for all tags`, 'Leave one of them out.')
    }
  }
  return selectingReading(selection)
}

/** `semver()` in the filter language. */
export const semverFunction: FilterFunction = {
  name: 'semver',
  parameters: [
    {
      name: 'allow_no_nums',
      kind: 'flag',
      positional: true,
      default: 'false',
      meaning: 'Accept tags without a number at the beginning too.'
    },
    { name: 'range', kind: 'text', meaning: "Accept only versions in this range, in npm's syntax." },
    {
      name: 'prereleases',
      kind: 'flag or text',
      meaning:
        '`false` leaves out pre-releases, `true` lets `range` hold them, words such as `rc, beta` accept those and releases.'
    },
    {
      name: 'variant',
      kind: 'text',
      meaning: 'Accept only versions that end in this variant, as `1.2-alpine`; the variant takes no part in the order.'
    }
  ],
  usage: 'semver()',
  meaning: 'Tags that begin with a number, or with `v` and a number, ordered as versions.',
  build
}
