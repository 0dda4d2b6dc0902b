import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from '../helpers/workspace.ts'
import { executed, markersOfTests } from './executed.ts'
import { blocksOf, type PageBlock, pages, readPage } from './pages.ts'

/** Languages of what a reader copies and runs, or hands to a program. */
const recipes = ['sh', 'bash', 'yaml', 'yml', 'json', 'console', 'ts', 'js', 'groovy', 'dockerfile', 'toml']
const blocks = pages.flatMap(page => blocksOf(page))

/** Who runs the block: a file, a test, or nobody, with the reason. */
function proofOf({ markers, notExecuted }: PageBlock): string | undefined {
  for (const marker of markers) {
    const [, kind = '', name = ''] = /^([a-z ]+)(?:: (.+))?$/.exec(marker) ?? []
    if (kind === 'snippet') return `cut from ${name}`
    if (kind === 'executed' || kind === 'executed in this section') return executed[name]?.file
    if (Object.hasOwn(markersOfTests, kind)) return markersOfTests[kind]
  }
  return notExecuted === undefined ? undefined : `nobody: ${notExecuted}`
}

describe('every block that can be copied is run by a test, or says visibly why not', () => {
  const copied = blocks.filter(({ language }) => recipes.includes(language))

  test.each(pages)('%s', page => {
    const open = copied.filter(block => block.page === page && proofOf(block) === undefined)
    expect(open.map(({ where, text }) => `${where} ${text.split('\n')[0]}`)).toEqual([])
  })

  test('there are many, and most are run', () => {
    expect(copied.length).toBeGreaterThan(60)
    expect(copied.filter(({ notExecuted }) => notExecuted !== undefined).length).toBeLessThan(copied.length / 5)
  })

  test('a block that both is run and says that it is not is found', () => {
    const both = copied.filter(
      block => block.notExecuted !== undefined && proofOf({ ...block, notExecuted: undefined }) !== undefined
    )
    expect(both.map(({ where }) => where)).toEqual([])
  })

  test('a block without a language holds no command, but for the output of one that a test runs', () => {
    const hidden = blocks.filter(
      block => block.language === '' && /^\$ /m.test(block.text) && proofOf(block) === undefined
    )
    expect(hidden.map(({ where }) => where)).toEqual([])
  })

  test('a language that nobody judged is judged', () => {
    const others = blocks.map(({ language }) => language).filter(language => !recipes.includes(language))
    expect(
      [...new Set(others)].filter(language => !['', 'html', 'mermaid', 'text', 'diff'].includes(language))
    ).toEqual([])
  })
})

describe('the list of what is executed', () => {
  test.each(Object.entries(executed))('%s names a test that is there, and has blocks', (name, { file }) => {
    expect(existsSync(join(root, file))).toBe(true)
    const named = [`executed: ${name}`, `executed in this section: ${name}`]
    expect(blocks.filter(({ markers }) => markers.some(marker => named.includes(marker))).length).toBeGreaterThan(0)
  })

  test.each(Object.entries(markersOfTests))('the test of %s looks for that word', (kind, file) => {
    expect(readFileSync(join(root, file), 'utf8')).toMatch(new RegExp(`<!-- ${kind}|marked\\('${kind}'\\)`))
  })

  test('every marker of a page is one of them', () => {
    const kinds =
      /^(?:snippet|executed(?: in this section)?|workflow|output|policy|role|example|options|variables|dates|habits|certificates|functions|results|end)\b/
    const unknown = blocks.flatMap(({ where, markers }) =>
      markers.filter(one => !kinds.test(one)).map(one => `${where} ${one}`)
    )
    expect(unknown).toEqual([])
  })
})

test('the line for editors names the schema where the package has it', () => {
  const [block] = blocks.filter(({ markers }) => markers.includes('executed: editor line'))
  const path = /\$schema=\.\/node_modules\/kluctl-images\/(\S+)/.exec(block?.text ?? '')?.[1] ?? ''
  expect(existsSync(join(root, path))).toBe(true)
  const { files }: { readonly files: readonly string[] } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(files).toContain(path.split('/')[0])
})

describe('snippets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'snippets-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const update = (cwd: string, ...args: readonly string[]): { readonly status: number; readonly text: string } => {
    try {
      const out = execFileSync(process.execPath, [join(root, 'scripts/update-snippets.mjs'), ...args], {
        cwd,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe']
      })
      return { status: 0, text: out }
    } catch (error) {
      const { status = 1, stdout = '', stderr = '' } = Object(error)
      return { status, text: `${stdout}${stderr}` }
    }
  }

  test('the pages are up to date with the examples', () => {
    expect(update(root, '--check')).toEqual({ status: 0, text: '' })
  })

  test('are cut from the examples: a change there is found, then copied; a second run changes nothing', () => {
    const copy = join(folder, 'copy')
    for (const path of ['README.md', 'docs', 'examples', 'schema', 'templates'])
      if (existsSync(join(root, path))) cpSync(join(root, path), join(copy, path), { recursive: true })
    const workflow = join(copy, 'examples/first/.github/workflows/images.yml')
    writeFileSync(workflow, readFileSync(workflow, 'utf8').replace('17 5 * * 1-5', '3 4 * * *'))
    expect(update(copy, '--check')).toMatchObject({ status: 1, text: expect.stringContaining('README.md differs') })
    expect(readFileSync(join(copy, 'README.md'), 'utf8')).toBe(readPage('README.md'))
    expect(update(copy).status).toBe(0)
    expect(readFileSync(join(copy, 'README.md'), 'utf8')).toContain("- cron: '3 4 * * *'")
    expect(update(copy)).toEqual({ status: 0, text: '' })
  })

  test.each([
    [
      'a file outside of the examples',
      '<!-- snippet: package.json -->\n```json\n```',
      /package\.json is not in examples\//
    ],
    ['a way out of them', '<!-- snippet: examples/../package.json -->\n```json\n```', /is not in examples\//],
    ['no such file', '<!-- snippet: examples/none.yml -->\n```yaml\n```', /none\.yml/],
    [
      'no such region',
      '<!-- snippet: examples/a.yml#none -->\n```yaml\n```',
      /README\.md:2: examples\/a\.yml#none is there 0 times/
    ],
    ['a region without an end', '<!-- snippet: examples/a.yml#open -->\n```yaml\n```', /has no line, or no endregion/],
    ['no block', '<!-- snippet: examples/a.yml -->\n\ntext', /no block stands under the snippet examples\/a\.yml/]
  ])('%s is an error', (name, page, message) => {
    const own = join(folder, name)
    cpSync(join(root, 'examples/first'), join(own, 'examples'), { recursive: true })
    cpSync(join(root, 'schema'), join(own, 'docs'), { recursive: true })
    writeFileSync(join(own, 'examples/a.yml'), 'a: 1\n# region open\nb: 2\n')
    writeFileSync(join(own, 'README.md'), `# Page\n\n${page}\n`.replace('# Page\n\n', ''))
    const { status, text } = update(own)
    expect(status).toBe(1)
    expect(text).toMatch(message)
  })

  test('a region loses its marks and the indentation that all of its lines have, and other comments stay above the block', () => {
    const own = join(folder, 'region')
    cpSync(join(root, 'schema'), join(own, 'docs'), { recursive: true })
    cpSync(join(root, 'schema'), join(own, 'examples'), { recursive: true })
    writeFileSync(join(own, 'examples/a.yml'), 'a:\n    # region b\n    b:\n\n      c: 1\n    # endregion\n')
    writeFileSync(
      join(own, 'README.md'),
      '<!-- snippet: examples/a.yml#b -->\n<!-- workflow: b -->\n```yaml\nold\n```\nend\n'
    )
    expect(update(own).text).toBe('README.md is up to date again\n')
    expect(readFileSync(join(own, 'README.md'), 'utf8')).toBe(
      '<!-- snippet: examples/a.yml#b -->\n<!-- workflow: b -->\n```yaml\nb:\n\n  c: 1\n```\nend\n'
    )
  })
})
