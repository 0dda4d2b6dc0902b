import { afterEach, describe, expect, test } from 'vitest'
import { RegistryError } from '../../../src/errors.ts'
import { type Answer, createBench, plain } from '../../helpers/registry/bench.ts'
import { failureOf, listTags } from '../../helpers/registry/client.ts'
import { readShell } from '../../helpers/registry/recipes.ts'
import { refuse, sortedVersions, tagPages, versions } from '../../helpers/registry/vendors/answers.ts'
import { ecr } from '../../helpers/registry/vendors/ecr.ts'
import { sendJson } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const path = 'team/app'
const missing = refuse(404, 'NAME_UNKNOWN', 'repository name not known to registry')
const sorted = (tags: readonly string[]): readonly string[] => [...tags].sort()

/** All tags, or the error; a short list fails the test. */
async function allOrError(
  answer: Answer,
  tags: readonly string[],
  image: string = path
): Promise<'all' | RegistryError> {
  const registry = await bench.start({ answer })
  const one = bench.client(plain(registry.host))
  const result = await listTags(one, `${registry.host}/${image}`).catch((error: unknown) => error)
  if (result instanceof RegistryError) return result
  expect(result).toMatchObject({ tags: expect.any(Array) })
  const found =
    typeof result === 'object' && result && 'tags' in result && Array.isArray(result.tags) ? result.tags : []
  expect(sorted(found)).toEqual(sorted(tags))
  return 'all'
}

describe('lists that go on in an odd way', () => {
  test('an older Quay: next_page= with a sealed text', async () => {
    const tags = versions(230)
    const answer = tagPages({
      path,
      tags,
      cap: 50,
      cursor: tag => Buffer.from(`page after ${tag}`).toString('base64url'),
      link: (list, size, last) => `<${list}?next_page=${last}&n=${size}>; rel="next"`,
      missing
    })
    expect(await allOrError(answer, tags)).toBe('all')
  })

  test('a registry behind a name that is in no table, which refuses large pages as ECR does: asked again without a size', async () => {
    const tags = versions(250)
    const answer = tagPages({
      path,
      tags,
      cap: 100,
      tooLarge: refuse(405, 'UNSUPPORTED', "Invalid parameter at 'maxResults' failed to satisfy constraint"),
      missing
    })
    expect(await allOrError(answer, tags)).toBe('all')
  })

  test('a 405 that is not about the page is not asked again', async () => {
    const outcome = await bench.outcome(refuse(405, 'UNSUPPORTED', 'the operation is not supported'))
    expect(outcome).toMatchObject({ code: 'protocol', message: expect.stringContaining('answered 405') })
    expect(outcome.registry.requests).toHaveLength(1)
  })

  test.each([
    [
      'Artifactory: a virtual repository whose name is missing in the link',
      'virtual/team/app',
      '/v2/team/app/tags/list'
    ],
    ['Nexus: the path of the main port in the link', path, '/repository/docker-proxy/v2/team/app/tags/list']
  ])('%s: all tags or an error, and only this repository is asked', async (_, image, linked) => {
    const tags = sortedVersions(1500)
    const link = (_: string, size: number, last: string): string => `<${linked}?last=${last}&n=${size}>; rel="next"`
    const list = tagPages({ path: image, tags, cap: 1000, link, missing })
    const asked: string[] = []
    const answer: Answer = (request, response, count) => {
      asked.push(request.path.replace(/\?.*/, ''))
      return list(request, response, count)
    }
    const result = await allOrError(answer, tags, image)
    if (result !== 'all')
      expect(result).toMatchObject({ code: 'incomplete', hint: expect.stringContaining('not used') })
    expect([...new Set(asked)]).toEqual([`/v2/${image}/tags/list`])
  })

  test('Nexus: a group that cuts its list without a link is asked for what comes next', async () => {
    const tags = sortedVersions(2400)
    expect(await allOrError(tagPages({ path, tags, cap: 1000, link: () => undefined, missing }), tags)).toBe('all')
  })

  test('an older zot, whose link has no angle brackets: an error, not the first page', async () => {
    const tags = sortedVersions(1500)
    const link = (list: string, size: number, last: string): string => `${list}?n=${size}&last=${last}; rel="next"`
    const result = await allOrError(tagPages({ path, tags, cap: 1000, link, missing }), tags)
    if (result !== 'all') expect(result).toMatchObject({ code: 'incomplete' })
  })

  test('Distribution 3.0, which leaves out a tag after a last= that is none: no tag is lost', async () => {
    const tags = sortedVersions(3500)
    const answer: Answer = (request, response) => {
      const query = new URL(request.path, 'https://x').searchParams
      const size = Number(query.get('n') ?? tags.length)
      const last = query.get('last')
      const at = last === null ? -1 : tags.findIndex(tag => tag >= last)
      const rest = last !== null && at < 0 ? [] : tags.slice(at + 1)
      const page = rest.slice(0, size)
      const link = `</v2/${path}/tags/list?last=${page.at(-1)}&n=${size}>; rel="next"`
      return sendJson(response, 200, { name: path, tags: page }, rest.length > size ? { link } : {})
    }
    expect(await allOrError(answer, tags)).toBe('all')
  })

  test('Distribution 2: an empty list is null', async () => {
    expect(await allOrError((_, response) => sendJson(response, 200, { name: path, tags: null }), [])).toBe('all')
  })
})

test('an expired password of ECR names the way to a new one', async () => {
  const servers = Object.entries(ecr.servers())
  const [host, answer] = servers[0] ?? []
  if (host === undefined || !answer) throw new Error('ECR has one server')
  const registry = await bench.start({ tls: 'self-signed', answer })
  const env = readShell(
    `export KLUCTL_REGISTRY_4_HOST=${host}\nexport KLUCTL_REGISTRY_4_USERNAME=AWS\nexport KLUCTL_REGISTRY_4_PASSWORD='yesterday'\nexport KLUCTL_REGISTRY_4_TLSVERIFY=false`,
    ecr
  )
  const connectTo = new Map([[host, { host: '127.0.0.1', port: registry.port }]])
  const error = await failureOf(listTags(bench.client(env, { connectTo }), `${host}/${ecr.path}`))
  expect(error.hint).toMatch(
    /^Check KLUCTL_REGISTRY_4_USERNAME and KLUCTL_REGISTRY_4_PASSWORD\. ECR takes .*get-login-password/
  )
})
