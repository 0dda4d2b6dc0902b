import { describe, expect, test } from 'vitest'
import { GitHubError, RegistryError, type RegistryErrorCode } from '../../src/errors.ts'
import { formatRepository } from '../../src/image/repository.ts'
import type { CommitList, ImageLabels } from '../../src/ports.ts'
import { type ChangeSourceRequest, findChangeSources, mostPairs } from '../../src/report/change-source.ts'
import type { Change, SourceRecord } from '../../src/report/record.ts'
import type { Bump } from '../../src/version/bump.ts'
import { hostileTexts } from './hostile.ts'

const source = 'https://github.com/team/app'
const from = '1111111111111111111111111111111111111111'
const to = '2222222222222222222222222222222222222222'

/** By `registry/path:tag`: labels, or what reading them ends in. */
type World = Readonly<Record<string, Partial<ImageLabels> | Error>>

function change(old: string | null, now: string | null, more: Partial<Change> = {}): Change {
  return {
    kind: 'changed',
    image: 'app',
    old,
    new: now,
    why: 'newest of 2 tags',
    filter: 'semver()',
    movedRepository: false,
    bump: 'minor',
    links: { old: null, new: 'https://example.com/page', source: null },
    where: [],
    ...more
  }
}

/** Labels in memory; counts who is asked. */
function labelsOf(world: World): ChangeSourceRequest & { readonly asked: string[] } {
  const asked: string[] = []
  const labels: ChangeSourceRequest['labels'] = {
    async readLabels({ repository, tag, digest }) {
      const name = `${formatRepository(repository)}:${digest ?? tag ?? 'latest'}`
      asked.push(name)
      const found = world[name] ?? failure('not-found', 404)
      if (found instanceof Error) throw found
      return { source: undefined, revision: undefined, ...found }
    }
  }
  return { labels, hosts: new Map(), asked }
}

function failure(code: RegistryErrorCode, status?: number): RegistryError {
  return new RegistryError(code, 'no', { registry: 'x.test', ...(status === undefined ? {} : { status }) })
}

async function sourceOf(
  old: Partial<ImageLabels> | Error,
  now: Partial<ImageLabels> | Error,
  bump: Bump = 'minor'
): Promise<SourceRecord | null | undefined> {
  const world = { 'x.test/app:1': old, 'x.test/app:2': now }
  const [found] = await findChangeSources([change('x.test/app:1', 'x.test/app:2', { bump })], labelsOf(world))
  expect(found?.links.new).toBe('https://example.com/page')
  return found?.links.source
}

describe('a comparison', () => {
  test('from the old commit to the new one', async () => {
    expect(await sourceOf({ source, revision: from }, { source, revision: to })).toEqual({
      source,
      from,
      to,
      compare: `${source}/compare/${from}...${to}`,
      note: null,
      commits: null
    })
  })

  test('the other way round for a downgrade: what gets lost', async () => {
    expect(await sourceOf({ source, revision: from }, { source, revision: to }, 'downgrade')).toMatchObject({
      from,
      to,
      compare: `${source}/compare/${to}...${from}`
    })
  })

  test('of one source under two spellings, and revisions in capitals', async () => {
    const old = { source: 'http://www.github.com/Team/App.git', revision: 'ABCDEF1' }
    expect(await sourceOf(old, { source: ` ${source}/tree/main`, revision: to })).toMatchObject({
      source: ` ${source}/tree/main`,
      from: 'abcdef1',
      compare: `${source}/compare/abcdef1...${to}`
    })
  })

  test('between two repositories of images, and by digest', async () => {
    const digest = `sha256:${'a'.repeat(64)}`
    const world = { 'a.test/app:1': { source, revision: from }, [`b.test/app:${digest}`]: { source, revision: to } }
    const [found] = await findChangeSources([change('a.test/app:1', `b.test/app:2@${digest}`)], labelsOf(world))
    expect(found?.links.source?.compare).toBe(`${source}/compare/${from}...${to}`)
  })
})

describe('no comparison, and why', () => {
  const good = { source, revision: from }
  const next = { source, revision: to }
  test.each<[string, Partial<ImageLabels> | Error, Partial<ImageLabels> | Error, Partial<SourceRecord>]>([
    ['the new image has no source label', good, { revision: to }, { source: '', to: null }],
    ['the new image has no revision label', good, { source }, { source, to: null }],
    ['the revision of the new image is no commit', good, { source, revision: 'v2' }, { to: null }],
    [
      'the source label is no repository at a known host',
      good,
      { source: 'https://evil.example/a/b', revision: to },
      { to }
    ],
    ['the old image has no source label', { revision: from }, next, { from, to }],
    ['the old image has no revision label', { source }, next, { from: null, to }],
    ['the revision of the old image is no commit', { source, revision: 'main' }, next, { from: null, to }],
    [
      'the images have different sources',
      { source: 'https://github.com/team/other', revision: from },
      next,
      { from, to }
    ],
    ['the images have different sources', { source: 'https://evil.example/a/b', revision: from }, next, { from, to }],
    ['same source revision', { source, revision: to }, next, { from: to, to }],
    ['same source revision', { source, revision: to.slice(0, 7) }, next, { from: to.slice(0, 7), to }],
    ['the old image is gone', failure('not-found', 404), next, { source, from: null, to }],
    ['the new image is not there', good, failure('not-found', 404), { source: '' }],
    ['the registry answered 429', failure('rate-limited', 429), next, { to }],
    ['the registry has few requests left', failure('rate-limited'), next, { to }],
    ['the registry answered 403', good, failure('denied', 403), { source: '' }],
    ['the registry did not answer in time', failure('timeout'), next, { to }],
    ['the labels of the old image cannot be read', failure('protocol', 200), next, { to }],
    ['the labels of the new image cannot be read', good, failure('refused'), { source: '' }]
  ])('%s', async (note, old, now, expected) => {
    expect(await sourceOf(old, now)).toMatchObject({ note, compare: null, commits: null, ...expected })
  })

  test('a revision is cut short, for Azure', async () => {
    const azure = 'https://dev.azure.com/org/project/_git/app'
    expect(await sourceOf({ source: azure, revision: '1111111' }, { source: azure, revision: to })).toMatchObject({
      note: 'a revision is cut short'
    })
  })

  test.each(hostileTexts)('a label like a %s makes no link elsewhere', async (_name, text) => {
    const found = await sourceOf({ source: text, revision: text }, { source: text, revision: text })
    expect(found).toMatchObject({ source: text, compare: null })
    const other = await sourceOf({ source, revision: from }, { source: `${source}${text}`, revision: to })
    expect(other?.compare ?? `${source}/`).toMatch(/^https:\/\/github\.com\/team\/app/)
  })
})

describe('who is asked', () => {
  test('nobody about what is new, removed, or no image reference', async () => {
    const request = labelsOf({})
    const changes = [
      change(null, 'x.test/app:1', { kind: 'added' }),
      change('x.test/app:1', null, { kind: 'removed' }),
      change('x.test/app:1', 'NOT AN IMAGE')
    ]
    expect(await findChangeSources(changes, request)).toEqual(changes)
    expect(request.asked).toEqual([])
  })

  test('each image once, the old one only where a link can come of it', async () => {
    const request = labelsOf({
      'x.test/app:1': { source, revision: from },
      'x.test/app:2': { source, revision: to },
      'x.test/bare:2': {}
    })
    const same = change('x.test/app:1', 'x.test/app:2')
    const found = await findChangeSources([same, same, change('x.test/bare:1', 'x.test/bare:2'), same], request)
    expect(request.asked.toSorted()).toEqual(['x.test/app:1', 'x.test/app:2', 'x.test/bare:2'])
    expect(found.map(({ links }) => links.source?.compare === `${source}/compare/${from}...${to}`)).toEqual([
      true,
      true,
      false,
      true
    ])
  })

  test('the first fifty pairs', async () => {
    const world = Object.fromEntries(
      Array.from({ length: 80 }, (_, at) => [`x.test/app-${at}:2`, { source, revision: to }])
    )
    const request = labelsOf(world)
    const changes = Array.from({ length: 80 }, (_, at) =>
      change(`x.test/app-${at}:1`, `x.test/app-${at}:2`, { image: `app-${at}`, bump: at < 70 ? 'patch' : 'major' })
    )
    const found = await findChangeSources(changes, request)
    expect(request.asked).toHaveLength(2 * mostPairs)
    expect(found.filter(({ links }) => links.source !== null)).toHaveLength(mostPairs)
    // what needs a look comes first, wherever it stands
    expect(found.slice(70).map(({ links }) => links.source !== null)).toEqual(Array(10).fill(true))
    expect(found.map(({ image }) => image)).toEqual(changes.map(({ image }) => image))
  })

  test.each<[RegistryErrorCode, number | undefined, string]>([
    ['rate-limited', 429, 'the registry answered 429'],
    ['unavailable', 503, 'the registry answered 503'],
    ['timeout', undefined, 'the registry did not answer in time']
  ])('after %s that registry no more, and the others on', async (code, status, note) => {
    const request = labelsOf(
      Object.fromEntries(
        Array.from({ length: 30 }, (_, at) => [
          [`x.test/app-${at}:2`, failure(code, status)],
          [`y.test/app-${at}:1`, { source, revision: from }],
          [`y.test/app-${at}:2`, { source, revision: to }]
        ]).flat()
      )
    )
    const changes = ['x.test', 'y.test'].flatMap(registry =>
      Array.from({ length: 20 }, (_, at) => change(`${registry}/app-${at}:1`, `${registry}/app-${at}:2`))
    )
    const found = await findChangeSources(changes, request)
    expect(request.asked.filter(name => name.startsWith('x.test')).length).toBeLessThanOrEqual(4)
    expect(request.asked.filter(name => name.startsWith('y.test'))).toHaveLength(40)
    expect(found.map(({ links }) => links.source?.note)).toEqual([...Array(20).fill(note), ...Array(20).fill(null)])
  })

  test('a bug is not taken for a missing label', async () => {
    await expect(sourceOf({ source, revision: from }, new TypeError('bug'))).rejects.toThrow(TypeError)
  })
})

describe('commits', () => {
  const list: CommitList = {
    total: 2,
    subjects: [
      { sha: from, subject: 'x'.repeat(300) },
      { sha: to, subject: 'Newest' }
    ]
  }
  type Asked = readonly [owner: string, repo: string, from: string, to: string]

  async function commitsOf(
    label: string,
    answer: CommitList | undefined | Error,
    { bump = 'minor', pairs = 1, host = 'github.com' }: { bump?: Bump; pairs?: number; host?: string } = {}
  ): Promise<{ asked: readonly Asked[]; commits: SourceRecord['commits'] | undefined }> {
    const asked: Asked[] = []
    const images = Array.from({ length: pairs }, (_, at) =>
      change(`x.test/app-${at}:1`, `x.test/app-${at}:2`, { bump })
    )
    const world = images.flatMap(({ old, new: now }) => [
      [old, { source: label, revision: from }],
      [now, { source: label, revision: to }]
    ])
    const commits = {
      host,
      owner: 'Team',
      source: {
        async list(...range: Asked) {
          asked.push(range)
          if (answer instanceof Error) throw answer
          return answer
        }
      }
    }
    const hosts = new Map([['github.example.com', 'github' as const]])
    const [found] = await findChangeSources(images, { ...labelsOf(Object.fromEntries(world)), hosts, commits })
    expect(found?.links.source?.compare).toMatch(/compare/i)
    return { asked, commits: found?.links.source?.commits }
  }

  test('of the own organisation, with subjects that fit', async () => {
    const { asked, commits } = await commitsOf(source, list)
    expect(asked).toEqual([['team', 'app', from, to]])
    expect(commits).toMatchObject({ total: 2, subjects: [{ sha: from }, { sha: to, subject: 'Newest' }] })
    expect(commits?.subjects[0]?.subject).toHaveLength(200)
  })

  test('that a downgrade takes back', async () => {
    expect((await commitsOf(source, list, { bump: 'downgrade' })).asked).toEqual([['team', 'app', to, from]])
  })

  test('are listed once for all images of a repository', async () => {
    expect((await commitsOf(source, list, { pairs: 12 })).asked).toHaveLength(1)
  })

  test.each([
    ['another organisation', 'https://github.com/other/app', 'github.com'],
    ['another host', 'https://gitlab.com/team/app', 'github.com'],
    ['another GitHub', 'https://github.com/team/app', 'github.example.com'],
    ['the public GitHub from an own one', 'https://github.example.com/team/app', 'github.com']
  ])('of %s are not asked for', async (_name, label, host) => {
    expect(await commitsOf(label, list, { host })).toEqual({ asked: [], commits: null })
  })

  test.each([
    ['nothing', undefined],
    ['a failure', new GitHubError('unavailable', 'down', 503)]
  ])('%s leaves the link', async (_name, answer) => {
    expect((await commitsOf(source, answer)).commits).toBeNull()
  })
})

describe('time', () => {
  test('that is over leaves what is not asked yet without a link, and says so', async () => {
    let asked = 0
    const request = {
      ...labelsOf({}),
      isLate: () => asked >= 2,
      labels: {
        readLabels: () => {
          asked++
          return Promise.resolve({ source: undefined, revision: undefined })
        }
      }
    }
    const changes = Array.from({ length: 9 }, (_, index) => change(`app:1.${index}`, `app:2.${index}`))
    const notes = (await findChangeSources(changes, request)).map(({ links }) => links.source?.note)
    expect(notes.filter(note => note === 'there was no time left to ask').length).toBeGreaterThan(3)
    expect(notes.filter(note => note === 'the new image has no source label').length).toBe(asked)
  })
})
