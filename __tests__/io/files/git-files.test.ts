import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { git as runGit } from '../../../src/io/git.ts'
import { readGitFiles } from '../../../src/io/git-files.ts'
import { needKey } from '../../../src/project/sources.ts'

let base = ''
const url = 'https://example.com/org/repo.git'
const need = { kind: 'git-file', url, ref: undefined, path: 'a.yaml' } as const
const missing = '1'.repeat(40)

function git(folder: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd: join(base, folder),
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  })
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(base, path)), { recursive: true })
  writeFileSync(join(base, path), text)
}

/** Settings that make git start a program for every object that is not there. */
function startsProgram(marker: string): string {
  return [
    '[core]\n\trepositoryformatversion = 1\n\tbare = BARE',
    '[extensions]\n\tpartialClone = far',
    `[remote "far"]\n\turl = ${base}\n\tpromisor = true\n\tuploadpack = touch ${join(base, marker)}; false`,
    `[remote "origin"]\n\turl = ${url}\n`
  ].join('\n')
}

beforeAll(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'git-files-')))
  mkdirSync(join(base, 'repo'))
  git('repo', 'init', '-q', '-b', 'main')
  git('repo', 'remote', 'add', 'origin', url)
  put('repo/a.yaml', 'a: 1\n')
  put('repo/deploy/HEAD', 'ref: refs/heads/main\n')
  put('repo/deploy/objects/keep', '')
  put('repo/deploy/refs/heads/main', `${missing}\n`)
  put('repo/deploy/config', startsProgram('from-files').replace('BARE', 'true'))
  git('repo', 'add', '-A')
  git('repo', 'commit', '-qm', 'one')
  mkdirSync(join(base, 'partial'))
  git('partial', 'init', '-q', '-b', 'main')
  put('partial/.git/config', startsProgram('from-clone').replace('BARE', 'false'))
  put('partial/.git/refs/heads/main', `${missing}\n`)
})

afterAll(() => rmSync(base, { recursive: true, force: true }))

const read = async (folder: string): Promise<unknown> =>
  (await readGitFiles([need], { folder: join(base, folder), env: {} })).get(needKey(need))

test('a file of the checked-out commit is read', async () => {
  expect(await read('repo')).toEqual({ text: 'a: 1\n' })
})

test('a folder of the project that looks like a repository starts no program', async () => {
  expect(await read('repo/deploy')).toHaveProperty('error')
  expect(existsSync(join(base, 'from-files'))).toBe(false)
})

test('and is no repository at all', async () => {
  expect(await runGit(['rev-parse', '--git-dir'], join(base, 'repo'))).toMatchObject({ ok: true })
  expect(await runGit(['rev-parse', '--git-dir'], join(base, 'repo/deploy'))).toMatchObject({ ok: false })
})

test('what a partial clone lacks is not fetched', async () => {
  expect(await read('partial')).toHaveProperty('error')
  expect(existsSync(join(base, 'from-clone'))).toBe(false)
})

test('more files than anybody needs are not looked for', async () => {
  const needs = Array.from({ length: 502 }, (_, index) => ({ ...need, path: index === 0 ? 'a.yaml' : `.env${index}` }))
  const answers = [...(await readGitFiles(needs, { folder: join(base, 'repo'), env: {} })).values()]
  expect(answers[0]).toEqual({ text: 'a: 1\n' })
  expect(answers.filter(answer => 'error' in answer && answer.error.startsWith('more than 500'))).toHaveLength(2)
})
