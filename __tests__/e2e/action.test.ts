import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  type DockerRegistry,
  dockerLogin,
  dockerRegistryAvailable,
  dockerRegistryMissing,
  startDockerRegistry
} from '../helpers/docker-registry.ts'
import { actionsBot, type FakeGitHub, octocat, startGitHub } from '../helpers/github.ts'
import { actionNode } from '../helpers/nodes.ts'
import { type RunnerResult, type RunnerStep, runAction } from '../helpers/runner.ts'
import { deployment, makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const event = (name: string): unknown =>
  JSON.parse(readFileSync(join(root, '__tests__/fixtures/events', `${name}.json`), 'utf8'))

/** The step of the README's first workflow, as a user copies it. */
function firstWorkflowInputs(): Record<string, string> {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const yaml = /<!-- workflow: first -->\n```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const steps: readonly { uses?: string; with?: Record<string, string> }[] = parse(yaml).jobs.images.steps
  const step = steps.find(({ uses }) => uses?.startsWith('kluctl-images/'))
  return step?.with ?? {}
}

const withoutMarker = (text = ''): string => text.replace(/^<!--.*\n/, '').trim()

describe.runIf(dockerRegistryAvailable)('the Action, with a real registry that wants a password', () => {
  let registry: DockerRegistry
  let github: FakeGitHub
  let workspace: Workspace
  const project = (host: string): Record<string, string> => ({
    '.kluctl.yaml': `targets:\n  - name: prod\n    images:\n      - image: ${host}/infra/db\n        resultImage: ${host}/infra/db:16.4\n`,
    'deployment.yaml': 'deployments:\n  - path: web\n  - path: orders\n  - path: db\n',
    'web/web.yaml': deployment('web', {
      web: `{{ images.get_image("${host}/shop/web", "semver()") }}`,
      proxy: `{{ images.get_image("${host}/infra/proxy", version.regex('[0-9.]+-alpine')) }}`
    }),
    'orders/orders.yaml': deployment('orders', {
      orders: `{{ images.get_image("${host}/shop/orders", version.prefix("main-", suffix=version.number())) }}`
    }),
    'db/db.yaml': deployment('db', { db: `{{ images.get_image("${host}/infra/db") }}` })
  })

  const step = (more: Partial<RunnerStep> = {}): Promise<RunnerResult> =>
    runAction({
      action: root,
      workspace: workspace.folder,
      node: actionNode,
      eventName: 'pull_request',
      event: event('pull_request'),
      token: 'workflow-token',
      apiUrl: github.url,
      inputs: firstWorkflowInputs(),
      env: {
        KLUCTL_REGISTRY_0_HOST: registry.host,
        KLUCTL_REGISTRY_0_PLAIN_HTTP: 'true',
        KLUCTL_REGISTRY_0_USERNAME: dockerLogin.username,
        KLUCTL_REGISTRY_0_PASSWORD: dockerLogin.password
      },
      secrets: [dockerLogin.password, 'workflow-token'],
      ...more
    })

  beforeAll(async () => {
    registry = await startDockerRegistry({ htpasswd: true })
    await registry.pushTags('shop/web', ['1.9.0', '1.10.0', 'v1.10.1', 'latest', 'main'])
    await registry.pushTags('shop/orders', ['main-9', 'main-10', 'feature-11', 'latest'])
    await registry.pushTags('infra/proxy', ['1.26-alpine', '1.27-alpine', '1.27'])
    await registry.pushTags('infra/db', ['17.0'])
    github = await startGitHub()
    workspace = makeWorkspace(project(registry.host))
  })

  afterAll(async () => {
    expect(github.problems).toEqual([])
    await registry.stop()
    await github.close()
    workspace.remove()
  })

  test("the README's first workflow writes file, outputs, summary and comment", async () => {
    const result = await step()
    expect(result.problems).toEqual([])
    expect(result.exitCode, result.log).toBe(0)
    const { host } = registry
    expect(parse(workspace.read('fixed-images.yaml') ?? '')).toEqual({
      images: [
        {
          image: `${host}/infra/db`,
          resultImage: `${host}/infra/db:16.4`,
          namespace: 'shop',
          deployment: 'Deployment/db',
          container: 'db'
        },
        {
          image: `${host}/infra/proxy`,
          resultImage: `${host}/infra/proxy:1.27-alpine`,
          namespace: 'shop',
          deployment: 'Deployment/web',
          container: 'proxy'
        },
        {
          image: `${host}/shop/orders`,
          resultImage: `${host}/shop/orders:main-10`,
          namespace: 'shop',
          deployment: 'Deployment/orders',
          container: 'orders'
        },
        {
          image: `${host}/shop/web`,
          resultImage: `${host}/shop/web:v1.10.1`,
          namespace: 'shop',
          deployment: 'Deployment/web',
          container: 'web'
        }
      ]
    })
    expect(result.outputs).toMatchObject({
      changed: 'true',
      'changes-count': '4',
      'failures-count': '0',
      'fixed-images-path': join(workspace.folder, 'fixed-images.yaml'),
      'report-path': join(workspace.folder, 'images-report.json')
    })
    expect(JSON.parse(result.outputs['changes'] ?? '')).toHaveLength(4)
    expect(result.log).toMatch(/^registries: \d+ requests$/m)
    expect(result.summary).toMatch(/^- For the tags of \d repositories: \d+ requests$/m)
    expect(github.comments).toHaveLength(1)
    const [comment] = github.comments
    expect(result.outputs['comment-id']).toBe(String(comment?.id))
    expect(withoutMarker(comment?.body)).toBe(withoutMarker(result.comment))
    expect(comment?.body).toMatch(
      /^<!-- kluctl-images:[0-9a-f]{16} run:1701-1 state:[0-9a-f]{16}[^\n]* -->\n### 4 images are new\n/
    )
    for (const text of [comment?.body ?? '', result.summary, result.log]) {
      expect(text).toContain('main-10')
      expect(text).toContain('v1.10.1')
    }
  })

  test('a second run changes no byte, and the comment stays one', async () => {
    const before = workspace.read('fixed-images.yaml')
    const result = await step()
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ changed: 'false', 'changes-count': '0' })
    expect(workspace.read('fixed-images.yaml')).toBe(before)
    expect(github.comments).toHaveLength(1)
    expect(github.comments[0]?.body).toMatch(/no image changes/i)
  })

  test('another person who copies the marker is never overwritten', async () => {
    const [own] = github.comments
    const forged = github.addComment(7, own?.body ?? '', octocat)
    const other = github.addComment(7, own?.body ?? '', { ...actionsBot, id: 5, login: 'other[bot]' })
    await registry.pushTags('shop/web', ['v1.11.0'])
    const before = forged.body
    const result = await step()
    expect(result.outputs['comment-id']).toBe(String(own?.id))
    expect(github.comments.find(({ id }) => id === own?.id)?.body).toContain('v1.11.0')
    expect([forged.body, other.body]).toEqual([before, before])
  })

  test('a wrong password fails the step, names the variable, and leaves the file', async () => {
    const before = workspace.read('fixed-images.yaml')
    const env = {
      KLUCTL_REGISTRY_0_HOST: registry.host,
      KLUCTL_REGISTRY_0_PLAIN_HTTP: 'true',
      KLUCTL_REGISTRY_0_USERNAME: 'user',
      KLUCTL_REGISTRY_0_PASSWORD: 'wrong-password'
    }
    const result = await step({ env, secrets: ['wrong-password', 'workflow-token'] })
    expect(result.exitCode).toBe(1)
    expect(result.problems).toEqual([])
    expect(result.log).toContain('KLUCTL_REGISTRY_0_PASSWORD')
    expect(result.outputs['failures-count']).not.toBe('0')
    expect(workspace.read('fixed-images.yaml')).toBe(before)
    const place = result.annotations.find(
      ({ level, properties }) => level === 'error' && properties['file'] === 'web/web.yaml'
    )
    expect(place?.properties['line']).toMatch(/^1[13]$/)
  })

  test('one bad template hides no other image, and all is reported together', async () => {
    workspace.write({
      'orders/broken.yaml': 'a: {{ missing.value }}\n',
      'db/other.yaml': deployment('other', { other: `{{ images.get_image("${registry.host}/infra/nothing-here") }}` })
    })
    const result = await step()
    expect(result.exitCode).toBe(1)
    for (const text of [result.log, result.summary, github.comments[0]?.body ?? '']) {
      expect(text).toContain('orders/broken.yaml')
      expect(text).toContain('infra/nothing-here')
    }
    workspace.write({ 'orders/broken.yaml': '', 'db/other.yaml': '' })
  })

  test('without permission to comment the run is green, with a warning that says what to add', async () => {
    const readOnly = await startGitHub({
      tokens: { 'workflow-token': { user: actionsBot, access: 'read', installation: true } }
    })
    const result = await step({ apiUrl: readOnly.url, inputs: { ...firstWorkflowInputs(), comment: 'always' } })
    expect(result.exitCode, result.log).toBe(0)
    expect(
      result.annotations
        .filter(({ level }) => level === 'warning')
        .map(({ message }) => message)
        .join('\n')
    ).toContain('pull-requests: write')
    expect(result.summary).not.toBe('')
    expect(readOnly.comments).toEqual([])
    await readOnly.close()
  })

  test('a pull request from a fork is asked for without login', async () => {
    const result = await step({ event: event('pull_request_fork') })
    expect(result.exitCode).toBe(1)
    expect(result.log).toContain('fork')
    expect(result.problems).toEqual([])
  })
})

describe('a variable that the workflow allows', () => {
  const files = {
    'deployment.yaml': 'vars: [{systemEnvVars: {name: SHOP_NAME}, sensitive: false}]\ndeployments: [{path: app}]\n',
    'app/web.yaml': deployment('{{ name }}', { web: '{{ images.get_image("r.io/web") }}' })
  }
  const stepOn = async (
    eventName: string,
    payload: string,
    more: Readonly<Record<string, string>> = {}
  ): Promise<RunnerResult> => {
    const workspace = makeWorkspace({ ...files, ...more })
    try {
      return await runAction({
        action: root,
        workspace: workspace.folder,
        node: actionNode,
        eventName,
        event: event(payload),
        inputs: { 'allow-env': 'SHOP_NAME', 'fixed-images': 'r.io/web=r.io/web:1', comment: 'never' },
        env: { SHOP_NAME: 'corner-shop' }
      })
    } finally {
      workspace.remove()
    }
  }

  test('is read by the project', async () => {
    const { exitCode, log } = await stepOn('push', 'push')
    expect(exitCode).toBe(0)
    expect(log).toContain('corner-shop')
  })

  test('and hidden where the project does not say that it may be shown, as in kluctl', async () => {
    const text = files['deployment.yaml'].replace(', sensitive: false', '')
    const { exitCode, log, summary } = await stepOn('push', 'push', { 'deployment.yaml': text })
    expect(exitCode).toBe(0)
    expect(log).toContain('Deployment/***')
    expect(log + summary).not.toContain('corner-shop')
  })

  test('but not by that of a fork', async () => {
    const { exitCode, log, summary } = await stepOn('pull_request', 'pull_request_fork')
    expect(exitCode).toBe(1)
    expect(log).toContain('SHOP_NAME')
    expect(log + summary).not.toContain('corner-shop')
  })
})

describe('the Action', () => {
  const run = (workspace: Workspace, more: Partial<RunnerStep>): Promise<RunnerResult> =>
    runAction({
      action: root,
      workspace: workspace.folder,
      node: actionNode,
      eventName: 'push',
      event: event('push'),
      ...more
    })

  test.each<[string, Partial<RunnerStep>, RegExp]>([
    [
      'an unknown value',
      { inputs: { comment: 'sometimes', 'update-images': 'yes' } },
      /update-images: .*true nor false[\s\S]*comment: .*sometimes.*always/
    ],
    ['a project that is not there', { inputs: { 'project-dir': 'nowhere' } }, /project-dir: .*nowhere/],
    ['a target that is not there', { inputs: { target: 'prod' } }, /target: .*prod/],
    ['a filter that is none', { inputs: { images: 'nginx = newest()' } }, /images: .*newest/],
    [
      'a fixed-images file that is not there',
      { inputs: { 'fixed-images-file': 'nothing.yaml' } },
      /fixed-images-file: .*nothing\.yaml/
    ],
    ['an output outside of the workspace', { inputs: { 'output-file': '../fixed.yaml' } }, /outside the workspace/],
    [
      'an event that brings secrets to foreign files',
      { eventName: 'pull_request_target', event: event('pull_request_fork') },
      /pull_request_target/
    ]
  ])('refuses %s with one message and no stack', async (_name, more, message) => {
    const workspace = makeWorkspace({ 'web.yaml': deployment('web', { web: 'nginx:1' }) })
    const result = await run(workspace, more)
    const errors = result.annotations.filter(({ level }) => level === 'error').map(({ message: text }) => text)
    expect(result.exitCode).toBe(1)
    expect(errors.join('\n')).toMatch(message)
    expect(result.log).not.toMatch(/\n\s+at /)
    expect(result.problems).toEqual([])
    expect(workspace.read('fixed-images.yaml')).toBeUndefined()
    workspace.remove()
  })
})
