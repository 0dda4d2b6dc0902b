import { afterEach, describe, expect, test } from 'vitest'
import { type Answer, createBench, plain } from '../../helpers/registry/bench.ts'
import { failureOf, listTags } from '../../helpers/registry/client.ts'
import { sendJson } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const right = `Basic ${Buffer.from('me:swordfish-9').toString('base64')}`
const login = { KLUCTL_REGISTRY_1_USERNAME: 'me', KLUCTL_REGISTRY_1_PASSWORD: 'swordfish-9' }

/** A host that asks for a password for `acme/secret` and shows the others to everybody; a password that is wrong opens nothing. */
const partly: Answer = ({ path, headers: { authorization } }, response) => {
  const isPrivate = path.startsWith('/v2/acme/secret')
  if (authorization === undefined ? isPrivate : authorization !== right)
    return sendJson(response, 401, { errors: [] }, { 'www-authenticate': 'Basic realm="r"' })
  return sendJson(response, 200, { name: 'x', tags: ['1', '2'] })
}

describe('a host that asks for a password for one repository only', () => {
  const secrets = ['acme/secret', 'acme/secret-too']
  const all = [secrets[0], 'acme/worker', secrets[1], 'acme/web']

  async function listAll(
    names: readonly (string | undefined)[],
    env: Readonly<Record<string, string>>
  ): Promise<{ readonly said: readonly string[]; readonly asked: readonly string[] }> {
    const registry = await bench.start({ answer: partly })
    const one = bench.client({ ...plain(registry.host), ...env })
    const said = await Promise.all(
      names.map(name =>
        listTags(one, `${registry.host}/${name}`).then(
          ({ tags }) => tags.join(' '),
          (error: unknown) => String(error instanceof Error ? error.message : error).replace(registry.host, 'HOST')
        )
      )
    )
    const asked = registry.requests.map(({ path, headers }) => {
      const name = path.slice('/v2/'.length, path.indexOf('/tags'))
      return headers.authorization === undefined ? name : `${name} with login`
    })
    return { said, asked }
  }

  test.each([
    ['first', all],
    ['last', all.toReversed()]
  ])('shows the others without a login, the private one asked for %s, each once', async (_, names) => {
    const { said, asked } = await listAll(names, {})
    const isPrivate = (name: string | undefined): boolean => secrets.includes(name ?? '')
    expect(said).toEqual(names.map(name => (isPrivate(name) ? 'registry HOST needs a login' : '1 2')))
    expect(asked.toSorted()).toEqual(names.toSorted())
  })

  test('shows them to a token too, which it does not take', async () => {
    const { said, asked } = await listAll(['acme/secret', 'acme/worker'], { KLUCTL_REGISTRY_1_TOKEN: 'token-of-mine' })
    expect(said).toEqual(['registry HOST takes a user name and a password only, not a token', '1 2'])
    expect(asked).toEqual(['acme/secret', 'acme/worker'])
  })

  test('shows all with the right password', async () => {
    const { said } = await listAll(all, login)
    expect(said).toEqual(all.map(() => '1 2'))
  })

  test('is shown a wrong password once, whatever is asked for (C-12)', async () => {
    const { said, asked } = await listAll(all, { ...login, KLUCTL_REGISTRY_1_PASSWORD: 'not-this-one' })
    expect(asked.filter(one => one.endsWith('with login'))).toHaveLength(1)
    expect(said[0]).toContain('authentication failed for HOST')
  })
})

test('the failure of a private repository says what to set', async () => {
  const registry = await bench.start({ answer: partly })
  const one = bench.client(plain(registry.host))
  expect((await listTags(one, `${registry.host}/acme/worker`)).tags).toEqual(['1', '2'])
  const error = await failureOf(listTags(one, `${registry.host}/acme/secret`))
  expect([error.code, error.hint]).toEqual(['unauthorized', expect.stringContaining('KLUCTL_REGISTRY_1_PASSWORD')])
})
