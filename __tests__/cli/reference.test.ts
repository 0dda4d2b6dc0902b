import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadCommands } from '../../src/cli/commands.ts'
import { environmentTopics, fileTopics } from '../../src/cli/environment.ts'
import { root } from '../helpers/workspace.ts'

const page = readFileSync(join(root, 'docs/cli.md'), 'utf8')
const sections = new Map(page.split(/^## /m).map(part => [part.split('\n')[0] ?? '', part]))

test('action.yml, README.md and docs/cli.md are what scripts/update-options.mjs writes', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/update-options.mjs'), '--check'], {
    encoding: 'utf8'
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

const commands = await loadCommands()

describe.each(commands.map(command => [command.name, command] as const))('the section of %s', (name, command) => {
  const text = sections.get(name) ?? ''

  test('has usage, description, examples and every flag', () => {
    expect(text).toContain(`\`kluctl-images ${command.usage} [flags]\``)
    expect(text).toContain(command.description)
    for (const example of command.examples) expect(text).toContain(`\n${example}\n`)
    for (const flag of command.flags) expect(text).toContain(`\`--${flag.name}\``)
    for (const option of command.options) {
      const isOn = option.kind === 'boolean' && option.default === 'true'
      expect(text).toContain(`\`--${isOn ? `no-${option.name}` : option.name}\``)
    }
  })
})

test('there is a section for each exit code, variable and file', () => {
  for (const code of [0, 1, 2, 3]) expect(sections.get('Exit codes')).toContain(`| ${code} |`)
  for (const { variables } of environmentTopics) {
    for (const [names] of variables) {
      for (const name of names.split(', ')) expect(sections.get('Environment')).toContain(`\`${name}\``)
    }
  }
  for (const [names] of fileTopics) expect(sections.get('Files')).toContain(`\`${names.split(', ')[0]}\``)
  expect(sections.get('See also')).toContain('troubleshooting.md')
})

test('each row of a table has as many cells as its head', () => {
  const wrong = page.split('\n\n').flatMap(block => {
    const rows = block.split('\n').filter(line => line.startsWith('|'))
    const cells = rows.map(row => row.replaceAll('\\|', '').split('|').length)
    return cells.every(count => count === cells[0]) ? [] : [block]
  })
  expect(wrong).toEqual([])
})
