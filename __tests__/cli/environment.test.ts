import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { environmentTopics, fileTopics } from '../../src/cli/environment.ts'
import { formatEnvironment } from '../../src/cli/help.ts'
import { root } from '../helpers/workspace.ts'

/** All of src but the Action and this table. */
const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts') && !path.startsWith('action') && !path.endsWith('cli/environment.ts'))
  .map(path => readFileSync(join(root, 'src', path), 'utf8'))
  .join('\n')
  .replace(/^\s*(?:\/?\*|\/\/).*$/gm, '')

const told = environmentTopics.flatMap(({ variables }) => variables.flatMap(([names]) => names.split(', ')))

/** Of the runner, for the Action alone; of Windows, for what is started. */
const untold =
  /^(?:ACTIONS_\w+|GITHUB_(?:EVENT_PATH|JOB|REPOSITORY|RETENTION_DAYS|RUN_ATTEMPT|RUN_ID|SHA|WORKFLOW)|RUNNER_TEMP|SystemRoot|Path)$/

test('each variable that the code reads is told', () => {
  const read = /(?:env\??\.?\[|read\w*\(env, |name = )'([A-Z][A-Z0-9_]+|Path|SystemRoot)'/g
  const names = [...source.matchAll(read)].map(([, name = '']) => name)
  expect(new Set(names).size).toBeGreaterThan(30)
  expect([...new Set(names)].filter(name => !told.includes(name) && !untold.test(name))).toEqual([])
})

test('each key of a set for registries is told', () => {
  const [, keys = ''] = /setKeys = new Set\(\s*`([^`]+)`/.exec(source) ?? []
  const [, shared = ''] = /globalKeys = new Set\(\[([^\]]+)\]/.exec(source) ?? []
  const wanted = [
    ...keys
      .trim()
      .split(/\s+/)
      .map(key => `KLUCTL_REGISTRY_<n>_${key}`),
    ...[...shared.matchAll(/'(\w+)'/g)].map(([, key]) => `KLUCTL_REGISTRY_${key}`)
  ]
  expect(wanted.length).toBeGreaterThan(15)
  expect(told.filter(name => name.startsWith('KLUCTL_REGISTRY')).toSorted()).toEqual(wanted.toSorted())
})

test('each variable that is told is one that the code knows, once', () => {
  const known = (name: string): boolean =>
    source.includes(name) || name.startsWith('KLUCTL_REGISTRY') || name === 'TMPDIR'
  expect(told.filter(name => !known(name))).toEqual([])
  expect(new Set(told).size).toBe(told.length)
})

test('the text for a terminal has all of it in 80 columns', () => {
  const text = formatEnvironment(80)
  for (const name of told) expect(text.replace(/\s+/g, ' ')).toContain(name)
  for (const [name] of fileTopics) expect(text).toContain(name)
  expect(text.split('\n').filter(line => line.length > 80 && / /.test(line.trim()))).toEqual([])
})
