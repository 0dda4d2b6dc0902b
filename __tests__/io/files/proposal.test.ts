import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GitHubError } from '../../../src/errors.ts'
import { type ProposalRequest, readProposal } from '../../../src/io/proposal.ts'
import { formatLock } from '../../../src/lock/format-lock.ts'
import type { Lock } from '../../../src/lock/lock.ts'
import { entryOf, lockOf } from '../../lock/sample.ts'

const [here, there] = [lockOf({ 'app:1': entryOf() }), lockOf({ 'app:2': entryOf() })]
let repository = ''
let before = ''
const said: string[] = []
const log = {
  debug: () => undefined,
  info: (message: string) => void said.push(message),
  warning: (message: string) => void said.push(message)
}

beforeAll(() => {
  repository = realpathSync(mkdtempSync(join(tmpdir(), 'proposal-')))
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: repository })
  const commit = (branch: string, text: string): void => {
    git('checkout', '-q', '--orphan', branch)
    writeFileSync(join(repository, 'images.lock.json'), text)
    git('add', '-A')
    git('commit', '-q', '--no-gpg-sign', '-m', branch)
  }
  git('init', '-q')
  commit('kluctl-images/bump', formatLock(here))
  commit('broken', '<<<<<<< ours\n')
  git('rm', '-q', 'images.lock.json')
  git('commit', '-q', '--no-gpg-sign', '--allow-empty', '-m', 'empty')
  git('branch', '-m', 'empty')
  commit('broken', '<<<<<<< ours\n')
  before = process.cwd()
  process.chdir(repository)
})
afterAll(() => {
  process.chdir(before)
  rmSync(repository, { recursive: true, force: true })
  expect(said).toEqual([])
})

const atGitHub: ProposalRequest['fetchFile'] = async (path, ref) =>
  path === 'images.lock.json' && ref === 'far/away' ? formatLock(there) : undefined
const down: ProposalRequest['fetchFile'] = () =>
  Promise.reject(new GitHubError('unavailable', 'images.lock.json could not be read', 503))

test.each<[string, string | undefined, ProposalRequest['fetchFile'], Lock | undefined]>([
  ['none, where none is named', undefined, atGitHub, undefined],
  ['that of a branch that git has', 'kluctl-images/bump', atGitHub, here],
  ['that of a branch that GitHub has', 'far/away', atGitHub, there],
  ['none, where nobody knows the branch', 'gone', atGitHub, undefined],
  ['none, where there is nobody to ask', 'far/away', undefined, undefined],
  ['none, where GitHub does not answer', 'far/away', down, undefined],
  ['none, where the branch has no lock', 'empty', atGitHub, undefined],
  ['none, where it cannot be read', 'broken', atGitHub, undefined],
  ['none, for what is a flag and no branch', '--output=x', atGitHub, undefined]
])('the proposed lock is %s', async (_, proposal, fetchFile, expected) => {
  expect(await readProposal('images.lock.json', { proposal, fetchFile, log })).toEqual(expected)
})
