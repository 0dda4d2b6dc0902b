import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type UpsertOptions, upsertComment } from '../../../src/io/comment.ts'
import { commentMarker } from '../../../src/io/comment-marker.ts'
import type { GitHubContext } from '../../../src/io/github-event.ts'
import { actionsBot, type FakeGitHub, octocat, startGitHub } from '../../helpers/github.ts'
import { commentOptions, key, makeContext, ownPull, written } from './context.ts'

const renovate = { id: 29_139_614, login: 'renovate[bot]', type: 'Bot' as const }
const oldMarker = `<!-- kluctl-images:${key} -->`

let github: FakeGitHub
let said: string[]

beforeEach(async () => {
  said = []
  github = await startGitHub({ pulls: { 7: 'acme/shop' } })
})

afterEach(async () => {
  expect(github.problems).toEqual([])
  await github.close()
})

function upsert(state: string, options: Partial<UpsertOptions> = {}, context: Partial<GitHubContext> = {}) {
  const log = { info: (text: string) => void said.push(text), warning: (text: string) => void said.push(text) }
  return upsertComment({
    ...commentOptions(github, state),
    context: makeContext(github.url, context),
    log,
    ...options
  })
}

const run = (id: string, attempt = '1') => ({ run: { id, attempt } })
const methods = () => github.requests.map(line => line.split('?')[0]?.replace('/repos/acme/shop', ''))
const bodies = () => github.comments.map(comment => comment.body)

describe('the sticky comment', () => {
  test('is created once, updated in place, and left alone when the state is the same', async () => {
    const created = await upsert('3 images')
    const url = 'https://github.com/acme/shop/pull/7#issuecomment-1001'
    expect(created).toEqual({ id: 1001, url, operation: 'created' })
    expect(await upsert('4 images', run('18'))).toEqual({ ...created, operation: 'updated' })
    expect(await upsert('4 images', { ...run('19'), body: 'the same with another link' })).toEqual({
      ...created,
      operation: 'unchanged'
    })
    expect(bodies()).toEqual([written('4 images', '18')])
  })

  test('takes few requests', async () => {
    const list = 'GET /issues/7/comments'
    const who = ['GET /user', 'POST /graphql']
    await upsert('a')
    expect(methods()).toEqual([...who, list, 'POST /issues/7/comments', list])
    await upsert('a')
    expect(methods().slice(5)).toEqual([...who, list])
    await upsert('b')
    const comment = '/issues/comments/1001'
    expect(methods().slice(8)).toEqual([...who, list, 'GET /pulls/7', `GET ${comment}`, `PATCH ${comment}`])
  })

  test('is not created where only an update is asked for', async () => {
    expect(await upsert('a', { when: 'update-only' })).toEqual({ id: null, url: null, operation: 'none' })
    github.addComment(7, oldMarker, actionsBot)
    expect(await upsert('a', { when: 'update-only' })).toMatchObject({ id: 1001, operation: 'updated' })
  })

  test('begins with its marker', async () => {
    await upsert('plain')
    expect(bodies()).toEqual([`${commentMarker(key, { ...run('17'), state: 'plain', text: 'plain' })}\nplain`])
  })

  test('is one for each key and pull request', async () => {
    await upsert('a')
    await upsert('other job', { key: 'fedcba9876543210' })
    await upsert('other job, later', { key: 'fedcba9876543210' })
    await upsert('a', {}, { pullRequest: { ...ownPull, number: 8 } })
    expect(github.comments.map(({ id, issue }) => [id, issue])).toEqual([
      [1001, 7],
      [1002, 7],
      [1003, 8]
    ])
    expect(bodies()[1]).toContain('other job, later')
  })

  test('is found behind hundreds of other comments', async () => {
    for (let count = 0; count < 250; count++) github.addComment(7, `talk ${count}`, octocat)
    const own = github.addComment(7, written('old', '16'), actionsBot)
    expect(await upsert('a')).toMatchObject({ id: own.id, operation: 'updated' })
    expect(github.requests.filter(line => line.includes('per_page=100'))).toHaveLength(3)
  })

  test('is the oldest where earlier runs left several, with a warning about the rest', async () => {
    const texts = ['13', '14', '15'].map(id => written('old', id))
    for (const text of texts) github.addComment(7, text, actionsBot)
    expect(await upsert('a')).toMatchObject({ id: 1001, operation: 'updated' })
    expect(said).toEqual([
      'The pull request has 2 more comments of this job from earlier runs; the oldest is kept up to date, delete the rest.'
    ])
    expect(bodies().slice(1)).toEqual(texts.slice(1))
  })

  test.each([
    ['a person quotes the marker in the first line', octocat, `${oldMarker}\nmine`],
    ['another bot has the marker', renovate, `${oldMarker}\nmine`],
    ['the author was deleted', null, `${oldMarker}\nmine`],
    ['a user has the id of the bot', { ...actionsBot, type: 'User' as const }, `${oldMarker}\nmine`],
    ['the marker is on the second line', actionsBot, `hello\n${oldMarker}`],
    ['the marker is inside the first line', actionsBot, `> ${oldMarker}`],
    ['the key is longer', actionsBot, `<!-- kluctl-images:${key}0 -->\nmine`],
    ['the marker is open', actionsBot, `<!-- kluctl-images:${key}\nmine`]
  ])('never touches a comment where %s', async (_, user, body) => {
    github.addComment(7, body, user)
    expect(await upsert('a')).toMatchObject({ id: 1002, operation: 'created' })
    expect(github.comments[0]?.body).toBe(body)
  })

  test('is found again where another version wrote the marker', async () => {
    for (const line of [oldMarker, `<!-- kluctl-images:${key} state:0a1b mood:good -->`]) {
      github.comments.length = 0
      const { id } = github.addComment(7, `${line}\na`, actionsBot)
      expect(await upsert('a')).toMatchObject({ id, operation: 'updated' })
      expect(bodies()).toEqual([written('a')])
    }
  })

  test('is made anew when it was deleted meanwhile', async () => {
    const { id } = github.addComment(7, written('old', '16'), actionsBot)
    const gone = github.fetch
    const fetch: typeof gone = (input, init) => {
      if (init?.method === 'PATCH') github.comments.splice(0, 1)
      return gone(input, init)
    }
    expect(await upsert('a', { fetch })).toMatchObject({ id: id + 1, operation: 'created' })
  })

  test('that lost its marker to an edit is left, and another is made', async () => {
    github.addComment(7, written('old', '16'), actionsBot)
    const fetch: typeof github.fetch = (input, init) => {
      const [comment] = github.comments
      if (String(input).endsWith('/issues/comments/1001') && comment) comment.body = 'edited by a maintainer'
      return github.fetch(input, init)
    }
    expect(await upsert('a', { fetch })).toMatchObject({ id: 1002, operation: 'created' })
    expect(bodies()[0]).toBe('edited by a maintainer')
  })
})

describe('a comment never goes back', () => {
  test.each([
    ['18', '1', '17', '1', 'superseded'],
    ['17', '2', '17', '1', 'superseded'],
    ['17', '1', '17', '2', 'updated'],
    ['9', '1', '10', '1', 'updated'],
    ['9007199254740993', '1', '9007199254740992', '1', 'superseded']
  ])('written by run %s-%s, met by run %s-%s: %s', async (oldId, oldAttempt, id, attempt, operation) => {
    github.addComment(7, written('old', oldId, oldAttempt), actionsBot)
    expect(await upsert('new', run(id, attempt))).toMatchObject({ id: 1001, operation })
    expect(bodies()).toEqual([
      operation === 'updated' ? written('new', id, attempt) : written('old', oldId, oldAttempt)
    ])
  })

  test('and says that a newer run has the word', async () => {
    github.addComment(7, written('old', '18'), actionsBot)
    await upsert('new')
    expect(said).toEqual(['The comment stays as run 18 wrote it: this run, 17, is older.'])
  })

  test('where a newer run writes between listing and edit', async () => {
    github.addComment(7, written('old', '16'), actionsBot)
    const fetch: typeof github.fetch = (input, init) => {
      const [comment] = github.comments
      if (String(input).endsWith('/issues/comments/1001') && comment) comment.body = written('newer', '18')
      return github.fetch(input, init)
    }
    expect(await upsert('new', { fetch })).toMatchObject({ operation: 'superseded' })
    expect(bodies()).toEqual([written('newer', '18')])
  })

  test('where a run for a newer commit found nothing to change', async () => {
    await upsert('a', run('16'))
    github.setPull(7, { head: 'acme/shop', headSha: 'e'.repeat(40) })
    const newer = { pullRequest: { ...ownPull, headSha: 'e'.repeat(40) } }
    expect(await upsert('a', run('18'), newer)).toMatchObject({ operation: 'unchanged' })
    expect(await upsert('b', run('17'))).toMatchObject({ id: 1001, operation: 'superseded' })
    expect(said).toEqual(['The comment stays as it is: the pull request has a newer commit, whose run writes it.'])
    expect(await upsert('c', run('19'), newer)).toMatchObject({ operation: 'updated' })
  })

  test('but a run that is not about the head does write', async () => {
    github.addComment(7, written('old', '16'), actionsBot)
    github.setPull(7, { head: 'acme/shop', headSha: 'e'.repeat(40) })
    expect(await upsert('a', {}, { eventName: 'workflow_dispatch' })).toMatchObject({ operation: 'updated' })
  })

  test.each([403, 404])('and a token that may not see the pull request (%i) does write', async status => {
    github.addComment(7, written('old', '16'), actionsBot)
    github.inject({ match: /pulls/, answer: { status, body: { message: 'no' } } })
    expect(await upsert('a')).toMatchObject({ operation: 'updated' })
  })
})
