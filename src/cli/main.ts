import { version } from '../about.ts'
import {
  FilterError,
  FixedImagesError,
  ImageNameError,
  type ImagesError,
  InputError,
  isImagesError,
  LockError,
  ProjectError
} from '../errors.ts'
import { shownExcerpt } from '../excerpt.ts'
import { type ErrorKind, helpAddresses, kindOf } from '../help-address.ts'
import { compileOnce } from '../io/engine.ts'
import { openTerminal } from '../io/terminal.ts'
import { optionTable } from '../option-table.ts'
import { makeColours } from '../report/colour.ts'
import { terminalText } from '../report/escape.ts'
import { formatPlace } from '../report/where.ts'
import { quote } from '../text.ts'
import type { Command, ExitCode, Terminal } from './command.ts'
import { loadCommand, loadCommands } from './commands.ts'
import { parseFlags } from './flags.ts'
import { formatCommandHelp, formatEnvironment, formatOverview } from './help.ts'

/** The command line. Sets the exit code; never throws. */
export async function main(args: readonly string[], terminal: Terminal = openTerminal()): Promise<void> {
  compileOnce()
  process.exitCode = await runCommand(args, terminal)
}

/** Runs one command and turns every error into text and an exit code. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const mistyped = new WeakSet<object>()
  try {
    return await dispatch(args, terminal, mistyped)
  } catch (error) {
    const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
    const addresses = helpAddresses(errors.map(one => explainedKind(one, mistyped)))
    for (const [index, one] of errors.entries()) report(one, addresses[index], terminal)
    return exitCodeOf(error)
  }
}

async function dispatch(
  [name, ...rest]: readonly string[],
  terminal: Terminal,
  mistyped: WeakSet<object>
): Promise<ExitCode> {
  if (name === '--version' || name === '-V' || name === 'version') {
    terminal.out(`${version}\n`)
    return 0
  }
  if (name === undefined) {
    terminal.err(await overview(terminal))
    return 2
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    terminal.out(await readWords(() => help(rest[0], terminal), mistyped))
    return 0
  }
  const { command, parsed } = await readWords(async () => {
    const command = await loadCommand(name)
    const parsed = parseFlags(rest, command.flags, command.options)
    if (parsed.own.get('help') !== true) checkPositionals(command, parsed.positionals)
    return { command, parsed }
  }, mistyped)
  if (parsed.own.get('help') === true) {
    terminal.out(formatCommandHelp(command, terminal.width))
    return 0
  }
  return command.run(parsed, terminal, loadCommands)
}

/** Reads words of the command line; what is wrong with them as such is put into `mistyped`. */
async function readWords<T>(read: () => Promise<T>, mistyped: WeakSet<object>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    for (const one of error instanceof AggregateError ? error.errors : [error]) {
      if (isImagesError(one)) mistyped.add(one)
    }
    throw error
  }
}

async function help(wanted: string | undefined, terminal: Terminal): Promise<string> {
  if (wanted === undefined) return overview(terminal)
  if (wanted === 'environment') return formatEnvironment(terminal.width)
  return formatCommandHelp(await loadCommand(wanted), terminal.width)
}

async function overview({ width }: Terminal): Promise<string> {
  return formatOverview(await loadCommands(), width)
}

function checkPositionals({ name, usage, positionals }: Command, given: readonly string[]): void {
  const hint = `Usage: kluctl-images ${usage} [flags]`
  const missing = positionals.filter(word => !word.endsWith('?'))[given.length]
  if (missing !== undefined) throw new InputError('command', `${name} needs ${missing.replace('...', '')}`, { hint })
  if (positionals.at(-1)?.includes('...')) return
  const surplus = given[positionals.length]
  if (surplus !== undefined) throw new InputError('command', `${quote(surplus)} is one argument too many`, { hint })
}

function report(error: unknown, address: string | undefined, terminal: Terminal): void {
  if (!isImagesError(error)) {
    terminal.err(
      `kluctl-images: this is a bug, please report it\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
    )
    return
  }
  const hint = error.hint === undefined ? '' : `\n  ${error.hint}`
  const caret = error instanceof FilterError ? `\n${error.caret()}` : ''
  const lines = `${subject(error)}${error.message}${caret}`.split('\n')
  const excerpt = error instanceof ProjectError ? shownExcerpt(error.excerpt ?? []) : []
  const { dim } = makeColours(terminal.errorColor)
  const shown = [
    ...lines.map(terminalText),
    ...excerpt.map(line => dim(`    ${terminalText(line.replaceAll('\t', ' '))}`)),
    ...hint.split('\n').slice(1).map(terminalText),
    ...(address === undefined ? [] : [dim(`  See ${address}`)])
  ]
  terminal.err(`error: ${shown.join('\n')}\n`)
}

/** What a page explains: a bug has none, and a mistyped word of the command line needs none beside its hint. */
function explainedKind(error: unknown, mistyped: WeakSet<object>): ErrorKind {
  return isImagesError(error) && !mistyped.has(error) ? kindOf(error) : { error: '', code: '' }
}

/** What a message is about, in front of it: a flag or variable that it does not name itself, or the place in a file. */
function subject(error: ImagesError): string {
  if (error instanceof InputError) {
    const { input, message } = error
    const option = optionTable.find(({ name }) => name === input)
    const isNamed = message.startsWith(input) || message.startsWith(`the flag ${quote(input)}`)
    // what the Action alone has is an argument here
    if (isNamed || input === 'command' || input === 'project-dir' || option?.actionOnly === true) return ''
    return `${option === undefined ? input : `--${input}`}: `
  }
  const place =
    error instanceof ProjectError || error instanceof FixedImagesError || error instanceof LockError
      ? error.place
      : undefined
  return place === undefined ? '' : `${formatPlace(place)}: `
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof AggregateError) return error.errors.every(one => exitCodeOf(one) === 2) ? 2 : 1
  return [InputError, FixedImagesError, FilterError, ImageNameError].some(type => error instanceof type) ? 2 : 1
}
