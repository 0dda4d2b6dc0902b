import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { blocksOf, findDocuments } from '../../scripts/lint-workflows/documents.mjs'
import { loadLint } from '../../scripts/lint-workflows/lint.mjs'
import { root } from '../helpers/workspace.ts'

const good = `on:
  pull_request:
permissions: {}
jobs:
  images:
    runs-on: ubuntu-24.04
    permissions:
      contents: read
      pull-requests: write
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - id: images
        uses: kluctl-images/kluctl-images@v0
        with:
          target: prod
      - run: echo "$VERDICT"
        env:
          VERDICT: \${{ steps.images.outputs.verdict }}
`
const calling = `on:
  pull_request:
permissions: {}
jobs:
  images:
    permissions:
      contents: read
      packages: read
      pull-requests: write
    uses: kluctl-images/kluctl-images/.github/workflows/review.yml@v0
    with:
      target: prod
`
const action = readFileSync(join(root, 'action.yml'), 'utf8')

describe('the lint of workflows', () => {
  let lint: (text: string, kind?: 'workflow' | 'action') => Promise<readonly string[]>

  beforeAll(async () => {
    const one = await loadLint(root)
    lint = async (text, kind = 'workflow') => {
      const name = kind === 'action' ? 'action.yml' : 'examples/x/.github/workflows/x.yml'
      const found = await one({ name, kind, text, line: 0, indent: 0 })
      return found.map(({ line, message }) => `${line}: ${message}`)
    }
  })

  test.each([
    ['a workflow', good],
    ['a call of ours', calling],
    [
      'a call of ours with inputs that are no text',
      calling.replace('target: prod', 'shards: 2\n      registry-plain-http: true')
    ],
    ['a call of ours with an expression', calling.replace('target: prod', 'shards: ${{ fromJSON(vars.SHARDS) }}')],
    ['a call of ours that may write all', calling.replace(/permissions:\n(?: {6}.*\n)+/, 'permissions: write-all\n')]
  ])('finds nothing in %s that is right', async (_name, text) => {
    expect(await lint(text)).toEqual([])
  })

  const seeded: readonly (readonly [string, string, RegExp])[] = [
    ['an input that our Action has not', good.replace('target: prod', 'targt: prod'), /^17: .*'targt'/m],
    ['a wrong key', good.replace('runs-on', 'run-on'), /^6: .*run-on/m],
    ['a permission that is none', good.replace('pull-requests: write', 'pull-request: write'), /^9: .*pull-request/m],
    ['a level that is none', good.replace('contents: read', 'contents: reed'), /^8: .*reed/m],
    ['a context that is none', good.replace('steps.images', 'step.images'), /^20: .*'step'/m],
    ['a step that is none', good.replace('steps.images', 'steps.image'), /^20: .*image/m],
    ['an output that our Action has not', good.replace('outputs.verdict', 'outputs.verdikt'), /^20: .*verdikt/m],
    ['an action by its tag', good.replace(/@3d3c\w+ # v7.0.1/, '@v7'), /^11: .*not pinned by its whole commit/m],
    ['a commit without its version', good.replace(' # v7.0.1', ''), /^11: .*no comment with its version/m],
    ['another commit than elsewhere', good.replace('@3d3c', '@4d3c'), /^11: actions\/checkout is to be 3d3c/m],
    ['an action that nobody looked at', good.replace('actions/checkout@', 'acme/checkout@'), /not in actions\.json/],
    ['our Action at a version that is none', good.replace('images@v0', 'images@v9'), /^15: .*is not at v0/m],
    ['no permissions at the top', good.replace('permissions: {}\n', ''), /^1: there is no permissions at the top/m],
    ['pull_request_target', good.replace('pull_request:', 'pull_request_target:'), /^2: pull_request_target runs/m],
    [
      'the title of a pull request in a script',
      good.replace('echo "$VERDICT"', 'echo ${{ github.event.pull_request.title }}'),
      /^18: github\.event\.pull_request\.title is text of others inside a script/m
    ],
    ['an output in a script', good.replace('"$VERDICT"', '${{ steps.images.outputs.verdict }}'), /^18: steps\.images/m],
    [
      'a checkout that keeps the token',
      good.replace('persist-credentials: false', 'fetch-depth: 0'),
      /persist-credentials/
    ],
    ['an input that a workflow of ours has not', calling.replace('target', 'tarket'), /^12: .*tarket/m],
    ['a workflow of ours that is not there', calling.replace('review.yml', 'revue.yml'), /^10: .*reusable workflow/m],
    [
      'an output that a workflow of ours has not',
      `${calling}  next:\n    needs: images\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo\n        env:\n          A: \${{ needs.images.outputs.verdikt }}\n`,
      /^19: .*has no output verdikt/m
    ],
    [
      'a permission that a workflow of ours asks for in vain',
      calling.replace('packages: read', 'packages: none'),
      /^10: the call asks for packages: read, and the caller grants none$/m
    ],
    [
      'one that is less than it asks for',
      calling.replace('pull-requests: write', 'pull-requests: read'),
      /^10: the call asks for pull-requests: write, and the caller grants read$/m
    ],
    [
      'a permission that is not there',
      calling.replace('      packages: read\n', ''),
      /^9: the call asks for packages: read, and the caller grants none$/m
    ],
    [
      'no permissions of the job',
      calling.replace(/ {4}permissions:\n(?: {6}.*\n)+/, ''),
      /^6: the call asks for contents: read, and the caller grants none$/m
    ],
    [
      'a text for a number',
      calling.replace('target: prod', 'shards: "2"'),
      /^12: the input shards is a number, and "2" is none$/m
    ],
    [
      'a text for a switch',
      calling.replace('target: prod', "registry-plain-http: 'true'"),
      /^12: the input registry-plain-http is a boolean, and "true" is none$/m
    ],
    ['a job that needs none', calling.replace('    uses:', '    needs: nothing\n    uses:'), /nothing/]
  ]
  test.each(seeded)('finds %s', async (_name, text, expected) => {
    expect(text).not.toBe(good)
    expect((await lint(text)).join('\n')).toMatch(expected)
  })

  test.each([
    ['a Node that there is not', action.replace('node24', 'node99'), /node99/],
    ['an icon that there is not', action.replace('icon: package', 'icon: paket'), /paket/],
    [
      'a program that there is not',
      action.replace(/main: \S+/, 'main: dist/none.js'),
      /main: dist\/none\.js is not there/
    ],
    ['a key that there is not', action.replace('author:', 'autor:'), /autor/]
  ])('finds %s in action.yml', async (_name, text, expected) => {
    expect((await lint(text, 'action')).join('\n')).toMatch(expected)
  })

  test('reads workflows, jobs and steps of a page, and says the line of the page', async () => {
    const steps =
      '# Page\n\n```yaml\n- uses: kluctl-images/kluctl-images@v0\n  with:\n    targt: x\n```\n\n```yaml\nrules: []\n```\n'
    const [block, ...others] = blocksOf('page.md', steps)
    expect(others).toEqual([])
    const one = await loadLint(root)
    expect(block && (await one(block))).toMatchObject([
      { name: 'page.md', line: 6, message: expect.stringContaining('targt') }
    ])
  })

  test('looks at all workflows, action.yml, and the pages', () => {
    const names = findDocuments(root).map(({ name }) => name)
    for (const name of [
      'action.yml',
      'README.md',
      'docs/review.md',
      '.github/workflows/bump.yml',
      '.github/workflows/ci.yml'
    ])
      expect(names).toContain(name)
  })

  test('finds nothing in the tree', { timeout: 120_000 }, () => {
    const said = execFileSync(process.execPath, [join(root, 'scripts/lint-workflows.mjs')], { encoding: 'utf8' })
    expect(said).toMatch(/^\d+ workflows and blocks, 0 findings\n$/)
  })
})
