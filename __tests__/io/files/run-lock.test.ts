import { createHash } from 'node:crypto'
import {
  chmodSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { holdFolder } from '../../../src/io/run-lock.ts'

let base = ''
const signFolder = (): string => join(base, readdirSync(base)[0] ?? '')
const signs = (): readonly string[] => readdirSync(signFolder()).map(name => join(signFolder(), name))

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'signs-'))
  vi.stubEnv('TMPDIR', base)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(base, { recursive: true, force: true })
})

/** Holds a folder for a moment: `free`, or who has it. */
function tryFolder(folder = '/project', patience = 0): string {
  const held = holdFolder(folder, patience)
  if ('heldBy' in held) return held.heldBy
  held.release()
  return 'free'
}

/** The sign of this process, and of another moment or process. */
function leave(change: (owner: string) => string, age = 0): void {
  holdFolder('/project', 0)
  const [sign = ''] = signs()
  const owner = readlinkSync(sign)
  unlinkSync(sign)
  symlinkSync(change(owner), sign)
  const time = Date.now() / 1000 - age
  lutimesSync(sign, time, time)
}

const withPart =
  (index: number, part: string) =>
  (owner: string): string =>
    owner.split(' ').with(index, part).join(' ')

describe('a folder that is held', () => {
  test('leaves nothing in the temporary folder once everybody gave it back', () => {
    const first = holdFolder('/project', 0)
    const second = holdFolder('/other', 0)
    if ('release' in first) first.release()
    expect(signs()).toHaveLength(1)
    if ('release' in second) second.release()
    expect(readdirSync(base)).toEqual([])
  })

  test('is so for everybody until it is given back, and no other folder is', () => {
    const held = holdFolder('/project', 0)
    expect(tryFolder()).toBe(String(process.pid))
    expect(tryFolder('/other')).toBe('free')
    if ('release' in held) held.release()
    expect(tryFolder()).toBe('free')
    expect(signs()).toEqual([])
  })

  test('is waited for', () => {
    holdFolder('/project', 0)
    const begin = performance.now()
    expect(tryFolder('/project', 150)).toBe(String(process.pid))
    expect(performance.now() - begin).toBeGreaterThanOrEqual(150)
  })

  test('has its sign where only this user may make one', () => {
    holdFolder('/project', 0)
    expect(lstatSync(signFolder()).mode & 0o777).toBe(0o700)
  })

  test('is given back by its owner only', () => {
    const held = holdFolder('/project', 0)
    const [sign = ''] = signs()
    unlinkSync(sign)
    symlinkSync(`${process.pid} of another time`, sign)
    if ('release' in held) held.release()
    expect(signs()).toEqual([sign])
  })
})

describe('a sign is taken over', () => {
  test.each<[string, (owner: string) => string, number]>([
    ['of a process that has ended', withPart(0, '999999999'), 0],
    ['of a number that means another process now', withPart(1, '1'), 0],
    ['of a container, after a minute', withPart(2, 'pid:[1]'), 61],
    ['of a process that has stood still for ten minutes', owner => owner, 601],
    ['that names nobody', () => 'x', 0]
  ])('%s', (_, change, age) => {
    leave(change, age)
    expect(tryFolder('/project', 500)).toBe('free')
    expect(signs()).toEqual([])
  })

  test('that is no sign', () => {
    leave(owner => owner)
    const [sign = ''] = signs()
    unlinkSync(sign)
    writeFileSync(sign, 'x')
    expect(tryFolder('/project', 500)).toBe('free')
  })

  test('also where who took it over before was killed over it', () => {
    leave(withPart(0, '999999999'))
    const [sign = ''] = signs()
    // the claim is there, its owner is not
    const claim = `${sign}.${hash(readlinkSync(sign)).slice(0, 16)}`
    symlinkSync('999999998 1 pid:[1] x', claim)
    lutimesSync(claim, 1, 1)
    expect(tryFolder('/project', 1000)).toBe('free')
    expect(signs()).toEqual([])
  })

  test.each<[string, (owner: string) => string, number]>([
    ['of a process that is at work', owner => owner, 599],
    ['of a container that may be at work', withPart(2, 'pid:[1]'), 30]
  ])('never %s', (_, change, age) => {
    leave(change, age)
    expect(tryFolder()).toBe(String(process.pid))
  })
})

describe('where no sign can be made', () => {
  test.each<[string, () => void]>([
    ['since there is no temporary folder', () => vi.stubEnv('TMPDIR', join(base, 'none', 'there'))],
    ['since a file is in its place', () => writeFileSync(join(base, `.kluctl-images-${process.getuid?.()}`), 'x')],
    ['since others may write there', () => chmodSync(ownFolder(), 0o777)],
    [
      'since something that cannot be removed is in its place',
      () => mkdirSync(join(ownFolder(), hash('/project').slice(0, 32), 'x'), { recursive: true })
    ]
  ])('%s, nobody is kept from writing', (_, spoil) => {
    spoil()
    expect(tryFolder('/project', 100)).toBe('free')
  })
})

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function ownFolder(): string {
  const folder = join(base, `.kluctl-images-${process.getuid?.()}`)
  mkdirSync(folder)
  return folder
}
