import { afterEach, describe, expect, test } from 'vitest'
import { parseTagPage } from '../../../src/io/registry/tags.ts'
import {
  type DockerRegistry,
  type DockerRegistryOptions,
  dockerLogin,
  dockerRegistryAvailable,
  startDockerRegistry
} from '../../helpers/docker-registry.ts'
import { type Answer, list, page } from '../../helpers/registry/bench.ts'
import { clientFor, failureOf, listTags, shown } from '../../helpers/registry/client.ts'
import { sendText, startRegistry, tlsFixture } from '../../helpers/registry.ts'
import { startTokenServer, type TokenServer, type TokenServerOptions } from '../../helpers/token-server.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

type Pair = { readonly registry: DockerRegistry; readonly tokens: TokenServer; readonly env: Record<string, string> }

/** A registry with two private repositories and a public one, the server of its tokens, and the right settings for both. */
async function start(server: Partial<TokenServerOptions> = {}, options: DockerRegistryOptions = {}): Promise<Pair> {
  const tokens = await startTokenServer({ login: dockerLogin, ...server })
  stops.push(tokens.stop)
  const registry = await startDockerRegistry({ ...options, token: tokens })
  stops.push(registry.stop)
  for (const name of ['team/app', 'team/other', 'public/tool']) await registry.pushTags(name, ['1.0.0', '1.1.0'])
  const env = {
    KLUCTL_REGISTRY_1_HOST: registry.host,
    KLUCTL_REGISTRY_1_USERNAME: dockerLogin.username,
    KLUCTL_REGISTRY_1_PASSWORD: dockerLogin.password,
    KLUCTL_REGISTRY_1_AUTH_HOST: tokens.host,
    ...(options.tls ? { KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem' } : { KLUCTL_REGISTRY_1_PLAIN_HTTP: 'true' })
  }
  return { registry, tokens, env }
}

function client(
  env: Record<string, string>,
  options: Parameters<typeof clientFor>[1] = {}
): ReturnType<typeof clientFor> {
  const made = clientFor(env, options, { '/ca.pem': tlsFixture('ca.pem') })
  stops.push(made.close)
  return made
}

describe.runIf(dockerRegistryAvailable)('a real registry behind a real token server', () => {
  test.each(['certificate', 'fingerprint'] as const)('the right password, a key named by its %s', async key => {
    const { registry, tokens, env } = await start({ key })
    const one = client(env)
    for (const name of ['team/app', 'team/other', 'public/tool'])
      expect([...(await listTags(one, `${registry.host}/${name}`)).tags].sort()).toEqual(['1.0.0', '1.1.0'])
    const asked = ['team/app', 'team/other', 'public/tool'].map(name => ({
      method: 'GET',
      scopes: [`repository:${name}:pull`],
      service: tokens.service,
      user: dockerLogin.username,
      status: 200
    }))
    expect(tokens.asked).toEqual(asked)
    // The first 401 teaches the realm; after that a token and a list for each repository.
    expect(one.cost().requests).toBe(7)
  })

  test('a wrong password is tried once, and every image says so', async () => {
    const { registry, tokens, env } = await start()
    const one = client({ ...env, KLUCTL_REGISTRY_1_PASSWORD: 'wrong horse' })
    const errors = await Promise.all(
      ['team/app', 'team/other', 'public/tool'].map(name => failureOf(listTags(one, `${registry.host}/${name}`)))
    )
    expect(errors.map(({ code, status }) => [code, status])).toEqual(Array(3).fill(['unauthorized', 401]))
    expect(errors[0]?.message).toContain(`the token endpoint ${tokens.host} of registry ${registry.host} answered 401`)
    expect(errors[0]?.message).toContain('(incorrect username or password)')
    expect(errors[0]?.hint).toContain('KLUCTL_REGISTRY_1_PASSWORD')
    expect(errors.filter(({ message }) => message.includes('first seen at image'))).toHaveLength(2)
    expect(tokens.asked).toHaveLength(1)
    for (const error of errors) expect(shown(error)).not.toContain('wrong horse')
  })

  test('without a login: what is public can be listed, the rest says what to set', async () => {
    const { registry, tokens } = await start()
    const one = client({
      KLUCTL_REGISTRY_1_HOST: registry.host,
      KLUCTL_REGISTRY_1_PLAIN_HTTP: 'true',
      KLUCTL_REGISTRY_2_HOST: tokens.host,
      KLUCTL_REGISTRY_2_PLAIN_HTTP: 'true'
    })
    expect((await listTags(one, `${registry.host}/public/tool`)).tags).toHaveLength(2)
    const error = await failureOf(listTags(one, `${registry.host}/team/app`))
    expect(error).toMatchObject({ code: 'unauthorized', status: 401 })
    expect(error.hint).toContain('KLUCTL_REGISTRY_1_USERNAME')
    expect(tokens.asked.map(({ user }) => user)).toEqual([undefined, undefined])
    expect(one.cost().requests).toBe(5)
  })

  test('a token server that no setting names gets neither the password nor a request', async () => {
    const { registry, tokens, env } = await start()
    const { KLUCTL_REGISTRY_1_AUTH_HOST: _, ...rest } = env
    const error = await failureOf(listTags(client(rest), `${registry.host}/team/app`))
    expect(error.code).toBe('refused')
    expect(tokens.asked).toEqual([])
    const named = { KLUCTL_REGISTRY_2_HOST: tokens.host, KLUCTL_REGISTRY_2_PLAIN_HTTP: 'true' }
    const withheld = await failureOf(listTags(client({ ...rest, ...named }), `${registry.host}/team/app`))
    expect(withheld.code).toBe('credentials')
    expect(withheld.hint).toContain(`KLUCTL_REGISTRY_1_AUTH_HOST=${tokens.host}`)
    expect(tokens.asked.map(({ user }) => user)).toEqual([undefined])
  })

  test.each<[string, Partial<TokenServerOptions>]>([
    ['signed with a key that the registry does not know', { key: 'wrong' }],
    ['that ended before it was given', { life: () => -3600 }]
  ])('a token %s is shown once and not fetched again', async (_name, server) => {
    const { registry, tokens, env } = await start(server)
    const one = client(env)
    const error = await failureOf(listTags(one, `${registry.host}/team/app`))
    expect(error).toMatchObject({ code: 'unauthorized', status: 401, repository: 'team/app' })
    expect(error.message).toContain(registry.host)
    expect(tokens.asked).toHaveLength(1)
    expect(one.cost().requests).toBe(3)
  })

  test('a repository that does not exist is one that is not found', async () => {
    const { registry, env } = await start({ field: 'access_token' })
    expect((await failureOf(listTags(client(env), `${registry.host}/team/none`))).code).toBe('not-found')
  })

  test('a token that ends in the middle of a list is renewed once', async () => {
    const lives = [-58]
    const { registry, tokens, env } = await start({ life: () => lives.shift() ?? 300, says: 3600 })
    const front = await startRegistry({ answer: pageByPage(registry.host) })
    stops.push(front.stop)
    const one = client({ ...env, KLUCTL_REGISTRY_1_HOST: front.host })
    expect([...(await listTags(one, `${front.host}/team/app`)).tags].sort()).toEqual(['1.0.0', '1.1.0'])
    expect(tokens.asked).toHaveLength(2)
  })

  test('TLS everywhere, each host with an authority of its own', async () => {
    const { registry, tokens, env } = await start({ tls: 'signed' }, { tls: 'signed' })
    const error = await failureOf(listTags(client(env), `${registry.host}/team/app`))
    expect(error).toMatchObject({ code: 'tls', message: expect.stringContaining(tokens.host) })
    expect(error.hint).toContain(`HOST=${tokens.host}`)
    const second = { KLUCTL_REGISTRY_2_HOST: tokens.host, KLUCTL_REGISTRY_2_CA_FILE: '/ca.pem' }
    expect((await listTags(client({ ...env, ...second }), `${registry.host}/team/app`)).tags).toHaveLength(2)
    expect(tokens.asked.map(({ user }) => user)).toEqual([dockerLogin.username])
  })
})

/**
 * The real registry does not page, so pages are cut here. The second one waits until the real registry does not take the
 * token of the first any more.
 */
function pageByPage(real: string): Answer {
  let first: string | undefined
  const serve = async (path: string, token: string): Promise<{ status: number; body: string; link: string }> => {
    const second = path.includes('last=')
    first ??= token === '' ? undefined : token
    const ask = (): Promise<Response> => fetch(`http://${real}${path}`, { headers: { authorization: token } })
    let answer = await ask()
    while (second && token === first && answer.status === 200) {
      await new Promise(resolve => setTimeout(resolve, 50))
      answer = await ask()
    }
    const challenge = answer.headers.get('www-authenticate')
    if (challenge !== null) return { status: 401, body: challenge, link: '' }
    const read = parseTagPage(new Uint8Array(await answer.arrayBuffer()))
    const tags = 'tags' in read ? read.tags : []
    return second
      ? { status: 200, body: page(tags.slice(1)), link: '' }
      : { status: 200, body: page(tags.slice(0, 1)), link: `<${list}?last=x>; rel="next"` }
  }
  return ({ path, headers }, response) => {
    void serve(path, headers.authorization ?? '').then(({ status, body, link }) =>
      sendText(response, status, body, status === 401 ? { 'www-authenticate': body } : link === '' ? {} : { link })
    )
    return true
  }
}
