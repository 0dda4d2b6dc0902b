import { shorten } from '../text.ts'
import { revisionFilter } from './guess.ts'
import { familyOf, isHash, variantWord, versionShape } from './shape.ts'
import { firstSuggestion } from './suggest.ts'
import type { Census, Member, Trap } from './trap.ts'

const knownVariant =
  /^(?:alpine|slim|debian|ubuntu|stretch|buster|bullseye|bookworm|trixie|bionic|focal|jammy|noble|centos|ubi|fedora|rocky|windows\w*|nanoserver|amd|arm|aarch|fpm|apache|musl|glibc|jdk|jre|cuda|gpu|cpu|fips|distroless|rootless|debug|minimal)/

/** Versions of which some have a variant behind them: the bare one is above it, and a newer variant is above an older bare one. */
export function findVariantTrap({ filter, members, newest }: Census): Trap | undefined {
  const variants = new Map<string, { readonly example: string; count: number }>()
  const bare = new Set<string>()
  for (const { core } of members) {
    const shape = versionShape(core)
    if (!shape) continue
    if (shape.tail === '') bare.add(shape.numbers)
    const word = variantWord(shape.tail)
    if (word === undefined) continue
    const known = variants.get(word) ?? { example: core, count: 0 }
    known.count++
    variants.set(word, known)
  }
  const won = newest && winningTail(newest.core)
  const words = [...variants].filter(([word, { count }]) => count >= 3 || knownVariant.test(word)).map(([word]) => word)
  const example = variants.get(words[0] ?? '')?.example
  if (!newest || won === undefined || bare.size === 0 || example === undefined) return undefined
  const names = words.slice(0, 8)
  const isVariant = names.includes(variantWord(won) ?? '')
  const why = isVariant
    ? `${newest.tag} is a variant, and it is above bare versions`
    : `a variant such as ${example} sorts below the bare version`
  return {
    kind: 'variant',
    message: `${why}; for one variant only write ${revisionFilter(example) ?? `variant='${shorten(variantOf(example), 30)}'`}`,
    suggestion: filter.refine(new Map([['exclude', `.*[-_.](?:${names.join('|')}).*`]]))
  }
}

/** What stands behind the numbers of a version, also of `18rc1`; undefined for whole numbers, dates and hashes, which are other traps. */
function winningTail(core: string): string | undefined {
  const tail = versionShape(core)?.tail ?? /^v?[0-9]{1,3}[-_.]?([A-Za-z].*)$/.exec(core)?.[1]
  return isHash(core) ? undefined : tail
}

function variantOf(core: string): string {
  return versionShape(core)?.tail ?? ''
}

/** Tags of two kinds, of which the order of words or the size of numbers decides: `main-12` and `release-3`, `1.4.2` and build `731`. */
export function findFamilyTrap(census: Census): Trap | undefined {
  const { tags, members, newest } = census
  const build = newest && findBuildNumber(newest, members)
  if (build) return build(census)
  const families = new Map<string, string[]>()
  for (const { core, tag } of members) {
    const family = familyOf(core)
    if (!/[A-Za-z]{2,}/.test(family) || isHash(core) || /^[0-9a-f]+$/.test(family)) continue
    const list = families.get(family)
    if (list) list.push(tag)
    else families.set(family, [tag])
  }
  const large = [...families].filter(([, list]) => list.length >= 2)
  const winner = newest && familyOf(newest.core)
  const other = large.find(([family]) => family !== winner)
  if (!newest || winner === undefined || !large.some(([family]) => family === winner) || !other) return undefined
  const biggest = large.reduce((most, one) => (one[1].length > most[1].length ? one : most))
  const suggestion = firstSuggestion(biggest[1]) ?? firstSuggestion(tags)
  if (suggestion === undefined) return undefined
  return {
    kind: 'two-families',
    message: `tags of several families are mixed, as ${newest.tag} and ${other[1][0] ?? ''}; the words decide before the numbers`,
    suggestion
  }
}

function findBuildNumber(newest: Member, members: readonly Member[]): ((census: Census) => Trap) | undefined {
  const [, digits] = /^v?([0-9]{1,7})$/.exec(newest.core) ?? []
  if (digits === undefined) return undefined
  const versions = members.flatMap(({ tag, core }) => {
    const shape = versionShape(core)
    return shape ? [{ tag, major: shape.major }] : []
  })
  if (members.some(({ core }) => isHash(core) && core.length === digits.length)) return undefined
  const [first] = versions
  if (!first || versions.some(({ major }) => major === Number(digits))) return undefined
  return ({ filter }) => ({
    kind: 'two-families',
    message: `whole numbers and versions are mixed: ${newest.tag} outranks versions such as ${first.tag}`,
    suggestion: filter.refine(new Map([['exclude', 'v?[0-9]+']]))
  })
}
