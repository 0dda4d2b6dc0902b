import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileError } from '../../../src/errors.ts'
import { readUserFile, writeFileAtomically } from '../../../src/io/write-file.ts'

let base = ''
let workspace = ''
const at = (path: string): string => join(workspace, path)

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'write-'))
  workspace = join(base, 'workspace')
  mkdirSync(join(base, 'elsewhere'))
  mkdirSync(workspace)
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

function refusal(write: () => unknown): string {
  try {
    write()
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return `${error.code}: ${error.message}`.replaceAll(base, '')
  }
  throw new Error('the file was written')
}

describe('a file is written (Y-07)', () => {
  test('whole, and no other file stays', () => {
    writeFileAtomically(at('x.yaml'), 'ä\n')
    writeFileAtomically(at('x.yaml'), 'new\n', { workspace, expected: 'ä\n' })
    expect(readFileSync(at('x.yaml'), 'utf8')).toBe('new\n')
    expect(readdirSync(workspace)).toEqual(['x.yaml'])
  })

  test('into folders that are made for it', () => {
    writeFileAtomically(at('a/b/x.yaml'), 'x', { workspace })
    expect(readFileSync(at('a/b/x.yaml'), 'utf8')).toBe('x')
  })

  test.each([0o600, 0o664, 0o755])('with the permissions it had: %o', mode => {
    writeFileSync(at('x.yaml'), 'old')
    chmodSync(at('x.yaml'), mode)
    writeFileAtomically(at('x.yaml'), 'new')
    expect(statSync(at('x.yaml')).mode & 0o777).toBe(mode)
  })

  test('in a workspace that is reached through a link', () => {
    symlinkSync(workspace, join(base, 'link'))
    writeFileAtomically(join(base, 'link', 'x.yaml'), 'x', { workspace: join(base, 'link') })
    writeFileAtomically(at('y.yaml'), 'y', { workspace: join(base, 'link') })
    expect(readdirSync(workspace)).toEqual(['x.yaml', 'y.yaml'])
  })

  test('anywhere where there is no workspace', () => {
    writeFileAtomically(join(base, 'elsewhere/x.yaml'), 'x')
    expect(existsSync(join(base, 'elsewhere/x.yaml'))).toBe(true)
  })
})

describe('nothing is written (Y-06 to Y-08)', () => {
  test.each<[string, string, string]>([
    [
      'out of the workspace',
      '../elsewhere/x.yaml',
      'outside-workspace: the output path "/workspace/../elsewhere/x.yaml" is outside'
    ],
    ['beside the workspace', '../work-evil/x.yaml', 'outside-workspace: '],
    ['through a linked folder', 'linked/x.yaml', 'outside-workspace: '],
    ['into new folders behind a linked folder', 'linked/new/x.yaml', 'outside-workspace: '],
    ['through a link', 'link.yaml', 'write: "/workspace/link.yaml" is a symbolic link and is not written through'],
    ['in place of a folder', 'folder.yaml', 'write: "/workspace/folder.yaml" is a folder'],
    ['below a file', 'file.yaml/x.yaml', 'write: "/workspace/file.yaml/x.yaml" cannot be written (ENOTDIR)'],
    ['into .git', '.git/x.yaml', 'outside-workspace: "/workspace/.git/x.yaml": nothing is written into .git'],
    ['into .GIT', '.GIT/x.yaml', 'outside-workspace: '],
    ['into the .git of a submodule', 'sub/.git/x.yaml', 'outside-workspace: '],
    ['into the workflows', '.github/workflows/x.yaml', 'nothing is written into .github/workflows']
  ])('%s', (_, path, expected) => {
    symlinkSync(join(base, 'elsewhere'), at('linked'))
    symlinkSync('file.yaml', at('link.yaml'))
    writeFileSync(at('file.yaml'), 'old')
    mkdirSync(at('folder.yaml'))
    const before = readdirSync(base, { recursive: true }).map(String).toSorted()
    const message = refusal(() => writeFileAtomically(`${workspace}/${path}`, 'new', { workspace }))
    expect(message).toContain(expected)
    expect(readdirSync(base, { recursive: true }).map(String).toSorted()).toEqual(before)
    expect(readFileSync(at('file.yaml'), 'utf8')).toBe('old')
  })

  test.each<[string, string | undefined, string | null]>([
    ['over a file that changed meanwhile', 'theirs', 'mine'],
    ['over a file that came meanwhile', 'theirs', null],
    ['in place of a file that went meanwhile', undefined, 'mine']
  ])('%s', (_, now, expected) => {
    if (now !== undefined) writeFileSync(at('x.yaml'), now)
    expect(refusal(() => writeFileAtomically(at('x.yaml'), 'new', { expected }))).toBe(
      'changed: "/workspace/x.yaml" changed while we were working; run again'
    )
    expect(readUserFile(at('x.yaml'))).toBe(now)
    expect(readdirSync(workspace)).toEqual(now === undefined ? [] : ['x.yaml'])
  })

  test('that would not read back', () => {
    expect(refusal(() => writeFileAtomically(at('x.yaml'), 'a\ud800'))).toContain('reads back differently')
    expect(readdirSync(workspace)).toEqual([])
  })
})

describe('a file that a user names is read', () => {
  test.each<[string, Uint8Array]>([
    ['in UTF-8', new TextEncoder().encode('aä')],
    ['in UTF-8 with its mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xc3, 0xa4)],
    ['in UTF-16, little end first', Uint8Array.of(0xff, 0xfe, 0x61, 0x00, 0xe4, 0x00)],
    ['in UTF-16, big end first', Uint8Array.of(0xfe, 0xff, 0x00, 0x61, 0x00, 0xe4)]
  ])('%s, and written where it is still the same', (_, bytes) => {
    writeFileSync(at('x.yaml'), bytes)
    const text = readUserFile(at('x.yaml'))
    expect(text).toBe('aä')
    writeFileAtomically(at('x.yaml'), 'new', { expected: text ?? null })
    expect(readUserFile(at('x.yaml'))).toBe('new')
  })

  test('as none where there is none, and refused where it is none', () => {
    writeFileSync(at('bad.yaml'), Uint8Array.of(0x61, 0xff))
    expect(readUserFile(at('no.yaml'))).toBeUndefined()
    expect(readUserFile(at('bad.yaml/x'))).toBeUndefined()
    expect(refusal(() => readUserFile(at('bad.yaml')))).toBe('read: "/workspace/bad.yaml" is not UTF-8 text')
    expect(refusal(() => readUserFile(workspace))).toBe('read: "/workspace" is a folder')
  })
})
