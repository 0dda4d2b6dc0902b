import { afterEach, describe, expect, test } from 'vitest'
import { upsertComment } from '../../../src/io/comment.ts'
import { graphqlAddress } from '../../../src/io/comment-author.ts'
import {
  actionsBot,
  type FakeGitHub,
  type FakeGitHubOptions,
  octocat,
  startGitHub,
  workflowToken
} from '../../helpers/github.ts'
import { commentOptions, makeContext, written } from './context.ts'

const imagesApp = { id: 777_001, login: 'acme-images[bot]', type: 'Bot' as const }
const tokens = {
  'workflow-token': workflowToken,
  ghs_app: { user: imagesApp, access: 'write' as const, installation: true },
  'own-token': { user: octocat, access: 'write' as const, installation: false }
}

let github: FakeGitHub

afterEach(async () => {
  expect(github.problems).toEqual([])
  await github.close()
})

async function start(options: FakeGitHubOptions = {}): Promise<void> {
  github = await startGitHub({ tokens, ...options })
}

const upsert = (token: string, state: string) => upsertComment({ ...commentOptions(github, state), token })
const asked = () => github.requests.filter(line => /user|graphql/.test(line))

describe('who we are', () => {
  test('a person says it at once', async () => {
    await start()
    github.addComment(7, written('by the workflow'), actionsBot)
    expect(await upsert('own-token', 'a')).toMatchObject({ id: 1002, operation: 'created' })
    expect(await upsert('own-token', 'b')).toMatchObject({ id: 1002, operation: 'updated' })
    expect(asked()).toEqual(['GET /user', 'GET /user'])
  })

  test('the token of a workflow learns it from GraphQL', async () => {
    await start()
    github.addComment(7, written('old'), actionsBot)
    expect(await upsert('workflow-token', 'a')).toMatchObject({ id: 1001, operation: 'updated' })
    expect(asked()).toEqual(['GET /user', 'POST /graphql'])
  })

  test('the token of another GitHub App does too, in one request, and keeps off comments of the workflow', async () => {
    await start()
    github.addComment(7, written('by the workflow'), actionsBot)
    expect(await upsert('ghs_app', 'a')).toMatchObject({ id: 1002, operation: 'created' })
    expect(await upsert('ghs_app', 'b')).toMatchObject({ id: 1002, operation: 'updated' })
    expect(asked()).toEqual(['POST /graphql', 'POST /graphql'])
    expect(github.comments[1]?.user).toEqual(imagesApp)
  })

  test('GraphQL that names no id is helped by REST', async () => {
    await start()
    github.addComment(7, written('old'), imagesApp)
    github.inject({
      match: /graphql/,
      answer: { status: 200, body: { data: { viewer: { login: imagesApp.login, databaseId: null } } } }
    })
    expect(await upsert('ghs_app', 'a')).toMatchObject({ id: 1001, operation: 'updated' })
    expect(asked()).toEqual(['POST /graphql', 'GET /users/acme-images%5Bbot%5D'])
  })

  test.each([
    ['is not there', { status: 404, body: { message: 'Not Found' } }],
    ['refuses', { status: 403, body: { message: 'Resource not accessible by integration' } }],
    ['answers an error', { status: 200, body: { data: null, errors: [{ message: 'no' }] } }],
    ['is the page of a proxy', { status: 200, body: '<html>hello</html>' }]
  ])('where GraphQL %s, it is the bot of GitHub Actions', async (_, answer) => {
    await start()
    github.addComment(7, written('old'), actionsBot)
    github.inject({ match: /graphql/, answer })
    expect(await upsert('workflow-token', 'a')).toMatchObject({ id: 1001, operation: 'updated' })
    expect(asked().at(-1)).toBe('GET /users/github-actions%5Bbot%5D')
  })

  test('taken for the wrong one, a second run finds its comment by its own author', async () => {
    await start()
    for (const state of ['a', 'b']) {
      github.inject({ match: /graphql/, answer: { status: 404, body: { message: 'Not Found' } } })
      expect(await upsert('ghs_app', state)).toMatchObject({ id: 1001 })
    }
    expect(github.comments.map(({ body }) => body)).toEqual([written('b')])
  })

  test('a rate limit is waited for, not taken for a refusal', async () => {
    await start()
    github.addComment(7, written('old'), imagesApp)
    const waits: number[] = []
    github.inject({ match: /graphql/, answer: { status: 403, headers: { 'retry-after': '3' } } })
    const options = {
      ...commentOptions(github, 'a'),
      token: 'ghs_app',
      delay: async (wait: number) => void waits.push(wait)
    }
    expect(await upsertComment(options)).toMatchObject({ id: 1001, operation: 'updated' })
    expect(waits).toEqual([3000])
  })
})

describe('GitHub Enterprise', () => {
  test('has its API under /api/v3 and GraphQL beside it', async () => {
    await start({ base: '/api/v3', pulls: { 7: 'acme/shop' } })
    const context = makeContext(github.url)
    expect(await upsertComment({ ...commentOptions(github, 'a'), context })).toMatchObject({ operation: 'created' })
    expect(await upsertComment({ ...commentOptions(github, 'b'), context })).toMatchObject({
      id: 1001,
      operation: 'updated'
    })
    expect(asked()).toEqual(['GET /api/v3/user', 'POST /api/graphql', 'GET /api/v3/user', 'POST /api/graphql'])
  })

  test.each([
    ['https://api.github.com', 'https://api.github.com/graphql'],
    ['https://api.acme.ghe.com', 'https://api.acme.ghe.com/graphql'],
    ['https://git.acme.example/api/v3', 'https://git.acme.example/api/graphql']
  ])('GraphQL of %s is %s', async (api, graphql) => {
    await start()
    expect(graphqlAddress(api)).toBe(graphql)
  })
})
