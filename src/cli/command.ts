import type { OptionDefinition } from '../option-table.ts'
import type { OwnFlag, ParsedFlags } from './flags.ts'

/** What a command may touch: streams and environment are handed in. */
export type Terminal = {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Standard output: the answer. */
  out(text: string): void
  /** Standard error: warnings and errors. */
  err(text: string): void
  /** All of standard input. */
  readInput(): Promise<string>
  /** True where a person would have to type the input. */
  readonly isInputTerminal: boolean
  /** Asks a person for one line; empty where the input ends. Absent where nobody is there to ask. */
  ask?(question: string): Promise<string>
  /** True where standard output may be coloured. */
  readonly color: boolean
  /** The same for standard error, which may go elsewhere. */
  readonly errorColor: boolean
  /** Columns of standard output. */
  readonly width: number
  /** True where standard error is a terminal that can rewrite a line. */
  readonly isErrorTerminal: boolean
  /** Columns of standard error. */
  readonly errorWidth: number
  /**
   * Shows a line on standard error until the next output of any kind, or the next status, takes its place; the empty text only takes it away.
   * Does nothing where standard error is no terminal.
   */
  status(line: string): void
}

/** Exit codes: done, failed, wrong usage or bad input, `--check` found changes. */
export type ExitCode = 0 | 1 | 2 | 3

export type Command = {
  readonly name: string
  /** As `resolve [DIR]`. */
  readonly usage: string
  /** One line for the list of commands. */
  readonly summary: string
  readonly description: string
  readonly examples: readonly string[]
  readonly flags: readonly OwnFlag[]
  /** Options of the main job that it takes. */
  readonly options: readonly OptionDefinition[]
  /** Names of its arguments: `DIR?` may be left out, `IMAGE...` may be repeated. */
  readonly positionals: readonly string[]
  /** @param commands all of them, for those that speak of the others */
  run(parsed: ParsedFlags, terminal: Terminal, commands: () => Promise<readonly Command[]>): Promise<ExitCode>
}
