import { version } from '../about.ts'
import type { OptionDefinition } from '../option-table.ts'
import type { Command } from './command.ts'
import { environmentTopics, fileTopics } from './environment.ts'

/** Text of `kluctl-images --help`, for a terminal of so many columns. */
export function formatOverview(commands: readonly Command[], width = 80): string {
  const left = Math.max(...commands.map(({ usage }) => usage.length))
  return [
    `kluctl-images ${version}: resolves the images of a kluctl project to the newest tags.`,
    '',
    'Usage: kluctl-images COMMAND [flags]',
    '',
    ...groupCommands(commands).flatMap(({ title, members }) => [
      title,
      ...columns(
        members.map(({ usage, summary }) => [usage, summary] as const),
        readable(width),
        left
      ),
      ''
    ]),
    'kluctl-images COMMAND --help shows the flags of a command, with examples;',
    'kluctl-images help environment the variables and files. Start with demo or init.',
    'Exit codes: 0 done, 1 failed, 2 wrong usage or bad input,',
    '            3 --check found changes.',
    `Manual: ${manual}`,
    ''
  ].join('\n')
}

const manual = `https://github.com/kluctl-images/kluctl-images/blob/v${version}/docs/cli.md`

/** The commands as the overview and the manual group them. */
const groups: readonly (readonly [title: string, names: readonly string[]])[] = [
  ['To begin', ['init', 'demo', 'doctor']],
  ['Images of a project', ['resolve', 'merge', 'verify', 'render', 'diff', 'export']],
  ['Tags and version filters', ['tags', 'pick', 'suggest']]
]

/** Commands under the title of their group; what is in none comes last. */
export function groupCommands(
  commands: readonly Command[]
): readonly { readonly title: string; readonly members: readonly Command[] }[] {
  const known = new Set(groups.flatMap(([, names]) => names))
  const named = groups.map(([title, names]) => ({
    title,
    members: names.flatMap(name => commands.filter(command => command.name === name))
  }))
  const rest = { title: 'Shell', members: commands.filter(({ name }) => !known.has(name)) }
  return [...named, rest].filter(({ members }) => members.length > 0)
}

/** Text of `kluctl-images help environment`. */
export function formatEnvironment(width = 80): string {
  const parts = [
    ...environmentTopics.map(({ title, variables }) => ({ title, rows: variables })),
    { title: 'Files', rows: fileTopics }
  ]
  return parts.map(({ title, rows }) => [title, ...columns(rows, readable(width), 28), ''].join('\n')).join('\n')
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

/**
 * Two columns. What is too long for the left one has a line of its own.
 * @param longest length of the longest text on the left, also of other tables that are to look the same
 */
function columns(
  rows: readonly (readonly [string, string])[],
  page: number,
  longest = Math.max(...rows.map(([left]) => left.length))
): readonly string[] {
  const width = Math.min(longest, Math.floor(page * 0.35))
  const indent = ' '.repeat(width + 4)
  return rows.flatMap(([left, right]) => {
    const [first = '', ...rest] = wrap(right, page - indent.length)
    const under = rest.map(line => indent + line)
    return left.length > width
      ? [...wrap(left, page - 2).map(line => `  ${line}`), indent + first, ...under]
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
