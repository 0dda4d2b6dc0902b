import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { version } from '../../src/about.ts'
import { type OptionDefinition, optionTable } from '../../src/option-table.ts'
import { outputNames } from '../../src/report/output-values.ts'
import { runCli } from '../helpers/command.ts'
import { root } from '../helpers/workspace.ts'

const text = (path: string): string => readFileSync(join(root, path), 'utf8')
const readme = text('README.md')
const packageFile = JSON.parse(text('package.json'))

type ActionFile = {
  readonly inputs: Record<string, { description: string; required: boolean; default: string }>
  readonly outputs: Record<string, { description: string }>
  readonly runs: Record<string, unknown>
}
const action: ActionFile = parse(text('action.yml'))
const commandLine = optionTable.filter(({ actionOnly, mergeOnly }) => actionOnly !== true && mergeOnly !== true)
/** The flag of an option: what is on by default is shown by the one that switches it off. */
const isOn = ({ kind, default: value }: Pick<OptionDefinition, 'kind' | 'default'>): boolean =>
  kind === 'boolean' && value === 'true'
const flagOf = (option: OptionDefinition): string => (isOn(option) ? `no-${option.name}` : option.name)

/** Flags of a help text: name → everything it says, as one line. */
async function helpOf(command: string): Promise<ReadonlyMap<string, string>> {
  const { exitCode, out, err } = await runCli([command, '--help'])
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
  const flags = new Map<string, string>()
  let name = ''
  const [list = ''] = out.slice(out.indexOf('\nFlags\n') + 7).split('\n\n')
  for (const line of list.split('\n')) {
    name = /^ {2}(?:-\w, | {4})--([a-z-]+)/.exec(line)?.[1] ?? name
    flags.set(name, `${flags.get(name) ?? ''} ${line.trim()}`.trim().replace(/ +/g, ' '))
  }
  return flags
}

describe('one option table says what action.yml, README and --help say', () => {
  test('the inputs of action.yml', () => {
    const inputs = optionTable.map(({ name, help, default: value }) => [
      name,
      { description: help, required: false, default: value }
    ])
    expect(Object.entries(action.inputs)).toEqual(inputs)
  })

  test('the table of the README', () => {
    const table = /<!-- options: begin -->\n([\s\S]*?)<!-- options: end -->/.exec(readme)?.[1] ?? ''
    const rows = table
      .split('\n')
      .filter(line => line.startsWith('| `'))
      .map(line => line.split(/(?<!\\)\|/).map(cell => cell.trim().replaceAll('\\|', '|')))
      .map(([, input = '', flag, value, ...help]) => [
        input,
        flag,
        value,
        help.join('|').replaceAll('`', '').replace(/\|$/, '')
      ])
    const expected = optionTable.map(option => [
      `\`${option.name}\``,
      option.actionOnly ? 'Action only' : `\`--${flagOf(option)}\`${option.short ? `, \`-${option.short}\`` : ''}`,
      option.default === '' ? '' : `\`${option.default}\``,
      option.help.replaceAll('`', '')
    ])
    expect(rows).toEqual(expected)
  })

  test('the flags of resolve --help, with value, help text and default', async () => {
    const flags = await helpOf('resolve')
    expect([...flags.keys()]).toEqual(['check', 'json', 'comment', ...commandLine.map(flagOf), 'help'])
    for (const option of commandLine) {
      const { short, value, help, default: fallback, kind } = option
      const shown = flags.get(flagOf(option)) ?? ''
      const says = isOn(option) ? `On unless this is given: ${help.charAt(0).toLowerCase()}${help.slice(1)}` : help
      const begin = `${short ? `-${short}, ` : ''}--${flagOf(option)}${value ? ` ${value}` : ''} ${says}`
      expect(shown.startsWith(begin), shown).toBe(true)
      expect(shown.endsWith(` (default: ${fallback})`)).toBe(fallback !== '' && kind !== 'boolean')
    }
  })

  test('render takes the same options, without those that are about the file it does not write', async () => {
    const flags = [...(await helpOf('render')).keys()]
    const names: readonly string[] = commandLine.map(flagOf)
    expect(names.filter(name => !flags.includes(name))).toEqual([
      'shard',
      'proposal',
      'simple',
      'report-file',
      'baseline',
      'no-source-links',
      'fail-on',
      'comment-tag',
      'comment-file'
    ])
  })

  test('no two flags share a letter', () => {
    const letters = commandLine.flatMap(({ short }) => (short === undefined ? [] : [short]))
    expect(new Set([...letters, 'h']).size).toBe(letters.length + 1)
  })
})

describe('names that workflows and programs rely on', () => {
  test('the outputs of action.yml are those that the code sets, and the README lists them', () => {
    expect(Object.keys(action.outputs)).toEqual([...outputNames])
    const listed = /^Outputs of the Action: (.+)\.$/m.exec(readme)?.[1] ?? ''
    expect([...listed.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).toEqual([...outputNames])
  })

  test('the Action runs on node24 from dist, and has what the Marketplace asks for', () => {
    expect(action).toMatchObject({ name: 'kluctl-images', runs: { using: 'node24', main: 'dist/index.js' } })
    expect(action).toHaveProperty('branding.icon')
    expect(action).toHaveProperty('description')
  })

  test('every command of the overview is in the README, in the same order', async () => {
    const { out } = await runCli(['--help'])
    const overview = out.slice(0, out.indexOf('\n\nkluctl-images COMMAND'))
    const usages = [
      ...overview.matchAll(
        /^ {2}(\S+(?: (?:\[[A-Z_]+(?:\.{3})?\]|[A-Z]+(?:\.{3})?(?![a-z])|[a-z]+(?:\|[a-z]+)+))*) {2,}\S/gm
      )
    ].map(([, usage]) => usage)
    const listed = /^Commands: (.+?)\. /m.exec(readme)?.[1] ?? ''
    expect(usages.length).toBeGreaterThan(5)
    expect([...listed.matchAll(/`([^`]+)`/g)].map(([, usage]) => usage)).toEqual(usages)
  })

  test('the version is the same everywhere, and Node is asked for as the code asks', () => {
    expect(packageFile.version).toBe(version)
    expect(packageFile.engines.node).toBe('>=20.18.1')
    expect(text('src/cli.ts')).toContain('20.18.1 or newer')
    expect(readme).toContain('Node 20.18.1 or newer')
  })
})

type Workflow = {
  readonly permissions?: Record<string, string>
  readonly jobs: Record<string, { readonly permissions?: Record<string, string>; readonly 'timeout-minutes'?: number }>
}
const workflows = readdirSync(join(root, '.github/workflows')).map(name => `.github/workflows/${name}`)

/** What may be written by which job; any other may only read. */
const writers: Readonly<Record<string, readonly string[]>> = {
  'review.yml resolve': [],
  'review.yml review': ['pull-requests'],
  'review-comment.yml comment': ['pull-requests'],
  'bump.yml bump': ['contents', 'pull-requests'],
  'publish.yml attest': ['id-token', 'attestations'],
  'publish.yml publish': ['contents', 'id-token']
}

describe('workflows', () => {
  test.each([...workflows, 'README.md', 'CONTRIBUTING.md', 'SECURITY.md'])(
    '%s pins every action by commit, with its version beside',
    path => {
      const uses = [...text(path).matchAll(/^\s*(?:- )?uses: *(\S+)(.*)$/gm)].filter(
        ([, target = '']) => !/^(?:kluctl-images\/kluctl-images@|\.\/)/.test(target)
      )
      for (const [line] of uses) expect(line).toMatch(/@[0-9a-f]{40} # v\d+(?:\.\d+){0,2}$/)
    }
  )

  test.each(workflows)('%s grants nothing by default, and each of its jobs says what it needs', path => {
    const { permissions, jobs }: Workflow = parse(text(path))
    expect(permissions).toEqual({})
    for (const [name, job] of Object.entries(jobs)) {
      const granted = Object.entries(job.permissions ?? { none: 'said' }).filter(([, access]) => access !== 'read')
      const mayWrite = writers[`${path.slice('.github/workflows/'.length)} ${name}`] ?? []
      expect(granted, name).toEqual(mayWrite.map(scope => [scope, 'write']))
      expect(job['timeout-minutes']).toBeGreaterThan(0)
    }
  })

  test.each(workflows)('%s leaves no token in the checkout', path => {
    const checkouts = text(path)
      .split(/^ *- uses: actions\/checkout@.*$/m)
      .slice(1)
    for (const rest of checkouts) expect(rest.split(/^ *- /m)[0]).toMatch(/^ *persist-credentials: false$/m)
  })

  test("the README's first workflow asks for the least that it needs", () => {
    const yaml = /<!-- workflow: first -->\n```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
    expect(parse(yaml).permissions).toEqual({ contents: 'read', 'pull-requests': 'write', packages: 'read' })
    expect(yaml).toContain('persist-credentials: false')
  })
})
