import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatLock } from '../../src/lock/format-lock.ts'
import { emptyLock, type Lock } from '../../src/lock/lock.ts'
import { readLock } from '../../src/lock/read-lock.ts'
import { anyLock, digestOf, entryOf, lockOf } from './sample.ts'

/** Maps compare without regard to the order in which they were filled. */
const content = ({ files }: Lock): object => new Map([...files].map(([file, results]) => [file, new Map(results)]))

describe('the text of a lock', () => {
  test('is JSON that a person can read', () => {
    const lock = lockOf({
      'redis:8.2': entryOf({ digest: null, platforms: null, created: null, filters: [] }),
      [`app:1.4.2@${digestOf('b')}`]: entryOf({ digest: digestOf('b'), platforms: ['linux/amd64'] })
    })
    expect(formatLock(lock)).toBe(`{
  "version": 1,
  "files": {
    "fixed-images.yaml": {
      "app:1.4.2@${digestOf('b')}": {
        "digest": "${digestOf('b')}",
        "platforms": [
          "linux/amd64"
        ],
        "created": {
          "date": "2026-11-20T08:00:00Z",
          "source": "registry"
        },
        "filters": [
          "semver()"
        ],
        "decided": "2026-11-22T19:30:00Z",
        "from": {
          "origin": "registry",
          "why": "newest of 214 tags"
        }
      },
      "redis:8.2": {
        "digest": null,
        "platforms": null,
        "created": null,
        "filters": [],
        "decided": "2026-11-22T19:30:00Z",
        "from": {
          "origin": "registry",
          "why": "newest of 214 tags"
        }
      }
    }
  }
}
`)
    expect(formatLock(emptyLock)).toBe('{\n  "version": 1,\n  "files": {}\n}\n')
  })

  test('is what any other program makes of the same data, apart from letters beyond ASCII', () => {
    const text = formatLock(lockOf({ 'app:1': entryOf(), 'web:2': entryOf({ platforms: [] }) }))
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`)
  })

  test('hides nothing: a text that turns the line round is spelled out', () => {
    const text = formatLock(lockOf({ 'app:1': entryOf({ filters: ['a\u202eb', 'ä\ud800'] }) }))
    expect(text).toContain('"a\\u202eb"')
    expect(text).toContain('"\\u00e4\\ud800"')
    expect(/^[\n -~]*$/.test(text)).toBe(true)
  })

  test('reads back as what it was made of, and is the same bytes the second time', () => {
    fc.assert(
      fc.property(anyLock, lock => {
        const text = formatLock(lock)
        const again = readLock(text, 'images.lock.json')
        expect(content(again)).toEqual(content(lock))
        expect(formatLock(again)).toBe(text)
        expect(JSON.parse(text).version).toBe(1)
      }),
      { numRuns: 200 }
    )
  })

  test('depends on nothing but the entries: not on the order in which they came', () => {
    fc.assert(
      fc.property(anyLock, lock => {
        const turned = new Map(
          [...lock.files].reverse().map(([file, results]) => [file, new Map([...results].reverse())])
        )
        expect(formatLock({ files: turned })).toBe(formatLock(lock))
      }),
      { numRuns: 100 }
    )
  })
})
