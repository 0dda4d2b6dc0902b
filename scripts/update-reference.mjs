// Writes the tables of docs/reference.md from action.yml, the reusable workflows and the GitLab components, between their markers.
// With --check it changes nothing and exits 1 where the page differs.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, parseAllDocuments } from 'yaml'

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))))
const page = 'docs/reference.md'
const [major] = JSON.parse(readFileSync('package.json', 'utf8')).version.split('.')
const yamlFiles = folder =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter(name => /\.ya?ml$/.test(name))
        .toSorted()
    : []

/** A cell of a table: one line, with the bars that are its own escaped. */
const cell = value =>
  String(value ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .replaceAll('|', '\\|')
const code = value => (value === '' || value === undefined || value === null ? '' : `\`${cell(plain(value))}\``)
/** Lists and mappings as YAML of one line, which JSON is. */
const plain = value => (typeof value === 'object' ? JSON.stringify(value) : value)
const table = (header, rows) =>
  rows.length === 0
    ? ''
    : `\n| ${header.join(' | ')} |\n| ${header.map(() => '---').join(' | ')} |\n${rows.map(row => `| ${row.join(' | ')} |`).join('\n')}\n`

const action = parse(readFileSync('action.yml', 'utf8'))
/** Inputs that mean just what they mean for the Action are named only: the README describes them. */
const isOfAction = ([name, { description, default: value }]) => {
  const own = action.inputs[name]
  return own?.description.startsWith(description) && own.default === String(value)
}
const asOfAction = names =>
  names.length === 0
    ? ''
    : `\nBesides these [inputs of the Action](../README.md#options): ${names.map(([name]) => code(name)).join(', ')}.\n`

function outputs() {
  const { outputs } = action
  return table(
    ['output', 'value'],
    Object.entries(outputs).map(([name, { description }]) => [code(name), cell(description)])
  )
}

/** One section for each workflow that another can call. */
function workflows() {
  return yamlFiles('.github/workflows')
    .map(name => ({ name, workflow: parse(readFileSync(`.github/workflows/${name}`, 'utf8')) }))
    .filter(({ workflow }) => workflow.on?.workflow_call !== undefined)
    .map(({ name, workflow }) => {
      const { inputs = {}, secrets = {}, outputs = {} } = workflow.on.workflow_call ?? {}
      return [
        `\n### ${name}\n\n`,
        `Called as \`kluctl-images/kluctl-images/.github/workflows/${name}@v${major}\`. Its caller grants ${permissionsOf(workflow)}.\n`,
        table(
          ['input', 'type', 'default', 'meaning'],
          Object.entries(inputs)
            .filter(entry => !isOfAction(entry))
            .map(([input, { type, required, default: value, description }]) => [
              code(input),
              cell(type),
              required ? 'required' : code(value),
              cell(description)
            ])
        ),
        asOfAction(Object.entries(inputs).filter(isOfAction)),
        table(
          ['secret', 'meaning'],
          Object.entries(secrets).map(([secret, value]) => [
            code(secret),
            `${value?.required ? 'Required. ' : ''}${cell(value?.description)}`
          ])
        ),
        table(
          ['output', 'value'],
          Object.entries(outputs).map(([output, { description }]) => [code(output), cell(description)])
        )
      ]
        .filter(text => text !== '')
        .join('')
    })
    .join('')
}

/** What all jobs of a workflow ask for together: a caller that grants less cannot start it. */
function permissionsOf({ permissions = {}, jobs }) {
  const all = new Map()
  for (const asked of [permissions, ...Object.values(jobs).map(job => job.permissions ?? {})]) {
    for (const [scope, access] of Object.entries(asked)) if (all.get(scope) !== 'write') all.set(scope, access)
  }
  const names = [...all]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([scope, access]) => `\`${scope}: ${access}\``)
  return names.length === 0 ? 'nothing' : names.join(', ')
}

/** One section for each component of GitLab: its file has a header with the inputs, and the jobs behind it. */
function components() {
  return yamlFiles('templates')
    .map(name => {
      const [header] = parseAllDocuments(readFileSync(`templates/${name}`, 'utf8'), { logLevel: 'silent' })
      const inputs = header?.toJS()?.spec?.inputs ?? {}
      return [
        `\n### ${name.replace(/\.ya?ml$/, '')}\n`,
        table(
          ['input', 'type', 'default', 'meaning'],
          Object.entries(inputs).map(([input, value]) => [
            code(input),
            cell(value?.type ?? 'string'),
            value?.default === undefined ? 'required' : code(value.default),
            `${cell(value?.description)}${value?.options === undefined ? '' : ` One of ${value.options.map(code).join(', ')}.`}`
          ])
        )
      ].join('')
    })
    .join('')
}

const before = readFileSync(page, 'utf8')
const parts = { outputs, workflows, components }
const after = Object.entries(parts).reduce((text, [name, make]) => {
  const [begin, end] = [`<!-- reference: ${name} -->\n`, `<!-- reference: ${name}: end -->`]
  const from = text.indexOf(begin) + begin.length
  const to = text.indexOf(end)
  if (from < begin.length || to < from) throw new Error(`${page} has no markers for ${name}`)
  return `${text.slice(0, from)}${make()}\n${text.slice(to)}`
}, before)

if (after === before) process.exit(0)
if (!process.argv.includes('--check')) writeFileSync(page, after)
else {
  console.error(
    `${page} differs from action.yml, .github/workflows or templates: run node scripts/update-reference.mjs`
  )
  process.exit(1)
}
