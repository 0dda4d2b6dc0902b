import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { examples } from '../docs/pages.ts'
import { root } from '../helpers/workspace.ts'

/** Tests that run examples: those for GitHub by the workflow harness, the others in a folder of their own. */
const tests = ['__tests__/e2e', '__tests__/ci'].flatMap(folder =>
  readdirSync(join(root, folder))
    .filter(name => name.endsWith('.test.ts') && (folder.endsWith('/ci') || /^examples-?(?!list)/.test(name)))
    .map(name => ({ folder, text: readFileSync(join(root, folder, name), 'utf8') }))
)

test.each(examples)('%s is run by a test', name => {
  const opens = (text: string, folder: string): boolean =>
    folder.endsWith('/ci')
      ? text.includes(`'${name}'`) || text.includes(`examples/${name}`)
      : text.includes(`.open('${name}'`)
  expect(tests.filter(({ text, folder }) => opens(text, folder))).not.toEqual([])
})

test('every workflow of an example is run by a test', () => {
  const workflows = examples.flatMap(name => {
    const folder = join(root, 'examples', name, '.github/workflows')
    return existsSync(folder) ? readdirSync(folder).map(file => [name, file] as const) : []
  })
  expect(workflows.length).toBeGreaterThan(10)
  const isRun = ([name, file]: readonly [string, string]): boolean =>
    tests.some(({ text }) => text.includes(`.open('${name}'`) && text.includes(`.run('${file}'`))
  expect(workflows.filter(one => !isRun(one))).toEqual([])
})

test.each(examples)('%s has a short README; for GitHub it says what to change and what there is to see', name => {
  const readme = readFileSync(join(root, 'examples', name, 'README.md'), 'utf8')
  expect(readme).toMatch(/^# \S/)
  expect(readme.split('\n').length).toBeLessThan(80)
  if (!existsSync(join(root, 'examples', name, '.github'))) return
  expect(readme).toMatch(/\*\*Change\.\*\* /)
  expect(readme).toMatch(/\*\*You see\.\*\* /)
})

test('an example is small', () => {
  for (const name of examples) {
    const files = readdirSync(join(root, 'examples', name), { recursive: true, encoding: 'utf8' })
    expect(files.length, name).toBeLessThan(30)
    for (const file of files) expect(statSync(join(root, 'examples', name, file)).size).toBeLessThan(20_000)
  }
})
