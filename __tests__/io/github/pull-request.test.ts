import { afterEach, beforeEach, expect, test } from 'vitest'
import { readGitHubFile } from '../../../src/io/github-file.ts'
import { listChangedFiles, readPullRequest } from '../../../src/io/github-pull-request.ts'
import { type FakeGitHub, startGitHub } from '../../helpers/github.ts'
import { failure, makeContext } from './context.ts'

const base = 'b'.repeat(40)

let github: FakeGitHub

beforeEach(async () => {
  github = await startGitHub({
    pulls: {
      7: { head: 'acme/shop', headSha: 'a'.repeat(40), mergeSha: 'd'.repeat(40) },
      8: 'eve/shop',
      9: { head: null, state: 'closed' },
      10: { head: 'acme/shop', files: [['README.md'], ['deploy/new.yaml', 'deploy/old.yaml']] },
      11: { head: 'acme/shop', files: Array.from({ length: 100 }, (_, index) => [`${index}.md`] as const) }
    },
    files: { [`${base}:deploy/fixed-images.yaml`]: 'images: []\n' },
    renamedFrom: 'acme/old-shop'
  })
})

afterEach(async () => {
  expect(github.problems).toEqual([])
  await github.close()
})

const context = () => makeContext(github.url, { eventName: 'workflow_dispatch', pullRequest: undefined })
const read = (number: number, token = 'workflow-token') =>
  readPullRequest(context(), token, number, { delay: async () => undefined })

test('a pull request is read by its number', async () => {
  expect(await read(7)).toEqual({
    number: 7,
    baseSha: base,
    headSha: 'a'.repeat(40),
    mergeSha: 'd'.repeat(40),
    headRepository: 'acme/shop',
    state: 'open',
    fork: false
  })
  expect(github.requests).toEqual(['GET /repos/acme/shop/pulls/7'])
})

test.each([
  [8, { headRepository: 'eve/shop', state: 'open', fork: true }],
  [9, { headRepository: undefined, state: 'closed', fork: true, mergeSha: undefined }]
])('%i is one from a fork, which may be deleted', async (number, fields) => {
  expect(await read(number)).toMatchObject(fields)
})

test('a number that is none of a pull request', async () => {
  const error = await failure(read(404))
  expect([error.code, error.status]).toEqual(['not-a-pull-request', 404])
  expect(error.message).toBe('acme/shop has no pull request 404 that the token may see')
  expect(error.hint).toBe('Check pr-number, and the line "pull-requests: write" under "permissions:" of the job.')
})

test.each([
  ['a passing failure', { status: 502 }, undefined],
  ['a lost connection', 'drop' as const, undefined],
  ['a page of a proxy', { status: 200, body: '<html>' }, 'unavailable'],
  ['a list', { status: 200, body: [] }, 'unavailable'],
  ['a refusal', { status: 403, body: { message: 'Resource not accessible by integration' } }, 'permission']
])('%s on the way', async (_, answer, code) => {
  github.inject({ match: /pulls/, answer })
  if (code === undefined) expect(await read(7)).toMatchObject({ number: 7 })
  else expect((await failure(read(7))).code).toBe(code)
})

test('a wrong token', async () => {
  const error = await failure(read(7, 'wrong'))
  expect([error.code, error.status]).toEqual(['permission', 401])
})

test('a file is read at a commit, also from a renamed GitHub repository', async () => {
  for (const repo of ['shop', 'old-shop']) {
    const place = { ...context(), repository: { owner: 'acme', repo } }
    const readAt = (path: string) => readGitHubFile(place, 'workflow-token', path, base)
    expect(await readAt('deploy/fixed-images.yaml')).toBe('images: []\n')
    expect(await readAt('deploy/other.yaml')).toBe(undefined)
  }
})

test('a file that GitHub does not give is a reason to go on without', async () => {
  github.inject({ match: /contents/, answer: { status: 500 } })
  const error = await failure(readGitHubFile(context(), 'workflow-token', 'a.yaml', base))
  expect([error.code, error.status, error.message]).toEqual([
    'unavailable',
    500,
    `a.yaml at ${base} could not be read (status 500)`
  ])
})

test('the files that a pull request changes, with the old paths of those that move', async () => {
  const list = (number: number) =>
    listChangedFiles(context(), 'workflow-token', number, { delay: async () => undefined })
  expect(await list(10)).toEqual(['README.md', 'deploy/new.yaml', 'deploy/old.yaml'])
  expect(github.requests).toEqual(['GET /repos/acme/shop/pulls/10/files?per_page=100'])
  // more than a page has may be any number
  expect(await list(11)).toBeUndefined()
  expect((await failure(list(404))).name).toBe('GitHubError')
})
