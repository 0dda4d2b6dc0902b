import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LockError } from '../../src/errors.ts'
import { formatLock } from '../../src/lock/format-lock.ts'
import type { LockEntry } from '../../src/lock/lock.ts'
import { readLock } from '../../src/lock/read-lock.ts'
import { digestOf, entryOf, lockOf } from './sample.ts'

let folder = ''
const lockFile = (): string => join(folder, 'images.lock.json')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-merge-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function git(...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const names = { GIT_AUTHOR_NAME: 'x', GIT_AUTHOR_EMAIL: 'x@x', GIT_COMMITTER_NAME: 'x', GIT_COMMITTER_EMAIL: 'x@x' }
  const alone = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', ...names }
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: folder,
    env: { ...process.env, ...alone },
    encoding: 'utf8'
  })
  return { status, output: stdout + stderr }
}

type Images = Readonly<Record<string, LockEntry>>

function commit(images: Images, branch: string): void {
  git('checkout', '--quiet', '-B', branch)
  writeFileSync(lockFile(), formatLock(lockOf(images)))
  git('add', '.')
  expect(git('commit', '--quiet', '-m', branch)).toEqual({ status: 0, output: '' })
}

/** Two branches of one base, merged by git; the lock that comes out. */
function merge(base: Images, ours: Images, theirs: Images): { readonly status: number | null; readonly text: string } {
  git('init', '--quiet', '--initial-branch', 'base')
  commit(base, 'base')
  commit(ours, 'ours')
  git('checkout', '--quiet', 'base')
  commit(theirs, 'theirs')
  const { status } = git('merge', '--no-edit', 'ours')
  return { status, text: readFileSync(lockFile(), 'utf8') }
}

const bumped = entryOf({ digest: digestOf('b'), decided: '2026-12-01T00:00:00Z', created: null })
const names = ['app', 'cache', 'ghcr.io/team/api', 'web'] as const
const base: Images = Object.fromEntries(names.map(name => [`${name}:1`, entryOf()]))

/** The base with one image at its next version. */
function bump(name: string): Images {
  return Object.fromEntries(
    Object.entries(base).map(([result, entry]) => (result === `${name}:1` ? [`${name}:2`, bumped] : [result, entry]))
  )
}

describe('two branches that changed the lock', () => {
  const pairs = names.flatMap((ours, index) => names.slice(index + 1).map(theirs => [ours, theirs] as const))

  test.each(pairs)('by a new %s and a new %s merge without a conflict', (ours, theirs) => {
    const { status, text } = merge(base, bump(ours), bump(theirs))
    expect(status).toBe(0)
    const both = Object.fromEntries(
      names.map(name => (name === ours || name === theirs ? [`${name}:2`, bumped] : [`${name}:1`, entryOf()]))
    )
    expect(text).toBe(formatLock(lockOf(both)))
  })

  test('by taking an image out and by a new version of its neighbour merge as well', () => {
    const without = Object.fromEntries(Object.entries(base).filter(([result]) => result !== 'cache:1'))
    expect(merge(base, without, bump('web')).status).toBe(0)
  })

  test('by two versions of one image conflict, and the lock is refused until that is resolved', () => {
    const other = { ...bump('app'), 'app:3': bumped }
    const { status, text } = merge(base, bump('app'), other)
    expect(status).toBe(1)
    expect(() => readLock(text, 'images.lock.json')).toThrow(LockError)
    expect(() => readLock(text, 'images.lock.json')).toThrow('git left a merge conflict here: "<<<<<<<"')
  })
})
