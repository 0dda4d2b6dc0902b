import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { optionTable } from '../../src/option-table.ts'
import { root } from '../helpers/workspace.ts'

const page = readFileSync(join(root, 'docs/security.md'), 'utf8')
const [, table = ''] = /\n\| promise \| tests \|\n\| --- \| --- \|\n((?:\|.*\n)+)/.exec(page) ?? []
const rows = table
  .trimEnd()
  .split('\n')
  .map(row => {
    const [, promise = '', proofs = ''] = /^\| (.*) \| (.*) \|$/.exec(row) ?? []
    return { promise, proofs: [...proofs.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path) }
  })

describe('what the page on security promises', () => {
  test.each(rows)('$promise: is held by tests that there are', ({ proofs }) => {
    expect(proofs.length).toBeGreaterThan(0)
    for (const path of proofs) {
      expect(existsSync(join(root, path)), path).toBe(true)
      if (path.startsWith('__tests__/'))
        expect(readFileSync(join(root, path), 'utf8')).toMatch(/\b(?:test|it)(?:\.each)?\b/)
    }
  })

  test('is much', () => {
    expect(rows.length).toBeGreaterThan(20)
  })

  test('names options that there are', () => {
    const names: readonly string[] = optionTable.map(({ name }) => name)
    const [, list = ''] = page.split('## Hardening, a checklist\n\n')
    const named = [...list.matchAll(/`((?:allow|deny|pin)-[a-z]+)/g)].map(([, name]) => name)
    expect(named.length).toBeGreaterThan(2)
    expect(names).toEqual(expect.arrayContaining(named))
  })
})
