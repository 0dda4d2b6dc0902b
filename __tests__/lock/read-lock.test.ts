import { describe, expect, test } from 'vitest'
import { LockError } from '../../src/errors.ts'
import { formatLock } from '../../src/lock/format-lock.ts'
import { readLock } from '../../src/lock/read-lock.ts'
import { entryOf, lockOf } from './sample.ts'

const good = formatLock(lockOf({ 'app:1': entryOf(), 'web:2': entryOf() }))

function refusal(text: string): string {
  try {
    readLock(text, 'images.lock.json')
  } catch (error) {
    if (!(error instanceof LockError)) throw error
    const { file, line, column } = error.place
    expect(error.hint).toBeDefined()
    return `${file}:${line}:${column} ${error.message}`
  }
  throw new Error('the lock was read')
}

/** The good lock with one text of it replaced. */
function refusalWith(from: string, to: string): string {
  expect(good).toContain(from)
  return refusal(good.replace(from, to))
}

describe('a lock is read', () => {
  test.each<[string, string]>([
    ['with tabs', good.replaceAll('  ', '\t')],
    ['on one line', JSON.stringify(JSON.parse(good))],
    ['with the line ends of Windows', good.replaceAll('\n', '\r\n')]
  ])('also as another program formats it: %s', (_, text) => {
    expect(formatLock(readLock(text, 'x'))).toBe(good)
  })

  test('with names that mean something to JavaScript as nothing but names', () => {
    const text = formatLock(lockOf({ constructor: entryOf() }, '__proto__'))
    const { files } = readLock(text, 'x')
    expect([...files.keys()]).toEqual(['__proto__'])
    expect([...(files.get('__proto__')?.keys() ?? [])]).toEqual(['constructor'])
    expect(Object.hasOwn(Object.prototype, 'digest')).toBe(false)
  })
})

describe('a lock is refused, with the place', () => {
  test.each<[string, string, string]>([
    ['"version": 1', '"version": 2', ':2:14 version: the lock has version 2, and this release reads version 1'],
    ['"version": 1', '"version": "1"', ':2:14 version: the lock has version another, and'],
    ['  "version": 1,\n', '', ':1:1 the lock has no version'],
    ['"version": 1', '"version": 1, "versoin": 1', ':2:28 versoin: the key "versoin" is not known here'],
    ['"filters"', '"filter"', ':15:19 files.fixed-images.yaml.app:1.filter: the key "filter" is not known here'],
    ['"sha256:aa', '"sha256:', 'is not a digest'],
    ['"linux/arm64"', '"linux"', '"linux" is not a platform such as linux/amd64'],
    ['"2026-11-22T19:30:00Z"', '"yesterday"', '"yesterday" is not a time such as 2026-11-22T19:30:00Z'],
    ['"2026-11-22T19:30:00Z"', '"2026-13-22T19:30:00Z"', 'is not a time'],
    ['"2026-11-20T08:00:00Z"', '"2026-11-20"', 'is not a time'],
    ['"origin": "registry"', '"origin": "guess"', '"guess" is none of fixed, deployed, registry, previous'],
    ['"source": "registry"', '"source": "me"', '"me" is none of registry, label, config'],
    ['"filters": [\n          "semver()"\n        ]', '"filters": null', 'filters: a list is expected here'],
    ['"why": "newest of 214 tags"', '"why": 7', 'text is expected here, and it is a number'],
    ['"why": "newest of 214 tags"', `"why": "${'x'.repeat(10_001)}"`, 'the text is longer than 10000 characters'],
    ['"web:2"', '"app:1"', ':24:7 "app" appears twice in one map'],
    ['"fixed-images.yaml": {', '"fixed-images.yaml": [],\n"x": {', 'a map is expected here, and it is a list'],
    ['"digest": "sha', '"x": null, "digest": "sha', 'app:1.x: the key "x" is not known here']
  ])('%s as %s', (from, to, expected) => {
    expect(refusalWith(from, to)).toContain(expected)
  })

  test.each<[string, string, string]>([
    ['a comma too many', good.replace(/\n {4}\}\n {2}\}\n/, '\n    },\n  }\n'), 'this is not JSON'],
    ['a comma too few', good.replace('"version": 1,', '"version": 1'), 'images.lock.json:'],
    ['a comment', good.replace('{', '{ # by hand'), 'images.lock.json:1:3 this is not JSON'],
    ['a word without quotes', good.replace('"version"', 'version'), 'images.lock.json:2:3 this is not JSON'],
    ['nothing', '', 'images.lock.json:1:1 the lock is empty'],
    ['a half', good.slice(0, 300), 'images.lock.json:'],
    ['a list', '[]', 'images.lock.json:1:1 a map is expected here, and it is a list'],
    ['no files', '{"version": 1}', 'files: a map is expected here, and it is nothing'],
    ['an entry without its parts', '{"version": 1, "files": {"x": {"y": {}}}}', 'from: a map is expected here'],
    ['nested without end', '['.repeat(10_000), 'images.lock.json:'],
    ['larger than any project', `"${'x'.repeat(6_000_000)}"`, 'the file is larger than']
  ])('%s', (_, text, expected) => {
    expect(refusal(text)).toContain(expected)
  })

  test('the place of a comma too many is that comma', () => {
    const text = '{\n  "version": 1,\n  "files": {},\n}\n'
    expect(refusal(text)).toBe('images.lock.json:3:14 this is not JSON')
  })

  test('a merge conflict, in words of its own', () => {
    const text = good.replace('      "web:2"', '<<<<<<< HEAD\n      "web:2"')
    const line = good.slice(0, good.indexOf('      "web:2"')).split('\n').length
    expect(refusal(text)).toBe(`images.lock.json:${line}:1 git left a merge conflict here: "<<<<<<<"`)
  })
})
