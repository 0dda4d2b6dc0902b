import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BlobStore, hasAzurite, startAzurite } from '../helpers/azurite.ts'
import { type FakeGitHub, startGitHub } from '../helpers/github.ts'
import { makeRepository, type Repository, type RunEvent } from '../helpers/workflow/repository.ts'
import { runWorkflow, type WorkflowRun, type WorkflowRunResult } from '../helpers/workflow/run-workflow.ts'

const checkout = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1'
const upload = 'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f'
const download = 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c'
const job = (id: string, steps: string, more = ''): string =>
  `  ${id}:\n    runs-on: ubuntu-24.04\n${more}    steps:\n${steps}`

describe.runIf(hasAzurite)('a workflow run of the harness', () => {
  let store: BlobStore
  let github: FakeGitHub

  beforeAll(async () => {
    store = await startAzurite()
    github = await startGitHub({ pulls: { 7: 'acme/shop' } })
  })
  afterAll(async () => {
    await store.close()
    await github.close()
  })

  type More = Partial<WorkflowRun> & {
    readonly files?: Readonly<Record<string, string>>
    readonly start?: (repository: Repository) => RunEvent
  }
  const run = async (jobs: string, { files = {}, start, ...more }: More = {}): Promise<WorkflowRunResult> => {
    const text = jobs.includes('\njobs:') ? jobs : `on: [push, pull_request]\njobs:\n${jobs}`
    const repository = makeRepository({ files: { 'a.txt': 'a', ...files, '.github/workflows/w.yml': text } })
    try {
      const event = start?.(repository) ?? repository.happens('push')
      return await runWorkflow({ file: '.github/workflows/w.yml', ...event, repository, github, store, ...more })
    } finally {
      repository.close()
    }
  }

  test('steps hand on outputs, variables and a summary', async () => {
    const result = await run(`on: push
env:
  A: workflow
jobs:
  one:
    runs-on: ubuntu-24.04
    outputs:
      said: \${{ steps.say.outputs.word }}
    env:
      B: job
    steps:
      - uses: ${checkout}
      - id: say
        run: |
          ls .github/workflows
          echo "word=hello" >> "$GITHUB_OUTPUT"
          echo "C=$A $B" >> "$GITHUB_ENV"
          echo "# Hello" >> "$GITHUB_STEP_SUMMARY"
      - run: echo "$C $D"
        env:
          D: \${{ steps.say.outputs.word }}
  two:
    needs: one
    runs-on: ubuntu-24.04
    steps:
      - run: echo "\${{ needs.one.outputs.said }} \${{ needs.one.result }}"
`)
    expect(result.log).toContain('workflow job hello')
    expect(result.log).toContain('hello success')
    expect(result).toMatchObject({ conclusion: 'success', problems: [] })
    expect(result.jobs[0]).toMatchObject({ outputs: { said: 'hello' }, summary: '# Hello\n' })
  })

  test('what fails ends a job, but for steps and jobs that ask for it', async () => {
    const result = await run(
      job(
        'one',
        '      - run: false | true\n        shell: bash\n      - run: echo skipped\n      - if: failure()\n        run: echo seen\n'
      ) +
        job('two', '      - run: echo never\n', '    needs: one\n') +
        job('three', '      - run: echo never either\n', '    needs: two\n') +
        job('last', '      - run: echo ${{ needs.two.result }}\n', '    if: always()\n    needs: [two]\n')
    )
    expect(result.jobs.map(({ id, conclusion }) => `${id} ${conclusion}`)).toEqual([
      'one failure',
      'two skipped',
      'three skipped',
      'last success'
    ])
    expect(result.jobs[0]?.steps.map(({ conclusion }) => conclusion)).toEqual(['failure', 'skipped', 'success'])
    expect(result.conclusion).toBe('failure')
  })

  test('a matrix of what another job says runs each part, and fails if one does', async () => {
    const result = await run(
      job(
        'plan',
        '      - id: p\n        run: echo \'m={"include":[{"n":1},{"n":2}]}\' >> "$GITHUB_OUTPUT"\n',
        '    outputs:\n      m: ${{ steps.p.outputs.m }}\n'
      ) +
        job(
          'part',
          '      - run: test ${{ matrix.n }} = 1\n',
          '    needs: plan\n    strategy:\n      fail-fast: false\n      matrix: ${{ fromJSON(needs.plan.outputs.m) }}\n'
        )
    )
    expect(result.jobs.map(({ name, conclusion }) => `${name}: ${conclusion}`)).toEqual([
      'plan: success',
      'part (1): success',
      'part (2): failure'
    ])
  })

  const called = `on:
  workflow_call:
    inputs:
      word: { type: string, default: nothing }
      count: { type: number }
    secrets:
      known: { required: false }
    outputs:
      back: { value: "\${{ jobs.inner.outputs.back }}" }
permissions: {}
jobs:
  inner:
    runs-on: ubuntu-24.04
    permissions:
      contents: read
    outputs:
      back: \${{ inputs.word }}-\${{ inputs.count }}
    steps:
      - run: test -n "$KNOWN" && test -z "$OTHER" && echo "known is $KNOWN"
        env:
          KNOWN: \${{ secrets.known }}
          OTHER: \${{ secrets.other }}
`
  const files = { '.github/workflows/called.yml': called }
  const call = (more: string): string =>
    `  outer:\n    uses: ./.github/workflows/called.yml\n${more}${job('after', '      - run: echo "back ${{ needs.outer.outputs.back }}"\n', '    needs: outer\n')}`

  test('a called workflow gets inputs, their defaults, and the secrets that it is handed', async () => {
    const result = await run(call('    secrets:\n      known: ${{ secrets.A }}\n    with:\n      word: true\n'), {
      files,
      secrets: { A: 'secret-word', other: 'other-word' }
    })
    expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(result.log).toContain('back true-0')
    expect(result.log).toContain('known is ***')
    expect(result.jobs[0]?.name).toBe('outer / inner')
  })

  test.each([
    ['an input that it has not', '    with:\n      wort: x\n', /Invalid input, wort is not defined/],
    ['a number that is a text', '    with:\n      count: x\n', /Unexpected value of the input count/],
    ['a secret that it has not', '    secrets:\n      unknown: x\n', /unknown/],
    [
      'less than it asks for',
      '    permissions: {}\n',
      /is requesting 'contents: read', but is only allowed 'contents: none'/
    ]
  ])('a called workflow is refused %s', async (_name, more, message) => {
    const result = await run(call(more), { files })
    expect(result.conclusion).toBe('startup_failure')
    expect(result.log).toMatch(message)
  })

  test.each([
    ['a key that is none', job('a', '      - run: x\n        whith: y\n'), /Unexpected value 'whith'/],
    [
      'a context that is not there',
      job('a', '      - run: x\n', '    if: secrets.A\n'),
      /Unrecognized named-value: 'secrets'/
    ],
    ['an event that does not start it', `on: release\njobs:\n${job('a', '      - run: x\n')}`, /nothing starts on push/]
  ])('%s keeps it from starting', async (_name, text, message) => {
    expect((await run(text)).log).toMatch(message)
  })

  test('the token of a job does what permissions say, and that of a fork reads', async () => {
    const steps =
      '      - run: |\n          node --input-type=module -e "$SCRIPT"\n        env:\n          TOKEN: ${{ github.token }}\n          SCRIPT: |\n' +
      '            const to = process.env.GITHUB_API_URL + "/repos/acme/shop/issues/7/comments"\n' +
      '            const headers = { authorization: "Bearer " + process.env.TOKEN }\n' +
      '            const answer = await fetch(to, { method: "POST", headers, body: JSON.stringify({ body: "x" }) })\n' +
      '            console.log("status", answer.status)\n'
    const text = (permissions: string): string => job('a', steps, `    permissions:\n      ${permissions}\n`)
    const own = (repository: Repository): RunEvent => repository.propose({})
    const fork = (repository: Repository): RunEvent => repository.propose({}, { fork: 'eve/shop' })
    expect((await run(text('pull-requests: write'), { start: own })).log).toContain('status 201')
    expect((await run(text('contents: write'), { start: own })).log).toContain('status 403')
    const refused = await run(text('pull-requests: write'), { start: fork, secrets: { A: 'secret-word' } })
    expect(refused.log).toContain('status 403')
    expect(refused.jobs[0]?.permissions).toEqual({ 'pull-requests': 'read' })
  })

  test.each([
    ['octocat', 'known'],
    ['dependabot[bot]', 'nothing']
  ])('the run of %s knows a secret of the repository: %s', async (actor, expected) => {
    const step = '      - run: echo "${A:+known}${A:-nothing}"\n        env:\n          A: ${{ secrets.A }}\n'
    const result = await run(job('a', step), { actor, secrets: { A: 'secret-word' } })
    expect(result.log).toContain(expected)
    expect(result.log).not.toContain('secret-word')
  })

  test('artifacts go from job to job, and a name is taken once', async () => {
    const put = (name: string): string =>
      `      - run: mkdir -p out && echo ${name} > out/${name}.txt\n      - uses: ${upload}\n        with:\n          name: part-${name}\n          path: out\n`
    const get = `      - uses: ${download}\n        with:\n          pattern: part-*\n          path: in\n      - run: cat in/part-a/a.txt in/part-b/b.txt\n`
    const result = await run(job('a', put('a')) + job('b', put('b')) + job('c', get, '    needs: [a, b]\n'))
    expect(result.jobs[2]?.steps[1]?.log).toBe('a\nb')
    expect(Object.fromEntries(result.artifacts)).toEqual({ 'part-a': { 'a.txt': 'a\n' }, 'part-b': { 'b.txt': 'b\n' } })
    const twice = await run(job('a', put('a') + put('a').replace('mkdir -p out', 'true')))
    expect(twice.log).toMatch(/already exists/)
  })

  test('an action, a commit or an input that nobody knows is an error of the test', async () => {
    await expect(run(job('a', '      - uses: acme/other@v1\n'))).rejects.toThrow(/acme\/other@v1 is no action/)
    await expect(run(job('a', '      - uses: actions/checkout@v7\n'))).rejects.toThrow(
      /actions\/checkout@v7 is no action/
    )
    const wrong = `      - uses: ${checkout}\n        with:\n          depth: 1\n`
    await expect(run(job('a', wrong))).rejects.toThrow(/has no input depth/)
  })

  test('a checkout pushes only with credentials that may', async () => {
    const steps = (keep: boolean): string =>
      `      - uses: ${checkout}\n        with:\n          persist-credentials: ${keep}\n      - run: git push origin HEAD:refs/heads/new\n`
    const text = (keep: boolean, access: string): string =>
      job('a', steps(keep), `    permissions:\n      contents: ${access}\n`)
    expect((await run(text(true, 'write'))).conclusion).toBe('success')
    expect((await run(text(false, 'write'))).conclusion).toBe('failure')
    expect((await run(text(true, 'read'))).conclusion).toBe('failure')
  })
})
