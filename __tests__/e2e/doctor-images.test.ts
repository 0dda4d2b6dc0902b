import { describe, expect, test } from 'vitest'
import { runCli } from '../helpers/command.ts'
import { basic, bearer, login, password, set, start } from '../helpers/doctor.ts'
import { type LoopbackOptions, type LoopbackRegistry, sendJson } from '../helpers/registry.ts'
import { makeWorkspace } from '../helpers/workspace.ts'

/** A project that calls get_image once for each image. */
function project(images: readonly string[]): string {
  const calls = images
    .map((image, index) => `{name: c${index}, image: '{{ images.get_image("${image}") }}'}`)
    .join(', ')
  return makeWorkspace({
    'deployment.yaml': 'deployments:\n  - path: app\n',
    'app/job.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec: {template: {spec: {containers: [${calls}]}}}
`
  }).folder
}

/** Lines of doctor about registries, with HOST for the host. */
async function linesOf(
  { host }: LoopbackRegistry,
  names: readonly string[],
  env: Readonly<Record<string, string>>,
  args: readonly string[] = []
): Promise<{ readonly exitCode: number | null; readonly lines: readonly string[] }> {
  const cwd = project(names.map(name => `${host}/${name}`))
  const { exitCode, out } = await runCli(['doctor', ...args], { cwd, env })
  const said = out.split('\n').map(line => line.replaceAll(host, 'HOST').replace(/ +/g, ' '))
  return { exitCode, lines: said.filter(line => line.includes('HOST') || /images? of the project/.test(line)) }
}

const repositories = { 'team/app': ['1'], 'team/web': ['1', '2'], 'team/db': ['1'] }
const names = Object.keys(repositories)
const pages = ({ requests }: LoopbackRegistry): readonly string[] =>
  requests.map(({ path }) => path).filter(path => path.includes('/tags/list'))

/** The tags of `team/secret` are shown with the login only; `/v2/` and the others to everybody. */
const hidden: LoopbackOptions = {
  repositories: { ...repositories, 'team/secret': ['1'] },
  answer: ({ path, headers }, response) =>
    path.startsWith('/v2/team/secret/') &&
    headers.authorization !== `Basic ${Buffer.from(`me:${password}`).toString('base64')}`
      ? sendJson(response, 401, { errors: [] }, { 'www-authenticate': 'Basic realm="r"' })
      : undefined
}

describe('the images of the project', () => {
  test.each<[string, LoopbackOptions, Record<string, string>, string]>([
    ['without a login', { repositories }, {}, 'ok HOST 3 images; answers without a login, over plain http'],
    [
      'with a password',
      { repositories, login: basic },
      login,
      'ok HOST 3 images; password login, KLUCTL_REGISTRY_1 (user me), over plain http'
    ],
    [
      'with a token each',
      { repositories, login: bearer },
      login,
      'ok HOST 3 images; token login, KLUCTL_REGISTRY_1 (user me), over plain http'
    ]
  ])('are one line where all can be read %s', async (_, options, keys, line) => {
    const registry = await start(options)
    const { exitCode, lines } = await linesOf(registry, names, set(registry.host, keys))
    expect([exitCode, ...lines]).toEqual([0, line])
    const asked = [...new Set(pages(registry))]
    expect(asked.toSorted()).toEqual(names.map(name => `/v2/${name}/tags/list?n=1`).toSorted())
  })

  test('have a failure for each that is private, with what to set', async () => {
    const registry = await start(hidden)
    const { exitCode, lines } = await linesOf(registry, ['team/app', 'team/secret'], set(registry.host))
    expect([exitCode, ...lines]).toEqual([
      1,
      'ok HOST 1 of 2 images; answers without a login, over plain http',
      'fail HOST/team/secret needs a login, and none is set, over plain http; set KLUCTL_REGISTRY_1_USERNAME, KLUCTL_REGISTRY_1_PASSWORD, or run docker login HOST'
    ])
  })

  test('are read with a login that only they ask for', async () => {
    const registry = await start(hidden)
    const { exitCode, lines } = await linesOf(registry, ['team/app', 'team/secret'], set(registry.host, login))
    expect([exitCode, ...lines]).toEqual([
      0,
      'ok HOST 2 images; password login, KLUCTL_REGISTRY_1 (user me), over plain http'
    ])
  })

  test('are read where the registry itself wants a login, and they are public', async () => {
    const registry = await start({
      repositories,
      answer: ({ path }, response) =>
        path === '/v2/' ? sendJson(response, 401, {}, { 'www-authenticate': 'Basic realm="r"' }) : undefined
    })
    const { exitCode, lines } = await linesOf(registry, ['team/app'], set(registry.host))
    expect([exitCode, ...lines]).toEqual([0, 'ok HOST 1 image; answers; no login is set, over plain http'])
  })

  test('that are not there are failures', async () => {
    const registry = await start({ repositories })
    const { exitCode, lines } = await linesOf(registry, ['team/app', 'team/web', 'team/ap'], set(registry.host))
    expect([exitCode, lines.length, lines[0]]).toEqual([
      1,
      2,
      'ok HOST 2 of 3 images; answers without a login, over plain http'
    ])
    expect(lines[1]).toMatch(/^fail HOST\/team\/ap has no repository HOST\/team\/ap .*; check the spelling/)
  })

  test('are not asked for with a password that was not accepted: one line, one try (C-12)', async () => {
    const registry = await start({ repositories, login: basic })
    const wrong = { ...login, PASSWORD: 'not-this-one' }
    const { exitCode, lines } = await linesOf(registry, names, set(registry.host, wrong))
    expect([exitCode, lines.length]).toEqual([1, 1])
    expect(lines[0]).toMatch(/^fail HOST password not accepted/)
    expect(registry.requests.filter(({ headers }) => headers.authorization !== undefined)).toHaveLength(1)
  })

  test('are one failure where nothing can be read without a login', async () => {
    const registry = await start({ repositories, login: basic })
    const { lines } = await linesOf(registry, names, set(registry.host))
    expect(lines).toEqual([expect.stringMatching(/^fail HOST needs a login, and none is set/)])
  })

  test('have a line for each login of a host', async () => {
    const registry = await start({ repositories, login: basic })
    const env = {
      ...set(registry.host, { ...login, REPOSITORY: 'team/app' }),
      ...set(registry.host, { ...login, REPOSITORY: 'team/w*' }, 2)
    }
    const { lines } = await linesOf(registry, ['team/app', 'team/web'], env)
    expect(lines).toEqual([
      'ok HOST 1 image; password login, KLUCTL_REGISTRY_1 (user me), over plain http',
      'ok HOST 1 image; password login, KLUCTL_REGISTRY_2 (user me), over plain http'
    ])
  })

  test('are not asked for twice where one is named', async () => {
    const registry = await start({ repositories })
    await linesOf(registry, ['team/app', 'team/web'], set(registry.host), [`${registry.host}/team/app`])
    expect(pages(registry).filter(path => path.startsWith('/v2/team/app/'))).toHaveLength(1)
  })

  test('are 50 at most, and the rest is said', async () => {
    const many = Object.fromEntries(Array.from({ length: 53 }, (_, index) => [`team/a${index}`, ['1']]))
    const registry = await start({ repositories: many })
    const { exitCode, lines } = await linesOf(registry, Object.keys(many), set(registry.host))
    expect([exitCode, ...lines]).toEqual([
      0,
      'ok HOST 50 images; answers without a login, over plain http',
      'note of the 53 images of the project the first 50 were tried; name others to try them: kluctl-images doctor IMAGE'
    ])
    expect(pages(registry)).toHaveLength(50)
  })
})
