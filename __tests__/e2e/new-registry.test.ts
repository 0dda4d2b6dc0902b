import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type DockerRegistry,
  dockerLogin,
  dockerRegistryAvailable,
  dockerRegistryMissing,
  startDockerRegistry
} from '../helpers/docker-registry.ts'
import type { RunnerResult, RunnerStep } from '../helpers/runner.ts'
import { deployment } from '../helpers/workspace.ts'
import { eventOf, type Stage, startStage } from './review-stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

/** A registry that wants a login, and what it was sent. */
type Guarded = {
  readonly host: string
  readonly requests: () => number
  /** Every `Authorization` that reached it. */
  readonly logins: readonly string[]
  stop(): Promise<void>
}

async function startGuarded(): Promise<Guarded> {
  const registry: DockerRegistry = await startDockerRegistry({ htpasswd: true })
  await registry.pushTags('team/api', ['2.0.0', '2.1.0'])
  const logins: string[] = []
  let count = 0
  const server = createServer(async (request, response) => {
    count++
    const { authorization } = request.headers
    if (authorization !== undefined) logins.push(authorization)
    const headers = authorization === undefined ? {} : { authorization }
    const answer = await fetch(`http://${registry.host}${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      headers
    })
    const pass = ['content-type', 'www-authenticate', 'docker-content-digest', 'link'].flatMap(name => {
      const value = answer.headers.get(name)
      return value === null ? [] : [[name, value] as const]
    })
    response.writeHead(answer.status, Object.fromEntries(pass)).end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    host: `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    requests: () => count,
    logins,
    async stop() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await registry.stop()
    }
  }
}

function git(folder: string, ...args: string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@e.test', '-c', 'protocol.file.allow=always']
  return execFileSync('git', [...who, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    .toString()
    .trim()
}

describe.runIf(dockerRegistryAvailable)('a registry that only a pull request brings', () => {
  let stage: Stage
  let guarded: Guarded
  let base = ''
  let head = ''
  const clones: string[] = []

  afterEach(async () => {
    expect(stage.github.problems).toEqual([])
    await stage.close()
    await guarded.stop()
    for (const folder of clones.splice(0)) rmSync(folder, { recursive: true, force: true })
  })

  /** The pull request uses an image of the guarded registry; `atBase` is what the base says besides. */
  const begin = async (atBase: (host: string) => Readonly<Record<string, string>> = () => ({})): Promise<void> => {
    guarded = await startGuarded()
    const trees: Record<string, Record<string, string>> = {}
    stage = await startStage({ trees })
    const { folder } = stage.workspace
    stage.workspace.write({ '.gitignore': '*.json\nfixed-images.yaml\n', ...atBase(guarded.host) })
    git(folder, 'init', '-q', '-b', 'main')
    git(folder, 'remote', 'add', 'origin', 'https://github.com/acme/shop')
    git(folder, 'add', '-A')
    git(folder, 'commit', '-qm', 'base')
    base = git(folder, 'rev-parse', 'HEAD')
    const paths = git(folder, 'ls-files').split('\n')
    trees[base] = Object.fromEntries(paths.map(path => [path, stage.workspace.read(path) ?? '']))
    const image = `${guarded.host}/team/api`
    stage.workspace.write({
      'api.yaml': deployment('api', { api: `{{ images.get_image("${image}") }}` }),
      '.gitattributes': '* -diff\n'
    })
    git(folder, 'add', '-A')
    git(folder, 'commit', '-qm', 'change')
    head = git(folder, 'rev-parse', 'HEAD')
  }

  const step = (
    inputs: Readonly<Record<string, string>> = {},
    more: Partial<RunnerStep> = {}
  ): Promise<RunnerResult> => {
    const event = Object(eventOf('pull_request'))
    event.pull_request.base.sha = base
    event.pull_request.head.sha = head
    return stage.step({
      event,
      inputs,
      sha: head,
      secrets: ['workflow-token', dockerLogin.password],
      env: {
        KLUCTL_REGISTRY_1_HOST: guarded.host,
        KLUCTL_REGISTRY_1_PLAIN_HTTP: 'true',
        KLUCTL_REGISTRY_1_USERNAME: dockerLogin.username,
        KLUCTL_REGISTRY_1_PASSWORD: dockerLogin.password
      },
      ...more
    })
  }

  /** What actions/checkout leaves by default. */
  const shallow = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'shallow-'))
    clones.push(folder)
    git(folder, 'clone', '-q', '--depth', '1', `file://${stage.workspace.folder}`, 'checkout')
    const checkout = join(folder, 'checkout')
    git(checkout, 'remote', 'set-url', 'origin', 'https://github.com/acme/shop')
    return checkout
  }

  const expectRefused = (result: RunnerResult): void => {
    expect(result.problems).toEqual([])
    expect(guarded.requests()).toBeGreaterThan(0)
    expect(guarded.logins).toEqual([])
    expect(result.exitCode, result.log).toBe(1)
    const said = `registry \`${guarded.host}\` is new in this pull request, and no login is sent to it`
    for (const text of [result.summary, stage.github.comments[0]?.body ?? '']) {
      expect(text).toContain('new registry')
      expect(text).toContain(said)
    }
  }

  test('is sent no login, and the row is marked', async () => {
    await begin()
    expectRefused(await step())
  })

  test('is asked without login where it wants none, and marked all the same', async () => {
    await begin()
    const open = await startDockerRegistry()
    try {
      await open.pushTags('team/open', ['3.0.0'])
      const image = `${open.host}/team/open`
      stage.workspace.write({ 'api.yaml': deployment('api', { api: `{{ images.get_image("${image}") }}` }) })
      const result = await step(
        {},
        { env: { KLUCTL_REGISTRY_1_HOST: open.host, KLUCTL_REGISTRY_1_PLAIN_HTTP: 'true' } }
      )
      expect(result.exitCode, result.log).toBe(0)
      expect(stage.workspace.read('fixed-images.yaml')).toContain('team/open:3.0.0')
      expect(result.summary).toContain(`registry \`${open.host}\` is new in this pull request`)
      expect(result.summary).not.toContain(`registry \`${stage.registry.host}\` is new`)
    } finally {
      await open.stop()
    }
  })

  test('is marked in a pull request from a fork too', async () => {
    await begin()
    const event = Object(eventOf('pull_request_fork'))
    event.pull_request.base.sha = base
    const result = await step({}, { event })
    expect(guarded.logins).toEqual([])
    expect(result.summary).toContain(`registry \`${guarded.host}\` is new in this pull request`)
  })

  test('is sent the login where the workflow allows the registry', async () => {
    await begin()
    const result = await step({ 'allow-registries': `${guarded.host}\n${stage.registry.host}` })
    expect(result.exitCode, result.log).toBe(0)
    expect(new Set(guarded.logins).size).toBe(1)
    expect(stage.workspace.read('fixed-images.yaml')).toContain('team/api:2.1.0')
    expect(result.summary).not.toContain('new registry')
  })

  test('is sent the login where the base names the registry', async () => {
    await begin(host => ({ 'docs/registries.md': `Ours is ${host}.\n` }))
    const result = await step()
    expect(result.exitCode, result.log).toBe(0)
    expect(guarded.logins).not.toEqual([])
  })

  test('is not sent it where the base only names one that looks like it', async () => {
    await begin(host => ({
      'docs/registries.md': `x${host} ${host}1 cache.test/${host}/app me@${host} ${host}.test\n`
    }))
    expectRefused(await step())
  })

  test('nor from a clone of depth 1, where GitHub says what the base has', async () => {
    await begin()
    expectRefused(await step({}, { workspace: shallow() }))
    expect(stage.github.requests).toContain(`GET /repos/acme/shop/git/trees/${base}?recursive=1`)
  })

  test('is sent the login from such a clone where the base names the registry', async () => {
    await begin(host => ({ 'docs/registries.md': `Ours is ${host}.\n` }))
    const result = await step({}, { workspace: shallow() })
    expect(result.exitCode, result.log).toBe(0)
    expect(guarded.logins).not.toEqual([])
  })

  test('is sent the login for exactly its host where nobody can say, and none for any host', async () => {
    await begin()
    stage.github.inject({ match: /git\/trees/, times: 9, answer: { status: 404, body: { message: 'Not Found' } } })
    const workspace = shallow()
    expect((await step({}, { workspace })).exitCode).toBe(0)
    const known = guarded.logins.length
    expect(known).toBeGreaterThan(0)
    const any = {
      KLUCTL_REGISTRY_1_HOST: '*',
      KLUCTL_REGISTRY_ALLOW_WILDCARD: 'true',
      KLUCTL_REGISTRY_1_USERNAME: dockerLogin.username,
      KLUCTL_REGISTRY_1_PASSWORD: dockerLogin.password,
      KLUCTL_REGISTRY_2_HOST: guarded.host,
      KLUCTL_REGISTRY_2_PLAIN_HTTP: 'true'
    }
    expect((await step({}, { workspace, env: any })).exitCode).toBe(1)
    expect(guarded.logins).toHaveLength(known)
  })
})
