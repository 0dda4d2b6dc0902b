import { afterEach, describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import { createBench, list, page, plain } from '../../helpers/registry/bench.ts'
import { failureOf, listTags, shown } from '../../helpers/registry/client.ts'
import { configOf, imageOf, serve } from '../../helpers/registry/images.ts'
import { type LoopbackOptions, type LoopbackRegistry, sendText, tlsFixture } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const password = 'swordfish-9'
const secrets = [password, Buffer.from(`me:${password}`).toString('base64')]
const variables = { KLUCTL_REGISTRY_1_USERNAME: 'me', KLUCTL_REGISTRY_1_PASSWORD: password }
const dockerFile = '/home/me/.docker/config.json'
const hint = /new in this pull request.*allow-registries.*merge first/

/** Where a login for a registry may stand: variables and files. */
type Source = readonly [env: Record<string, string>, files: Record<string, string>]

const sources: Readonly<Record<string, (host: string) => Source>> = {
  'variables of the registry': host => [{ ...plain(host), ...variables }, {}],
  'variables with a pattern': host => [{ ...plain(host), ...variables, KLUCTL_REGISTRY_1_REPOSITORY: 'team/*' }, {}],
  "docker's configuration": host => [
    plain(host),
    { [dockerFile]: JSON.stringify({ auths: { [host]: { auth: secrets[1] } } }) }
  ],
  "a path of docker's configuration": host => [
    plain(host),
    { [dockerFile]: JSON.stringify({ auths: { [`${host}/team/app`]: { auth: secrets[1] } } }) }
  ],
  'a credential helper': host => [
    plain(host),
    { [dockerFile]: JSON.stringify({ credHelpers: { [host]: 'of-nobody' } }) }
  ]
}

function leaks({ requests }: LoopbackRegistry): boolean {
  return secrets.some(secret => JSON.stringify(requests).includes(secret))
}

const kinds = {
  Basic: { kind: 'basic', username: 'me', password },
  tokens: { kind: 'bearer', username: 'me', password }
} as const satisfies Record<string, LoopbackOptions['login']>

describe.each(Object.entries(sources))('a login in %s', (_source, settings) => {
  test.each(Object.entries(kinds))(
    'does not go to a registry that is withheld, which asks for %s',
    async (_kind, login) => {
      const registry = await bench.start({ login, repositories: { 'team/app': ['1'] } })
      const [env, files] = settings(registry.host)
      const client = bench.client(env, {}, files)
      client.withhold([registry.host.toUpperCase()])
      const image = `${registry.host}/team/app`
      const errors = [
        await failureOf(listTags(client, image)),
        await failureOf(client.readDigest(parseImageReference(`${image}:1`)))
      ]
      for (const error of errors) {
        expect(error).toMatchObject({ code: 'unauthorized', hint: expect.stringMatching(hint) })
        expect(error.hint).not.toContain('KLUCTL_REGISTRY')
        for (const secret of secrets) expect(shown(error)).not.toContain(secret)
      }
      expect(leaks(registry)).toBe(false)
    }
  )

  test('does not keep a registry that is open to all from being asked', async () => {
    const registry = await bench.start({ repositories: { 'team/app': ['1'] } })
    const [env, files] = settings(registry.host)
    const client = bench.client(env, {}, files)
    client.withhold([registry.host])
    expect((await listTags(client, `${registry.host}/team/app`)).tags).toEqual(['1'])
  })
})

test('403 says the same', async () => {
  const registry = await bench.start({ answer: (_, response) => sendText(response, 403, '') })
  const client = bench.client({ ...plain(registry.host), ...variables })
  client.withhold([registry.host])
  expect(await failureOf(listTags(client, `${registry.host}/team/app`))).toMatchObject({
    code: 'denied',
    hint: expect.stringMatching(hint)
  })
})

test('other registries keep their logins', async () => {
  const options: LoopbackOptions = { login: kinds.Basic, repositories: { 'team/app': ['1'] } }
  const [known, stranger] = [await bench.start(options), await bench.start(options)]
  const second = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name.replace('_1_', '_2_'), value])
  )
  const client = bench.client({ ...plain(known.host), ...variables, ...plain(stranger.host, '2'), ...second })
  client.withhold([stranger.host])
  expect((await listTags(client, `${known.host}/team/app`)).tags).toEqual(['1'])
  expect(await failureOf(listTags(client, `${stranger.host}/team/app`))).toMatchObject({ code: 'unauthorized' })
  expect([leaks(known), leaks(stranger)]).toEqual([true, false])
})

test('what was learnt with the login before is not used any more', async () => {
  const registry = await bench.start({
    login: kinds.tokens,
    repositories: { 'team/app': ['1'], 'team/other': ['1'] }
  })
  const client = bench.client({ ...plain(registry.host), ...variables })
  expect((await listTags(client, `${registry.host}/team/app`)).tags).toEqual(['1'])
  const before = registry.requests.length
  client.withhold([registry.host])
  expect(await failureOf(client.readDigest(parseImageReference(`${registry.host}/team/app:1`)))).toMatchObject({
    hint: expect.stringMatching(hint)
  })
  expect(registry.requests.slice(before).flatMap(({ headers }) => headers.authorization ?? [])).toEqual([])
})

test('a client certificate is not shown either', async () => {
  const image = imageOf(configOf({}))
  const registry = await bench.start({
    answer: (request, response, count) =>
      request.path.startsWith(list) ? sendText(response, 200, page(['1'])) : serve(image)(request, response, count),
    tls: 'signed',
    requestClientCert: true
  })
  const files = tlsFiles()
  const env = {
    KLUCTL_REGISTRY_1_HOST: registry.host,
    KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem',
    KLUCTL_REGISTRY_1_CERT_FILE: '/client.pem',
    KLUCTL_REGISTRY_1_KEY_FILE: '/client.key'
  }
  const shows = bench.client(env, {}, files)
  expect((await listTags(shows, `${registry.host}/team/app`)).tags).toEqual(['1'])
  const hides = bench.client(env, { limits: { retries: 0 } }, files)
  hides.withhold([registry.host])
  expect(await failureOf(listTags(hides, `${registry.host}/team/app`))).toMatchObject({ registry: registry.host })
})

function tlsFiles(): Record<string, string> {
  return Object.fromEntries(['ca.pem', 'client.pem', 'client.key'].map(name => [`/${name}`, tlsFixture(name)]))
}
