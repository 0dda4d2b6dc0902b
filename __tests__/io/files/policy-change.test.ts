import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readBaseline } from '../../../src/io/baseline.ts'
import { findPolicyChange } from '../../../src/io/policy-change.ts'
import { parseOptions } from '../../../src/options.ts'

const policy = 'rules: [{ image: r.io/app, skip: [2.0.0] }]\n'
const log = { debug: () => undefined, info: () => undefined, warning: () => undefined }
let repository = ''
let before = ''
let baseCommit = ''
let older = ''

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...identity, ...args], { cwd: repository, encoding: 'utf8' }).trim()
}

beforeAll(() => {
  repository = realpathSync(mkdtempSync(join(tmpdir(), 'policy-change-')))
  git('init', '-q')
  writeFileSync(join(repository, 'deployment.yaml'), '{}\n')
  git('add', '-A')
  git('commit', '-qm', 'one')
  older = git('rev-parse', 'HEAD')
  writeFileSync(join(repository, '.kluctl-images.yaml'), policy)
  writeFileSync(join(repository, 'fixed-images.yaml'), 'images: []\n')
  git('add', '-A')
  git('commit', '-qm', 'two')
  baseCommit = git('rev-parse', 'HEAD')
  before = process.cwd()
  process.chdir(repository)
})
beforeEach(() => {
  git('checkout', '-q', '.')
})
afterAll(() => {
  process.chdir(before)
  rmSync(repository, { recursive: true, force: true })
})

const find = (commit: string | undefined): Promise<string | undefined> =>
  findPolicyChange(parseOptions({}).options, { baseCommit: commit, log, boundary: repository })

test('the policy of the base is no change', async () => {
  expect(await find(baseCommit)).toBeUndefined()
})

test('another one is a change, and none is a removal', async () => {
  writeFileSync(join(repository, '.kluctl-images.yaml'), 'rules: []\n')
  expect(await find(baseCommit)).toBe('changed')
  rmSync(join(repository, '.kluctl-images.yaml'))
  expect(await find(baseCommit)).toBe('removed')
})

test('a policy that the base has not is none, nor is one of a run without base, or with a base that nobody has', async () => {
  expect(await find(older)).toBeUndefined()
  expect(await find(undefined)).toBeUndefined()
  expect(await find('0'.repeat(40))).toBeUndefined()
})

test('the output file at the base comes with the baseline, empty where the base has none', async () => {
  const read = (commit: string, baseline = 'auto'): ReturnType<typeof readBaseline> =>
    readBaseline({ baseline, outputFile: 'fixed-images.yaml', baseCommit: commit, log }, 'images: [x]\n')
  expect(await read(baseCommit)).toMatchObject({ text: 'images: []\n', base: 'images: []\n' })
  expect(await read(older)).toMatchObject({ text: 'images: [x]\n', base: '' })
  expect(await read('0'.repeat(40))).not.toHaveProperty('base')
  // as the component of GitLab names it
  expect(await read(baseCommit, baseCommit)).toMatchObject({ text: 'images: []\n', base: 'images: []\n' })
  expect(await read(older, older)).toMatchObject({ text: '', base: '' })
  expect(await read(older, 'HEAD')).toMatchObject({ text: 'images: []\n', base: '' })
})
