import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Command } from '../../src/cli/command.ts'
import { loadCommands } from '../../src/cli/commands.ts'
import { formatBash } from '../../src/cli/completion-bash.ts'
import { formatFish } from '../../src/cli/completion-fish.ts'
import { type CompletionCommand, completionCommands } from '../../src/cli/completion-words.ts'
import { formatZsh } from '../../src/cli/completion-zsh.ts'
import { checkSyntax, complete, hasShell, type ShellName } from '../helpers/shells.ts'

const shells: readonly (readonly [ShellName, (commands: readonly CompletionCommand[]) => string])[] = [
  ['bash', formatBash],
  ['zsh', formatZsh],
  ['fish', formatFish]
]

/** Whatever a description may have that a shell could take for its own. */
const nasty: Command = {
  name: 'nasty',
  usage: 'nasty',
  summary: `It's [a] "test": of $HOME, \`id\`, \\ and (this) {that} <there> | ; & * ? ~ # !`,
  description: '',
  examples: [],
  flags: [{ name: 'odd', kind: 'text', value: 'this|that', help: `Don't [do]: \\ "$(touch pwned)" 100% 'quoted'` }],
  options: [],
  positionals: [],
  run: () => Promise.resolve(0)
}

const folder = mkdtempSync(join(tmpdir(), 'completion-project-'))
beforeAll(() => {
  for (const name of ['deploy', 'with blank']) mkdirSync(join(folder, name))
  const targets = 'targets:\n  - name: staging\n    context: none\n  - name: "prod-eu"\nargs:\n  - name: version\n'
  writeFileSync(join(folder, '.kluctl.yaml'), targets)
  writeFileSync(join(folder, 'deploy', '.kluctl.yaml'), 'targets:\n- name: inner\n')
  writeFileSync(join(folder, 'fixed.yaml'), '')
})
afterAll(() => rmSync(folder, { recursive: true }))

const gates = ['change', 'downgrade', 'major', 'none', 'trap', 'unpinned', 'unresolved']

/** A line to complete, words that are proposed, and some that are not. */
const table: readonly (readonly [line: string, has: readonly string[], not: readonly string[]])[] = [
  ['kluctl-images re', ['render', 'resolve'], ['tags', '--help']],
  ['kluctl-images ', ['completion', 'doctor', 'export', 'resolve', 'verify'], ['deploy', '--target']],
  ['kluctl-images help ver', ['verify'], ['render']],
  ['kluctl-images help env', ['environment'], ['export']],
  ['kluctl-images diff --targets s', ['staging'], ['prod-eu']],
  ['kluctl-images resolve --ta', ['--target'], ['--tags']],
  ['kluctl-images resolve --no-s', ['--no-source-links'], ['--source-links']],
  ['kluctl-images resolve --target ', ['prod-eu', 'staging'], ['version', 'inner', 'deploy']],
  ['kluctl-images resolve -t s', ['staging'], ['prod-eu']],
  ['kluctl-images resolve --project-dir deploy --target ', ['inner'], ['staging']],
  ['kluctl-images resolve --fail-on ', gates, ['deploy']],
  ['kluctl-images resolve --fail-on d', ['downgrade'], ['major']],
  ['kluctl-images resolve --lock-file ', ['auto', 'none', 'fixed.yaml'], []],
  ['kluctl-images resolve --lock-file n', ['none'], ['auto', 'fixed.yaml']],
  ['kluctl-images export --format k', ['kustomize'], ['env']],
  ['kluctl-images completion ', ['bash', 'fish', 'zsh'], ['deploy', 'resolve']],
  ['kluctl-images resolve --comment ', ['gitlab'], []],
  ['kluctl-images nasty --odd t', ['that', 'this'], []],
  ['kluctl-images nasty --o', ['--odd'], []]
]

describe.each(shells)('%s', (shell, format) => {
  const missing = hasShell(shell) ? undefined : `${shell} is not here, so its completion is not run`
  if (missing !== undefined) process.stderr.write(`${missing}\n`)
  const script = async (): Promise<string> => format(completionCommands([...(await loadCommands()), nasty]))

  test.skipIf(missing !== undefined)('takes the script', async () => {
    expect(checkSyntax(shell, await script())).toBe('')
  })

  test.skipIf(missing !== undefined)('proposes commands, flags, values and targets', async () => {
    const lines = table.map(([line]) => line)
    const proposed = complete(shell, await script(), lines, folder).map(words =>
      words.map(word => word.replace(/[/ ]$/, ''))
    )
    const wrong = table.flatMap(([line, has, not], index) => {
      const words = proposed[index] ?? []
      const lacks = has.filter(word => !words.includes(word))
      const surplus = not.filter(word => words.includes(word))
      return lacks.length + surplus.length === 0 ? [] : [{ line, lacks, surplus, words }]
    })
    expect(wrong).toEqual([])
  })

  test.skipIf(missing !== undefined)('proposes files and folders, and only folders for a folder', async () => {
    const lines = ['kluctl-images export ', 'kluctl-images resolve ', 'kluctl-images resolve --project-dir w']
    const [files = [], folders = [], blank = []] = complete(shell, await script(), lines, folder)
    expect(files.join(' ')).toContain('fixed.yaml')
    expect(folders.join(' ')).toContain('deploy')
    expect(folders.join(' ')).not.toContain('fixed.yaml')
    expect(blank.join('|').replaceAll('\\', '')).toMatch(/^with blank\/?$/)
  })
})

test('each command and each of its flags is in each script', async () => {
  const commands = completionCommands(await loadCommands())
  const [bash, zsh, fish] = shells.map(([, format]) => format(commands))
  for (const { name, flags } of commands) {
    for (const flag of flags) {
      expect(bash).toMatch(new RegExp(`^ {4}${name}\\)\\n {6}flags='[^']*${flag.name}\\b`, 'm'))
      expect(zsh).toMatch(new RegExp(`^ {8}${name}\\)(?:\\n {10}.*)+${flag.name}(?:=?\\[|')`, 'm'))
      expect(fish).toContain(`'__kluctl_images_is ${name}' -l ${flag.name.slice(2)}`)
    }
  }
})

test('a description is one short line', async () => {
  const help = completionCommands(await loadCommands()).flatMap(command => [
    command.help,
    ...command.flags.map(flag => flag.help)
  ])
  expect(help.filter(text => text.length > 100 || text === '' || /\n|\.$/.test(text))).toEqual([])
})
