import { describe, expect, test } from 'vitest'
import type { Terminal } from '../../src/cli/command.ts'
import { runCommand } from '../../src/cli/main.ts'

/** Runs a command in this process, with a terminal of our own. */
async function run(args: readonly string[], terminal: Partial<Terminal> = {}) {
  let out = ''
  let err = ''
  const exitCode = await runCommand(args, {
    env: {},
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
    width: 80,
    isErrorTerminal: false,
    errorWidth: 80,
    status: () => undefined,
    ...terminal
  })
  return { exitCode, out, err }
}

describe('the command line', () => {
  test('alone shows the overview on standard error and ends with 2', async () => {
    const asked = await run(['--help'])
    expect(asked).toMatchObject({ exitCode: 0, err: '' })
    expect(await run([])).toEqual({ exitCode: 2, out: '', err: asked.out })
  })

  test.each([['--help'], ['-h'], ['help']])('%s COMMAND is COMMAND --help', async word => {
    const wanted = await run(['diff', '--help'])
    expect(wanted.out).toMatch(/^Usage: kluctl-images diff OLD NEW \[flags\]\n/)
    expect(await run([word, 'diff'])).toEqual(wanted)
    expect(await run(['diff', '-h'])).toEqual(wanted)
  })

  test('--help goes before arguments that are missing or too many', async () => {
    for (const args of [
      ['diff', '--help'],
      ['diff', 'a', '--help'],
      ['diff', 'a', 'b', 'c', '--help']
    ])
      expect((await run(args)).exitCode).toBe(0)
  })

  test.each([
    ['resolv', 'Did you mean resolve?'],
    ['rednder', 'Did you mean render?'],
    ['tag', 'Did you mean tags?'],
    [
      'update',
      'Commands: init, resolve, merge, verify, render, pick, tags, doctor, suggest, diff, export, demo, completion. See kluctl-images --help.'
    ]
  ])('there is no command %s: %s', async (word, hint) => {
    const expected = { exitCode: 2, out: '', err: `error: there is no command "${word}"\n  ${hint}\n` }
    expect(await run([word])).toEqual(expected)
    expect(await run(['help', word])).toEqual(expected)
  })

  test.each<readonly [string, readonly string[], boolean]>([
    ['a flag that is mistyped', ['export', '--formt'], false],
    ['an argument that lacks', ['tags'], false],
    ['a file that is not there', ['export', 'nosuch.yaml', '--format', 'env'], true],
    ['a host that is none', ['doctor', 'http://x'], true]
  ])('%s is said with a link to what explains it, but for words alone', async (_name, args, hasLink) => {
    const { exitCode, err } = await run(args)
    expect([exitCode, err.includes('/docs/troubleshooting.md#input\n')]).toEqual([2, hasLink])
  })

  test.each(['constructor', '__proto__', 'toString'])('%s is no command either', async word => {
    expect(await run([word])).toMatchObject({ exitCode: 2, out: '' })
  })

  test('what a user wrote cannot move the cursor or hide text', async () => {
    const escapeCode = String.fromCharCode(27)
    const { err } = await run([`${escapeCode}[2Jresolve\u202e`])
    expect(err).toContain('\\u{1b}[2Jresolve\\u{202e}')
    expect(err).not.toContain(escapeCode)
  })

  test('pick needs tags on standard input, and says so on a terminal', async () => {
    const { exitCode, err } = await run(['pick', 'semver()'], { isInputTerminal: true })
    expect(exitCode).toBe(2)
    expect(err).toMatch(/^error: .*standard input/)
  })

  test('a bug of ours is told as one, with what a report needs', async () => {
    const readInput = (): Promise<string> => Promise.reject(new TypeError('unexpected'))
    const { exitCode, err } = await run(['pick', 'semver()'], { readInput })
    expect(exitCode).toBe(1)
    expect(err).toMatch(/^kluctl-images: this is a bug, please report it\nTypeError: unexpected\n\s+at /)
  })
})
