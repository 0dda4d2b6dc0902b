import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { artifactFiles } from '../../src/io/artifact-files.ts'
import { optionTable } from '../../src/option-table.ts'
import { outputNames } from '../../src/report/output-values.ts'
import { gateNames } from '../../src/report/record.ts'
import { exampleComment, exampleReport } from './docs-review-example.ts'
import { situations } from './situations.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const page = read('docs/review.md')
const readme = read('README.md')
const troubleshooting = read('docs/troubleshooting.md')

const goldens = readdirSync(new URL('__tests__/fixtures/comments/', root)).map(
  name => [name, read(`__tests__/fixtures/comments/${name}`).replaceAll('\u00a0', ' ')] as const
)
/** The page without its example, whose words explain nothing. */
const [beforeExample = '', afterExample = ''] = page.split(/<!-- example: begin -->[\s\S]*<!-- example: end -->/)
const explained = beforeExample + afterExample

/** First cells of the rows of a table, by its header, as plain text. */
function rowsOf(header: string): readonly string[] {
  const lines = explained.slice(explained.indexOf(`\n${header}`) + 1).split('\n')
  const rows = lines.slice(
    2,
    lines.findIndex(line => !line.startsWith('|'))
  )
  return rows.map(row => (row.split(' | ')[0] ?? '').replace(/^\| |[`*]/g, ''))
}

describe('the example of the page', () => {
  test('is the comment of a run', async () => {
    const [, example = ''] = /<!-- example: begin -->\n([\s\S]*)\n<!-- example: end -->/.exec(page) ?? []
    expect(example.trim()).toBe(exampleComment(await exampleReport()))
  })
})

describe('the page explains', () => {
  test.each(goldens)('every column of %s', (_, golden) => {
    const heads = [...golden.matchAll(/^\| image .*$/gm)].flatMap(([line]) => line.split('|').map(cell => cell.trim()))
    const columns = rowsOf('| column | what is in it |')
    for (const head of heads.filter(text => text !== '')) expect(columns).toContain(head)
  })

  test.each(goldens)('every fold of %s', (_, golden) => {
    const folds = rowsOf('| fold | what is in it |').map(foldName)
    const shown = [...golden.matchAll(/<summary>(.*?)<\/summary>/g)].map(([, title = '']) => foldName(title))
    expect(folds).toEqual(expect.arrayContaining(shown))
  })

  test.each(goldens)('every sign and every word in bold of %s', (_, golden) => {
    for (const [sign] of golden.matchAll(/[^\p{ASCII}\u{2026}–·]/gu)) expect(explained).toContain(sign)
    const bold = [...golden.matchAll(/\*\*([A-Z▼✕⇄][^`*]*)\*\*/gu)].map(([, words = '']) =>
      words.replace(/[\d ]+s?/g, ' ')
    )
    for (const words of bold) expect(explained.replace(/\*\*|\d+ /g, '')).toContain(words.trim().replace(/s$/, ''))
    for (const [, alert = ''] of golden.matchAll(/^> (\[!.*\])$/gm)) expect(explained).toContain(alert)
  })

  test('every kind of change that is in the situations', () => {
    const kinds = new Set(Object.values(situations).flatMap(({ changes }) => changes.map(({ bump }) => bump)))
    const rows = rowsOf('| kind | when |').map(text => text.replace(/^[▼✕⇄] /u, ''))
    expect(rows).toEqual(expect.arrayContaining([...kinds]))
    expect(kinds.size).toBe(8)
  })

  test('every gate, in the order of the code', () => {
    expect(rowsOf('| gate | fails if | satisfied by |')).toEqual([...gateNames, 'none'])
  })

  test('every output', () => {
    expect(
      rowsOf('| output | value |')
        .flatMap(cell => cell.split(', '))
        .toSorted()
    ).toEqual([...outputNames].toSorted())
  })

  test('every file of the artifact', () => {
    expect(rowsOf('| file | |')).toEqual([...artifactFiles])
  })

  test('every word of comment', () => {
    const choices = optionTable.find(({ name }) => name === 'comment')?.choices ?? []
    expect(rowsOf('| `comment` | made where there is none |').toSorted()).toEqual([...choices].toSorted())
  })
})

type Step = { readonly uses?: string; readonly with?: Record<string, unknown> }
type Workflow = { readonly jobs?: Record<string, { readonly steps: readonly Step[] }> }
const snippets = [
  ...[...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, text = ''], index) => [`review.md ${index + 1}`, text] as const
  ),
  // a template is no YAML
  ...[...readme.replace(/```yaml\nimage: \{\{[\s\S]*?```/, '').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, text = ''], index) => [`README ${index + 1}`, text] as const
  )
]

describe('the workflows', () => {
  test.each(snippets)('of %s are YAML and name inputs that exist, pinned actions and no template in run', (_, text) => {
    const workflow: Workflow | readonly Step[] = parse(text)
    const jobs = Array.isArray(workflow) ? [{ steps: workflow }] : Object.values((workflow as Workflow).jobs ?? {})
    const own = jobs.flatMap(({ steps }) => steps).filter(({ uses }) => uses?.startsWith('kluctl-images/'))
    const known = optionTable.map(({ name }) => String(name))
    for (const step of own) expect(known).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})))
    for (const [, action = ''] of text.matchAll(/^ *-? *uses: (\S+)/gm)) {
      if (!action.startsWith('kluctl-images/')) expect(action).toMatch(/@[0-9a-f]{40}$/)
    }
    for (const [, run = ''] of text.matchAll(/^ *-? *run: (.*)$/gm)) expect(run).not.toContain('${{')
  })

  test('for forks ask for the least: the job that sees the files has no other token, the one that comments no files', () => {
    const named = (name: string): Record<string, unknown> =>
      parse(new RegExp(`<!-- workflow: ${name} -->\\n\`\`\`yaml\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '')
    expect(named('fork-resolve')).toMatchObject({
      permissions: {},
      jobs: { images: { permissions: { contents: 'read', 'pull-requests': 'write' } } }
    })
    const comment = named('fork-comment')
    expect(comment).toMatchObject({
      on: { workflow_run: { workflows: [named('fork-resolve')['name']], types: ['completed'] } },
      permissions: {},
      jobs: { comment: { permissions: { actions: 'read', 'pull-requests': 'write' } } }
    })
    expect(JSON.stringify(comment)).not.toContain('checkout')
  })

  test('pin the same actions as the README', () => {
    const actions = (text: string): ReadonlySet<string> =>
      new Set([...text.matchAll(/^ *-? *uses: (\S+)/gm)].map(([, action = '']) => action))
    expect([...actions(readme)]).toEqual(expect.arrayContaining([...actions(page)]))
  })
})

describe('the pictures', () => {
  test('are small enough for a README', () => {
    const pictures = readdirSync(new URL('docs/images/', root))
    for (const name of pictures) {
      expect(readFileSync(new URL(`docs/images/${name}`, root)).length).toBeLessThan(150_000)
      expect(readme + page).toContain(`images/${name}`)
    }
  })
})

test('troubleshooting has no heading twice', () => {
  const headings = [...troubleshooting.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => heading)
  expect(new Set(headings).size).toBe(headings.length)
})

/** `3 uses unchanged (1 image held)` and `… uses unchanged (… images held)` are one fold: `use unchanged`. */
function foldName(title: string): string {
  const [name = ''] = title.split(/[(:,]/)
  return name
    .replace(/^(?:\d+|…) /, '')
    .replace(/^(use|trap|warning|more change|more hold)s\b/, '$1')
    .trim()
}
