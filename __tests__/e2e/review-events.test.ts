import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FakeGitHub, type FakeGitHubOptions, startGitHub } from '../helpers/github.ts'
import { actionNode } from '../helpers/nodes.ts'
import { type LoopbackRegistry, startRegistry } from '../helpers/registry.ts'
import { type RunnerResult, type RunnerStep, runAction } from '../helpers/runner.ts'
import { deployment, makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'
import { eventOf, messagesOf } from './review-stage.ts'

const password = 'password of the registry'
const [ownCommit, headCommit] = ['1'.repeat(40), 'a'.repeat(40)]

let registry: LoopbackRegistry
let github: FakeGitHub
let workspace: Workspace

async function begin(options: FakeGitHubOptions = {}, isOpen = false): Promise<void> {
  const login = { kind: 'basic', username: 'user', password } as const
  registry = await startRegistry({ repositories: { web: ['1.0', '1.1'] }, ...(isOpen ? {} : { login }) })
  github = await startGitHub(options)
  const web = deployment('web', { web: `{{ images.get_image("${registry.host}/web") }}` })
  workspace = makeWorkspace({ 'web.yaml': web })
}

afterEach(async () => {
  expect(github.problems).toEqual([])
  await registry.stop()
  await github.close()
  workspace.remove()
})

const step = (more: Partial<RunnerStep>): Promise<RunnerResult> =>
  runAction({
    action: root,
    workspace: workspace.folder,
    node: actionNode,
    token: 'workflow-token',
    apiUrl: github.url,
    secrets: [password, 'workflow-token'],
    env: {
      KLUCTL_REGISTRY_HOST: registry.host,
      KLUCTL_REGISTRY_PLAIN_HTTP: 'true',
      KLUCTL_REGISTRY_USERNAME: 'user',
      KLUCTL_REGISTRY_PASSWORD: password
    },
    ...more
  })

/** What a run did with the registry's password: sent it, asked without it, or asked nothing. */
function asked(): 'with login' | 'without login' | 'not at all' {
  if (registry.requests.length === 0) return 'not at all'
  return registry.requests.some(({ headers }) => headers.authorization !== undefined) ? 'with login' : 'without login'
}

/** Makes a commit of the workspace, as actions/checkout does. */
function commit(): string {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: workspace.folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', HOME: workspace.folder }
    }).trim()
  git('init', '--quiet')
  git('add', 'web.yaml')
  git('commit', '--quiet', '-m', 'a')
  return git('rev-parse', 'HEAD')
}

type Case = readonly [event: string, payload: string, expected: ReturnType<typeof asked>, comments: readonly number[]]
const noCredentials = { 'allow-untrusted-templates': 'no-credentials' }

describe('an event', () => {
  beforeEach(() => begin({ pulls: { 7: 'acme/shop' } }))

  test.each<Case>([
    ['push', 'push', 'with login', []],
    ['schedule', 'schedule', 'with login', []],
    ['workflow_dispatch', 'workflow_dispatch', 'with login', []],
    ['merge_group', 'merge_group', 'with login', []],
    ['workflow_run', 'workflow_run', 'with login', []],
    ['pull_request', 'pull_request', 'with login', [7]],
    ['pull_request_target', 'pull_request', 'with login', [7]],
    ['issue_comment', 'issue_comment', 'with login', [7]],
    ['issue_comment', 'issue_comment_on_issue', 'with login', []],
    ['pull_request', 'pull_request_fork', 'without login', [7]],
    ['pull_request', 'pull_request_deleted_fork', 'without login', [7]],
    ['pull_request_target', 'pull_request_fork', 'not at all', []],
    ['pull_request_target', 'pull_request_deleted_fork', 'not at all', []],
    ['workflow_run', 'workflow_run_fork', 'not at all', []]
  ])('%s with %s asks the registry %s and comments on %j', async (eventName, payload, expected, comments) => {
    const result = await step({ eventName, event: eventOf(payload) })
    expect(asked()).toBe(expected)
    expect(result.problems).toEqual([])
    expect(result.exitCode, result.log).toBe(expected === 'with login' ? 0 : 1)
    expect(github.comments.map(({ issue }) => issue)).toEqual(comments)
    if (expected === 'not at all') {
      expect(messagesOf(result, 'error')).toMatch(/comes with secrets.*\n.*Run on pull_request instead/)
      expect(workspace.read('images-report.json')).toBeUndefined()
      expect(github.requests).toEqual([])
    }
  })

  test.each<Case>([
    ['pull_request_target', 'pull_request_fork', 'without login', [7]],
    ['workflow_run', 'workflow_run_fork', 'without login', []]
  ])('%s with %s where the workflow allows it asks %s', async (eventName, payload, expected, comments) => {
    const result = await step({ eventName, event: eventOf(payload), inputs: noCredentials })
    expect(asked()).toBe(expected)
    expect(result.log).toContain('registries are asked without login')
    expect(github.comments.map(({ issue }) => issue)).toEqual(comments)
  })

  test('of a comment on the pull request of a fork renders nothing', async () => {
    github.setPull(7, { head: 'eve/shop' })
    const result = await step({ eventName: 'issue_comment', event: eventOf('issue_comment') })
    expect({ asked: asked(), exitCode: result.exitCode }).toEqual({ asked: 'not at all', exitCode: 1 })
    expect(github.comments).toEqual([])
  })
})

test('a run without login is green at a registry that is open to all', async () => {
  await begin({}, true)
  const event = eventOf('pull_request_fork')
  const result = await step({ eventName: 'pull_request_target', event, inputs: noCredentials })
  expect(result.exitCode, result.log).toBe(0)
  expect(asked()).toBe('without login')
  expect(workspace.read('fixed-images.yaml')).toContain(':1.1')
  expect(github.comments).toHaveLength(1)
})

describe('pr-number', () => {
  const dispatch = (more: Partial<RunnerStep> = {}): Promise<RunnerResult> =>
    step({
      eventName: 'workflow_dispatch',
      event: eventOf('workflow_dispatch'),
      ...more,
      inputs: { 'pr-number': '7', ...more.inputs }
    })

  test.each(['workflow_dispatch', 'schedule', 'push'])('on %s comments on a branch of ours', async eventName => {
    const base = `images:\n  - image: x\n    resultImage: x:1\n`
    await begin({ pulls: { 7: 'acme/shop' }, files: { [`${'b'.repeat(40)}:fixed-images.yaml`]: base } })
    const result = await dispatch({ eventName, event: eventOf(eventName) })
    expect(result.exitCode, result.log).toBe(0)
    expect(asked()).toBe('with login')
    expect(github.comments.map(({ issue }) => issue)).toEqual([7])
    expect(result.outputs['verdict']).toBe('1 image is new, 1 is removed')
  })

  test.each<[string, 'head' | 'merge' | 'older head', ReturnType<typeof asked>, Record<string, string>]>([
    ['its head', 'head', 'not at all', {}],
    ['its merge commit', 'merge', 'not at all', {}],
    ['a head that it has left', 'older head', 'not at all', {}],
    ['its head, allowed', 'head', 'without login', noCredentials]
  ])('of a fork with %s checked out', async (_name, which, expected, inputs) => {
    await begin()
    const checkedOut = commit()
    github.setPull(7, {
      head: 'eve/shop',
      headSha: which === 'head' ? checkedOut : headCommit,
      mergeSha: which === 'merge' ? checkedOut : null
    })
    const result = await dispatch({ sha: ownCommit, inputs })
    expect(asked()).toBe(expected)
    expect(result.exitCode).toBe(1)
    expect(github.comments).toHaveLength(expected === 'not at all' ? 0 : 1)
    if (expected !== 'not at all') return
    expect(messagesOf(result, 'error')).toMatch(
      /^pr-number: pull request 7 comes from a fork.*\n.*Check out the commit/
    )
    expect(workspace.read('images-report.json')).toBeUndefined()
  })

  test('of a fork with the base checked out renders what is ours', async () => {
    await begin({ pulls: { 7: 'eve/shop' } }, true)
    const result = await dispatch({ sha: commit() })
    expect(result.exitCode, result.log).toBe(0)
    expect(workspace.read('fixed-images.yaml')).toContain(':1.1')
    expect(github.comments.map(({ issue }) => issue)).toEqual([7])
  })

  test.each([
    ['pull_request_target', 'pull_request_fork', 'not at all'],
    ['pull_request', 'pull_request_fork', 'without login'],
    ['pull_request_review', 'pull_request_fork', 'without login']
  ])('of a branch of ours makes nothing better on %s of a fork', async (eventName, payload, expected) => {
    await begin({ pulls: { 8: 'acme/shop' } })
    await dispatch({ eventName, event: eventOf(payload), inputs: { 'pr-number': '8' } })
    expect(asked()).toBe(expected)
  })

  test.each<[string, Partial<RunnerStep>, RegExp]>([
    ['that is not there', {}, /^Pull request 7 could not be read and counts as one from a fork: .*acme\/shop has no/],
    ['without a token', { token: '' }, /^Pull request 7 could not be read .*: the input github-token is empty/]
  ])('%s counts as one of a fork', async (_name, more, message) => {
    await begin()
    const result = await dispatch(more)
    expect({ asked: asked(), exitCode: result.exitCode }).toEqual({ asked: 'not at all', exitCode: 1 })
    expect(messagesOf(result, 'warning')).toMatch(message)
  })

  test.each(['0', '-7', '7.5', 'seven', '7; rm'])('that is no number, %j, is refused', async text => {
    await begin()
    const result = await dispatch({ inputs: { 'pr-number': text } })
    expect(result.exitCode).toBe(1)
    expect(messagesOf(result, 'error')).toMatch(/^pr-number: /)
    expect(github.requests).toEqual([])
  })
})

test('a merge queue is compared with the base of its group', async () => {
  await begin()
  const image = `${registry.host}/web`
  const files = {
    [`${'b'.repeat(40)}:fixed-images.yaml`]: `images:\n  - {image: "${image}", resultImage: "${image}:1.0"}\n`
  }
  await github.close()
  github = await startGitHub({ files })
  const result = await step({ eventName: 'merge_group', event: eventOf('merge_group') })
  expect(result.exitCode, result.log).toBe(0)
  expect(result.outputs['verdict']).toBe('1 image changes')
  expect(result.outputs).toMatchObject({ 'comment-id': '', 'comment-url': '' })
})

test('GitHub Enterprise Server has its API below a path, and pages of its own', async () => {
  await begin({ base: '/api/v3' })
  const result = await step({
    eventName: 'pull_request',
    event: eventOf('pull_request'),
    serverUrl: 'https://ghes.example.com'
  })
  expect(result.exitCode, result.log).toBe(0)
  expect(messagesOf(result, 'warning')).toBe('')
  expect(github.requests.every(line => / \/api\/(?:v3\/|graphql$)/.test(line))).toBe(true)
  expect(github.comments[0]?.body).toContain('[Job summary](https://ghes.example.com/acme/shop/actions/runs/1701)')
})
