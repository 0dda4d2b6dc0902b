import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { runCommand } from '../../src/cli/main.ts'
import { type LoopbackRegistry, sendJson, startRegistry } from '../helpers/registry.ts'

let registry: LoopbackRegistry

beforeEach(async () => {
  const login = { kind: 'bearer', username: 'me', password: 'swordfish-9' } as const
  registry = await startRegistry({
    login,
    repositories: { 'team/app': ['1.0.0', '1.2.0', 'latest'], 'team/web': ['2.0.0'], 'team/odd': ['latest'] }
  })
  onTestFinished(registry.stop)
})

type Outcome = { readonly exitCode: number; readonly out: string; readonly errors: readonly string[] }

/** Runs `tags` with the login of the registry; images are paths at it. */
async function tags(paths: readonly string[], ...flags: readonly string[]): Promise<Outcome> {
  let out = ''
  let err = ''
  const images = paths.map(path => (path.includes(':') ? path : `${registry.host}/${path}`))
  const exitCode = await runCommand(['tags', ...images, ...flags], {
    env: {
      HOME: '/nonexistent',
      KLUCTL_REGISTRY_1_HOST: registry.host,
      KLUCTL_REGISTRY_1_PLAIN_HTTP: 'true',
      KLUCTL_REGISTRY_1_USERNAME: 'me',
      KLUCTL_REGISTRY_1_PASSWORD: 'swordfish-9'
    },
    out: text => {
      out += text
    },
    err: text => {
      err += text
    },
    readInput: () => Promise.resolve(''),
    isInputTerminal: false,
    color: false,
    errorColor: false,
    width: 160,
    isErrorTerminal: false,
    errorWidth: 80,
    status: () => undefined
  })
  return { exitCode, out, errors: err.split('\n').filter(line => line.startsWith('error: ') || line.startsWith('  ')) }
}

describe('several images', () => {
  test('have a block each, in the order of the arguments', async () => {
    const { exitCode, out, errors } = await tags(['team/web', 'team/app'])
    expect([exitCode, errors]).toEqual([0, []])
    const blocks = out.split('\n\n')
    expect(blocks).toHaveLength(2)
    expect(blocks[0]).toContain(`${registry.host}/team/web\n`)
    expect(blocks[0]).toContain('newest      2.0.0')
    expect(blocks[1]).toContain('newest      1.2.0')
  })

  test('are asked for by one client: the realm is learnt once', async () => {
    await tags(['team/web', 'team/app', 'team/odd', 'team/web'])
    expect(registry.requests.filter(({ headers }) => headers.authorization === undefined)).toHaveLength(1)
    expect(registry.requests.filter(({ path }) => path.startsWith('/v2/team/web/'))).not.toHaveLength(0)
    expect(registry.requests.some(({ path }) => path === '/v2/')).toBe(false)
  })

  test('are an array as JSON, of what one image alone prints', async () => {
    const alone = JSON.parse((await tags(['team/app'], '--json')).out)
    const { exitCode, out } = await tags(['team/app', 'team/web'], '--json')
    expect(exitCode).toBe(0)
    const both = JSON.parse(out)
    expect(both).toHaveLength(2)
    expect(both[0]).toEqual(alone)
    expect(alone).toMatchObject({ repository: `${registry.host}/team/app`, newest: '1.2.0', matched: 2 })
  })

  test('of which one fails: the others are shown, and the exit code is 1', async () => {
    const { exitCode, out, errors } = await tags(['team/app', 'team/none', 'team/odd'])
    expect(exitCode).toBe(1)
    expect(out.split('\n\n')).toHaveLength(2)
    expect(errors).toEqual([
      expect.stringMatching(/^error: registry .* has no repository .*team\/none/),
      expect.stringMatching(/^ {2}Check the spelling/),
      expect.stringMatching(/^error: none of the 1 .*team\/odd matches semver\(allow_no_nums=false\)$/)
    ])
  })

  test('of which one fails, as JSON', async () => {
    const { exitCode, out } = await tags(['team/none', 'team/app'], '--json')
    expect(exitCode).toBe(1)
    const [none, app] = JSON.parse(out)
    expect(none).toEqual({
      repository: `${registry.host}/team/none`,
      filter: 'semver(allow_no_nums=false)',
      error: { code: 'not-found', message: expect.stringContaining('has no repository'), hint: expect.any(String) }
    })
    expect(app.error).toBeUndefined()
  })

  test('of which one is no image: nothing is asked', async () => {
    const { exitCode, errors } = await tags(['team/app', 'reg.test/x:1'])
    expect([exitCode, registry.requests]).toEqual([2, []])
    expect(errors[0]).toContain('has a tag or a digest; a repository is expected')
  })
})

test('one image that fails is an error and nothing on standard output', async () => {
  const { exitCode, out, errors } = await tags(['team/none'], '--json')
  expect([exitCode, out]).toEqual([1, ''])
  expect(errors[0]).toContain('has no repository')
})

test('without an image the usage is told', async () => {
  const { exitCode, errors } = await tags([])
  expect(exitCode).toBe(2)
  expect(errors).toEqual(['error: tags needs IMAGE', '  Usage: kluctl-images tags IMAGE... [flags]'])
})

describe('a filter whose tags begin with one text', () => {
  const tagsOf = (start: string): readonly string[] =>
    Array.from({ length: 2500 }, (_, index) => `${start}-${10_000 + index}`)
  beforeEach(async () => {
    const all = [...tagsOf('dev'), ...tagsOf('main'), ...tagsOf('zz')]
    registry = await startRegistry({
      answer: ({ path }, response) => {
        const { pathname, searchParams } = new URL(path, 'http://x')
        const rest = all.filter(tag => tag > (searchParams.get('last') ?? ''))
        const page = rest.slice(0, 1000)
        const link = `<${pathname}?n=1000&last=${page.at(-1)}>; rel="next"`
        return sendJson(response, 200, { name: 'team/big', tags: page }, rest.length > page.length ? { link } : {})
      }
    })
    onTestFinished(registry.stop)
  })

  test('has only these listed, and says so', async () => {
    const { exitCode, out } = await tags(['team/big'], '--filter', "prefix('main-', suffix=number())")
    expect(exitCode).toBe(0)
    expect(out).toContain(
      'listed      only tags that begin with main-\ntags        2500 tags, 2500 accepted\nnewest      main-12499\n'
    )
    const { prefix, tags: listed } = JSON.parse(
      (await tags(['team/big'], '--json', '--filter', "prefix('main-', suffix=number())")).out
    )
    expect([prefix, listed.length]).toEqual(['main-', 2500])
  })

  test('has the whole list explained where it accepts none', async () => {
    const { exitCode, out } = await tags(['team/big'], '--filter', "prefix('maim-', suffix=number())")
    expect(exitCode).toBe(1)
    expect(out).toContain('tags        7500 tags, 0 accepted\n')
    expect(out).not.toContain('listed')
  })
})

/** Every file that a file of src/ leads to, also what it loads late. */
function reached(file: string, found: Set<string> = new Set()): ReadonlySet<string> {
  if (found.has(file)) return found
  found.add(file)
  const path = join(dirname(fileURLToPath(import.meta.url)), '../../src', file)
  for (const [, isType, to = ''] of readFileSync(path, 'utf8').matchAll(
    /(?:^(?:import|export) (type )?[^']*?from |import\()'([^']+)'/gm
  )) {
    if (isType === undefined) found.add(to)
    if (isType === undefined && to.startsWith('.')) reached(join(dirname(file), to), found)
  }
  return found
}

test.each(['cli/tags.ts', 'io/registries.ts'])('%s leads to nothing of projects, templates or GitHub', file => {
  const files = [...reached(file)]
  expect(files.length).toBeGreaterThan(20)
  expect(
    files.filter(name =>
      /^(?:project|template|yaml|resolve)\/|^io\/(?:machine|github|project)|@actions|^yaml$|nunjucks/.test(name)
    )
  ).toEqual([])
})

describe('--list', () => {
  test('prints the tags of one image, for other programs', async () => {
    expect(await tags(['team/app'], '--list')).toEqual({ exitCode: 0, out: '1.0.0\n1.2.0\nlatest\n', errors: [] })
  })

  test('prints those that a filter accepts', async () => {
    expect((await tags(['team/app'], '--list', '--filter', 'semver()')).out).toBe('1.0.0\n1.2.0\n')
  })

  test('prints references for several images', async () => {
    const { out } = await tags(['team/odd', 'team/web'], '--list')
    expect(out).toBe(`${registry.host}/team/odd:latest\n${registry.host}/team/web:2.0.0\n`)
  })

  test('prints JSON, with the error of an image in its place', async () => {
    const { exitCode, out, errors } = await tags(['team/web', 'team/none'], '--list', '--json')
    expect(exitCode).toBe(1)
    expect(JSON.parse(out)).toEqual([
      { repository: `${registry.host}/team/web`, tags: ['2.0.0'] },
      { repository: `${registry.host}/team/none`, error: expect.objectContaining({ code: 'not-found' }) }
    ])
    expect(errors.join()).toContain('has no repository')
  })

  test('of an empty list prints nothing', async () => {
    expect((await tags(['team/odd'], '--list', '--filter', 'semver()')).out).toBe('')
  })
})
