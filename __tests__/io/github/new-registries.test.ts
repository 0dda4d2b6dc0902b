import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { githubFiles } from '../../../src/io/github-tree.ts'
import type { PullRequestBase } from '../../../src/io/new-registries.ts'
import { type FakeGitHub, startGitHub } from '../../helpers/github.ts'
import { type Files, find, makeScene, type Scene } from '../files/new-registries-scene.ts'
import { makeContext } from './context.ts'

let scene: Scene & { readonly base: string }
let github: FakeGitHub

afterEach(async () => {
  expect(github.problems).toEqual([])
  await github.close()
  scene.remove()
})

/** A clone of depth 1 of a pull request that replaces files of the base and removes what is undefined. */
async function begin(base: Files, changes: Readonly<Record<string, string | Buffer | undefined>>): Promise<string> {
  scene = makeScene(base)
  const removed = Object.keys(changes).filter(path => changes[path] === undefined)
  if (removed.length > 0) scene.git('rm', '-q', ...removed)
  scene.commit(
    Object.fromEntries(Object.entries(changes).flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])))
  )
  github = await startGitHub({ trees: { [scene.base]: base } })
  return scene.cloneShallow()
}

const files = (fields: { readonly token?: string } = {}) =>
  githubFiles(makeContext(github.url), fields.token ?? 'workflow-token', { delay: async () => undefined })

async function ask(registries: readonly string[], folder: string, base: Partial<PullRequestBase> = {}) {
  const found = await find(registries, folder, { commits: [scene.base], ...base }, { files: files() })
  return { new: found.new, unknown: found.unknown }
}

const route = (part: string) => github.requests.filter(line => line.includes(`/git/${part}/`)).length

describe('with a clone of depth 1 GitHub says what the base has', () => {
  test('a file that did not change is searched here', async () => {
    const folder = await begin({ 'a.yaml': 'ghcr.io/app' }, { 'b.yaml': 'brought.test/app' })
    expect(await ask(['ghcr.io', 'brought.test'], folder)).toEqual({ new: ['brought.test'], unknown: [] })
    expect([route('trees'), route('blobs')]).toEqual([1, 0])
    expect(github.requests[0]).toBe(`GET /repos/acme/shop/git/trees/${scene.base}?recursive=1`)
  })

  test('of a file that changed the base is asked for', async () => {
    const folder = await begin({ 'a.yaml': 'ghcr.io/app:1' }, { 'a.yaml': 'ghcr.io/app:2 brought.test/app' })
    expect(await ask(['ghcr.io', 'brought.test'], folder)).toEqual({ new: ['brought.test'], unknown: [] })
    expect([route('trees'), route('blobs')]).toEqual([1, 1])
  })

  test.each<[string, Files, Record<string, string | undefined>, number]>([
    ['that moved', { 'a.yaml': 'ghcr.io' }, { 'a.yaml': undefined, 'd/b.yaml': 'ghcr.io' }, 0],
    ['that moved and changed', { 'a.yaml': 'ghcr.io:1' }, { 'a.yaml': undefined, 'd/a.yaml': 'ghcr.io/2' }, 1],
    ['that is gone', { 'a.yaml': 'ghcr.io' }, { 'a.yaml': undefined }, 1]
  ])('of a file %s too', async (_, base, changes, blobs) => {
    const known = { ...base, 'keep.yaml': 'x', 'a.yaml': 'ghcr.io/app' }
    const folder = await begin(known, changes)
    expect(await ask(['ghcr.io'], folder)).toEqual({ new: [], unknown: [] })
    expect(route('blobs')).toBe(changes['d/b.yaml'] === undefined ? blobs : 1)
  })

  test('binary files and links name nothing', async () => {
    const binary = Buffer.from('\0 binary.test')
    const folder = await begin(
      { 'a.png': binary, 'link@': 'linked.test' },
      { 'a.png': 'binary.test', 'link@': 'linked.test' }
    )
    expect((await ask(['binary.test', 'linked.test'], folder)).new).toEqual(['binary.test', 'linked.test'])
  })

  test('a name and a text that imitate a file of the base deceive nobody', async () => {
    const base = { 'README.md': 'hello brought\n', 'a.yaml': 'x' }
    const text = `${'x\n'.repeat(6000)}brought.test\0\nHEAD:README.md\0brought.test\n`
    const folder = await begin(base, {
      'x\nHEAD:README.md': 'brought.test',
      'y\nREADME.md': 'brought.test\n',
      'long.txt': text,
      '.gitattributes': '* diff\n'
    })
    const head = scene.git('rev-parse', 'HEAD').trim()
    expect((await ask(['brought.test'], folder)).new).toEqual(['brought.test'])
    expect(head).not.toBe(scene.base)
  })

  test('the likeliest of many files come first, and not more than twenty', async () => {
    const numbers = Array.from({ length: 60 }, (_, index) => index)
    const base = Object.fromEntries(numbers.map(n => [`f${n}.yaml`, n === 55 ? 'ghcr.io/app' : `old ${n}`]))
    const changes = Object.fromEntries(
      numbers.map(n => [`f${n}.yaml`, n === 55 ? 'ghcr.io/app:2 brought.test' : `new ${n}`])
    )
    const folder = await begin(base, changes)
    expect(await ask(['ghcr.io'], folder)).toEqual({ new: [], unknown: [] })
    expect(route('blobs')).toBe(1)
    expect(await ask(['brought.test'], folder)).toEqual({ new: ['brought.test'], unknown: [] })
    expect(route('blobs')).toBe(21)
  })

  test('two hundred registries take one list', async () => {
    const folder = await begin({ 'a.yaml': 'ghcr.io' }, { 'b.yaml': 'x' })
    const many = Array.from({ length: 200 }, (_, index) => `host${index}.test`)
    expect((await ask(['ghcr.io', ...many], folder)).new).toEqual(many)
    expect(github.requests).toHaveLength(1)
  })

  test('the base that GitHub merged with is asked for where the event names an older one', async () => {
    scene = makeScene({ 'a.yaml': 'x' })
    scene.git('checkout', '-q', '-b', 'feature')
    const head = scene.commit({ 'b.yaml': 'brought.test' })
    scene.git('checkout', '-q', 'main')
    const newest = scene.commit({ 'c.yaml': 'meanwhile.test' })
    scene.git('merge', '-q', '--no-ff', '-m', 'try', 'feature')
    const merge = { commit: scene.git('rev-parse', 'HEAD').trim(), head }
    github = await startGitHub({ trees: { [newest]: { 'a.yaml': 'x', 'c.yaml': 'meanwhile.test' } } })
    const all = ['brought.test', 'meanwhile.test']
    expect(await ask(all, scene.cloneShallow(), { merge })).toEqual({ new: ['brought.test'], unknown: [] })
  })
})

describe('nobody knows', () => {
  test.each([
    ['a base that GitHub does not know', { status: 404, body: { message: 'Not Found' } }],
    ['a token that may not read', { status: 403, body: { message: 'Resource not accessible by integration' } }],
    ['a failure that lasts', { status: 503 }],
    ['a page of a proxy', { status: 200, body: '<html>' }],
    ['another JSON', { status: 200, body: { tree: 'many' } }]
  ])('after %s', async (_, answer) => {
    const folder = await begin({ 'a.yaml': 'ghcr.io' }, { 'b.yaml': 'x' })
    github.inject({ match: /trees/, times: 9, answer })
    expect(await ask(['ghcr.io'], folder)).toEqual({ new: [], unknown: ['ghcr.io'] })
  })

  test('of what a cut list may lack', async () => {
    const folder = await begin({ 'a.yaml': 'ghcr.io' }, { 'b.yaml': 'x' })
    const id = scene.git('rev-parse', 'HEAD:a.yaml').trim()
    const tree = [{ path: 'a.yaml', mode: '100644', type: 'blob', sha: id, size: 7 }]
    github.inject({ match: /trees/, answer: { status: 200, body: { sha: scene.base, truncated: true, tree } } })
    expect(await ask(['ghcr.io', 'brought.test'], folder)).toEqual({ new: [], unknown: ['brought.test'] })
  })

  test('of what a file may have that cannot be read', async () => {
    const folder = await begin({ 'a.yaml': 'ghcr.io', 'b.yaml': 'quay.io' }, { 'a.yaml': 'quay.io ghcr.io' })
    github.inject({ match: /blobs/, times: 9, answer: { status: 500 } })
    expect(await ask(['ghcr.io', 'quay.io'], folder)).toEqual({ new: [], unknown: ['ghcr.io'] })
  })

  test('in the checkout of another repository, which the base says nothing about', async () => {
    const folder = await begin({ 'a.yaml': 'ghcr.io' }, { 'b.yaml': 'x' })
    const repositories = ['https://github.com/acme/other']
    expect(await ask(['ghcr.io'], folder, { repositories })).toEqual({ new: [], unknown: ['ghcr.io'] })
    expect(github.requests).toEqual([])
  })
})

test('a transient failure is no reason not to know', async () => {
  const folder = await begin({ 'a.yaml': 'ghcr.io' }, { 'b.yaml': 'x' })
  github.inject({ match: /trees/, answer: { status: 502 } })
  expect(await ask(['ghcr.io'], folder)).toEqual({ new: [], unknown: [] })
})

test('nothing is asked where git has the base', async () => {
  await begin({ 'a.yaml': 'ghcr.io' }, { 'b.yaml': 'x' })
  expect(await ask(['ghcr.io', 'brought.test'], join(scene.folder, '.'))).toEqual({
    new: ['brought.test'],
    unknown: []
  })
  expect(github.requests).toEqual([])
})
