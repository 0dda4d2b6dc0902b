import { version } from '../about.ts'
import {
  FilterError,
  FixedImagesError,
  ImageNameError,
  type ImagesError,
  InputError,
  isImagesError,
  ProjectError
} from '../errors.ts'
import { openTerminal } from '../io/terminal.ts'
import { terminalText } from '../report/escape.ts'
import { formatPlace } from '../report/where.ts'
import type { Command, ExitCode, Terminal } from './command.ts'
import { parseFlags } from './flags.ts'
import { formatCommandHelp, formatOverview } from './help.ts'

/** Loads the commands; a command loads what it needs only when it runs, so that `--help` is quick. */
async function loadCommands(): Promise<readonly Command[]> {
  const modules = await Promise.all([
    import('./resolve.ts'),
    import('./render.ts'),
    import('./pick.ts'),
    import('./tags.ts'),
    import('./suggest.ts'),
    import('./diff.ts'),
    import('./demo.ts')
  ])
  return modules.map(module => module.command)
}

/** The command line. Sets the exit code; never throws. */
export async function main(args: readonly string[], terminal: Terminal = openTerminal()): Promise<void> {
  process.exitCode = await runCommand(args, terminal)
}

/** Runs one command and turns every error into text and an exit code. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await dispatch(args, terminal)
  } catch (error) {
    if (error instanceof AggregateError) for (const one of error.errors) report(one, terminal)
    else report(error, terminal)
    return exitCodeOf(error)
  }
}

async function dispatch([name, ...rest]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const commands = await loadCommands()
  if (name === '--version' || name === '-V' || name === 'version') {
    terminal.out(`${version}\n`)
    return 0
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const wanted = commands.find(command => command.name === rest[0])
    terminal[name === undefined ? 'err' : 'out'](wanted ? formatCommandHelp(wanted) : formatOverview(commands))
    return name === undefined ? 2 : 0
  }
  const command = commands.find(candidate => candidate.name === name)
  if (!command) {
    throw new InputError('command', `there is no command "${name}"`, {
      hint: `Commands: ${commands.map(({ name }) => name).join(', ')}. See kluctl-images --help.`
    })
  }
  const parsed = parseFlags(rest, command.flags, command.options)
  if (parsed.own.get('help') === true) {
    terminal.out(formatCommandHelp(command))
    return 0
  }
  checkPositionals(command, parsed.positionals)
  return command.run(parsed, terminal)
}

function checkPositionals(command: Command, given: readonly string[]): void {
  const required = command.positionals.filter(name => !name.endsWith('?'))
  const missing = required[given.length]
  const usage = `Usage: kluctl-images ${command.usage} [flags]`
  if (missing !== undefined) throw new InputError(missing, `${missing} is missing`, { hint: usage })
  const surplus = given[command.positionals.length]
  if (surplus !== undefined) throw new InputError('arguments', `"${surplus}" is one argument too many`, { hint: usage })
}

function report(error: unknown, terminal: Terminal): void {
  if (!isImagesError(error)) {
    terminal.err(
      `kluctl-images: this is a bug, please report it\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
    )
    return
  }
  const hint = error.hint === undefined ? '' : `\n  ${error.hint}`
  const caret = error instanceof FilterError ? `\n${error.caret()}` : ''
  const lines = `${subject(error)}${error.message}${caret}${hint}`.split('\n')
  terminal.err(`error: ${lines.map(terminalText).join('\n')}\n`)
}

function subject(error: ImagesError): string {
  if (error instanceof InputError)
    return error.input === 'command' || error.input.startsWith('-') ? '' : `${error.input}: `
  const place = error instanceof ProjectError || error instanceof FixedImagesError ? error.place : undefined
  return place === undefined ? '' : `${formatPlace(place)}: `
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof AggregateError) return error.errors.every(one => exitCodeOf(one) === 2) ? 2 : 1
  return [InputError, FixedImagesError, FilterError, ImageNameError].some(type => error instanceof type) ? 2 : 1
}
