import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { githubCommits } from '../../../src/io/github-commits.ts'
import { type FakeGitHub, startGitHub } from '../../helpers/github.ts'
import { failure } from './context.ts'

const from = '1'.repeat(40)
const to = '2'.repeat(40)
const messages = (count: number) => Array.from({ length: count }, (_, index) => `Change ${index + 1}\n\nWhy`)
const ranges: Record<string, string[]> = {
  few: messages(3),
  none: [],
  ten: messages(10),
  many: messages(57),
  huge: messages(2345)
}

let github: FakeGitHub

beforeEach(async () => {
  const commits = Object.entries(ranges).map(([repo, list]) => [`acme/${repo} ${from}...${to}`, list])
  const hostile = ['x'.repeat(999), '  <img src=x onerror=alert(1)> @octocat\r\nmore', '', '\n\nlate']
  github = await startGitHub({ commits: { ...Object.fromEntries(commits), [`acme/odd ${from}...${to}`]: hostile } })
})

afterEach(async () => {
  expect(github.problems).toEqual([])
  await github.close()
})

const list = (repo: string, owner = 'acme', a = from, b = to) =>
  githubCommits({ apiUrl: github.url, token: 'workflow-token', timeout: 2000 }).list(owner, repo, a, b)

describe('the commits between two images', () => {
  test('are named with their subjects, newest last', async () => {
    const sha = (number: number) => String(number).padStart(40, '0')
    expect(await list('few')).toEqual({
      total: 3,
      subjects: [1, 2, 3].map(number => ({ sha: sha(number), subject: `Change ${number}` }))
    })
    expect(github.requests).toHaveLength(1)
  })

  test.each([
    ['none', 0, 1],
    ['ten', 10, 1],
    ['many', 57, 2],
    ['huge', 2345, 2]
  ])('of %s are counted and cut to the newest ten, in one or two requests', async (repo, total, requests) => {
    const found = await list(repo)
    const wanted = Array.from(
      { length: Math.min(10, total) },
      (_, index) => `Change ${total - Math.min(10, total) + index + 1}`
    )
    expect(found?.total).toBe(total)
    expect(found?.subjects.map(({ subject }) => subject)).toEqual(wanted)
    expect(github.requests).toHaveLength(requests)
  })

  test('are always the newest ten', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 11, max: 12_000 }), async count => {
        const fake = await startGitHub({ commits: { [`acme/some ${from}...${to}`]: messages(count) } })
        try {
          const commits = githubCommits({ apiUrl: fake.url, token: 'workflow-token', fetch: fake.fetch })
          const subjects = (await commits.list('acme', 'some', from, to))?.subjects ?? []
          expect([subjects.length, subjects.at(-1)?.subject]).toEqual([10, `Change ${count}`])
        } finally {
          await fake.close()
        }
      }),
      { numRuns: 5 }
    )
  })

  test('keep the first line, cut, and no more', async () => {
    const found = await list('odd')
    expect(found?.subjects.map(({ subject }) => subject)).toEqual([
      `${'x'.repeat(199)}…`,
      '<img src=x onerror=alert(1)> @octocat',
      '',
      ''
    ])
  })

  test.each([
    ['an unknown repository', { status: 404, body: { message: 'Not Found' } }],
    ['one that the token may not see', { status: 403, body: { message: 'Resource not accessible by integration' } }]
  ])('of %s are not known', async (_, answer) => {
    github.inject({ match: /compare/, answer })
    expect(await list('few')).toBe(undefined)
  })

  test.each([
    ['..', 'few', from, to],
    ['acme', '.', from, to],
    ['acme/x', 'few', from, to],
    ['acme', 'few?x', from, to],
    ['acme', 'few', 'main', to],
    ['acme', 'few', from, '../../user'],
    ['acme', 'few', '', to]
  ])('of %s/%s between %s and %s are not asked for', async (owner, repo, a, b) => {
    expect(await list(repo, owner, a, b)).toBe(undefined)
    expect(github.requests).toEqual([])
  })

  test.each([
    [
      'a rate limit',
      { status: 403, headers: { 'retry-after': '9' } },
      'GitHub limits the requests and asks to wait 9 seconds'
    ],
    ['a failure', { status: 503 }, 'GitHub answered 503'],
    ['a page of a proxy', { status: 200, body: '<html>' }, 'GitHub answered 200 without the JSON that was asked for'],
    [
      'another JSON',
      { status: 200, body: { total_commits: 'many' } },
      'GitHub answered 200 without the JSON that was asked for'
    ]
  ])('are not waited for: %s', async (_, answer, message) => {
    github.inject({ match: /compare/, answer })
    expect((await failure(list('few'))).message).toBe(message)
    expect(github.requests).toHaveLength(1)
  })
})
