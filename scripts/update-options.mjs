// Writes the option table of src/option-table.ts into action.yml and README.md, between their markers, and docs/cli.md from the commands. With
// --check it writes nothing, and fails where a file would change; a test runs that.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { formatCliReference } from './cli-reference.mjs'

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))))
const isCheck = process.argv.includes('--check')
const { optionTable } = await load('src/option-table.ts')

const inputs = optionTable.map(option => {
  const quoted = `'${option.help.replaceAll("'", "''")}'`
  return `  ${option.name}:\n    description: ${quoted}\n    required: false\n    default: '${option.default}'\n`
})
replaceBetween('action.yml', '# options: begin\n', '  # options: end', inputs.join(''))

const rows = optionTable.map(option => {
  const value = option.default === '' ? '' : `\`${option.default}\``
  const name = option.kind === 'boolean' && option.default === 'true' ? `no-${option.name}` : option.name
  const flag =
    option.actionOnly === true
      ? 'Action only'
      : `\`--${name}${option.short === undefined ? '' : `\`, \`-${option.short}`}\``
  return `| \`${option.name}\` | ${flag} | ${value} | ${option.help.replaceAll('|', '\\|').replace(/!PATTERN|PATTERN = VERSION-FILTER|PATTERN|name=value|@file|\*\*|\*|#(?= begins)|image<:namespace:deployment:container>=result/g, '`$&`')} |\n`
})
replaceBetween(
  'README.md',
  '<!-- options: begin -->\n',
  '<!-- options: end -->',
  `\n| input | flag | default | meaning |\n| --- | --- | --- | --- |\n${rows.join('')}\n`
)

const [{ loadCommands }, { groupCommands }, { environmentTopics, fileTopics }] = [
  await load('src/cli/commands.ts'),
  await load('src/cli/help.ts'),
  await load('src/cli/environment.ts')
]
const groups = groupCommands(await loadCommands())
write('docs/cli.md', formatCliReference({ groups, environment: environmentTopics, files: fileTopics }))

/** A module of src as it stands, in one text. What it loads later, when it runs, is left out. */
async function load(input) {
  const bundle = await rolldown({
    input,
    platform: 'node',
    plugins: [
      {
        name: 'without-later-parts',
        resolveId: (source, importer = '', { kind }) =>
          kind === 'dynamic-import' && !importer.endsWith('/src/cli/commands.ts')
            ? { id: source, external: true }
            : undefined
      }
    ]
  })
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false })
  const folder = mkdtempSync(join(tmpdir(), 'update-options-'))
  const file = join(folder, 'module.mjs')
  writeFileSync(file, output[0].code)
  try {
    return await import(pathToFileURL(file).href)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function write(file, text) {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (before === text) return
  if (isCheck) {
    process.stderr.write(`${file} is not up to date: run npm run update-options\n`)
    process.exitCode = 1
  } else writeFileSync(file, text)
}

function replaceBetween(file, begin, end, text) {
  const before = readFileSync(file, 'utf8')
  const from = before.indexOf(begin) + begin.length
  const to = before.indexOf(end)
  if (from < begin.length || to < from) throw new Error(`${file} has no markers for the options`)
  write(file, before.slice(0, from) + text + before.slice(to))
}
