import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { version } from '../../src/about.ts'
import { root } from '../helpers/workspace.ts'

const next = version.replace(/^(\d+)\.(\d+)\..*$/, (_, major, minor) => `${major}.${Number(minor) + 1}.0`)

describe('a release of this very project, in a clone with a bare remote', () => {
  const home = mkdtempSync(join(tmpdir(), 'release-clone-'))
  const clone = join(home, 'clone')
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    GIT_CONFIG_GLOBAL: '/dev/null',
    ...Object.fromEntries(['AUTHOR', 'COMMITTER'].map(who => [`GIT_${who}_NAME`, 'Ada'])),
    ...Object.fromEntries(['AUTHOR', 'COMMITTER'].map(who => [`GIT_${who}_EMAIL`, 'ada@example.org']))
  }
  const run = (program: string, ...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: clone, env, encoding: 'utf8' })
    expect(status, `${program} ${args.join(' ')}\n${stdout}${stderr}`).toBe(0)
    return stdout
  }
  const node = (...args: readonly string[]): string => run(process.execPath, ...args)

  beforeAll(() => {
    copyTree(clone)
    run('git', 'init', '--quiet', '--initial-branch=main')
    run('git', 'add', '--all')
    run('git', 'commit', '--quiet', '--message', 'Begin')
    run('git', 'init', '--quiet', '--bare', '--initial-branch=main', '../remote.git')
    run('git', 'remote', 'add', 'origin', '../remote.git')
    run('git', 'push', '--quiet', 'origin', 'main')
    node('scripts/release.mjs', 'prepare', next)
    run('git', 'tag', `v${next}`)
    run('git', 'push', '--quiet', 'origin', 'main', `v${next}`)
    run('git', 'fetch', '--quiet', 'origin')
  }, 300_000)
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  test('has the new version in the command, in texts that people copy and in what tests expect of them', () => {
    expect(node('dist/cli.js', '--version')).toBe(`${next}\n`)
    const old = `kluctl-images[^ ]*[@/]v?${version.replaceAll('.', '\\.')}`
    const { stdout } = spawnSync(
      'git',
      ['grep', '--line-number', '-E', old, '--', ':!*package-lock.json', ':!__tests__/release'],
      {
        cwd: clone,
        env,
        encoding: 'utf8'
      }
    )
    expect(stdout).toBe('')
  })

  test('passes its own tests of versions', { timeout: 300_000 }, () => {
    const files = ['release/places', 'report/comment', 'report/terminal', 'init/texts', 'init/recipes', 'init/files']
    const paths = files.map(name => `__tests__/${name}.test.ts`)
    const out = node('node_modules/vitest/vitest.mjs', 'run', ...paths.filter(path => existsSync(join(clone, path))))
    expect(out).toMatch(/Tests .*\d+ passed/)
  })

  test('may be released: dist/ is what sources and lock file build', { timeout: 300_000 }, () => {
    expect(node('scripts/release.mjs', 'check', `v${next}`)).toContain('may be released')
  })

  test('packs the package, the Action and their sums', { timeout: 120_000 }, () => {
    // that the bytes are the same each time is the part of pack.test.ts
    node('scripts/release.mjs', 'pack', join(home, 'packed'))
    expect(readdirSync(join(home, 'packed'))).toHaveLength(3)
    expect(readFileSync(join(home, 'packed/SHA256SUMS'), 'utf8')).toContain(`kluctl-images-${next}.tgz`)
  })
})

/** What a clone of the next commit would hold, with the packages that are installed here. */
function copyTree(to: string): void {
  const files = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8'
  })
  for (const path of files.stdout.split('\0').filter(path => path !== '' && existsSync(join(root, path))))
    cpSync(join(root, path), join(to, path))
  const from = join(root, 'node_modules')
  // links where both are on one file system, for they are many
  const linked = spawnSync('cp', ['-al', from, dirname(join(to, 'node_modules'))]).status === 0
  if (!linked) cpSync(from, join(to, 'node_modules'), { recursive: true, verbatimSymlinks: true })
  for (const name of readdirSync(join(to, 'node_modules')).filter(name => /^\.(?:vite|cache)/.test(name)))
    rmSync(join(to, 'node_modules', name), { recursive: true })
}
