import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { GitHubError, InputError } from '../../../src/errors.ts'
import { type BaselineRequest, readBaseline } from '../../../src/io/baseline.ts'

let base = ''
let before = ''
let first = ''
let warnings: string[] = []
const isolated = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...identity, ...args], {
    cwd: join(base, 'repo'),
    encoding: 'utf8',
    env: { ...process.env, ...isolated }
  }).trim()
}

beforeAll(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'baseline-')))
  mkdirSync(join(base, 'repo/deploy'), { recursive: true })
  const put = (path: string, text: string): void => writeFileSync(join(base, 'repo', path), text)
  git('init', '-q', '-b', 'main')
  put('deploy/fixed.yaml', 'committed ä\n')
  put('.gitattributes', '*.yaml text eol=crlf\n')
  git('add', '-A')
  git('commit', '-qm', 'one')
  first = git('rev-parse', 'HEAD')
  git('tag', 'v1')
  put('deploy/fixed.yaml', 'second\n')
  git('commit', '-qam', 'two')
  put('deploy/fixed.yaml', 'in the folder\n')
  before = process.cwd()
  process.chdir(join(base, 'repo/deploy'))
})
beforeEach(() => {
  warnings = []
})
afterAll(() => {
  process.chdir(before)
  rmSync(base, { recursive: true, force: true })
})

async function read(request: Partial<BaselineRequest>, previous: string | null = 'before'): Promise<unknown> {
  const log = { debug: () => undefined, info: () => undefined, warning: (text: string) => void warnings.push(text) }
  const found = await readBaseline(
    { baseline: 'auto', outputFile: 'fixed.yaml', baseCommit: undefined, log, ...request },
    previous ?? undefined
  )
  // what the base has by itself is the matter of policy-change.test.ts
  return found && { text: found.text, name: found.name }
}

describe('the change is compared with', () => {
  test('the file before the run where no pull request is known', async () => {
    expect(await read({})).toEqual({ text: 'before', name: 'fixed.yaml' })
    expect(await read({}, null)).toBeUndefined()
  })

  test('the file at the base commit of the pull request', async () => {
    expect(await read({ baseCommit: first })).toEqual({
      text: 'committed ä\n',
      name: `fixed.yaml at ${first}`
    })
  })

  test('the file before the run where the base commit has no such file', async () => {
    expect(await read({ baseCommit: first, outputFile: 'new.yaml' })).toEqual({ text: 'before', name: 'new.yaml' })
    expect(await read({ baseCommit: first, outputFile: 'f*.yaml' })).toEqual({ text: 'before', name: 'f*.yaml' })
    expect(warnings).toEqual([])
  })

  test('nothing, if asked', async () => {
    expect(await read({ baseline: 'none', baseCommit: first })).toBeUndefined()
  })

  test('a path, if asked', async () => {
    expect(await read({ baseline: 'fixed.yaml', outputFile: 'out.yaml' })).toEqual({
      text: 'in the folder\n',
      name: 'fixed.yaml'
    })
  })

  test.each([
    ['v1', 'committed ä\n'],
    ['main', 'second\n'],
    ['HEAD~1', 'committed ä\n'],
    ['main^{commit}', 'second\n']
  ])('the git ref %s, if asked', async (baseline, text) => {
    expect(await read({ baseline })).toEqual({ text, name: `fixed.yaml at ${baseline}` })
  })
})

describe('a base commit that git has not', () => {
  const baseCommit = '0123456789abcdef0123456789abcdef01234567'

  test('is asked for elsewhere', async () => {
    const fetchFile = async (path: string, commit: string): Promise<string> => `${path} ${commit}`
    expect(await read({ baseCommit, fetchFile })).toEqual({
      text: `deploy/fixed.yaml ${baseCommit}`,
      name: 'fixed.yaml at 0123456789ab'
    })
  })

  test('gives way to the file before the run, with a warning', async () => {
    const fetchFile = async (): Promise<string> => {
      throw new GitHubError('unavailable', 'no')
    }
    expect(await read({ baseCommit, fetchFile })).toEqual({ text: 'before', name: 'fixed.yaml' })
    expect(await read({ baseCommit })).toEqual({ text: 'before', name: 'fixed.yaml' })
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toContain('the base commit 0123456789ab could not be read')
  })

  test('may have no file there', async () => {
    expect(await read({ baseCommit, fetchFile: async () => undefined })).toEqual({ text: 'before', name: 'fixed.yaml' })
    expect(warnings).toEqual([])
  })
})

describe('a baseline that cannot be used is refused', () => {
  test.each(['no-such-branch', '--output=/tmp/x', 'a b', '$(id)', ':/two'])('%s', async baseline => {
    await expect(read({ baseline })).rejects.toThrow(InputError)
    await expect(read({ baseline })).rejects.toThrow('is neither a file nor a git ref')
  })
})
