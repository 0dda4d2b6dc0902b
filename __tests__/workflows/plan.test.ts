import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { holds } from '../helpers/workflow/expressions.ts'
import { at, type Json, listed, text } from '../helpers/workflow/json.ts'
import { root } from '../helpers/workspace.ts'

/** The script of the job `plan`, as the workflow holds it. */
function scriptOf(workflow: string): string {
  const content: Json = parse(readFileSync(join(root, `.github/workflows/${workflow}.yml`), 'utf8'))
  return text(at(listed(at(content, 'jobs', 'plan', 'steps'))[0], 'run'))
}

const script = scriptOf('review')
const folder = mkdtempSync(join(tmpdir(), 'plan-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Given = {
  readonly targets?: string
  readonly target?: string
  readonly shards?: string
  readonly artifact?: string
}

/** Runs the script as `shell: bash` does. */
function plan({ targets = '', target = '', shards = '1', artifact = 'fixed-images' }: Given): {
  readonly ok: boolean
  readonly log: string
  readonly output: string
} {
  const output = join(folder, 'output')
  writeFileSync(output, '')
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      TARGET: target,
      TARGETS: targets,
      SHARDS: shards,
      ARTIFACT: artifact,
      GITHUB_OUTPUT: output
    },
    encoding: 'utf8'
  })
  return { ok: status === 0, log: stdout + stderr, output: readFileSync(output, 'utf8') }
}

describe('the plan of a fan-out', () => {
  test('is the same in both workflows', () => {
    expect(scriptOf('bump')).toBe(script)
  })

  test.each<[string, Given, readonly unknown[]]>([
    [
      'shards of no target',
      { shards: '2' },
      [
        { shard: '1/2', part: 1 },
        { shard: '2/2', part: 2 }
      ]
    ],
    ['shards of one target', { target: 'prod', shards: '1' }, [{ target: 'prod', shard: '1/1', part: 1 }]],
    [
      'a line for each target, with comments and what is around it left out',
      { targets: '\n a \r\n\tb c\n \n# more\n', target: 'other', shards: '1' },
      [
        { target: 'a', shard: '1/1', part: 1 },
        { target: 'b c', shard: '1/1', part: 2 }
      ]
    ],
    [
      'names that a shell, JSON or a workflow command would read',
      { targets: '$(touch pwned)\n`id`\n"a\\b"\n*\n-n\n%0Amatrix=x\nmatrix={}\nü' },
      ['$(touch pwned)', '`id`', '"a\\b"', '*', '-n', '%0Amatrix=x', 'matrix={}', 'ü'].map((target, index) => ({
        target,
        shard: '1/1',
        part: index + 1
      }))
    ]
  ])('has %s', (_what, given, jobs) => {
    const { ok, log, output } = plan(given)
    expect(log).toBe('')
    expect(ok).toBe(true)
    expect(output).toMatch(/^matrix=.*\n$/)
    expect(JSON.parse(output.slice('matrix='.length))).toEqual({ include: jobs })
  })

  test.each<[number, string, boolean]>([
    [1, '', false],
    [2, '', true],
    [1, 'a', true],
    // what is no number of shards is told by the script
    [0, '', true],
    [-1, '', true],
    [0.5, '', true]
  ])('with %d shards and targets "%s" is asked for: %s', (shards, targets, expected) => {
    for (const name of ['review', 'bump']) {
      const content: Json = parse(readFileSync(join(root, `.github/workflows/${name}.yml`), 'utf8'))
      const condition = at(content, 'jobs', 'plan', 'if')
      const status = { success: true, failure: false, cancelled: false }
      expect(holds(condition, { contexts: { inputs: { shards, targets } }, status })).toBe(expected)
    }
  })

  test.each<[string, Given, string]>([
    [
      'a carriage return in a target',
      { targets: 'a\rb' },
      '::error title=targets::a?b has a comma or, where a ? stands'
    ],
    ['an escape in a target', { targets: 'ok\na\u001b[2Jb' }, '::error title=targets::a?[2Jb has'],
    ['a tab in a target', { targets: 'a\tb' }, 'a?b has'],
    ['a control character in the one target', { target: 'a\u007f', shards: '2' }, 'a? has'],
    ['a comma, which parts targets elsewhere', { targets: 'a,b%0A' }, '::error title=targets::a,b%250A has a comma'],
    ['more jobs than GitHub starts', { targets: 'a\nb', shards: '129' }, '258 jobs, and GitHub starts 256'],
    ['no whole number of shards', { shards: '2.5' }, 'It has to be a whole number from 1 on'],
    ['no shard', { targets: 'a', shards: '0' }, 'It has to be a whole number from 1 on'],
    ['less than none', { target: 'a', shards: '-1' }, 'It has to be a whole number from 1 on'],
    ['a command for shards', { shards: 'a[$(touch pwned)]' }, 'It has to be a whole number from 1 on'],
    ['a name of the artifact that is a pattern', { shards: '2', artifact: 'a{b,c}' }, '::error title=artifact-name::']
  ])('refuses %s', (_what, given, message) => {
    const { ok, log, output } = plan(given)
    expect(log).toContain(message)
    expect([ok, output]).toEqual([false, ''])
    // nothing that a terminal or the log of a run would obey
    expect(log.slice(0, -1)).not.toMatch(/\p{Cc}/u)
  })
})
