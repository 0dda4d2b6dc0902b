import { plural } from '../text.ts'
import { isArtefactTag } from './artefact.ts'
import type { VersionFilter } from './filter.ts'
import { compareBytes } from './loose.ts'
import { isMovingTag } from './moving.ts'
import type { VersionKey } from './rule.ts'
import { isCalendarVersion, isHash, isTimestamp, versionShape } from './shape.ts'
import { firstSuggestion } from './suggest.ts'
import { type Census, hasMany, type Member, type Trap } from './trap.ts'
import { findExcludeTrap } from './trap-exclude.ts'
import { findFamilyTrap, findVariantTrap } from './trap-mixtures.ts'

/**
 * Warns where tags look like something that the filter mistakes for a version. At most one trap of each kind; none for lists of one kind of
 * tag. With `prefix` the tags are only those that begin with it. Takes time linear in the tags.
 * @throws FilterError where a pattern of the filter needs too many steps for these tags
 */
export function findTraps(filter: VersionFilter, tags: Iterable<string>, prefix?: string): readonly Trap[] {
  const census = takeCensus(filter, tags, prefix)
  return detectors.flatMap(detect => detect(census) ?? [])
}

function takeCensus(filter: VersionFilter, tags: Iterable<string>, prefix: string | undefined): Census {
  const all = [...new Set(tags)].filter(tag => !isArtefactTag(tag))
  const members: Member[] = []
  let best: (Member & { readonly key: VersionKey }) | undefined
  for (const tag of all) {
    const key = filter.read(tag)
    if (!key) continue
    const member = { tag, core: filter.core(tag) }
    members.push(member)
    const order = best ? filter.compareKeys(key, best.key) || compareBytes(tag, best.tag) : 1
    if (order > 0) best = { ...member, key }
  }
  return { filter, tags: all, prefix, members, newest: best }
}

const detectors: readonly ((census: Census) => Trap | undefined)[] = [
  findMovingTrap,
  findHashTrap,
  findTimestampTrap,
  findCalendarTrap,
  findVariantTrap,
  findFamilyTrap,
  findExcludeTrap,
  findFewTrap
]

function findMovingTrap({ filter, members, newest }: Census): Trap | undefined {
  if (!newest || !isMovingTag(newest.core) || members.every(({ core }) => isMovingTag(core))) return undefined
  const moving = members.filter(({ core }) => isMovingTag(core)).map(({ core }) => core)
  return {
    kind: 'moving-tag',
    message: `${newest.tag} is a moving tag, and it wins over ${plural(members.length - moving.length, 'other tag')}`,
    suggestion: filter.refine(new Map([['exclude', [...new Set(moving)].join('|')]]))
  }
}

function findHashTrap({ filter, tags, members }: Census): Trap | undefined {
  const lengths = new Set(members.filter(({ core }) => isHash(core)).map(({ core }) => core.length))
  const first = members.find(({ core }) => isHash(core))
  if (!first) return undefined
  const count = members.filter(({ core }) => isHash(core)).length
  const others = members.filter(({ core }) => !isHash(core) && !(lengths.has(core.length) && /^[0-9]+$/.test(core)))
  const pattern = others.some(({ core }) => /^[0-9a-f]{7,40}$/.test(core)) ? '[0-9]*[a-f][0-9a-f]*' : '[0-9a-f]{7,40}'
  const refined = filter.refine(new Map([['exclude', pattern]]))
  const looks =
    count === 1 ? `${first.tag} looks like a git hash` : `${count} accepted tags look like git hashes, as ${first.tag}`
  return {
    kind: 'git-hash',
    message: `${looks}; the order of hashes means nothing`,
    suggestion: others.length > 0 ? refined : (firstSuggestion(tags.filter(tag => !lengths.has(tag.length))) ?? refined)
  }
}

function findTimestampTrap({ filter, members, newest }: Census): Trap | undefined {
  if (!newest || !isTimestamp(newest.core)) return undefined
  const small = members.find(({ core }) => /^v?[0-9]{1,6}$/.test(core) || versionShape(core))
  if (!small) return undefined
  return {
    kind: 'timestamp',
    message: `${newest.tag} looks like a time, and it outranks smaller numbers such as ${small.tag}`,
    suggestion: filter.refine(new Map([['exclude', '[0-9]{8,}']]))
  }
}

function findCalendarTrap({ filter, members, newest }: Census): Trap | undefined {
  if (!newest || !isCalendarVersion(newest.core)) return undefined
  const release = members.find(({ core }) => versionShape(core))
  if (!release) return undefined
  return {
    kind: 'calendar-version',
    message: `${newest.tag} is a calendar version, and it outranks releases such as ${release.tag}`,
    suggestion: filter.refine(new Map([['exclude', 'v?(?:19|20)[0-9]{2}[.-].*|[0-9]{8,}']]))
  }
}

function findFewTrap({ filter, tags, prefix, members }: Census): Trap | undefined {
  if (!hasMany(tags) || members.length * 100 >= tags.length) return undefined
  const suggestion = firstSuggestion(tags)
  if (suggestion === undefined || suggestion === filter.toSource()) return undefined
  const all = prefix === undefined ? 'tags' : `tags that begin with ${prefix}`
  return {
    kind: 'few-matches',
    message: `the filter accepts only ${members.length} of ${tags.length} ${all}`,
    suggestion
  }
}
