import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { fileHistory } from '../../src/io/git-history.ts'
import { commitOf } from '../../src/io/git-show.ts'
import { makeWorkspace } from '../helpers/workspace.ts'
import { fixed, makeRepository, type Repository, runIn } from './diff-repository.ts'

const open: { remove(): void }[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.remove()
})

type Soak = { since: string; source: string; atLeast: boolean; seconds: number } | null

/** Commits of `fixed.yaml`: hours ago, and its text, null for none. */
function historyOf(...commits: readonly (readonly [ago: number, text: string | null])[]): Repository {
  const repository = makeRepository({ 'old.yaml': fixed({ app: '0', other: '0' }) })
  open.push(repository)
  for (const [ago, text] of commits) {
    if (text === null) repository.git('rm', '-q', 'fixed.yaml')
    else repository.write({ 'fixed.yaml': text })
    repository.commit(ago)
  }
  return repository
}

async function soaksIn(folder: string, now = 'fixed.yaml'): Promise<Readonly<Record<string, Soak>>> {
  const { out } = await runIn(folder, ['diff', join(folder, 'old.yaml'), join(folder, now), '--format', 'json'])
  const changes: { image: string; soak: Soak }[] = JSON.parse(out)
  return Object.fromEntries(changes.map(({ image, soak }) => [image, soak]))
}

/** Whole hours that the result of `app` has soaked; null where that is not known. */
async function hoursIn(repository: Repository): Promise<number | null> {
  const { app } = await soaksIn(repository.folder)
  return app ? Math.floor(app.seconds / 3600) : null
}

const app = (tag: string): string => fixed({ app: tag })
const places = (...tags: readonly string[]): string =>
  `images:\n${tags.map((tag, index) => `- {image: app, resultImage: "app:${tag}", deployment: Deployment/d${index}}\n`).join('')}`

describe('a result has soaked since the commit that brought it', () => {
  test.each<[string, number | null, readonly (readonly [number, string | null])[]]>([
    [
      'with other commits of the file after it',
      50,
      [
        [70, app('1')],
        [50, app('2')],
        [20, fixed({ app: '2', other: '1' })]
      ]
    ],
    ['from the first commit of the file on', 70, [[70, app('2')]]],
    [
      'and again after it was gone',
      20,
      [
        [90, app('2')],
        [50, app('1')],
        [20, app('2')]
      ]
    ],
    [
      'and again after the file was gone',
      20,
      [
        [90, app('2')],
        [50, null],
        [20, app('2')]
      ]
    ],
    [
      'and again after a file that cannot be read',
      20,
      [
        [90, app('2')],
        [50, 'images: nonsense\n'],
        [20, app('2')]
      ]
    ],
    [
      'and again after a file of more than 5 MiB',
      20,
      [
        [90, app('2')],
        [50, `${app('2')}#${'x'.repeat(5 * 1024 * 1024)}\n`],
        [20, app('2')]
      ]
    ],
    [
      'where it was for each place before',
      90,
      [
        [90, places('2', '2')],
        [20, app('2')]
      ]
    ],
    [
      'where it was for all places before',
      90,
      [
        [90, app('2')],
        [20, places('2', '2')]
      ]
    ],
    [
      'at the last of its places',
      20,
      [
        [90, places('2', '1')],
        [20, places('2', '2')]
      ]
    ]
  ])('%s', async (_, hours, commits) => {
    expect(await hoursIn(historyOf(...commits))).toBe(hours)
  })

  test('which is the merge, where a pull request brought it', async () => {
    const repository = historyOf([90, app('1')])
    repository.git('checkout', '-q', '-b', 'bump')
    repository.write({ 'fixed.yaml': app('2') })
    repository.commit(60)
    repository.git('checkout', '-q', 'main')
    repository.write({ 'readme.txt': 'other work' })
    repository.commit(40)
    repository.git('merge', '-q', '--no-commit', '--no-ff', 'bump')
    repository.commit(10)
    expect(await hoursIn(repository)).toBe(10)
  })

  test('and it is not known of what is not committed', async () => {
    const repository = historyOf([90, app('1')])
    repository.write({ 'fixed.yaml': app('2'), 'new.yaml': app('2') })
    expect(await soaksIn(repository.folder)).toEqual({ app: null, other: null })
    expect(await soaksIn(repository.folder, 'new.yaml')).toEqual({ app: null, other: null })
  })

  test('and it is not known outside of a repository', async () => {
    const workspace = makeWorkspace({ 'old.yaml': app('1'), 'fixed.yaml': app('2') })
    open.push(workspace)
    expect(await soaksIn(workspace.folder)).toEqual({ app: null })
  })

  test('or earlier, where a shallow clone does not know', async () => {
    const repository = historyOf([90, app('1')], [70, app('2')], [50, fixed({ app: '2', other: '1' })])
    const clone = makeWorkspace()
    open.push(clone)
    const depth = (count: number): string => {
      const folder = join(clone.folder, String(count))
      execFileSync('git', ['clone', '-q', `--depth=${count}`, `file://${repository.folder}`, folder])
      return folder
    }
    const cut = await soaksIn(depth(1))
    expect([cut['app']?.atLeast, cut['other']?.atLeast]).toEqual([true, true])
    expect(Math.floor((cut['app']?.seconds ?? 0) / 3600)).toBe(50)
    const deep = await soaksIn(depth(3))
    expect([deep['app']?.atLeast, deep['other']?.atLeast]).toEqual([false, false])
    const { out } = await runIn('', ['diff', join(clone.folder, '1/old.yaml'), join(clone.folder, '1/fixed.yaml')])
    expect(out).toMatch(/app .* at least since \S+ \(2 days\)\n/)
  })

  test('or earlier, where the history is longer than what is looked at', async () => {
    const repository = historyOf([90, app('1')], [70, app('2')], [50, app('3')])
    const commit = (await commitOf('HEAD', repository.folder)) ?? ''
    const list = async (limit: number): Promise<readonly unknown[]> => {
      const versions: unknown[] = []
      for await (const version of fileHistory({ folder: repository.folder, commit, path: 'fixed.yaml' }, limit))
        versions.push(version === 'cut' ? version : version.text)
      return versions
    }
    expect(await list(2)).toEqual([app('3'), app('2'), 'cut'])
    expect(await list(3)).toEqual([app('3'), app('2'), app('1')])
  })
})
