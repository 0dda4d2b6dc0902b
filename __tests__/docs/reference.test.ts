import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { runCli } from '../helpers/command.ts'
import { root } from '../helpers/workspace.ts'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const page = read('docs/reference.md')
const section = (title: string): string => page.split('\n## ').find(part => part.startsWith(`${title}\n`)) ?? ''
const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name)

test('the tables of the page are those that the script makes', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/update-reference.mjs', '--check'], { cwd: root })
  expect({ status, said: String(stderr) }).toEqual({ status: 0, said: '' })
})

describe('the page has', () => {
  test('every output of the Action, in the order of action.yml', () => {
    const { outputs }: { readonly outputs: object } = parse(read('action.yml'))
    expect(namesIn(section('Outputs of the Action'))).toEqual(Object.keys(outputs))
  })

  type Called = { readonly inputs?: object; readonly secrets?: object; readonly outputs?: object }
  type Workflow = { readonly on: { readonly workflow_call?: Called } }
  const workflows = readdirSync(join(root, '.github/workflows')).flatMap(name => {
    const { on }: Workflow = parse(read(`.github/workflows/${name}`))
    return on.workflow_call === undefined ? [] : [[name, on.workflow_call] as const]
  })

  test.each(workflows)('every input, secret and output of %s', (name, { inputs, secrets, outputs }) => {
    const part =
      section('Reusable workflows')
        .split('\n### ')
        .find(one => one.startsWith(`${name}\n`)) ?? ''
    const [, besides = ''] = /^Besides these \[inputs of the Action\]\(\S+\): (.*)\.$/m.exec(part) ?? []
    const named = [...namesIn(part), ...[...besides.matchAll(/`([^`]+)`/g)].map(([, one = '']) => one)]
    const expected = [inputs, secrets, outputs].flatMap(one => Object.keys(one ?? {}))
    expect(named.toSorted()).toEqual(expected.toSorted())
    expect(part).toMatch(/Its caller grants `/)
  })

  const components = readdirSync(join(root, 'templates'))
    .filter(name => name.endsWith('.yml'))
    .map(name => `templates/${name}`)

  test.each(components)('every input of %s', path => {
    const name = path.replace(/^templates\/|\.yml$/g, '')
    const [header] = parseAllDocuments(read(path), { logLevel: 'silent' })
    const part =
      section('GitLab components')
        .split('\n### ')
        .find(one => one.startsWith(`${name}\n`)) ?? ''
    expect(namesIn(part)).toEqual(Object.keys(header?.toJS().spec.inputs))
  })

  test('every schema of the package', () => {
    for (const name of readdirSync(join(root, 'schema'))) expect(page).toContain(`(../schema/${name})`)
  })

  test('every exit code that --help names', async () => {
    const { out } = await runCli(['--help'])
    const codes = [...out.slice(out.indexOf('Exit codes')).matchAll(/\b([0-9])\b (?=[a-z-])/g)].map(([, code]) => code)
    expect([...section('Exit codes').matchAll(/^\| ([0-9]) \|/gm)].map(([, code]) => code)).toEqual(codes)
    expect(codes.length).toBeGreaterThan(3)
  })
})
