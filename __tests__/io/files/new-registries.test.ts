import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Files, find, makeScene, type Scene } from './new-registries-scene.ts'

const atBase: Files = {
  'deploy/web.yaml': 'image: ghcr.io/team/web:1\nother: registry.example.com:5000/app\n',
  'docs/deep/er/readme.md': 'Images come from Quay.IO.\n',
  'lookalikes.txt': 'evil-ghcr.test ghcr.test.evil.test my.ghcr.test cache.example.com/ghcr.test/app me@ghcr.test\n',
  'logo.png': Buffer.concat([Buffer.from([0x89, 0, 1]), Buffer.from(' binary.test ')]),
  'text.dat': 'text.test\n',
  'a b\nc"d.txt': 'odd-name.test\n',
  'gone.yaml': 'image: gone.test/app\n'
}

let scene: Scene & { readonly base: string }

beforeAll(() => {
  scene = makeScene(atBase)
  scene.git('rm', '-q', 'gone.yaml')
  scene.commit({
    'deploy/new.yaml': 'image: brought.test/app\nimage: BINARY.test/app',
    // each of these would change what git grep sees in a work tree
    '.gitattributes': '* -diff binary diff=evil\n*.png diff text\n',
    '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = https://brought.test/x\n',
    '.gitignore': '*\n',
    'x/.gitattributes': '* diff=evil\n'
  })
})

afterAll(() => scene.remove())

const ask = async (...registries: string[]) => {
  const { new: fresh, unknown } = await find(registries, scene.folder, { commits: [scene.base] })
  return { fresh, unknown }
}

describe('a registry of a pull request', () => {
  test.each([
    ['ghcr.io', 'in a manifest'],
    ['registry.example.com:5000', 'with its port'],
    ['quay.io', 'in other case, deep in a folder'],
    ['text.test', 'in a file that the pull request calls binary'],
    ['odd-name.test', 'in a file with an odd name'],
    ['gone.test', 'in a file that the pull request removes'],
    ['docker.io', 'never, since it has no name in templates']
  ])('%s is known: it is named at the base %s', async registry => {
    expect(await ask(registry)).toEqual({ fresh: [], unknown: [] })
  })

  test.each([
    ['brought.test', 'the pull request alone names it'],
    ['binary.test', 'only a binary file names it, which the pull request calls text'],
    ['ghcr.test', 'only others that look like it are named'],
    ['registry.example.com', 'it is named with another port'],
    ['ghcr.io:5000', 'it is named without the port'],
    ['localhost', 'nothing names it'],
    ['-fopen.test', 'it is no host'],
    ['--open-files-in-pager=touch', 'it is no host'],
    ['a b.test', 'it is no host']
  ])('%s is new: %s', async registry => {
    expect(await ask(registry)).toEqual({ fresh: [registry], unknown: [] })
  })

  test('is found among two hundred', async () => {
    const many = Array.from({ length: 700 }, (_, index) => `host${index}.test`)
    const { fresh } = await ask('ghcr.io', ...many, 'quay.io')
    expect(fresh).toEqual(many)
  })

  test('is not looked for without a pull request', async () => {
    expect(await find(['brought.test'], scene.folder, undefined)).toEqual({ new: [], unknown: [], said: [] })
  })

  test.each([
    [['brought.test'], []],
    [['Brought.Test:443'], []],
    [['*.test'], []],
    [['**.test'], []],
    [['other.test', 'brought.*'], ['brought.test']],
    [['**'], ['brought.test']],
    [['*.*'], ['brought.test']],
    [['*'], ['brought.test']],
    [['brought.test:5000'], ['brought.test']]
  ])('is not new where the workflow names %j: %j', async (named, fresh) => {
    expect((await find(['brought.test'], scene.folder, { commits: [scene.base] }, { named })).new).toEqual(fresh)
  })

  test('is asked for from any folder of the checkout', async () => {
    expect(
      (await find(['ghcr.io', 'brought.test'], join(scene.folder, 'deploy'), { commits: [scene.base] })).new
    ).toEqual(['brought.test'])
  })
})

describe('settings of the clone', () => {
  test('start no program and change no answer', async () => {
    const other = makeScene(atBase)
    try {
      const program = join(other.folder, 'program')
      const marker = join(other.folder, 'started')
      writeFileSync(program, `#!/bin/sh\ntouch ${marker}\necho brought.test\n`)
      chmodSync(program, 0o755)
      other.commit({ '.gitattributes': '* diff=evil filter=evil\n' })
      const settings: readonly (readonly [string, string])[] = [
        ['diff.evil.textconv', program],
        ['diff.evil.command', program],
        ['diff.external', program],
        ['core.pager', program],
        ['core.fsmonitor', program],
        ['color.grep', 'always'],
        ['color.ui', 'always'],
        ['grep.lineNumber', 'true'],
        ['grep.column', 'true'],
        ['grep.patternType', 'perl'],
        ['grep.fullName', 'true'],
        ['grep.threads', '7'],
        ['submodule.recurse', 'true'],
        ['core.attributesFile', join(other.folder, '.gitattributes')],
        ['core.worktree', other.folder]
      ]
      for (const [name, value] of settings) other.git('config', name, value)
      const found = await find(['ghcr.io', 'brought.test', 'gxcr.io'], other.folder, { commits: [other.base] })
      expect([found.new, found.unknown]).toEqual([['brought.test', 'gxcr.io'], []])
      expect(existsSync(marker)).toBe(false)
    } finally {
      other.remove()
    }
  })

  test('of a second work tree and of a submodule change none either', async () => {
    const [other, outer] = [makeScene(atBase), makeScene({ 'a.txt': 'x' })]
    try {
      other.commit({ '.gitattributes': '* -diff\n' })
      const tree = join(other.folder, 'second')
      other.git('worktree', 'add', '-q', tree)
      outer.git('submodule', '--quiet', 'add', other.folder, 'part')
      for (const folder of [tree, join(outer.folder, 'part')]) {
        const found = await find(['ghcr.io', 'brought.test'], folder, { commits: [other.base] })
        expect([found.new, found.unknown]).toEqual([['brought.test'], []])
      }
    } finally {
      other.remove()
      outer.remove()
    }
  })

  test('that replace the base commit by another change no answer', async () => {
    const other = makeScene(atBase)
    try {
      const evil = other.commit({ 'deploy/new.yaml': 'image: brought.test/app' })
      other.git('replace', other.base, evil)
      expect((await find(['brought.test'], other.folder, { commits: [other.base] })).new).toEqual(['brought.test'])
    } finally {
      other.remove()
    }
  })
})

describe('a clone that has not the base', () => {
  test('says that it does not know', async () => {
    const found = await find(['ghcr.io', 'brought.test'], scene.cloneShallow(), { commits: [scene.base] })
    expect(found).toEqual({
      new: [],
      unknown: ['ghcr.io', 'brought.test'],
      said: [`whether a registry is new cannot be said: the clone has not the base commit ${scene.base.slice(0, 12)}`]
    })
  })

  test('nor does one whose files are not all there', async () => {
    const clone = scene.cloneShallow('--filter=blob:none', '--no-checkout')
    const head = scene.git('rev-parse', 'HEAD').trim()
    expect((await find(['brought.test'], clone, { commits: [head] })).unknown).toEqual(['brought.test'])
  })

  test('nor does a folder without git', async () => {
    const found = await find(['ghcr.io'], '/', { commits: [scene.base] })
    expect([found.new, found.unknown]).toEqual([[], ['ghcr.io']])
  })

  test.each([['main'], ['HEAD'], ['--help'], [''], ['abc']])('is not asked for a base called %j', async commit => {
    expect((await find(['brought.test'], scene.folder, { commits: [commit] })).unknown).toEqual(['brought.test'])
  })

  test('but has the newest commit of the base where it goes two commits deep', async () => {
    const other = makeScene({ 'a.yaml': 'old.test' })
    try {
      other.git('checkout', '-q', '-b', 'feature')
      const head = other.commit({ 'b.yaml': 'brought.test' })
      other.git('checkout', '-q', 'main')
      const newest = other.commit({ 'c.yaml': 'meanwhile.test' })
      other.git('merge', '-q', '--no-ff', '-m', 'try', 'feature')
      const merge = { commit: other.git('rev-parse', 'HEAD').trim(), head }
      const all = ['old.test', 'brought.test', 'meanwhile.test']
      const base = { commits: [other.base], merge }
      expect((await find(all, other.folder, base)).new).toEqual(['brought.test'])
      const clone = other.cloneShallow('--depth', '2', '--branch', 'main')
      expect((await find(all, clone, base)).new).toEqual(['brought.test'])
      // a merge of somebody else says nothing of the base
      const foreign = { commits: [other.base], merge: { ...merge, head: newest } }
      expect((await find(all, other.folder, foreign)).new).toEqual(['brought.test', 'meanwhile.test'])
      const own = { commits: [other.base], merge: { commit: head, head: undefined } }
      expect((await find(all, other.folder, own)).new).toEqual(['brought.test', 'meanwhile.test'])
    } finally {
      other.remove()
    }
  })
})
