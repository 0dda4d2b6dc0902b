import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { command as diff } from '../../src/cli/diff.ts'
import { command as exporting } from '../../src/cli/export.ts'
import { parseFlags } from '../../src/cli/flags.ts'
import { command as resolving } from '../../src/cli/resolve.ts'
import { command as verifying } from '../../src/cli/verify.ts'
import { workloads } from '../../src/deployed/workload.ts'
import { exportFormats } from '../../src/export/formats.ts'
import { pushDateWays, storedDateHeaders } from '../../src/io/registry/push-date-table.ts'
import { lockOrigins } from '../../src/lock/lock.ts'
import { readLock } from '../../src/lock/read-lock.ts'
import { optionTable } from '../../src/option-table.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { mostCandidates, mostJudged, mostYoung } from '../../src/resolve/candidates.ts'
import { reasonCodes } from '../../src/verify/record.ts'
import { lockText, outputsOf, verify } from './docs-release-story.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const names = ['releases', 'policy', 'deployed', 'how-it-decides'] as const
const pages = names.map(name => [`docs/${name}.md`, read(`docs/${name}.md`)] as const)
const all = pages.map(([, text]) => text).join('\n')
type Schema = { readonly $defs: Readonly<Record<string, { readonly properties: object }>> }
const schemaOf = (name: string): Schema => JSON.parse(read(`schema/${name}.schema.json`))

/** Blocks behind a marker, `<!-- output: soak -->`, by its words. */
function marked(kind: string): ReadonlyMap<string, string> {
  const blocks = all.matchAll(new RegExp(`<!-- ${kind}: (.+) -->\n\`\`\`\\w*\n([\\s\\S]*?)\`\`\``, 'g'))
  return new Map([...blocks].map(([, name = '', text = '']) => [name, text]))
}

const policies = marked('policy')
const outputs = outputsOf(name => policies.get(name) ?? '')

function checker(name: string): (value: unknown) => readonly unknown[] {
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
  formats.default(ajv)
  const validate = ajv.compile(schemaOf(name))
  return value => (validate(value) ? [] : (validate.errors ?? []))
}

describe('what the pages show', () => {
  const shown = [...marked('output')]

  test.each(shown)('%s is what a run says', async (name, text) => {
    const make = outputs[name]
    expect(make).toBeDefined()
    const [command = '', ...rest] = text.split('\n')
    const answer = command.startsWith('$ ') ? rest.join('\n') : text
    expect(answer.trimEnd()).toBe((await make?.())?.trimEnd())
  })

  test('is much', () => {
    expect(shown.length).toBeGreaterThan(12)
  })

  test.each([...policies])('the policy %s can be read, and fits its schema', (_, text) => {
    expect(readPolicy(text, '.kluctl-images.yaml').rules.length).toBeGreaterThan(0)
    expect(checker('policy')(parse(text))).toEqual([])
  })

  test('the lock can be read, and fits its schema', async () => {
    const text = marked('output').get('lock') ?? ''
    expect(readLock(text, 'images.lock.json').files.size).toBe(1)
    expect(checker('lock')(JSON.parse(text))).toEqual([])
    expect(await lockText()).toBe(text)
  })

  test('a verification fits its schema', async () => {
    expect(checker('verification')(await verify({ previous: marked('output').get('pin: file') }))).toEqual([])
  })
})

describe('the commands', () => {
  const known = { resolve: resolving, verify: verifying, diff, export: exporting }
  const lines = [...all.matchAll(/^(?:\$ )?kluctl-images (.*)$/gm)].map(([, line = '']) =>
    line.replace(/ [>|] .*$/, '')
  )

  test.each([...new Set(lines)])('kluctl-images %s has flags that there are', line => {
    const [name = '', ...args] = line.split(' ').map(word => word.replace(/^'(.*)'$/, '$1'))
    const command = Object.entries(known).find(([own]) => own === name)?.[1]
    if (command === undefined) throw new Error(`${name} is no command of these pages`)
    const { positionals } = parseFlags(args, command.flags, command.options)
    expect(positionals.length).toBeLessThanOrEqual(command.positionals.length)
  })

  test('are many', () => {
    expect(lines.length).toBeGreaterThan(10)
  })
})

describe('the workflows', () => {
  type Step = { readonly uses?: string; readonly with?: Readonly<Record<string, unknown>>; readonly run?: string }
  type Workflow = { readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>> }
  const action: { readonly inputs: Readonly<Record<string, unknown>> } = parse(read('action.yml'))

  test.each([...marked('workflow')])(
    '%s has inputs that there are, pinned actions, and no template in run',
    (_, text) => {
      const value: Workflow | readonly Step[] = parse(text)
      const steps = 'jobs' in value ? Object.values(value.jobs).flatMap(job => job.steps) : value
      expect(steps.some(({ uses }) => uses?.startsWith('kluctl-images/'))).toBe(true)
      for (const { uses = '', with: inputs = {}, run = '' } of steps) {
        if (uses.startsWith('kluctl-images/'))
          expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs)))
        else if (uses !== '') expect(uses).toMatch(/@[0-9a-f]{40}$/)
        expect(run).not.toContain('${{')
      }
    }
  )
})

/** First cells of the rows of a table, by its header, without what marks code. */
function rowsOf(page: string, header: string): readonly string[] {
  const lines = page.slice(page.indexOf(`\n${header}`) + 1).split('\n')
  const end = lines.findIndex(line => !line.startsWith('|'))
  return lines.slice(2, end).map(row => (row.split(' | ')[0] ?? '').replace(/^\| /, '').replaceAll('`', ''))
}

describe('the tables have', () => {
  const [releases = '', policy = '', deployed = ''] = pages.map(([, text]) => text)

  test('every key of a rule, in the order of the schema', () => {
    expect(rowsOf(policy, '| key | value |')).toEqual(Object.keys(schemaOf('policy').$defs['Rule']?.properties ?? {}))
  })

  test('every reason of verify', () => {
    const reasons = [...releases.matchAll(/^\| (?:failed|warning|note)[^|]* \| `([a-z-]+)` \|/gm)].map(
      ([, code]) => code
    )
    expect(reasons.toSorted()).toEqual([...reasonCodes].toSorted())
  })

  test('every format of export', () => {
    expect(rowsOf(releases, '| format | what it writes |')).toEqual(expect.arrayContaining(Object.keys(exportFormats)))
  })

  test('every origin that a lock names', () => {
    for (const origin of lockOrigins) expect(releases).toContain(`\`${origin}\``)
  })

  test('the options that win over the policy', () => {
    const options = rowsOf(policy, '| option | over the file |').map(text => text.split(':')[0])
    expect(optionTable.map(({ name }) => name)).toEqual(expect.arrayContaining(options))
  })

  test('every registry that tells the date of a push', () => {
    const table = rowsOf(read('docs/registries.md'), '| registry | asked | login |')
    expect(table.toSorted()).toEqual([...pushDateWays, ...storedDateHeaders].map(({ name }) => name).toSorted())
  })

  test('how many tags the registry is asked for', () => {
    expect(mostCandidates).toBe(10)
    expect(mostYoung).toBe(5)
    expect(policy).toContain(`**${mostJudged}** tags in all`)
    expect(releases).toContain(`${mostJudged} in all`)
    expect(read('docs/registries.md')).toContain(`[${mostJudged} at most]`)
  })

  test('a Role for every kind that is read, without Secrets and without a verb that writes', () => {
    const [, text = ''] = /<!-- role -->\n```yaml\n([\s\S]*?)```/.exec(deployed) ?? []
    type Rule = {
      readonly apiGroups: readonly string[]
      readonly resources: readonly string[]
      readonly verbs: readonly string[]
    }
    type Kind = { readonly kind: string; readonly rules?: readonly Rule[] }
    const objects = parseAllDocuments(text).map((document): Kind => document.toJS())
    const rules = objects.find(({ kind }) => kind === 'Role')?.rules ?? []
    const named = rules.flatMap(({ apiGroups, resources }) =>
      resources.map(resource => [resource, ...apiGroups.filter(group => group !== '')].join('.'))
    )
    expect(named.toSorted()).toEqual(workloads.map(({ resource }) => resource).toSorted())
    for (const { verbs } of rules) expect(verbs).toEqual(['get', 'list'])
  })
})

describe('troubleshooting', () => {
  const guide = read('docs/troubleshooting.md')
  const section = guide.slice(guide.indexOf('\n## Releases\n'))
  const messages = [...section.matchAll(/^\| ((?:`[^`]+`(?:, )?)+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, message = '']) => message)
  )
  const source = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => read(`src/${name}`))
    .join('\n')
    .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…')

  test.each(messages)('%s is made of words that are in the code', message => {
    const parts = message.split('…').map(part => part.trim())
    const isThere = (part: string): boolean =>
      source.includes(part) || splits(part).some(halves => halves.every(half => source.includes(half)))
    expect(parts.filter(part => part.length > 3 && !isThere(part))).toEqual([])
  })

  test('has many', () => {
    expect(messages.length).toBeGreaterThan(30)
  })
})

/** A message may be put together of two texts of the code. */
function splits(text: string): readonly (readonly string[])[] {
  const words = text.split(' ')
  return words.slice(2, -2).map((_, index) => [words.slice(0, index + 2).join(' '), words.slice(index + 2).join(' ')])
}
