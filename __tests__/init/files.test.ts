import { existsSync, lstatSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { FileError } from '../../src/errors.ts'
import { writeNewFiles } from '../../src/io/init-files.ts'
import { makeWorkspace, type Workspace } from '../helpers/workspace.ts'

const made: Workspace[] = []
afterEach(() => {
  for (const workspace of made.splice(0)) workspace.remove()
})

function workspace(files: Readonly<Record<string, string>> = {}): Workspace {
  const one = makeWorkspace(files)
  made.push(one)
  return one
}

function failure(act: () => void): FileError {
  try {
    act()
  } catch (error) {
    if (error instanceof FileError) return error
    throw error
  }
  throw new Error('it was written')
}

const all = (folder: string): readonly string[] => readdirSync(folder, { recursive: true }).map(String).toSorted()
const files = [
  { path: 'policy.yaml', text: 'a' },
  { path: 'a/b/c.yml', text: 'b' }
]

test('writes every file, with the folders for it, and nothing else', () => {
  const { folder, read } = workspace({ 'a/other': '' })
  writeNewFiles(folder, files)
  expect(all(folder)).toEqual(['a', 'a/b', 'a/b/c.yml', 'a/other', 'policy.yaml'])
  expect([read('policy.yaml'), read('a/b/c.yml')]).toEqual(['a', 'b'])
  expect(statSync(join(folder, 'policy.yaml')).mode & 0o111).toBe(0)
})

test('writes over no file, and takes back what it wrote before', () => {
  const { folder, read } = workspace({ 'a/b/c.yml': 'old' })
  const error = failure(() => writeNewFiles(folder, files))
  expect(error).toMatchObject({ code: 'changed', message: '"a/b/c.yml" is there by now, and nothing was written' })
  expect(all(folder)).toEqual(['a', 'a/b', 'a/b/c.yml'])
  expect(read('a/b/c.yml')).toBe('old')
})

test.each([
  ['a file', (path: string) => symlinkSync('/etc/hostname', path)],
  ['nothing', (path: string) => symlinkSync('nowhere', path)],
  ['a folder', (path: string) => symlinkSync('..', path)]
])('does not write through a link to %s', (_what, link) => {
  const { folder } = workspace()
  link(join(folder, 'policy.yaml'))
  expect(failure(() => writeNewFiles(folder, files)).code).toBe('changed')
  expect(lstatSync(join(folder, 'policy.yaml')).isSymbolicLink()).toBe(true)
  expect(existsSync(join(folder, 'nowhere'))).toBe(false)
  expect(readdirSync(folder)).toEqual(['policy.yaml'])
})

test('does not follow a folder that is a link, also within the repository', () => {
  const [{ folder }, outside] = [workspace({ 'real/x': '' }), workspace()]
  symlinkSync(outside.folder, join(folder, 'a'))
  expect(failure(() => writeNewFiles(folder, files))).toMatchObject({ code: 'outside-workspace' })
  expect(all(outside.folder)).toEqual([])
  expect(existsSync(join(folder, 'policy.yaml'))).toBe(false)
})

test.each(['../x.yaml', 'a/../../x.yaml', '.git/hooks/x', 'a/.GIT/x', '/etc/x'])('%s is no place', path => {
  const { folder } = workspace()
  expect(failure(() => writeNewFiles(folder, [{ path, text: '' }])).code).toBe('outside-workspace')
  expect(all(folder)).toEqual([])
})

test('a file in the way of a folder is an error, and nothing is left', () => {
  const { folder } = workspace({ a: 'a file' })
  expect(failure(() => writeNewFiles(folder, files)).message).toMatch(/^"a\/b\/c.yml" /)
  expect(all(folder)).toEqual(['a'])
})

test('a name that the system refuses is an error, and nothing is left', () => {
  const { folder } = workspace()
  const error = failure(() => writeNewFiles(folder, [...files, { path: `new/${'x'.repeat(300)}`, text: '' }]))
  expect(error).toMatchObject({ code: 'write', message: expect.stringMatching(/ENAMETOOLONG\), and nothing was$/) })
  expect(all(folder)).toEqual([])
})

test('what somebody else put into a new folder meanwhile is kept', () => {
  const { folder } = workspace({ 'z.yaml': 'old' })
  const texts = [files[1] ?? { path: '', text: '' }, { path: 'z.yaml', text: 'new' }]
  const seen = {
    path: 'a/b/c.yml',
    get text(): string {
      writeFileSync(join(folder, 'a/b/theirs'), 'theirs')
      return 'b'
    }
  }
  expect(failure(() => writeNewFiles(folder, [seen, ...texts.slice(1)])).code).toBe('changed')
  expect(all(folder)).toEqual(['a', 'a/b', 'a/b/theirs', 'z.yaml'])
})
