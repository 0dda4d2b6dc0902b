import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LockError } from '../../src/errors.ts'
import { formatLock } from '../../src/lock/format-lock.ts'
import { readLock } from '../../src/lock/read-lock.ts'
import { anyLock, entryOf, lockOf } from './sample.ts'

const schema = JSON.parse(readFileSync(new URL('../../schema/lock.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema)

function isRead(text: string): boolean {
  try {
    readLock(text, 'images.lock.json')
    return true
  } catch (error) {
    if (error instanceof LockError) return false
    throw error
  }
}

/** The values of a lock, by JSON pointer, with a way to put another there. */
function places(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]))]
}

function replaceAt(value: unknown, [step, ...rest]: readonly string[], by: unknown): unknown {
  if (step === undefined) return by
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === step ? replaceAt(item, rest, by) : item))
  const entries = Object.entries(value ?? {}).flatMap(([key, item]) => {
    const replaced = key === step ? replaceAt(item, rest, by) : item
    return replaced === undefined ? [] : [[key, replaced] as const]
  })
  return Object.fromEntries(entries)
}

describe('the JSON Schema of the lock', () => {
  test('takes every lock that is written', () => {
    fc.assert(
      fc.property(anyLock, lock => {
        expect(validate(JSON.parse(formatLock(lock))), JSON.stringify(validate.errors)).toBe(true)
      }),
      { numRuns: 100 }
    )
  })

  test('and the reader refuse the same, whatever is put where', () => {
    const full = JSON.parse(formatLock(lockOf({ 'app:1': entryOf() })))
    const others = [undefined, null, 7, true, '', 'x', 'linux/s390x', '2026-01-02T03:04:05Z', [], {}, { x: 1 }, ['x']]
    const all = places(full).slice(1)
    expect(all.length).toBeGreaterThan(15)
    const differing = all.flatMap(path =>
      others.flatMap(other => {
        const value = replaceAt(full, path, other)
        return validate(value) === isRead(JSON.stringify(value)) ? [] : [`${path.join('/')} = ${JSON.stringify(other)}`]
      })
    )
    expect(differing).toEqual([])
  })

  test('and the reader refuse what is too much', () => {
    const full = JSON.parse(formatLock(lockOf({ 'app:1': entryOf() })))
    for (const path of places(full)) {
      const parent = path.reduce(
        (value: unknown, step) => Object.entries(value ?? {}).find(([key]) => key === step)?.[1],
        full
      )
      if (typeof parent !== 'object' || parent === null || Array.isArray(parent)) continue
      const value = replaceAt(full, path, { ...parent, more: 1 })
      expect(validate(value), path.join('/')).toBe(false)
      expect(isRead(JSON.stringify(value)), path.join('/')).toBe(false)
    }
  })
})
