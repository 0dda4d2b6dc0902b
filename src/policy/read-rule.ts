import { FilterError } from '../errors.ts'
import { hasTooManyStars, mostStarRuns } from '../image/glob.ts'
import { compileImagePattern, hasTag, type ImagePattern, isImagePattern } from '../image/pattern.ts'
import { formatPlatform, parsePlatform } from '../image/platform.ts'
import { isTag } from '../image/reference.ts'
import { plural, quote } from '../text.ts'
import { parseVersionFilter } from '../version/parse.ts'
import { isYamlList, isYamlMap } from '../yaml/parse.ts'
import type { Part } from '../yaml/shape.ts'
import { startOfDay } from './day.ts'
import { readDuration } from './duration.ts'
import type { Hold, MinimumAge, PolicyFilter, PolicyRule, Skip } from './policy.ts'
import { attempt, checkKeys, type Problems } from './policy-keys.ts'

const ruleKeys = [
  ...['image', 'filter', 'platforms', 'minimum-age', 'no-date'],
  ...['max-bump', 'no-downgrade', 'hold', 'skip']
]

/**
 * Reads one entry of `rules`, noting whatever is wrong with its fields.
 * @throws ProjectError where it is no map
 */
export function readRule(rule: Part, problems: Problems): PolicyRule {
  checkKeys(rule, ruleKeys, problems)
  const field = <T>(key: string, read: (part: Part) => T): T | undefined => {
    const part = rule.at(key)
    return part.isEmpty ? undefined : attempt(problems, () => read(part))
  }
  if (rule.at('image').value === undefined)
    problems.push(rule.fail('image is missing', 'config', 'Name the images of this rule; "**" is every image.'))
  return {
    patterns: field('image', part => readPatterns(part, problems)) ?? [],
    filter: field('filter', readFilter),
    platforms: field('platforms', part => readEach(part, readPlatform, problems)),
    minimumAge: field('minimum-age', readMinimumAge),
    noDate: field('no-date', part => readWord(part, ['wait', 'allow'])),
    maxBump: field('max-bump', part => readWord(part, ['major', 'minor', 'patch'])),
    noDowngrade: field('no-downgrade', part => part.boolean(false)),
    hold: field('hold', part => readHold(part, problems)),
    skip: field('skip', part => readEach(part, item => readSkip(item, problems), problems)) ?? [],
    place: rule.place
  }
}

function readEach<T>(list: Part, read: (item: Part) => T, problems: Problems): readonly T[] {
  return list.list().flatMap(item => attempt(problems, () => [read(item)]) ?? [])
}

function readPatterns(part: Part, problems: Problems): readonly ImagePattern[] {
  if (!isYamlList(part.value)) return [readPattern(part)]
  if (part.value.length === 0) throw part.fail('the list is empty, so that the rule is about nothing')
  return readEach(part, readPattern, problems)
}

const longestPattern = 500

function readPattern(part: Part): ImagePattern {
  const pattern = part.text()
  if (!isImagePattern(pattern) || /\/\/|^\/|\/$/.test(pattern)) {
    const hint = 'A pattern is a repository, as ghcr.io/team/app; * stands for one path segment, ** for any.'
    throw part.fail(`${quote(pattern)} is not an image pattern`, 'config', hint)
  }
  if (hasTag(pattern)) {
    const hint = 'Name tags with filter or skip.'
    throw part.fail(`${quote(pattern)} has a tag, and a pattern is about repositories`, 'config', hint)
  }
  if (hasTooManyStars(pattern)) {
    const hint = 'Two stars stand for anything, / too.'
    throw part.fail(`${quote(pattern)} has stars in more than ${mostStarRuns} places`, 'config', hint)
  }
  if (pattern.length <= longestPattern) return compileImagePattern(pattern)
  throw part.fail(`the pattern is longer than ${longestPattern} characters`)
}

function readFilter(part: Part): PolicyFilter {
  const text = part.text()
  try {
    return { filter: parseVersionFilter(text), text }
  } catch (error) {
    if (!(error instanceof FilterError)) throw error
    throw part.fail(`${error.message}\n${error.caret()}`, 'config', error.hint)
  }
}

function readPlatform(part: Part): string {
  const text = part.text()
  const platform = parsePlatform(text)
  if (platform) return formatPlatform(platform)
  throw part.fail(`${quote(text)} is not a platform`, 'config', 'Write it as linux/amd64 or linux/arm/v7.')
}

function readMinimumAge(part: Part): MinimumAge {
  const text = textOfScalar(part, 'a time')
  const age = readDuration(text)
  if ('milliseconds' in age) return age
  throw part.fail(`${quote(text)} is no time: ${age.problem}`, 'config', 'Write it as 30m, 12h, 3d or 2w.')
}

function readWord<const W extends string>(part: Part, words: readonly W[]): W {
  const text = part.text()
  const word = words.find(one => one === text)
  if (word !== undefined) return word
  throw part.fail(`${quote(text)} is not known here`, 'config', `Write one of ${words.join(', ')}.`)
}

function readHold(part: Part, problems: Problems): Hold {
  if (!isYamlMap(part.value)) {
    const hint = 'Write hold: { reason: why, owner: who, expiry: 2026-12-24 }; owner and expiry may be left out.'
    throw part.fail('a hold is a map that says why', 'config', hint)
  }
  checkKeys(part, ['reason', 'owner', 'expiry'], problems)
  if (part.at('reason').value === undefined)
    throw part.fail('reason is missing', 'config', 'Whoever meets the hold next wants to know why.')
  const [owner, expiry] = [part.at('owner'), part.at('expiry')]
  return {
    reason: readWords(part.at('reason'), 500),
    owner: owner.isEmpty ? undefined : readWords(owner, 100),
    expiry: expiry.isEmpty ? undefined : readDay(expiry),
    place: part.place
  }
}

/** A text for people, on one line. */
function readWords(part: Part, longest: number): string {
  const text = part.text().trim().replace(/\s+/g, ' ')
  if (text === '') throw part.fail('the text is empty')
  if (text.length <= longest) return text
  throw part.fail(`the text is ${plural(text.length, 'character')} long; at most ${longest} are allowed`)
}

function readDay(part: Part): string {
  const text = textOfScalar(part, 'a day')
  if (startOfDay(text) !== undefined) return text
  throw part.fail(`${quote(text)} is no day of the calendar`, 'config', 'Write it as 2026-12-24.')
}

function readSkip(item: Part, problems: Problems): Skip {
  if (!isYamlMap(item.value)) return { tag: readTag(item), reason: undefined }
  checkKeys(item, ['tag', 'reason'], problems)
  const reason = item.at('reason')
  if (item.at('tag').value === undefined) throw item.fail('tag is missing')
  return { tag: readTag(item.at('tag')), reason: reason.isEmpty ? undefined : readWords(reason, 500) }
}

function readTag(part: Part): string {
  const text = textOfScalar(part, 'a tag')
  if (isTag(text)) return text
  const hint = /[/:@]/.test(text) ? 'Write the tag only, without the image.' : undefined
  throw part.fail(`${quote(text)} is not a tag`, 'config', hint)
}

/** The text as it stands in the file, also where YAML makes a number of it: `1.10` is no 1.1. */
function textOfScalar(part: Part, what: string): string {
  const { value, written } = part
  if (value === null || typeof value === 'boolean' || written === undefined)
    throw part.fail(`${what} is expected here, as text`, 'config', 'Put it in quotes.')
  return written
}
