import { afterEach, describe, expect, test } from 'vitest'
import { clientFor, failureOf, listTags, shown } from '../../helpers/registry/client.ts'
import {
  type LoopbackOptions,
  type LoopbackRegistry,
  sendJson,
  startRegistry,
  tlsFixture
} from '../../helpers/registry.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function start(options: LoopbackOptions): Promise<LoopbackRegistry> {
  const registry = await startRegistry(options)
  stops.push(registry.stop)
  return registry
}

function client(...input: Parameters<typeof clientFor>): ReturnType<typeof clientFor> {
  const made = clientFor(...input)
  stops.push(made.close)
  return made
}

const plain = (host: string): Record<string, string> => ({
  KLUCTL_REGISTRY_1_HOST: host,
  KLUCTL_REGISTRY_1_PLAIN_HTTP: 'true'
})
const login = { KLUCTL_REGISTRY_1_USERNAME: 'me', KLUCTL_REGISTRY_1_PASSWORD: 'p/ss wörd' }
const repositories = {
  'team/app': ['1.0.0', '1.1.0', '2.0.0', 'latest', 'constructor', '__proto__'],
  'team/web': ['1']
}

describe('listing', () => {
  test('asks once and returns every tag', async () => {
    const registry = await start({ repositories })
    const one = client(plain(registry.host))
    const list = await listTags(one, `${registry.host}/team/app`)
    expect(list).toEqual({ tags: repositories['team/app'], pages: 1, dropped: 0 })
    expect(registry.requests.map(({ path }) => path)).toEqual(['/v2/team/app/tags/list?n=1000'])
    expect(registry.requests[0]?.headers['cookie']).toBeUndefined()
  })

  test('asks one time for a repository that is used many times', async () => {
    const registry = await start({ repositories })
    const one = client(plain(registry.host))
    await Promise.all([1, 2, 3].map(() => listTags(one, `${registry.host}/team/app`)))
    expect(one.cost()).toMatchObject({ requests: 1, repositories: 1, waits: 0 })
    expect(one.cost().hosts).toEqual(new Map([[registry.host, { requests: 1, waits: 0 }]]))
  })

  test('follows pages to the end', async () => {
    const registry = await start({ repositories, pageSize: 2 })
    const list = await listTags(client(plain(registry.host)), `${registry.host}/team/app`)
    expect(list.tags).toEqual(repositories['team/app'])
    expect(list.pages).toBe(3)
  })

  test('finds the rest where a full first page has no Link', async () => {
    const tags = ['a', 'b', 'c', 'd', 'e']
    const registry = await start({
      answer: ({ path }, response) => {
        const query = new URL(path, 'http://x').searchParams
        const from = tags.indexOf(query.get('last') ?? '') + 1
        return sendJson(response, 200, { tags: tags.slice(from, from + Number(query.get('n'))) })
      }
    })
    const list = await listTags(client(plain(registry.host), { limits: { pageSize: 2 } }), `${registry.host}/a`)
    expect(list.tags).toEqual(tags)
  })

  test('asks again without a size where the registry refuses the size', async () => {
    const registry = await start({
      repositories,
      answer: ({ path }, response) =>
        path.includes('n=') ? sendJson(response, 400, { errors: [{ code: 'PAGINATION_NUMBER_INVALID' }] }) : undefined
    })
    const list = await listTags(client(plain(registry.host)), `${registry.host}/team/app`)
    expect(list.tags).toHaveLength(6)
    expect(registry.requests).toHaveLength(2)
  })

  test('lists at most four repositories of a registry at a time', async () => {
    let open = 0
    let most = 0
    const registry = await start({
      answer: (_request, response) => {
        open++
        most = Math.max(most, open)
        setImmediate(() => {
          open--
          sendJson(response, 200, { tags: ['1'] })
        })
        return true
      }
    })
    const one = client(plain(registry.host))
    await Promise.all(Array.from({ length: 20 }, (_, index) => listTags(one, `${registry.host}/r${index}`)))
    expect(most).toBeLessThanOrEqual(4)
  })

  test('one failing repository does not hide the others', async () => {
    const registry = await start({ repositories })
    const one = client(plain(registry.host))
    const [app, gone, web] = await Promise.allSettled(
      ['team/app', 'team/gone', 'team/web'].map(path => listTags(one, `${registry.host}/${path}`))
    )
    expect([app?.status, gone?.status, web?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(gone).toMatchObject({
      reason: { code: 'not-found', status: 404, diagnostic: expect.stringContaining('NAME_UNKNOWN') }
    })
  })

  test('is reached under another name where connectTo says so', async () => {
    const registry = await start({ repositories, tls: 'signed' })
    const files = { '/ca.pem': tlsFixture('ca.pem') }
    const env = { KLUCTL_REGISTRY_HOST: 'registry.test', KLUCTL_REGISTRY_CA_FILE: '/ca.pem' }
    const connectTo = new Map([['registry.test', { host: '127.0.0.1', port: registry.port }]])
    const list = await listTags(client(env, { connectTo }, files), 'registry.test/team/web')
    expect(list.tags).toEqual(['1'])
    expect(registry.requests[0]?.host).toBe('registry.test')
  })

  test('fails after close', async () => {
    const registry = await start({ repositories })
    const one = client(plain(registry.host))
    await one.close()
    expect((await failureOf(listTags(one, `${registry.host}/team/app`))).message).toContain('closed')
    expect(registry.requests).toHaveLength(0)
  })
})

describe('logging in', () => {
  test('Basic: learns it from the first 401 and then sends the password at once', async () => {
    const registry = await start({ repositories, login: { kind: 'basic', username: 'me', password: 'p/ss wörd' } })
    const one = client({ ...plain(registry.host), ...login })
    await listTags(one, `${registry.host}/team/app`)
    await listTags(one, `${registry.host}/team/web`)
    expect(registry.requests.map(({ headers }) => headers.authorization !== undefined)).toEqual([false, true, true])
  })

  test('Bearer: one token per repository, realm learnt once, scope is ours', async () => {
    const registry = await start({
      repositories,
      pageSize: 2,
      login: { kind: 'bearer', username: 'me', password: 'p/ss wörd' }
    })
    const one = client({ ...plain(registry.host), ...login })
    await Promise.all(['team/app', 'team/web'].map(path => listTags(one, `${registry.host}/${path}`)))
    const asked = registry.requests.filter(({ path }) => path.startsWith('/token'))
    expect(asked.map(({ path }) => new URL(path, 'http://x').searchParams.get('scope')).sort()).toEqual([
      'repository:team/app:pull',
      'repository:team/web:pull'
    ])
    expect(asked.every(({ path }) => path.includes('service=test+service'))).toBe(true)
    // 401, two tokens, three pages and one page.
    expect(registry.requests).toHaveLength(7)
  })

  test('Bearer: anonymous tokens for public repositories', async () => {
    const registry = await start({ repositories, login: { kind: 'bearer' } })
    const one = client(plain(registry.host))
    expect((await listTags(one, `${registry.host}/team/web`)).tags).toEqual(['1'])
    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      undefined,
      `Bearer ${registry.tokens[0]}`
    ])
  })

  test('Bearer: an identity token is sent in a POST, never in an address', async () => {
    const registry = await start({ repositories, login: { kind: 'bearer' } })
    const one = client({ ...plain(registry.host), KLUCTL_REGISTRY_1_IDENTITY_TOKEN: 'refresh-me' })
    await listTags(one, `${registry.host}/team/web`)
    const post = registry.requests.find(({ method }) => method === 'POST')
    expect(Object.fromEntries(new URLSearchParams(post?.body))).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-me',
      scope: 'repository:team/web:pull'
    })
    expect(registry.requests.some(({ path }) => path.includes('refresh-me'))).toBe(false)
  })

  test('Bearer: a token that stops to be valid is renewed in the middle of a list', async () => {
    const registry = await start({
      repositories,
      pageSize: 2,
      login: { kind: 'bearer' },
      answer: ({ path }) => {
        if (path.includes('last=1.1.0')) registry.revoked.add('token-1-xxxxxxxxxxxxxxxxxxxx')
        return undefined
      }
    })
    expect((await listTags(client(plain(registry.host)), `${registry.host}/team/app`)).tags).toHaveLength(6)
    expect(registry.tokens).toHaveLength(2)
  })

  test('every secret is masked before it is used', async () => {
    const registry = await start({ repositories, login: { kind: 'bearer', username: 'me', password: 'p/ss wörd' } })
    const one = client({ ...plain(registry.host), ...login })
    await listTags(one, `${registry.host}/team/web`)
    const base64 = Buffer.from('me:p/ss wörd').toString('base64')
    for (const form of ['p/ss wörd', base64, encodeURIComponent('p/ss wörd'), ...registry.tokens])
      expect(one.masked).toContain(form)
  })

  test('a missing login names the variables to set', async () => {
    const registry = await start({ repositories, login: { kind: 'basic', username: 'me', password: 'x' } })
    const error = await failureOf(listTags(client(plain(registry.host)), `${registry.host}/team/app`))
    expect(error.code).toBe('unauthorized')
    expect(error.hint).toContain('KLUCTL_REGISTRY_1_PASSWORD')
    expect(shown(error)).not.toContain('undefined undefined')
  })
})
