import { version } from '../about.ts'
import type { Command } from './command.ts'

/** Text of `kluctl-images --help`. */
export function formatOverview(commands: readonly Command[]): string {
  const rows = commands.map(command => [command.usage, command.summary] as const)
  return [
    `kluctl-images ${version}: resolves the images of a kluctl project to the newest matching tags.`,
    '',
    'Usage: kluctl-images COMMAND [flags]',
    '',
    'Commands',
    ...columns(rows),
    '',
    'kluctl-images COMMAND --help shows the flags of a command.',
    'Exit codes: 0 done, 1 failed, 2 wrong usage or bad input, 3 --check found changes.',
    ''
  ].join('\n')
}

/** Text of `kluctl-images COMMAND --help`. */
export function formatCommandHelp(command: Command): string {
  const own = command.flags.map(({ name, short, value, help }) => [flagText(name, short, value ?? ''), help] as const)
  const options = command.options.map(option => {
    const isDefault = option.default !== '' && option.kind !== 'boolean'
    return [
      flagText(option.name, option.short, option.value),
      isDefault ? `${option.help} (default: ${option.default})` : option.help
    ] as const
  })
  return [
    `Usage: kluctl-images ${command.usage} [flags]`,
    '',
    ...wrap(command.description, 100),
    '',
    'Examples',
    ...command.examples.map(example => `  ${example}`),
    '',
    'Flags',
    ...columns([...own, ...options, ['-h, --help', 'Show this text.']]),
    ''
  ].join('\n')
}

function flagText(name: string, short: string | undefined, value: string): string {
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value === '' ? '' : ` ${value}`}`
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const widest = Math.max(...rows.map(([left]) => left.length))
  const width = Math.min(widest, 36)
  return rows.flatMap(([left, right]) => {
    const [first = '', ...rest] = wrap(right, 110 - width)
    const lead = `  ${left.padEnd(width)}  `
    const indent = ' '.repeat(width + 4)
    return left.length > width
      ? [`  ${left}`, ...[first, ...rest].map(line => indent + line)]
      : [lead + first, ...rest.map(line => indent + line)]
  })
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length + 1 <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
