import type { OptionDefinition } from '../option-table.ts'
import type { Command } from './command.ts'
import type { OwnFlag } from './flags.ts'

/** What may stand where a value is wanted. All false and empty: anything, so that a shell proposes nothing. */
export type Values = {
  /** Words that the value may be, or begin a list of. */
  readonly words: readonly string[]
  readonly files: boolean
  readonly folders: boolean
  /** Names of targets in `.kluctl.yaml`. */
  readonly targets: boolean
}

/** A flag as a shell proposes it. */
export type CompletionFlag = {
  /** With its dashes: `--target`, `--no-source-links`. */
  readonly name: string
  readonly short: string | undefined
  readonly help: string
  /** Undefined for a flag without a value. */
  readonly values: Values | undefined
  readonly isRepeated: boolean
}

/** A command as a shell proposes it. */
export type CompletionCommand = {
  readonly name: string
  readonly help: string
  readonly flags: readonly CompletionFlag[]
  /** What an argument may be; undefined for a command that has none. */
  readonly argument: Values | undefined
  readonly hasManyArguments: boolean
}

/** Commands and flags as shells propose them, from the same tables as `--help`. */
export function completionCommands(commands: readonly Command[]): readonly CompletionCommand[] {
  return commands.map(({ name, summary, flags, options, positionals }) => {
    const [first] = positionals
    return {
      name,
      help: firstWords(summary),
      flags: [
        ...flags.map(ownFlag),
        ...options.map(optionFlag),
        { name: '--help', short: '-h', help: 'Show the flags of this command', values: undefined, isRepeated: false }
      ],
      argument: first === undefined ? undefined : valuesOf(first.replace(/\?$/, '').replace('...', '')),
      hasManyArguments: positionals.length > 1 || positionals.some(word => word.includes('...'))
    }
  })
}

function ownFlag({ name, kind, value = '', short, help }: OwnFlag): CompletionFlag {
  return {
    name: `--${name}`,
    short: short === undefined ? undefined : `-${short}`,
    help: firstWords(help),
    values: kind === 'boolean' ? undefined : name === 'targets' ? { ...none, targets: true } : valuesOf(value),
    isRepeated: false
  }
}

function optionFlag({ name, kind, choices, value, short, help, default: preset }: OptionDefinition): CompletionFlag {
  const isOn = kind === 'boolean' && preset === 'true'
  const values = choices === undefined ? valuesOf(value) : { ...none, words: choices }
  return {
    name: isOn ? `--no-${name}` : `--${name}`,
    short: short === undefined ? undefined : `-${short}`,
    help: isOn ? `Not: ${firstWords(help)}` : firstWords(help),
    values:
      kind === 'boolean' ? undefined : name === 'target' || name === 'targets' ? { ...none, targets: true } : values,
    isRepeated: kind === 'lines' || kind === 'list'
  }
}

const none: Values = { words: [], files: false, folders: false, targets: false }

/** `auto|none|FILE`: words in small letters stand for themselves. */
function valuesOf(text: string): Values {
  const parts = text.split('|')
  return {
    words: parts.length === 1 && !/^gitlab$/.test(text) ? [] : parts.filter(part => /^[a-z][a-z0-9-]*$/.test(part)),
    files: parts.some(part => /^(?:FILE|PATH|OLD|NEW|RECORD)$/.test(part)),
    folders: parts.includes('DIR'),
    targets: false
  }
}

const longest = 90

/** The first sentence without its full stop, or as much of it as a list has room for. */
function firstWords(text: string): string {
  const [sentence = ''] = text.split(/[.;] |\.$/)
  if (sentence.length <= longest) return sentence
  const cut = sentence.slice(0, longest)
  return `${cut.slice(0, cut.lastIndexOf(' ')).replace(/[,:]$/, '')} …`
}
