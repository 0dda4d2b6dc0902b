import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { RegistryError } from '../../../src/errors.ts'
import { askHelper } from '../../../src/io/registry/helper.ts'
import { defaultLimits } from '../../../src/io/registry/limits.ts'
import type { Manners } from '../../../src/io/registry/manners.ts'
import { followPages } from '../../../src/io/registry/pages.ts'
import { readProxies } from '../../../src/io/registry/proxies.ts'
import { createBench } from '../../helpers/registry/bench.ts'
import { sorted } from '../../helpers/registry/orders.ts'
import { realisticTags } from '../../helpers/registry/realistic.ts'
import { newManners } from '../../helpers/registry/simulated.ts'
import { onTheWire, type Talk } from '../../helpers/registry/wire.ts'

const bench = createBench()
const folders: string[] = []
afterEach(async () => {
  await bench.clear()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** What a page becomes that was asked for with a text that is no tag, and whether it keeps its Link. */
type Lie = (
  from: number,
  page: readonly string[]
) => { readonly from?: number; readonly most?: number; readonly link: boolean }

const lies: readonly (readonly [string, Lie])[] = [
  ['the truth', () => ({ link: true })],
  ['no Link', () => ({ link: false })],
  ['half a page and no Link', (_, page) => ({ most: Math.ceil(page.length / 2), link: false })],
  ['one tag and no Link', () => ({ most: 1, link: false })],
  ['nothing', () => ({ most: 0, link: false })],
  ['all but the next tag', from => ({ from: from + 1, link: true })],
  ['all but the next five tags', from => ({ from: from + 5, link: true })]
]

/** Reads a list in the order of bytes whose pages are right wherever `last=` is a tag. How many tags are missing, or the code of the error. */
async function missing(
  tags: readonly string[],
  lie: Lie,
  { cap, prefix = '', manners = newManners() }: { cap: number; prefix?: string; manners?: Manners }
): Promise<number | string> {
  const fetch: Parameters<typeof followPages>[1] = async url => {
    await new Promise(setImmediate)
    const last = url.searchParams.get('last')
    const size = Math.min(cap, Number(url.searchParams.get('n') ?? cap))
    const after = last === null ? 0 : tags.findIndex(tag => tag > last)
    const from = after < 0 ? tags.length : after
    const told = last === null || tags.includes(last) ? { link: true } : lie(from, tags.slice(from, from + size))
    const begin = told.from ?? from
    const page = tags.slice(begin, begin + Math.min(size, told.most ?? size))
    const end = page.at(-1)
    const goesOn = told.link && end !== undefined && end !== tags.at(-1)
    return {
      body: new TextEncoder().encode(JSON.stringify({ tags: page })),
      links: goesOn ? [`<?n=${size}&last=${encodeURIComponent(end)}>; rel="next"`] : [],
      words: () => undefined
    }
  }
  const first = new URL('https://registry.example/v2/team/app/tags/list?n=1000')
  const subject = { registry: 'registry.example', repository: 'team/app' }
  const result: unknown = await followPages(first, fetch, subject, defaultLimits, { manners, prefix }).then(
    list => tags.filter(tag => tag.startsWith(list.prefix ?? '') && !list.tags.includes(tag)).length,
    (error: unknown) => error
  )
  if (result instanceof RegistryError) return result.code
  return typeof result === 'number' ? result : 'bug'
}

describe('R-07 a registry that answers a text that is no tag with', () => {
  const sizes = [
    [250, 100],
    [450, 100],
    [1300, 100],
    [2500, 1000]
  ] as const
  const prefixes = ['', 'v1.', '2021-', 'main-a', 'build-4', 'pr-1']

  test.each(lies)('%s: every tag, whatever is asked for', async (_name, lie) => {
    for (const [size, cap] of sizes) {
      const tags = sorted(realisticTags('mixed', size), 'bytes')
      for (const prefix of prefixes)
        expect([size, prefix, await missing(tags, lie, { cap, prefix })]).toEqual([size, prefix, 0])
    }
  })

  test.each(lies)('%s: every tag, also after another repository of the host that is right', async (_name, lie) => {
    const tags = sorted(realisticTags('mixed', 450), 'bytes')
    for (const prefix of prefixes) {
      const manners = newManners()
      await missing(tags, () => ({ link: true }), { cap: 100, prefix, manners })
      expect([prefix, await missing(tags, lie, { cap: 100, prefix, manners })]).toEqual([prefix, 0])
    }
  })
})

describe('R-05, R-08 a gzip answer with', () => {
  const zip = (pieces: (body: string) => readonly Uint8Array[], more = ''): Talk => {
    return ({ socket, body }) => {
      const bytes = Buffer.concat(pieces(body))
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bytes.length}\r\n${more}\r\n`)
      socket.write(bytes)
    }
  }
  const junk = Buffer.from('no gzip')
  test.each<[string, string, Talk]>([
    ['two members that are one list', 'ok', zip(body => [gzipSync(body.slice(0, 9)), gzipSync(body.slice(9))])],
    ['a second member that is cut', 'incomplete', zip(body => [gzipSync(body), gzipSync('  ').subarray(0, 12)])],
    ['no trailer', 'incomplete', zip(body => [gzipSync(body).subarray(0, -8)])],
    ['something else behind it', 'incomplete', zip(body => [gzipSync(body), junk])],
    ['gzip twice', 'protocol', zip(body => [gzipSync(gzipSync(body))], 'content-encoding: gzip\r\n')],
    ['nothing at all', 'incomplete', zip(() => [])],
    ['34 MiB in 34 KiB', 'incomplete', zip(() => [gzipSync(Buffer.alloc(34 * 1024 * 1024, 32))])]
  ])('%s: %s', async (_name, code, talk) => {
    const result = await onTheWire(bench, 'first', talk, { limits: { retries: 1, requestMs: 4000, idleMs: 4000 } })
    expect([result.code, result.leaks]).toEqual([code, []])
  })
})

describe('R-08 before an answer', () => {
  test.each<[string, Talk]>([
    [
      '103 with a Link',
      ({ socket, good }) => socket.write(`HTTP/1.1 103 X\r\nlink: <?last=9>; rel="next"\r\n\r\n${good}`)
    ],
    ['1000 times 102', ({ socket, good }) => socket.write(`${'HTTP/1.1 102 X\r\n\r\n'.repeat(1000)}${good}`)]
  ])('%s changes nothing', async (_name, talk) => {
    const result = await onTheWire(bench, 'first', talk)
    expect([result.code, result.tags, result.turns]).toEqual(['ok', ['2'], 1])
  })
})

describe('C-14 a helper that fails does not show its secret', () => {
  const answer = '{"Username":"me","Secret":"swordfish-9"'
  test.each([
    [`process.stdout.write('${answer}'); process.exitCode = 3`],
    [`process.stderr.write('${answer}'); process.exitCode = 3`],
    [`process.stdout.write('${answer}'); console.error('swordfish-9 is wrong'); process.exitCode = 3`],
    [`process.stdout.write('Secret: swordfish-9'); process.exitCode = 3`],
    [`process.stdout.write('${answer}')`]
  ])('%s', async script => {
    const folder = mkdtempSync(join(tmpdir(), 'helper-'))
    folders.push(folder)
    const program = join(folder, 'docker-credential-test')
    writeFileSync(program, `#!${process.execPath}\n${script}\n`)
    chmodSync(program, 0o755)
    const found = await askHelper('test', 'reg.test', { path: folder, workspace: undefined, variables: () => ({}) })
    expect(found.kind).toBe('failed')
    expect(JSON.stringify(found)).not.toContain('swordfish')
  })
})

describe('C-06 an unusable proxy is named without its password', () => {
  test.each([
    'socks5://me:pass-word@proxy.test',
    'http://me:pass-word@proxy.test/path',
    'http://me:pass-word @proxy.test',
    'http://me:%zzpass-word@proxy.test:1',
    'https:/me:pass-word@proxy.test',
    'http://me:pass-word@proxy.test:99999',
    'http://me:pass-word@',
    'http://proxy.test:1/?pass-word',
    'http://me:pass-word@\u001b[31m:1',
    '"http://me:pass-word@proxy.test:1"',
    'http://me:pass-word@proxy.test:1\r\nx: y'
  ])('%j', text => {
    const { proxies, problems } = readProxies({ HTTPS_PROXY: text })
    expect(proxies.https).toBeUndefined()
    expect(problems).toHaveLength(1)
    expect(JSON.stringify(problems.map(({ message, hint }) => [message, hint]))).not.toMatch(/pass-word|\[31m/)
  })
})
