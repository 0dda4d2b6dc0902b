import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileSource } from '../../src/ports.ts'
import { matchesFile, matchesGlob, parseIgnorePattern, parseIgnorePatterns } from '../../src/project/gitignore.ts'
import { type VerbatimScope, verbatimRules } from '../../src/project/templateignore.ts'
import { tree } from '../helpers/tree.ts'

describe('a glob', () => {
  test.each([
    ['*.txt', 'a.txt', true],
    ['*.txt', '.txt', true],
    ['a*b*c', 'axxbyyc', true],
    ['a*b*c', 'axxbyy', false],
    ['?', 'a', true],
    ['?', '', false],
    ['a?c', 'ac', false],
    ['[abc].x', 'b.x', true],
    ['[a-c].x', 'd.x', false],
    ['[!a-c].x', 'd.x', true],
    ['[^a-c].x', 'a.x', false],
    ['[]a]', ']', true],
    ['[a-]', '-', true],
    ['[a', '[a', false],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['[\\]]', ']', true],
    ['a\\', 'a', false],
    ['**.sealme', 'x.sealme', true],
    ['', '', true],
    ['', 'a', false]
  ])('%s and %j: %s', (glob, name, expected) => {
    expect(matchesGlob(glob, name)).toBe(expected)
  })

  test('of letters, stars and question marks matches as the regular expression of the same meaning', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ab*?]{0,8}$/), fc.stringMatching(/^[ab]{0,10}$/), (glob, name) => {
        const expected = new RegExp(`^${glob.replaceAll(/\*+/g, '.*').replaceAll('?', '.')}$`).test(name)
        expect(matchesGlob(glob, name)).toBe(expected)
      })
    )
  })

  test('of many stars takes no long time', () => {
    const started = performance.now()
    expect(matchesGlob('*a'.repeat(500), `${'a'.repeat(20_000)}b`)).toBe(false)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('a pattern', () => {
  test.each([
    ['a.yaml', 'a.yaml', true],
    ['a.yaml', 'x/y/a.yaml', true],
    ['/a.yaml', 'a.yaml', true],
    ['/a.yaml', 'x/a.yaml', false],
    ['x', 'x/y/a.yaml', true],
    ['x/', 'x/a.yaml', true],
    ['x/', 'x', false],
    ['x/*.yaml', 'x/a.yaml', true],
    ['x/*.yaml', 'x/y/a.yaml', false],
    ['x/*', 'x/y/a.yaml', true],
    ['x/**', 'x/y/a.yaml', true],
    ['x/**', 'x', false],
    ['**/y', 'x/y/a.yaml', true],
    ['**/y/*.yaml', 'x/z/y/a.yaml', true],
    ['x/**/a.yaml', 'x/a.yaml', true],
    ['x/**/a.yaml', 'x/y/z/a.yaml', true],
    ['x/y', 'z/x/y', false],
    ['a.yaml  ', 'a.yaml', true],
    ['!x', 'x/a.yaml', false],
    ['!x/a.yaml', 'x/a.yaml', true]
  ])('%j and %s: %s', (pattern, path, expected) => {
    expect(matchesFile(parseIgnorePattern(pattern), path.split('/'))).toBe(expected)
  })

  test('is every line but empty ones and comments', () => {
    expect(parseIgnorePatterns('# comment\n\n  \r\na\r\n!b/\n').map(({ segments }) => segments)).toEqual([['a'], ['b']])
  })
})

const scope = (folder: string, more: Partial<VerbatimScope> = {}): VerbatimScope => ({
  folder,
  sourceRoot: '',
  templateExcludes: [],
  ...more
})

describe('a file of an item is copied as it is', () => {
  test.each<[string, Record<string, string>, string, boolean]>([
    ['where nothing names it', {}, 'a/b/x.yaml', false],
    ['where its folder names it', { 'a/b/.templateignore': 'x.yaml' }, 'a/b/x.yaml', true],
    ['where a folder above names it', { 'a/.templateignore': 'b/*.yaml' }, 'a/b/x.yaml', true],
    ['where the project folder names it', { '.templateignore': 'a/b/x.yaml' }, 'a/b/x.yaml', true],
    ['where a folder below names its own', { 'a/b/sub/.templateignore': 'x.yaml' }, 'a/b/x.yaml', false],
    ['where the last line that matches does', { 'a/.templateignore': '*.yaml\n!x.yaml\nx.*' }, 'a/b/x.yaml', true],
    ['where the last line takes it back', { 'a/.templateignore': '*.yaml\n!x.yaml' }, 'a/b/x.yaml', false],
    [
      'where the nearer file takes it back',
      { '.templateignore': '*.yaml', 'a/b/.templateignore': '!x.yaml' },
      'a/b/x.yaml',
      false
    ],
    [
      'where its ignored folder is, but it is taken back',
      { 'a/.templateignore': 'b/\n!b/x.yaml' },
      'a/b/x.yaml',
      false
    ],
    ['where it is sealed', {}, 'a/b/x.yaml.sealme', true],
    ['where it is of git', {}, 'a/b/.git/config', true],
    ['where it is in a chart', { 'a/b/c/Chart.yaml': '' }, 'a/b/c/templates/x.yaml', true],
    ['where it is the file of a chart', { 'a/b/c/Chart.yml': '' }, 'a/b/c/Chart.yml', true],
    ['where the item itself is a chart: it is not', { 'a/b/Chart.yaml': '' }, 'a/b/x.yaml', false],
    ['where it is in charts beside helm-chart.yaml', { 'a/b/helm-chart.yaml': '' }, 'a/b/charts/c/x.yaml', true],
    ['where charts is just a folder', {}, 'a/b/charts/c/x.yaml', false],
    [
      'where a built-in rule is taken back: it stays',
      { 'a/b/c/Chart.yaml': '', '.templateignore': '!**/x.yaml' },
      'a/b/c/x.yaml',
      true
    ]
  ])('%s', (_, files, path, expected) => {
    expect(verbatimRules(tree(files))(scope('a/b'), path)).toBe(expected)
  })

  test.each([
    ['x.yaml', true],
    ['sub/**', false],
    ['/x.yaml', true],
    ['!x.yaml', false]
  ])('where templateExcludes has %s: %s', (pattern, expected) => {
    expect(verbatimRules(tree({}))(scope('a/b', { templateExcludes: [pattern] }), 'a/b/x.yaml')).toBe(expected)
  })

  test('by the rules of its own source only', () => {
    const rules = verbatimRules(tree({ '.templateignore': '*', 'git+h/r/.templateignore': 'a/x.yaml' }))
    const item = scope('git+h/r/a', { sourceRoot: 'git+h/r' })
    expect(rules(item, 'git+h/r/a/x.yaml')).toBe(true)
    expect(rules(item, 'git+h/r/a/y.yaml')).toBe(false)
  })
})

test('2,000 files of one folder are decided with a handful of reads', () => {
  const files = tree({ '.templateignore': '*.bin\n!keep.bin\n/docs/**' })
  let reads = 0
  const counting: FileSource = {
    ...files,
    read: path => {
      reads += 1
      return files.read(path)
    }
  }
  const isVerbatim = verbatimRules(counting)
  const paths = Array.from({ length: 2000 }, (_, index) => `a/b/file-${index}.${index % 2 === 0 ? 'bin' : 'yaml'}`)
  expect(paths.filter(path => isVerbatim(scope('a/b'), path))).toHaveLength(1000)
  expect(reads).toBeLessThan(20)
})
