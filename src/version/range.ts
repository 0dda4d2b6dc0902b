import Range from 'semver/classes/range.js'
import SemVer from 'semver/classes/semver.js'
import { quote } from '../text.ts'
import type { TextArgument } from './rule.ts'

/** Says of a version in SemVer's form whether a range holds it; `no-pre-release` where it would if it were no pre-release. */
export type RangeCheck = (version: string) => 'inside' | 'outside' | 'no-pre-release'

const longestRange = 256

/** `^1.2`, `^1`: a version that lacks its last numbers after `^`. */
const shortened = /\^\s*[v=]?([0-9]+)(?:\.([0-9]+))?(?![0-9.])/

/**
 * Reads a range in the syntax of npm's `semver`: `^1.2.0`, `~1.2`, `>=1.2 <2`, `1.x || 3.x`. As there, a pre-release is inside only where the range
 * itself names a pre-release of the same version; with `withPreReleases` all that lie between the ends are. After `^` all three numbers
 * must stand: the golden vectors refuse `semver(range='^1.2')` (s-p014).
 * @throws FilterError for a text that is no range
 */
export function readRange({ text, fail }: TextArgument, withPreReleases: boolean): RangeCheck {
  if (text.trim() === '') fail(0, 'the range is empty', "Write for example range='>=1.2 <2'.")
  if (text.length > longestRange)
    fail(0, `the range is ${text.length} characters long; at most ${longestRange} are allowed`)
  const short = shortened.exec(text)
  if (short) {
    const [found, major = '', minor = '0'] = short
    const hint = `Write ${found.charAt(0)}${major}.${minor}.0, or ${short[2] === undefined ? `${major}.x` : `>=${major}.${minor}`}.`
    fail(short.index, `${quote(found, 40)} lacks the last of its three numbers`, hint)
  }
  const all = parseRange(text, true)
  const named = withPreReleases ? all : parseRange(text, false)
  if (!all || !named) {
    const hint = "Ranges have the syntax of npm: '>=1.2 <2', '^1.4.2', '~1.4.2', '1.x || 3.x'."
    return fail(0, `${quote(text, 60)} is not a range of versions`, hint)
  }
  return version => {
    if (named.test(new SemVer(version, named.options))) return 'inside'
    return version.includes('-') && all.test(new SemVer(version, all.options)) ? 'no-pre-release' : 'outside'
  }
}

/** Never loose: npm's loose mode leaves out what it cannot read. */
function parseRange(text: string, includePrerelease: boolean): Range | undefined {
  try {
    return new Range(text, { includePrerelease })
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
