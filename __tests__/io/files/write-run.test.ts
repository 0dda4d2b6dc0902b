import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LockError } from '../../../src/errors.ts'
import { holdFolder } from '../../../src/io/run-lock.ts'
import { type RunWrite, writeRun } from '../../../src/io/write-run.ts'

let base = ''
let workspace = ''
const at = (path: string): string => join(workspace, path)
const read = (path: string): string => readFileSync(at(path), 'utf8')

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'write-run-'))
  workspace = join(base, 'workspace')
  for (const name of ['tmp', 'workspace']) mkdirSync(join(base, name))
  vi.stubEnv('TMPDIR', join(base, 'tmp'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(base, { recursive: true, force: true })
})

function write(...writes: readonly RunWrite[]): readonly string[] {
  const errors = writeRun(writes, { workspace, patience: 50 })
  return errors.map(({ code, message, hint }) => `${code}: ${message}${hint ? ` ${hint}` : ''}`.replaceAll(base, ''))
}

describe('a run writes', () => {
  test('its files in their order, also into new folders', () => {
    const order: string[] = []
    const note = (name: string): RunWrite => ({ path: at(name), text: () => String(order.push(name)) })
    expect(write(note('b'), note('a'), note('new/folder/c'), note('b2'))).toEqual([])
    expect(order).toEqual(['b', 'a', 'new/folder/c', 'b2'])
    expect(read('new/folder/c')).toBe('3')
  })

  test('nothing outside of the workspace, and nothing after that', () => {
    expect(
      write({ path: at('a'), text: 'a' }, { path: join(base, 'x'), text: 'x' }, { path: at('b'), text: 'b' })
    ).toEqual(['outside-workspace: the output path "/x" is outside the workspace'])
    expect(readdirSync(workspace)).toEqual(['a'])
  })

  test('nothing through a link, also where the text is the same', () => {
    writeFileSync(at('a'), 'a')
    symlinkSync('a', at('link'))
    expect(write({ path: at('link'), text: 'a' })).toEqual([
      'write: "/workspace/link" is a symbolic link and is not written through'
    ])
  })

  test('a file that several share from what is there at that moment', () => {
    writeFileSync(at('lock'), 'theirs')
    expect(write({ path: at('lock'), text: now => `${now} mine` })).toEqual([])
    expect(write({ path: at('fresh'), text: now => String(now) })).toEqual([])
    expect([read('lock'), read('fresh')]).toEqual(['theirs mine', 'undefined'])
  })

  test('such a file again where it changes just then, on another machine', () => {
    const seen: (string | undefined)[] = []
    const text = (now: string | undefined): string => {
      seen.push(now)
      if (seen.length < 3) writeFileSync(at('lock'), `theirs ${seen.length}`)
      return `${now} mine`
    }
    expect(write({ path: at('lock'), text })).toEqual([])
    expect(seen).toEqual([undefined, 'theirs 1', 'theirs 2'])
    expect(read('lock')).toBe('theirs 2 mine')
  })

  test('and says so where that does not end', () => {
    let count = 0
    const text = (): string => {
      count += 1
      writeFileSync(at('lock'), `theirs ${count}`)
      return 'mine'
    }
    expect(write({ path: at('lock'), text })).toEqual([
      'changed: "/workspace/lock" changed while we were working; run again'
    ])
    expect([count, read('lock')]).toEqual([5, 'theirs 5'])
  })
})

describe('a run does not write', () => {
  test.each<[string, RunWrite['text']]>([
    ['the same text', 'same'],
    ['the same text, made of what is there', now => now],
    ['where there is nothing to say', () => undefined]
  ])('%s: bytes and time of the file stay', (_, text) => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, ...new TextEncoder().encode('same'))
    writeFileSync(at('a'), bytes)
    utimesSync(at('a'), 1, 1)
    expect(write({ path: at('a'), text })).toEqual([])
    expect(new Uint8Array(readFileSync(at('a')))).toEqual(bytes)
    expect(statSync(at('a')).mtimeMs).toBe(1000)
  })

  test('over what another run wrote, unless that is the same', () => {
    writeFileSync(at('a'), 'theirs')
    const next = { path: at('b'), text: 'b' }
    expect(write({ path: at('a'), text: 'mine', expected: 'old' }, next)).toEqual([
      'changed: "/workspace/a" changed while we were working; run again'
    ])
    expect(readdirSync(workspace)).toEqual(['a'])
    expect(write({ path: at('a'), text: 'theirs', expected: 'old' }, next)).toEqual([])
    expect(readdirSync(workspace)).toEqual(['a', 'b'])
  })

  test('a shared file of which nothing can be made any more', () => {
    const error = new LockError('this is not JSON', { file: 'lock', line: 1 }, { hint: 'Restore it.' })
    const text = (): string => {
      throw error
    }
    const [found] = writeRun([{ path: at('lock'), text }], { workspace })
    expect(found?.cause).toBe(error)
    expect(write({ path: at('lock'), text })).toEqual([
      'changed: "/workspace/lock" changed while we were working: this is not JSON Restore it.'
    ])
  })

  test('while another run writes in one of its folders', () => {
    mkdirSync(at('sub'))
    const held = holdFolder(at('sub'), 0)
    const writes = ['a', 'sub/b'].map(path => ({ path: at(path), text: 'x' }))
    expect(write(...writes)).toEqual([
      `changed: "/workspace/sub/b" is not written: another run is writing there Run again when process ${process.pid} has ended.`
    ])
    expect(readdirSync(at('.'))).toEqual(['sub'])
    if ('release' in held) held.release()
    // the folder that it had already is free again as well
    expect(write(...writes)).toEqual([])
  })
})

test('a bug in what makes a text is thrown, and no folder stays held', () => {
  const bug = new TypeError('x is not a function')
  const text = (): string => {
    throw bug
  }
  expect(() => write({ path: at('a'), text })).toThrow(bug)
  expect(write({ path: at('a'), text: 'a' })).toEqual([])
})
