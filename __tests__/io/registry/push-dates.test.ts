import { afterEach, describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import { habits } from '../../../src/io/registry/habit-table.ts'
import { pushDateWays, storedDateHeaders } from '../../../src/io/registry/push-date-table.ts'
import { type Answer, createBench } from '../../helpers/registry/bench.ts'
import { configOf, imageOf, labels, serve } from '../../helpers/registry/images.ts'
import { type DatedVendor, dated, datedVendors } from '../../helpers/registry/vendors/dates.ts'
import { type LoopbackRegistry, sendJson, sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

type Running = {
  readonly client: ReturnType<typeof bench.client>
  readonly hosts: ReadonlyMap<string, LoopbackRegistry>
}

async function run(
  servers: Readonly<Record<string, Answer>>,
  [username, password]: readonly [string, string] = ['me', 'swordfish-9'],
  options: Parameters<typeof bench.client>[1] = {}
): Promise<Running> {
  const hosts = new Map<string, LoopbackRegistry>()
  for (const [host, answer] of Object.entries(servers))
    hosts.set(host, await bench.start({ tls: 'self-signed', answer }))
  const connectTo = new Map([...hosts].map(([host, { port }]) => [host, { host: '127.0.0.1', port }]))
  // a login for each host: which of them are sent it is what is looked at
  const env = [...hosts.keys()].map((host, index) => ({
    [`KLUCTL_REGISTRY_${index}_HOST`]: host,
    [`KLUCTL_REGISTRY_${index}_TLSVERIFY`]: 'false',
    [`KLUCTL_REGISTRY_${index}_USERNAME`]: username,
    [`KLUCTL_REGISTRY_${index}_PASSWORD`]: password
  }))
  return { client: bench.client(Object.assign({}, ...env), { ...options, connectTo }), hosts }
}

/** Hosts that were sent the password, in whatever form. */
function toldTo({ hosts }: Running, [username, password]: readonly [string, string]): readonly string[] {
  const forms = [password, Buffer.from(`${username}:${password}`).toString('base64'), encodeURIComponent(password)]
  return [...hosts].flatMap(([host, { requests }]) =>
    forms.some(form => JSON.stringify(requests).includes(form)) ? [host] : []
  )
}

const count = ({ hosts }: Running): number =>
  [...hosts.values()].reduce((sum, { requests }) => sum + requests.length, 0)

describe.each(datedVendors.map(vendor => [vendor.name, vendor] as const))('%s', (_name, vendor: DatedVendor) => {
  test('tells when an image was pushed, and its login goes nowhere else', async () => {
    const running = await run(vendor.servers(), vendor.login)
    const reference = parseImageReference(vendor.image)
    const dates = [await running.client.readDate(reference), await running.client.readDate(reference)]
    expect(dates).toEqual([
      { date: vendor.date, source: 'registry' },
      { date: vendor.date, source: 'registry' }
    ])
    expect(count(running)).toBe(vendor.requests)
    expect(toldTo(running, vendor.login)).toEqual(vendor.loginAt)
    expect(running.client.cost()).toMatchObject({ requests: vendor.requests, imageRequests: vendor.requests })
  })
})

test('every row names a registry of the table of habits, with its sources and a stand-in', () => {
  const rows = [...pushDateWays, ...storedDateHeaders]
  expect(rows.map(({ name }) => name)).toEqual(datedVendors.map(({ name }) => name))
  expect(habits.map(({ name }) => name)).toEqual(expect.arrayContaining(rows.map(({ name }) => name)))
  for (const { sources } of rows) expect(sources.length).toBeGreaterThan(0)
})

const label = '2026-11-01T00:00:00Z'
const config = configOf({})
const image = imageOf(config, { 'org.opencontainers.image.created': label })

/** Docker Hub whose API answers by hand. */
function hub(answer: Answer, options: Parameters<typeof run>[2] = {}): Promise<Running> {
  const there: Answer = (request, response, number) =>
    serve(image, config)(
      { ...request, path: request.path.replace('/other/', '/app/').replace(/\/manifests\/.*$/, '/manifests/1') },
      response,
      number
    )
  return run({ 'docker.io': there, 'hub.docker.com': answer }, undefined, options)
}

const pushed = { tag_last_pushed: '2026-11-20T00:00:00Z' }

describe('the label is taken where the API of Docker Hub', () => {
  test.each<[string, Answer]>([
    ['does not show the repository', (_, response) => sendJson(response, 404, { message: 'object not found' })],
    ['asks for a login', (_, response) => sendText(response, 401, '', { 'www-authenticate': 'Basic realm="x"' })],
    ['refuses', (_, response) => sendText(response, 403, 'no')],
    ['is broken', (_, response) => sendText(response, 500, '')],
    ['asks to wait for an hour', (_, response) => sendText(response, 429, '', { 'retry-after': '3600' })],
    ['redirects to another host', (_, response) => sendText(response, 302, '', { location: 'https://docker.io/x' })],
    ['answers with a web page', (_, response) => sendText(response, 200, '<html>')],
    ['answers with no date', (_, response) => sendJson(response, 200, { tag_last_pushed: null })],
    ['answers with 1970', (_, response) => sendJson(response, 200, { tag_last_pushed: '1970-01-01T00:00:00Z' })],
    ['answers with a list', (_, response) => sendJson(response, 200, [pushed])],
    ['answers with too much', (_, response) => sendText(response, 200, ' '.repeat(5 * 1024 * 1024))]
  ])('%s', async (_name, answer) => {
    const running = await hub(answer, { limits: { retries: 1 } })
    const { client } = running
    expect(await client.readDate(parseImageReference('docker.io/team/app:1'))).toEqual({ date: label, source: 'label' })
    expect(toldTo(running, ['me', 'swordfish-9'])).toEqual([])
    expect(client.warnings().filter(text => text.includes('hub.docker.com'))).toEqual([])
  })

  test('tells of another digest than the one that is known', async () => {
    const running = await hub((_, response) => sendJson(response, 200, { ...pushed, digest: dated.digest }))
    const reference = parseImageReference('docker.io/team/app:1')
    expect(await running.client.readDigest(reference)).toBe(image.digest)
    expect(await running.client.readDate(reference)).toEqual({ date: label, source: 'label' })
  })

  test('does not answer: it is waited for once in a run', async () => {
    const running = await hub((_, response) => sendText(response, 500, ''), { limits: { retries: 0 } })
    for (const name of ['app', 'other'])
      expect(await running.client.readDate(parseImageReference(`docker.io/team/${name}:1`))).toMatchObject({
        source: 'label'
      })
    expect(running.hosts.get('hub.docker.com')?.requests).toHaveLength(1)
  })

  test('cannot be asked: an image by digest alone, and a path of another shape', async () => {
    const running = await hub((_, response) => sendJson(response, 200, pushed))
    const date = await running.client.readDate(parseImageReference(`docker.io/team/app@${image.digest}`))
    expect(date).toEqual({ date: label, source: 'label' })
    expect(running.hosts.get('hub.docker.com')?.requests).toHaveLength(0)
  })
})

test('Last-Modified is no date of a push where nobody says that it is one', async () => {
  const answer: Answer = ({ path }, response) => {
    const { bytes, type } = path.includes('/blobs/') ? config : image
    return sendText(response, 200, bytes, { 'content-type': type, 'last-modified': 'Sat, 21 Nov 2026 20:20:07 GMT' })
  }
  const { client } = await run({ 'registry.example.com': answer })
  const reference = parseImageReference('registry.example.com/team/app:1')
  expect(await client.readDate(reference)).toEqual({ date: label, source: 'label' })
})

test('half of the pulls gone refuses labels, which nobody asked for by a rule, and not what a rule asks for', async () => {
  const few = { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '50;w=21600' }
  const other = imageOf(configOf(labels('https://github.com/team/app', '1234567')))
  const { client } = await run({
    'docker.io': (request, response) => {
      const found = request.path.endsWith('/1') ? image : request.path.includes('/blobs/') ? config : other
      return sendText(response, 200, found.bytes, { 'content-type': found.type, ...few })
    },
    'hub.docker.com': (_, response) => sendText(response, 404, '')
  })
  await client.readPlatforms(parseImageReference('docker.io/team/app:1'))
  await expect(client.readLabels(parseImageReference('docker.io/team/app:2'))).rejects.toMatchObject({
    code: 'rate-limited'
  })
  // What is remembered costs nothing.
  expect(await client.readLabels(parseImageReference('docker.io/team/app:1'))).toEqual({
    source: undefined,
    revision: undefined
  })
  expect(await client.readDate(parseImageReference('docker.io/team/app:1'))).toMatchObject({ source: 'label' })
})
