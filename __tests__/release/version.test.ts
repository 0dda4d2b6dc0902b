import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import semver from 'semver'
import { describe, expect, test } from 'vitest'
import { root } from '../helpers/workspace.ts'

type Version = { readonly text: string; readonly numbers: readonly number[]; readonly pre: readonly string[] }
type Versions = {
  parseVersion(text: string): Version | undefined
  versionOfTag(tag: string): Version | undefined
  majorTagOf(version: Version): string
  compareVersions(a: Version, b: Version): number
}
const { compareVersions, majorTagOf, parseVersion, versionOfTag }: Versions = await import(
  pathToFileURL(`${root}/scripts/release/version.mjs`).href
)

const part = fc.oneof(fc.nat(12).map(String), fc.stringMatching(/^[0-9A-Za-z-]{1,4}$/))
const text = fc
  .tuple(fc.nat(11), fc.nat(11), fc.nat(11), fc.array(part, { maxLength: 3 }))
  .map(([a, b, c, pre]) => `${a}.${b}.${c}${pre.length === 0 ? '' : `-${pre.join('.')}`}`)

describe('versions of releases', () => {
  test.each(['v1.2.3', '1.2', '1.2.3.4', '01.2.3', '1.2.3-', '1.2.3-01', '1.2.3+build', ' 1.2.3', '1.2.3\n', ''])(
    '%j is none',
    wrong => {
      expect(parseVersion(wrong)).toBeUndefined()
    }
  )

  test('are those of Semantic Versioning, and have its order', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [left, right] = [parseVersion(a), parseVersion(b)]
        expect([left !== undefined, right !== undefined]).toEqual([semver.valid(a) !== null, semver.valid(b) !== null])
        if (left === undefined || right === undefined) return
        expect(Math.sign(compareVersions(left, right))).toBe(semver.compare(a, b))
      })
    )
  })

  test.each([
    ['v1.2.3', '1.2.3', 'v1'],
    ['v0.1.0-rc.1', '0.1.0-rc.1', 'v0']
  ])('the tag %s is of %s, and %s moves to it', (tag, expected, major) => {
    const version = versionOfTag(tag)
    expect(version?.text).toBe(expected)
    expect(version && majorTagOf(version)).toBe(major)
  })

  test.each(['v1', 'v1.2', '1.2.3', 'version', 'vv1.2.3'])('the tag %s is of no release', tag => {
    expect(versionOfTag(tag)).toBeUndefined()
  })
})
