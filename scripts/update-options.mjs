// Writes the option table of src/option-table.ts into action.yml and README.md, between their markers. A test fails where they differ.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))))
const bundle = await rolldown({ input: 'src/option-table.ts' })
const { output } = await bundle.generate({ format: 'esm' })
const { optionTable } = await import(`data:text/javascript,${encodeURIComponent(output[0].code)}`)

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

function replaceBetween(file, begin, end, text) {
  const before = readFileSync(file, 'utf8')
  const from = before.indexOf(begin) + begin.length
  const to = before.indexOf(end)
  if (from < begin.length || to < from) throw new Error(`${file} has no markers for the options`)
  writeFileSync(file, before.slice(0, from) + text + before.slice(to))
}
