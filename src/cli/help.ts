import { version } from '../about.ts'
import type { OptionDefinition } from '../option-table.ts'
import type { Command } from './command.ts'

/** Text of `kluctl-images --help`, for a terminal of so many columns. */
export function formatOverview(commands: readonly Command[], width = 80): string {
  const rows = commands.map(command => [command.usage, command.summary] as const)
  return [
    `kluctl-images ${version}: resolves the images of a kluctl project to the newest tags.`,
    '',
    'Usage: kluctl-images COMMAND [flags]',
    '',
    'Commands',
    ...columns(rows, readable(width)),
    '',
    'kluctl-images COMMAND --help shows the flags of a command; demo is a good start.',
    'Exit codes: 0 done, 1 failed, 2 wrong usage or bad input,',
    '            3 --check found changes.',
    ''
  ].join('\n')
}

/** Text of `kluctl-images COMMAND --help`, for a terminal of so many columns. */
export function formatCommandHelp(command: Command, width = 80): string {
  const own = command.flags.map(({ name, short, value, help }) => [flagText(name, short, value ?? ''), help] as const)
  const options = command.options.map(option => {
    const isDefault = option.default !== '' && option.kind !== 'boolean'
    return [
      flagText(shownName(option), option.short, option.value),
      isDefault ? `${option.help} (default: ${option.default})` : shownHelp(option)
    ] as const
  })
  const hasLists = command.options.some(({ kind }) => kind === 'lines' || kind === 'list')
  return [
    `Usage: kluctl-images ${command.usage} [flags]`,
    '',
    ...wrap(command.description, readable(width)),
    '',
    'Examples',
    ...command.examples.map(example => `  ${example}`),
    '',
    'Flags',
    ...columns([...own, ...options, ['-h, --help', 'Show this text.']], readable(width)),
    '',
    ...(hasLists ? [...wrap(repeating, readable(width)), ''] : [])
  ].join('\n')
}

const repeating =
  'Flags for several values ("one a line", tags, folders) may be repeated; tags and folders may also stand in one value, separated by commas.'

/** Lines that an eye can follow, whatever the terminal is. */
function readable(width: number): number {
  return Math.max(60, Math.min(100, width))
}

/** What is on by default is shown by the flag that switches it off. */
function shownName({ name, kind, default: preset }: OptionDefinition): string {
  return kind === 'boolean' && preset === 'true' ? `no-${name}` : name
}

function shownHelp({ help, kind, default: preset }: OptionDefinition): string {
  if (kind !== 'boolean' || preset !== 'true') return help
  return `On unless this is given: ${help.charAt(0).toLowerCase()}${help.slice(1)}`
}

function flagText(name: string, short: string | undefined, value: string): string {
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value === '' ? '' : ` ${value}`}`
}

/** Two columns. What is too long for the left one has a line of its own. */
function columns(rows: readonly (readonly [string, string])[], page: number): readonly string[] {
  const longest = Math.max(...rows.map(([left]) => left.length))
  const width = Math.min(longest, Math.floor(page * 0.35))
  const indent = ' '.repeat(width + 4)
  return rows.flatMap(([left, right]) => {
    const [first = '', ...rest] = wrap(right, page - indent.length)
    const under = rest.map(line => indent + line)
    return left.length > width
      ? [`  ${left}`, indent + first, ...under]
      : [`  ${left.padEnd(width)}  ${first}`, ...under]
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
