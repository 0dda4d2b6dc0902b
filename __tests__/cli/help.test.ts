import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/cli/command.ts'
import { loadCommands } from '../../src/cli/commands.ts'
import { commandLineOptions } from '../../src/cli/flags.ts'
import { formatCommandHelp, formatOverview } from '../../src/cli/help.ts'
import { command as resolve } from '../../src/cli/resolve.ts'
import { command as verify } from '../../src/cli/verify.ts'

const commands: readonly Command[] = await loadCommands()

describe.each(commands.map(command => [command.name, command] as const))('the help of %s', (name, command) => {
  const text = formatCommandHelp(command)

  test('begins with the usage and ends with a line end', () => {
    expect(text.startsWith(`Usage: kluctl-images ${command.usage} [flags]\n\n`)).toBe(true)
    expect(text).toMatch(/\n {2}-h, --help +Show this text\.\n(?:\n.+\n.+\n)?$/)
  })

  test('fits into 80 columns, whatever is no example', () => {
    const long = text.split('\n').filter(line => line.length > 80 && !command.examples.includes(line.trim()))
    expect(long).toEqual([])
  })

  test('has at least one example, and every example runs this command', () => {
    expect(command.examples.length).toBeGreaterThan(0)
    for (const example of command.examples) expect(example).toContain(`kluctl-images ${name}`)
  })

  test('says the arguments of its usage', () => {
    const words = command.usage.split(' ').slice(1)
    const shown = command.positionals.map(word => (word.endsWith('?') ? `[${word.slice(0, -1)}]` : word))
    // with --targets, a folder or nothing stands in place of the two, so that diff itself says which one is missing
    expect(name === 'diff' ? shown.map(word => word.slice(1, -1)) : shown).toEqual(words)
  })

  test('every sentence of it ends with a full stop', () => {
    expect(command.summary).toMatch(/\.$/)
    expect(command.description).toMatch(/\.$/)
    for (const { help } of [...command.flags, ...command.options]) expect(help).toMatch(/\.$/)
  })
})

describe('the overview', () => {
  test('has every command with its line, and the exit codes, in 80 columns', () => {
    const text = formatOverview(commands)
    for (const { usage, summary } of commands) {
      expect(text).toContain(`  ${usage}`)
      expect(text.replace(/\s+/g, ' ')).toContain(summary)
    }
    expect(text).toContain('Exit codes: 0 done, 1 failed, 2 wrong usage or bad input')
    expect(text.split('\n').filter(line => line.length > 80)).toEqual([])
  })
})

test('--check says that it writes nothing, and every exit code of its own', () => {
  expect(formatCommandHelp(resolve).replace(/\s+/g, ' ')).toContain(
    '--check Write no file; exit 3 if the fixed-images file would change, 1 if something fails.'
  )
})

test('the command line has no option of the Action alone', () => {
  expect(commandLineOptions.map(({ name }) => name)).not.toContain('github-token')
  expect(commandLineOptions.every(({ actionOnly }) => actionOnly !== true)).toBe(true)
})

test.each(['verify', 'render'])('the help of %s has no option for a part of the images', name => {
  const command = commands.find(one => one.name === name)
  expect(command?.options.map(option => option.name)).not.toContain('shard')
})

test('the help of verify has no word of a run that writes or looks up', () => {
  const text = formatCommandHelp(verify).replace(/\s+/g, ' ')
  expect(text).not.toMatch(/file to write|looked up|passed over|Write results|may be updated|Where to keep/)
  expect(text).toContain('minimum-age')
})
