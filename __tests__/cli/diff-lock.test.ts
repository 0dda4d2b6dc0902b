import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { makeWorkspace } from '../helpers/workspace.ts'
import { begin, fixed, makeRepository, type Repository, runIn } from './diff-repository.ts'

const open: { remove(): void }[] = []
const home = process.cwd()
afterEach(() => {
  process.chdir(home)
  for (const one of open.splice(0)) one.remove()
})

const hoursAgo = (hours: number): string => `${new Date(begin - hours * 3_600_000).toISOString().slice(0, 19)}Z`

/** A lock with one result. */
function lock(decided: string, result = 'app:2', file = 'fixed.yaml'): string {
  const from = { origin: 'registry', why: 'newest of 3 tags' }
  const entry = { digest: null, platforms: null, created: null, filters: [], decided, from }
  return JSON.stringify({ version: 1, files: { [file]: { [result]: entry } } })
}

/** A repository whose `fixed.yaml` has had `app:2` for 70 hours. */
function repositoryWith(files: Readonly<Record<string, string>>): Repository {
  const repository = makeRepository({
    'old.yaml': fixed({ app: '0', other: '0' }),
    'fixed.yaml': fixed({ app: '2', other: '1' })
  })
  open.push(repository)
  repository.commit(70)
  repository.write(files)
  return repository
}

type Soak = { since: string; source: string; atLeast: boolean; seconds: number } | null
type Soaks = { readonly soaks: Readonly<Record<string, Soak>>; readonly err: string }

async function soaksIn(folder: string, now = 'fixed.yaml', ...flags: readonly string[]): Promise<Soaks> {
  process.chdir(folder)
  const { out, err } = await runIn(folder, ['diff', 'old.yaml', now, '--format', 'json', ...flags])
  const changes: { image: string; soak: Soak }[] = JSON.parse(out)
  return { soaks: Object.fromEntries(changes.map(({ image, soak }) => [image, soak])), err }
}

describe('the lock beside the file', () => {
  test('says since when where that is later than the commit, for what is in it', async () => {
    const { folder } = repositoryWith({ 'images.lock.json': lock(hoursAgo(5)) })
    const { soaks, err } = await soaksIn(folder)
    expect(soaks['app']).toMatchObject({ since: hoursAgo(5), source: 'lock', atLeast: false })
    expect(soaks['other']).toMatchObject({ since: hoursAgo(70), source: 'git' })
    expect(err).toBe('')
  })

  test('adds no days before the commit: those of an open pull request, or of a lock that somebody edited', async () => {
    const repository = repositoryWith({ 'images.lock.json': lock('2020-02-03T04:05:06Z') })
    expect((await soaksIn(repository.folder)).soaks['app']).toMatchObject({ since: hoursAgo(70), source: 'git' })
    repository.commit(1)
    expect((await soaksIn(repository.folder, 'HEAD:fixed.yaml')).soaks['app']).toMatchObject({ since: hoursAgo(70) })
  })

  test('adds nothing for a result that is not committed yet', async () => {
    const files = { 'images.lock.json': lock(hoursAgo(90), 'app:3'), 'fixed.yaml': fixed({ app: '3', other: '1' }) }
    expect((await soaksIn(repositoryWith(files).folder)).soaks['app']).toBeNull()
  })

  test('alone says it of a file that git does not know', async () => {
    const files = { 'old.yaml': fixed({ app: '0' }), 'fixed.yaml': fixed({ app: '2' }) }
    const workspace = makeWorkspace({ ...files, 'images.lock.json': lock(hoursAgo(90)) })
    open.push(workspace)
    const { soaks } = await soaksIn(workspace.folder)
    expect(soaks['app']).toMatchObject({ since: hoursAgo(90), source: 'lock' })
  })

  test('of a time to come counts as just now, and is said', async () => {
    const { folder } = repositoryWith({ 'images.lock.json': lock('2999-01-01T00:00:00Z') })
    const { soaks, err } = await soaksIn(folder)
    expect(soaks['app']).toMatchObject({ source: 'lock', seconds: 0 })
    expect(err).toBe(
      'warning: images.lock.json: app:2 was decided at 2999-01-01T00:00:00Z, which is still to come: it has not soaked at all\n'
    )
  })

  test('that cannot be read is a warning, and git says it', async () => {
    const { folder } = repositoryWith({ 'images.lock.json': '{' })
    process.chdir(folder)
    const { code, err, out } = await runIn(folder, ['diff', 'old.yaml', 'fixed.yaml'])
    expect(code).toBe(0)
    expect(err).toMatch(/^warning: images\.lock\.json: /)
    expect(out).toMatch(/app .* since \S+ \(2 days\)/)
  })

  test('of more than 5 MiB at a commit is a warning as well', async () => {
    const repository = repositoryWith({ 'images.lock.json': `{"${'x'.repeat(5 * 1024 * 1024)}":1}` })
    repository.commit(1)
    const { soaks, err } = await soaksIn(repository.folder, 'HEAD:fixed.yaml')
    expect(soaks['app']).toMatchObject({ source: 'git' })
    expect(err).toBe('warning: images.lock.json: it is larger than 5 MiB\n')
  })

  test('with names that are no images and no files says nothing of what is', async () => {
    const { folder } = repositoryWith({ 'images.lock.json': lock(hoursAgo(5), 'not an image', '../?') })
    const { soaks, err } = await soaksIn(folder)
    expect({ source: soaks['app']?.source, err }).toEqual({ source: 'git', err: '' })
  })
})

describe('--lock-file', () => {
  test.each<[string, string, string]>([
    ['a file', 'locks/all.json', '../fixed.yaml'],
    ['a file in the folder above', '../all.json', 'fixed.yaml'],
    ['the usual one', 'auto', 'fixed.yaml']
  ])('names %s', async (_, name, key) => {
    const workspace = makeWorkspace({
      'in/old.yaml': fixed({ app: '0' }),
      'in/fixed.yaml': fixed({ app: '2' }),
      [join('in', name === 'auto' ? 'images.lock.json' : name)]: lock(hoursAgo(90), 'app:2', key)
    })
    open.push(workspace)
    const folder = join(workspace.folder, 'in')
    for (const now of ['fixed.yaml', ...(name.startsWith('..') ? [] : [join(folder, 'fixed.yaml')])])
      expect((await soaksIn(folder, now, '--lock-file', name)).soaks['app']).toMatchObject({ source: 'lock' })
  })

  test('is taken from the commit for a file of a commit', async () => {
    const repository = repositoryWith({ 'locks/all.json': lock(hoursAgo(5), 'app:2', '../fixed.yaml') })
    repository.commit(4)
    repository.write({ 'locks/all.json': lock(hoursAgo(3), 'app:2', '../fixed.yaml') })
    const { soaks } = await soaksIn(repository.folder, 'HEAD:fixed.yaml', '--lock-file', 'locks/all.json')
    expect(soaks['app']).toMatchObject({ source: 'lock', since: hoursAgo(5) })
  })

  test('none leaves it to git', async () => {
    const { folder } = repositoryWith({ 'images.lock.json': '{' })
    const { soaks, err } = await soaksIn(folder, 'fixed.yaml', '--lock-file', 'none')
    expect({ source: soaks['app']?.source, err }).toEqual({ source: 'git', err: '' })
  })

  test.each(['fixed.yaml', 'HEAD:fixed.yaml'])('that is not there is a warning, for %s', async now => {
    const { folder } = repositoryWith({})
    const { soaks, err } = await soaksIn(folder, now, '--lock-file', 'gone.json')
    expect(soaks['app']?.source).toBe('git')
    expect(err).toBe('warning: gone.json: there is no such lock\n')
  })

  test('has the name of each target', async () => {
    const repository = repositoryWith({
      '.kluctl.yaml': 'targets: [{ name: ahead }, { name: behind }]',
      'fixed/ahead.yaml': fixed({ app: '2' }),
      'fixed/behind.yaml': fixed({ app: '1' }),
      'locks/ahead.json': lock(hoursAgo(5), 'app:2', '../fixed/ahead.yaml')
    })
    process.chdir(repository.folder)
    const { out } = await runIn(repository.folder, [
      'diff',
      '--targets=ahead,behind',
      '--lock-file=locks/{target}.json',
      '--format=json'
    ])
    expect(JSON.parse(out)).toMatchObject([{ image: 'app', soak: { source: 'lock', since: hoursAgo(5) } }])
  })
})
