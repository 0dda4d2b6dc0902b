import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Terminal } from '../../src/cli/command.ts'
import { runCommand } from '../../src/cli/main.ts'
import { type LoopbackRegistry, startRegistry } from '../helpers/registry.ts'

type Outcome = { readonly exitCode: number; readonly out: string; readonly err: string }

async function run(args: readonly string[], input?: readonly string[], env: Terminal['env'] = {}): Promise<Outcome> {
  let out = ''
  let err = ''
  const terminal: Terminal = {
    env,
    out: text => {
      out += text
    },
    err: text => {
      err += text
    },
    readInput: () => Promise.resolve((input ?? []).map(tag => `${tag}\n`).join('')),
    isInputTerminal: input === undefined,
    color: false,
    errorColor: false,
    width: 160,
    isErrorTerminal: false,
    errorWidth: 80,
    status: () => undefined
  }
  const exitCode = await runCommand(args, terminal)
  return { exitCode, out, err }
}

const main = "prefix('main-', suffix=number())"

describe('pick', () => {
  test('prints the newest alone on standard output, and why it won on standard error', async () => {
    const { exitCode, out, err } = await run(['pick', main], ['main-9', 'main-10', 'main-x', 'dev-1', 'dev-2'])
    expect([exitCode, out]).toEqual([0, 'main-10\n'])
    expect(err).toBe(
      [
        'filter     prefix(prefix="main-", suffix=number())',
        'tags       5 tags, 2 accepted',
        'newest     main-10',
        'runner-up  main-9',
        'rejected   2: does not begin with main-, as dev-1, dev-2',
        'rejected   1: not a whole number after main-, as main-x',
        ''
      ].join('\n')
    )
  })

  test('warns of a trap, with the filter to write instead', async () => {
    const { exitCode, out, err } = await run(['pick', 'semver()'], ['1.2.0', '9f8e7d6'])
    expect([exitCode, out]).toEqual([0, '9f8e7d6\n'])
    expect(err).toContain('trap       9f8e7d6 looks like a git hash; the order of hashes means nothing\n')
    expect(err).toContain('instead    semver(allow_no_nums=false, exclude="[0-9a-f]{7,40}")\n')
  })

  test('says all of it as JSON', async () => {
    const { exitCode, out, err } = await run(['pick', 'semver()', '--json'], ['1.2.0', 'v1.2.0', '9f8e7d6', 'latest'])
    expect([exitCode, err]).toEqual([0, ''])
    expect(JSON.parse(out)).toEqual({
      filter: 'semver(allow_no_nums=false)',
      matched: ['1.2.0', 'v1.2.0', '9f8e7d6'],
      newest: '9f8e7d6',
      seen: 4,
      runnerUp: 'v1.2.0',
      ties: [],
      rejected: [{ reason: 'does not begin with a number', count: 1, examples: ['latest'] }],
      traps: [
        {
          kind: 'git-hash',
          message: '9f8e7d6 looks like a git hash; the order of hashes means nothing',
          suggestion: 'semver(allow_no_nums=false, exclude="[0-9a-f]{7,40}")'
        }
      ]
    })
  })

  test('takes tags without the spaces and line ends around them', async () => {
    const { out, err } = await run(['pick', 'semver()'], ['1.9', '  1.10 \r', '\t', ''])
    expect(out).toBe('1.10\n')
    expect(err).toContain('2 tags, 2 accepted')
  })

  test('exits 1 if no tag is accepted, also as JSON', async () => {
    const plain = await run(['pick', 'number()'], ['a', 'b', 'c', 'd'])
    expect([plain.exitCode, plain.out]).toEqual([1, ''])
    expect(plain.err).toContain('rejected  4: not a whole number, as a, b, c, …\n')
    expect(plain.err).toContain('error: none of the 4 tags matches number()\n')
    const json = await run(['pick', 'number()', '--json'], [])
    expect(json.exitCode).toBe(1)
    expect(JSON.parse(json.out)).toMatchObject({ matched: [], newest: null, seen: 0, runnerUp: null })
  })

  test('shows the place of a mistake, and asks for tags where none are piped in', async () => {
    const wrong = await run(['pick', "semver(range='new')"], ['1'])
    expect([wrong.exitCode, wrong.out]).toEqual([2, ''])
    expect(wrong.err).toContain(`semver(range='new')\n              ^\n`)
    const silent = await run(['pick', 'semver()'])
    expect([silent.exitCode, silent.err]).toEqual([
      2,
      expect.stringMatching(
        /^error: pick: there are no tags on standard input\n {2}Pipe them in, one a line\.\n {2}See https:\S+#input\n$/
      )
    ])
  })

  test('shows nothing of a tag that could steer the terminal', async () => {
    const { out, err } = await run(['pick', "regex('.*')"], ['\u001b[31mx', '\u202ey'])
    expect(out + err).not.toMatch(/[\u001b\u202e]/)
  })
})

describe('suggest', () => {
  test('proposes filters for tags on standard input', async () => {
    const { exitCode, out } = await run(['suggest'], ['main-9-abcdef0', 'main-10-abcdef1', '1.2.0', 'latest'])
    expect(exitCode).toBe(0)
    expect(out).toBe(
      [
        'picks            accepts  family                                      filter',
        "main-10-abcdef1  2 of 4   main- and whole numbers with a hash behind  regex('main-(?P<number>[0-9]+)-[0-9a-f]{7,40}', extract='number', suffix=number())",
        '1.2.0            1 of 4   versions                                    semver(prereleases=false)',
        ''
      ].join('\n')
    )
  })

  test('as JSON, and with exit code 1 where nothing fits', async () => {
    const { exitCode, out } = await run(['suggest', '--json'], ['7', '8'])
    expect(exitCode).toBe(0)
    expect(JSON.parse(out)).toEqual({
      seen: 2,
      suggestions: [{ filter: 'number()', newest: '8', matched: 2, explained: 2, family: 'whole numbers' }]
    })
    const nothing = await run(['suggest'], ['latest'])
    expect([nothing.exitCode, nothing.err]).toEqual([1, 'error: no filter fits any of the 1 tag\n'])
  })
})

describe('with a registry', () => {
  let registry: LoopbackRegistry
  const named = (): Terminal['env'] => ({ KLUCTL_REGISTRY_1_HOST: registry.host, KLUCTL_REGISTRY_1_PLAIN_HTTP: 'true' })
  beforeAll(async () => {
    registry = await startRegistry({ repositories: { 'team/app': ['1.2.0', '1.10.0', '1.11.0-rc1', 'latest'] } })
  })
  afterAll(() => registry.stop())

  test('tags explains what a filter makes of the list', async () => {
    const image = `${registry.host}/team/app`
    const { exitCode, out, err } = await run(['tags', image, '--filter', 'semver(prereleases=false)'], [], named())
    expect([exitCode, err]).toEqual([0, 'registries: 1 request\n'])
    expect(out).toBe(
      [
        `repository  ${image}`,
        'filter      semver(allow_no_nums=false, prereleases=false)',
        'tags        4 tags, 2 accepted',
        'newest      1.10.0',
        'runner-up   1.2.0',
        'rejected    1: does not begin with a number, as latest',
        'rejected    1: is a pre-release, as 1.11.0-rc1',
        ''
      ].join('\n')
    )
    const json = await run(['tags', image, '--json'], [], named())
    expect(JSON.parse(json.out)).toMatchObject({ repository: image, newest: '1.11.0-rc1', matched: 3, traps: [] })
  })

  test('suggest asks for the tags of an image', async () => {
    const { exitCode, out } = await run(['suggest', `${registry.host}/team/app`, '--json'], [], named())
    expect(exitCode).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ seen: 4, suggestions: [{ newest: '1.10.0' }] })
  })
})
