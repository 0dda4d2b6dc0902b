import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FakeGitHub, startGitHub } from '../helpers/github.ts'
import { actionNode } from '../helpers/nodes.ts'
import { type LoopbackOptions, type LoopbackRegistry, startRegistry } from '../helpers/registry.ts'
import { type RunnerResult, type RunnerStep, runAction } from '../helpers/runner.ts'
import { deployment, makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'

const event = {
  number: 7,
  pull_request: { number: 7, base: { sha: 'b'.repeat(40) }, head: { repo: { full_name: 'acme/shop' } } }
}

/** What a runner, a registry or a person may do to a step that is not in the happy way. */
describe('the Action at the edges', () => {
  let registry: LoopbackRegistry
  let github: FakeGitHub
  let workspace: Workspace
  let scratch: string

  async function begin(files: (host: string) => Record<string, string>, options: LoopbackOptions = {}): Promise<void> {
    registry = await startRegistry({ repositories: { 'shop/web': ['1.0.0', '1.1.0'] }, ...options })
    workspace = makeWorkspace(files(registry.host))
  }
  const web = (host: string) => ({
    'web.yaml': deployment('web', { web: `{{ images.get_image("${host}/shop/web") }}` })
  })
  const run = (more: Partial<RunnerStep> = {}): Promise<RunnerResult> =>
    runAction({
      action: root,
      workspace: workspace.folder,
      node: actionNode,
      eventName: 'pull_request',
      event,
      token: 'workflow-token',
      apiUrl: github.url,
      ...more,
      env: { KLUCTL_REGISTRY_0_HOST: registry.host, KLUCTL_REGISTRY_0_PLAIN_HTTP: 'true', ...more.env }
    })
  const messages = ({ annotations }: RunnerResult): string => annotations.map(({ message }) => message).join('\n')

  beforeEach(async () => {
    github = await startGitHub()
    scratch = mkdtempSync(join(tmpdir(), 'edges-'))
  })

  afterEach(async () => {
    await registry.stop()
    await github.close()
    workspace.remove()
    rmSync(scratch, { recursive: true, force: true })
  })

  test('a secret that a template repeats is in no output, however markup would cut it', async () => {
    const password = 'p4ss"w%rd\\::x `y'
    const login = { kind: 'basic', username: 'user', password } as const
    await begin(
      host => ({
        ...web(host),
        'repeats.yaml': `a: {{ raise(${JSON.stringify(password)}) }}\n`,
        'token.yaml': "a: {{ raise('workflow-token') }}\n"
      }),
      { login }
    )
    const env = { KLUCTL_REGISTRY_0_USERNAME: 'user', KLUCTL_REGISTRY_0_PASSWORD: password }
    const result = await run({ env, secrets: [password, 'workflow-token'] })
    expect(result.problems).toEqual([])
    expect(result.outputs['failures-count']).toBe('2')
    const report = workspace.read('images-report.json') ?? ''
    for (const text of [github.comments[0]?.body ?? '', result.comment, result.summary, report, result.log]) {
      expect(text).toMatch(/TemplateError: `?\*{3}/)
      expect(text).not.toMatch(/p4ss|workflow-token/)
    }
  })

  test('annotations have paths from the root of a checkout that is reached by a symbolic link', async () => {
    await begin(() => ({ 'sub/web.yaml': 'a: 1\nb: {{ nothing.here }}\n' }))
    const link = join(scratch, 'checkout')
    symlinkSync(workspace.folder, link)
    const { annotations } = await run({ workspace: link, inputs: { 'project-dir': 'sub' } })
    expect(annotations[0]?.properties).toMatchObject({ file: 'sub/web.yaml', line: '2' })
  })

  test('a comment says that the file could not be written, or that it waits for a failure to be mended', async () => {
    let isOther = true
    const writeMeanwhile = (): undefined => {
      if (isOther) workspace.write({ 'fixed-images.yaml': 'images: []\n' })
      isOther = false
    }
    await begin(web, { answer: writeMeanwhile })
    const refused = await run()
    expect(refused.exitCode).toBe(1)
    expect(refused.comment).toContain('`fixed-images.yaml` could not be written')
    expect(workspace.read('fixed-images.yaml')).toBe('images: []\n')
    workspace.write({ 'broken.yaml': 'a: {{ nothing.here }}\n' })
    expect((await run()).comment).toContain('`fixed-images.yaml` stays as it was until this is solved')
  })

  test('an output that cannot be written stops the run before a registry is asked', async () => {
    await begin(web)
    const result = await run({ inputs: { 'render-output-dir': '../out', 'output-file': '.git/fixed.yaml' } })
    expect(result.exitCode).toBe(1)
    expect(messages(result)).toMatch(
      /"\.git\/fixed\.yaml": nothing is written into \.git[\s\S]*"\.\.\/out".*outside the workspace/
    )
    expect(registry.requests).toEqual([])
    expect(workspace.read('images-report.json')).toBeUndefined()
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['templates by rendered manifests', { 'render-output-dir': '.' }, /render-output-dir: .*templates/],
    [
      'a file of somebody else by the report',
      { 'report-file': 'web.yaml' },
      /report-file: "web\.yaml" is there already/
    ]
  ])('never replaces %s', async (_name, inputs, message) => {
    await begin(web)
    const before = workspace.read('web.yaml')
    const result = await run({ inputs })
    expect(result.exitCode).toBe(1)
    expect(messages(result)).toMatch(message)
    expect(workspace.read('web.yaml')).toBe(before)
  })

  test.each<[string, Record<string, string>, number, RegExp]>([
    ['outputs', { GITHUB_OUTPUT: '/nothing/here' }, 1, /the outputs cannot be written/],
    ['the summary', { GITHUB_STEP_SUMMARY: '/nothing/here' }, 0, /the job summary cannot be written/],
    ['the text of the comment', { RUNNER_TEMP: '/nothing/here' }, 0, /text of the comment could not be saved/]
  ])('a runner that does not take %s gets one message and no stack', async (_name, env, exitCode, message) => {
    await begin(web)
    const result = await run({ env })
    expect(result.exitCode).toBe(exitCode)
    expect(messages(result)).toMatch(message)
    expect(result.log).not.toMatch(/\n\s+at |bug of kluctl-images/)
  })

  test('a comment sends its reader to no summary where none is written', async () => {
    const repositories = Object.fromEntries(
      Array.from({ length: 600 }, (_, index) => [`shop/${'long-name-'.repeat(8)}${index}`, ['1.0.0']])
    )
    const call = (host: string) => (name: string, index: number) =>
      deployment(`web-${index}`, { web: `{{ images.get_image("${host}/${name}") }}` })
    await begin(host => ({ 'web.yaml': Object.keys(repositories).map(call(host)).join('---\n') }), { repositories })
    const { comment, summary } = await run({ inputs: { 'job-summary': 'false' } })
    expect(summary).toBe('')
    expect(comment).toContain('Everything is in `images-report.json`.')
  })

  test('the change is measured against the base commit, which a shallow checkout asks GitHub for', async () => {
    await begin(web)
    const image = `${registry.host}/shop/web`
    const base = `images:\n  - image: "${image}"\n    resultImage: "${image}:1.0.0"\n`
    await github.close()
    github = await startGitHub({ files: { [`${'b'.repeat(40)}:fixed-images.yaml`]: base } })
    const { outputs, exitCode, log } = await run()
    expect(exitCode, log).toBe(0)
    expect(JSON.parse(outputs['changes'] ?? '')).toMatchObject([
      { kind: 'changed', old: `${image}:1.0.0`, new: `${image}:1.1.0` }
    ])
    expect(github.problems).toEqual([])
  })

  test('an event file that is no JSON counts as an event without a pull request', async () => {
    await begin(web)
    const path = join(scratch, 'event.json')
    writeFileSync(path, '{')
    const result = await run({ env: { GITHUB_EVENT_PATH: path }, eventName: 'push' })
    expect(result.exitCode, result.log).toBe(0)
    expect(github.comments).toEqual([])
  })

  test.each([
    ['no JSON', 'event.json'],
    ['not there', 'nowhere.json']
  ])('an event file that is %s keeps nobody from commenting on a pull request by its number', async (_name, file) => {
    await begin(web)
    github.setPull(7, { head: 'acme/shop' })
    writeFileSync(join(scratch, 'event.json'), '{')
    const env = { GITHUB_EVENT_PATH: join(scratch, file) }
    const result = await run({ env, eventName: 'schedule', inputs: { 'pr-number': '7' } })
    expect(result.exitCode, result.log).toBe(0)
    expect(result.log).not.toContain(file)
    expect(github.comments.map(({ issue }) => issue)).toEqual([7])
  })

  const far = String(Math.floor(Date.now() / 1000) + 4000)
  test.each<[string, number, string, Record<string, string>, RegExp]>([
    ['a refusal', 410, 'Gone', {}, /^The comment could not be written: GitHub answered 410: "Gone"\. The conversation/],
    [
      'a limit',
      429,
      'slow',
      { 'retry-after': '4000' },
      /asks to wait 4000 seconds\. Run again after that time\. See https:\S+#github-unavailable$/
    ],
    [
      'a used up quota',
      403,
      'API rate limit exceeded',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': far },
      /asks to wait \d{4} seconds\. Run again/
    ],
    [
      'a secondary limit',
      403,
      'You have exceeded a secondary rate limit',
      { 'retry-after': '61' },
      /asks to wait 61 seconds\. Run again/
    ]
  ])('%s of GitHub is a warning that says what did not happen', async (_name, status, message, headers, expected) => {
    await begin(web)
    github.inject({ match: /^POST/, times: 9, answer: { status, headers, body: { message } } })
    const result = await run()
    expect(result.exitCode).toBe(0)
    expect(messages(result)).toMatch(expected)
    expect(result.summary).toMatch(/> The comment could not be written: /)
    expect(github.comments).toEqual([])
  })

  test('a limit that ends soon is waited for', async () => {
    await begin(web)
    github.inject({ match: /^POST \/repos/, answer: { status: 429, headers: { 'retry-after': '1' } } })
    const result = await run()
    expect(messages(result)).toBe('')
    expect(github.comments).toHaveLength(1)
  })
})
