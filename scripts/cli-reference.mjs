/**
 * The page docs/cli.md, made of the same tables as `--help`.
 * @param {{ groups: readonly { title: string, members: readonly any[] }[], environment: readonly any[], files: readonly any[] }} tables
 */
export function formatCliReference({ groups, environment, files }) {
  const commands = groups.flatMap(({ members }) => members)
  const resolve = commands.find(({ name }) => name === 'resolve')
  return `<!-- Written by scripts/update-options.mjs from the commands of src/cli. -->
# Command line

\`kluctl-images COMMAND [ARGUMENT...] [FLAG...]\`

Finds every \`images.get_image\` call of a [kluctl](https://kluctl.io) project, resolves it to the newest matching tag of its registry, and writes the fixed-images file. \`npx kluctl-images COMMAND\` runs it without installing it; Node.js 20.18.1 or newer is needed.

${groups.map(formatGroup).join('\n\n')}

- Flags and arguments may stand in any order; \`--\` ends the flags. \`--flag=VALUE\` and \`--flag VALUE\` are the same, and a value that begins with \`-\` needs the first.
- A switch that is on by default is switched off with \`--no-\` before its name; any switch may be written that way.
- Flags for several values may be repeated. Lists (*several, or with commas*) may also stand in one value, separated by commas. Any other flag takes one value, and two of them are an error; of a switch the last one wins.
- Results go to standard output; warnings, errors and the receipt of requests to standard error.
- \`kluctl-images --version\` prints the version, \`kluctl-images help COMMAND\` the same as \`COMMAND --help\`.

${[
  section('Exit codes', table(['code', 'meaning'], exitCodes)),
  ...commands.map(command => formatCommand(command, resolve)),
  section(
    'Environment',
    `${environment.map(formatTopic).join('\n\n')}\n\nThe recipes for each registry, and which variable is older or newer, are in [registries.md](registries.md). What projects may read of the environment is named with \`--allow-env\`.`
  ),
  section(
    'Files',
    table(
      ['file', 'meaning'],
      files.map(([name, meaning]) => [names(name), meaning])
    )
  ),
  section(
    'See also',
    '[getting started](getting-started.md), [version filters](version-filters.md), [policy](policy.md), [registries](registries.md), [releases](releases.md), [review](review.md), [troubleshooting](troubleshooting.md)'
  )
].join('\n\n')}
`
}

const exitCodes = [
  ['0', 'Done. With `--check`: nothing would change.'],
  ['1', 'Something failed: an image, a gate of `--fail-on`, a registry, a file that cannot be written.'],
  [
    '2',
    'Wrong usage, or an input, a version filter, an image or a fixed-images entry that cannot be used. Nothing was asked or written.'
  ],
  ['3', '`--check` found changes. No file was written.']
]

function formatGroup({ title, members }) {
  const rows = members.map(({ name, usage, summary }) => [`[\`${cell(usage)}\`](#${name})`, cell(summary)])
  return `**${title}**\n\n${table(['command', ''], rows)}`
}

function formatCommand({ name, usage, description, examples, flags, options }, resolve) {
  const isShared = option =>
    name !== 'resolve' && resolve.options.some(other => other.name === option.name && other.help === option.help)
  const own = [...flags.map(ownRow), ...options.filter(option => !isShared(option)).map(optionRow)]
  const shared = options.filter(isShared).map(option => `\`--${shownName(option)}\``)
  const parts = [
    `\`kluctl-images ${usage} [flags]\``,
    description,
    `<!-- executed: command line -->\n\`\`\`sh\n${examples.join('\n')}\n\`\`\``,
    ...(own.length === 0 ? [] : [table(['flag', 'value', 'default', 'meaning'], own)]),
    ...(shared.length === 0 ? [] : [`As for [resolve](#resolve): ${shared.join(', ')}.`])
  ]
  return section(name, parts.join('\n\n'))
}

function ownRow({ name, value = '', short, help }) {
  return [flag(name, short), value === '' ? '' : `\`${cell(value)}\``, '', cell(help)]
}

function optionRow(option) {
  const { short, kind, value, help } = option
  const isSwitch = kind === 'boolean'
  const several = kind === 'lines' ? ' (several)' : kind === 'list' ? ' (several, or with commas)' : ''
  const meaning =
    isSwitch && option.default === 'true' ? `Off with this flag: ${help.charAt(0).toLowerCase()}${help.slice(1)}` : help
  return [
    flag(shownName(option), short),
    value === '' ? '' : `\`${cell(value)}\`${several}`,
    option.default === '' || isSwitch ? '' : `\`${option.default}\``,
    cell(meaning)
  ]
}

function shownName({ name, kind, default: preset }) {
  return kind === 'boolean' && preset === 'true' ? `no-${name}` : name
}

function flag(name, short) {
  return short === undefined ? `\`--${name}\`` : `\`--${name}\`, \`-${short}\``
}

function formatTopic({ title, variables }) {
  return `**${title}**\n\n${table(
    ['variable', 'meaning'],
    variables.map(([name, meaning]) => [names(name), cell(meaning)])
  )}`
}

function names(text) {
  return text
    .split(', ')
    .map(name => `\`${name}\``)
    .join(', ')
}

function section(title, body) {
  return `## ${title}\n\n${body}`
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n')
}

/** Stars and angles that are no Markdown, and the bar that would end a cell. */
function cell(text) {
  return text
    .replaceAll('|', '\\|')
    .replace(
      /!PATTERN|PATTERN = VERSION-FILTER|PATTERN|name=value|@file|\*\*|\*|#(?= begins)|image<:namespace:deployment:container>=result|<n>/g,
      '`$&`'
    )
}
