import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type UpsertOptions, upsertComment } from '../../../src/io/comment.ts'
import { commentMarker } from '../../../src/io/comment-marker.ts'
import type { GitHubContext } from '../../../src/io/github-event.ts'
import { actionsBot, type FakeGitHub, octocat, startGitHub } from '../../helpers/github.ts'
import { commentOptions, failure, key, makeContext, ownPull, written } from './context.ts'

let github: FakeGitHub
let waits: number[]

beforeEach(async () => {
  waits = []
  github = await startGitHub({ pulls: { 7: 'acme/shop' } })
})

afterEach(async () => {
  expect(github.problems).toEqual([])
  await github.close()
})

function upsert(state: string, options: Partial<UpsertOptions> = {}, context: Partial<GitHubContext> = {}) {
  const delay = async (wait: number) => void waits.push(wait)
  return upsertComment({
    ...commentOptions(github, state),
    delay,
    context: makeContext(github.url, context),
    ...options
  })
}

const sent = (method: string) => github.requests.filter(line => line.startsWith(`${method} `) && /comments/.test(line))
/** What a version wrote that noted no text, by a run of this number. */
const withoutText = (run: string) => `${commentMarker(key, { run: { id: run, attempt: '1' }, state: 'a' })}\na`

describe('a comment that somebody edited is written anew', () => {
  test.each([
    ['says something else below the marker of the same run and state', written('a').replace(/\na$/, '\nall is well')],
    ['has a word more', `${written('a')}\nLGTM`],
    ['has lost its text', written('a').replace(/\na$/, '')],
    ['is frozen by a run that none will reach', written('a').replace('run:17-1', 'run:99999999999-1').concat('!')],
    ['has a wrong hash of its text', written('a').replace(/text:\w+/, 'text:0123456789abcdef')],
    ['was written before texts were noted', withoutText('16')],
    ['was written before texts were noted, by a newer run', withoutText('18')]
  ])('where it %s', async (_, body) => {
    github.addComment(7, body, actionsBot)
    expect(await upsert('a')).toMatchObject({ id: 1001, operation: 'updated' })
    expect(github.comments.map(comment => comment.body)).toEqual([written('a')])
    expect(await upsert('a')).toMatchObject({ id: 1001, operation: 'unchanged' })
    expect(sent('PATCH')).toHaveLength(1)
  })

  test.each([
    ['Windows line ends, as a browser sends them', written('a').replaceAll('\n', '\r\n')],
    ['line ends after the text', `${written('a')}\n\n`],
    ['the links of another run', commentOf('a', 'the same, with the links of run 16', '16')]
  ])('but not where it only has %s', async (_, body) => {
    github.addComment(7, body, actionsBot)
    expect(await upsert('a')).toMatchObject({ id: 1001, operation: 'unchanged' })
    expect(github.comments[0]?.body).toBe(body)
  })

  test('also between listing and edit', async () => {
    github.addComment(7, written('old', '16'), actionsBot)
    const fetch: typeof github.fetch = (input, init) => {
      const [comment] = github.comments
      const isLook = init?.method === 'GET' && String(input).endsWith('/issues/comments/1001')
      if (isLook && comment) comment.body = `${written('newer', '18')}, not really`
      return github.fetch(input, init)
    }
    expect(await upsert('a', { fetch })).toMatchObject({ operation: 'updated' })
    expect(github.comments.map(comment => comment.body)).toEqual([written('a')])
  })

  test('but by a run of the newest commit only', async () => {
    const edited = `${written('a')}\nLGTM`
    github.addComment(7, edited, actionsBot)
    github.setPull(7, { head: 'acme/shop', headSha: 'e'.repeat(40) })
    expect(await upsert('a')).toMatchObject({ operation: 'superseded' })
    expect(github.comments[0]?.body).toBe(edited)
    const newest = { pullRequest: { ...ownPull, headSha: 'e'.repeat(40) } }
    expect(await upsert('a', {}, newest)).toMatchObject({ operation: 'updated' })
  })

  test('and where GitHub keeps the text in another way, one edit for each run is all', async () => {
    const fetch: typeof github.fetch = async (input, init) => {
      const answer = await github.fetch(input, init)
      for (const comment of github.comments) comment.body = comment.body.replace(/\na$/, '\nA')
      return answer
    }
    expect(await upsert('a', { fetch })).toMatchObject({ id: 1001, operation: 'updated' })
    expect(await upsert('a', { fetch })).toMatchObject({ id: 1001, operation: 'updated' })
    expect([sent('POST'), sent('PATCH')].map(list => list.length)).toEqual([1, 2])
  })
})

function commentOf(state: string, text: string, run: string): string {
  return `${commentMarker(key, { run: { id: run, attempt: '1' }, state, text })}\n${text}`
}

describe('a list of comments', () => {
  const gaveUp = {
    code: 'unavailable',
    message: 'the pull request has more than 10000 comments, and ours is not looked for among so many',
    hint: 'Set comment to never, or delete comments that nobody needs.'
  }

  const talk = [{ id: 5, body: 'talk', user: octocat, html_url: 'https://github.com/x' }]

  /** In place of the list: this page again and again, with a next one up to the last. */
  const pages = (page: readonly unknown[], last: number): typeof github.fetch => {
    return async (input, init) => {
      const answer = await github.fetch(input, init)
      const { pathname, searchParams } = new URL(String(input))
      if (init?.method !== 'GET' || !pathname.endsWith('/issues/7/comments')) return answer
      const headers = { 'content-type': 'application/json' }
      const link = '<https://api.github.com/next?page=2>; rel="next"'
      const isLast = Number(searchParams.get('page')) >= last
      return new Response(JSON.stringify(page), { headers: isLast ? headers : { ...headers, link } })
    }
  }

  test.each([
    ['of 101 pages', talk, 101],
    ['that never ends', talk, Number.POSITIVE_INFINITY],
    ['of empty pages that never ends', [], Number.POSITIVE_INFINITY]
  ])('%s brings an error and no comment', async (_, page, last) => {
    expect(await failure(upsert('a', { fetch: pages(page, last) }))).toMatchObject(gaveUp)
    expect([sent('GET'), sent('POST')].map(list => list.length)).toEqual([100, 0])
    expect(waits).toEqual([])
  })

  test('of 100 pages is read to its end', async () => {
    expect(await upsert('a', { fetch: pages(talk, 100) })).toMatchObject({ operation: 'created' })
    expect([sent('GET'), sent('POST')].map(list => list.length)).toEqual([200, 1])
  })
})
