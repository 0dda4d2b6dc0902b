import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type CommandResult, receiptOnly, runCli } from '../helpers/command.ts'
import {
  type DockerRegistry,
  type DockerRegistryOptions,
  dockerLogin,
  dockerRegistryAvailable,
  dockerRegistryMissing,
  startDockerRegistry
} from '../helpers/docker-registry.ts'
import { nodes } from '../helpers/nodes.ts'
import { tlsFixture } from '../helpers/registry.ts'
import { deployment, makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

/** A kluctl project with a target, args, an include with tags, and a database that the target pins. */
const project = (host: string): Record<string, string> => ({
  '.kluctl.yaml': `targets:
  - name: prod
    args:
      environment: prod
    images:
      - image: ${host}/infra/db
        resultImage: ${host}/infra/db:16.4
args:
  - name: environment
    default: dev
  - name: replicas
`,
  'deployment.yaml': 'deployments:\n  - include: apps\n    tags: [apps]\n  - path: db\n',
  'apps/deployment.yaml':
    "vars:\n  - values:\n      namespace: shop-{{ args.environment }}\ndeployments:\n{% for app in ['web', 'orders'] %}\n  - path: {{ app }}\n{% endfor %}\n",
  'apps/web/web.yaml': deployment(
    'web',
    { web: `{{ images.get_image("${host}/shop/web", "semver()") }}` },
    '{{ namespace }}'
  ).replace('spec:\n', 'spec:\n  replicas: {{ args.replicas }}\n'),
  'apps/orders/orders.yaml': deployment(
    'orders',
    { orders: `{{ images.get_image("${host}/shop/orders", version.prefix("main-", suffix=version.number())) }}` },
    '{{ namespace }}'
  ),
  'db/db.yaml': deployment('db', { db: `{{ images.get_image("${host}/infra/db") }}` })
})

const entry = (host: string, app: string, tag: string, namespace: string, name: string): Record<string, string> => ({
  image: `${host}/${app}`,
  resultImage: `${host}/${app}:${tag}`,
  namespace,
  deployment: `Deployment/${name}`,
  container: name
})

describe.runIf(dockerRegistryAvailable).each(nodes)('kluctl-images resolve at a real registry, on %s', node => {
  let registry: DockerRegistry
  let workspace: Workspace
  const resolve = (...args: string[]): Promise<CommandResult> =>
    runCli(['resolve', '--target', 'prod', '-a', 'replicas=3', ...args], {
      cwd: workspace.folder,
      node,
      env: { KLUCTL_REGISTRY_HOST: registry.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }
    })

  beforeAll(async () => {
    registry = await startDockerRegistry()
    await registry.pushTags('shop/web', ['1.9.0', '1.10.0', 'latest'])
    await registry.pushTags('shop/orders', ['main-9', 'main-10', 'feature-11'])
    await registry.pushTags('infra/db', ['17.0'])
    workspace = makeWorkspace(project(registry.host))
  })

  afterAll(async () => {
    await registry.stop()
    workspace.remove()
  })

  test('--check before the first run says what would change and writes nothing', async () => {
    const result = await resolve('--check')
    expect(result).toMatchObject({ exitCode: 3, err: expect.stringMatching(receiptOnly) })
    expect(result.out).toMatch(/^3 images are new\n/)
    expect(result.out).toContain('fixed-images.yaml would change')
    expect(workspace.read('fixed-images.yaml')).toBeUndefined()
    expect(workspace.read('images-report.json')).toBeUndefined()
  })

  test('the first run writes the file and the report, and shows image, place, tag and reason', async () => {
    const { exitCode, out, err } = await resolve()
    const { host } = registry
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: expect.stringMatching(receiptOnly) })
    expect(parse(workspace.read('fixed-images.yaml') ?? '')).toEqual({
      images: [
        entry(host, 'infra/db', '16.4', 'shop', 'db'),
        entry(host, 'shop/orders', 'main-10', 'shop-prod', 'orders'),
        entry(host, 'shop/web', '1.10.0', 'shop-prod', 'web')
      ]
    })
    for (const text of ['pinned by target prod', 'new → main-10', 'newest of 3 tags', 'fixed-images.yaml is written'])
      expect(out).toContain(text)
  })

  test('a second run is byte for byte the same, and --check is content', async () => {
    const before = workspace.read('fixed-images.yaml')
    const second = await resolve()
    expect(second.exitCode).toBe(0)
    expect(second.out).toContain('fixed-images.yaml is up to date')
    expect(workspace.read('fixed-images.yaml')).toBe(before)
    expect((await resolve('--check')).exitCode).toBe(0)
  })

  test('--json prints the report that the file holds, as the schema says', async () => {
    const { exitCode, out, err } = await resolve('--json')
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: expect.stringMatching(receiptOnly) })
    const schema: object = JSON.parse(readFileSync(join(root, 'schema/report.schema.json'), 'utf8'))
    const isReport = new Ajv2020({ strict: false }).compile(schema)
    expect(isReport(JSON.parse(out)), JSON.stringify(isReport.errors)).toBe(true)
    expect(out).toBe(workspace.read('images-report.json'))
  })

  test('a partial update by tag leaves every other entry as it is', async () => {
    await registry.pushTags('shop/web', ['1.11.0'])
    await resolve('--include-tags', 'apps', '--images', '**/web', '--images', '# nothing else')
    const { images } = parse(workspace.read('fixed-images.yaml') ?? '')
    expect(images.map(({ resultImage }: { resultImage: string }) => resultImage.split('/').at(-1))).toEqual([
      'db:16.4',
      'orders:main-10',
      'web:1.11.0'
    ])
  })
})

describe.runIf(dockerRegistryAvailable)('logins and certificates of a real registry', () => {
  const started: DockerRegistry[] = []
  const start = async (options: DockerRegistryOptions): Promise<DockerRegistry> => {
    const registry = await startDockerRegistry(options)
    started.push(registry)
    await registry.pushTags('shop/web', ['1.0', '1.1'])
    return registry
  }
  afterAll(async () => {
    await Promise.all(started.map(registry => registry.stop()))
  })

  const resolve = async (host: string, env: Record<string, string>, files: Record<string, string> = {}) => {
    const workspace = makeWorkspace({
      'web.yaml': deployment('web', { web: `{{ images.get_image("${host}/shop/web") }}` }),
      ...files
    })
    const result = await runCli(['resolve', '--output-file', 'out/fixed.yaml'], { cwd: workspace.folder, env })
    const text = workspace.read('out/fixed.yaml')
    workspace.remove()
    return { ...result, text }
  }

  test('a password from the environment, or from config.json of docker', async () => {
    const { host } = await start({ htpasswd: true })
    const plain = { KLUCTL_REGISTRY_0_HOST: host, KLUCTL_REGISTRY_0_PLAIN_HTTP: 'true' }
    const { username, password } = dockerLogin
    const login = { KLUCTL_REGISTRY_0_USERNAME: username, KLUCTL_REGISTRY_0_PASSWORD: password }
    expect((await resolve(host, { ...plain, ...login })).text).toContain(':1.1"')

    const auth = Buffer.from(`${username}:${password}`).toString('base64')
    const docker = makeWorkspace({ 'config.json': JSON.stringify({ auths: { [host]: { auth } } }) })
    expect((await resolve(host, { ...plain, DOCKER_CONFIG: docker.folder })).text).toContain(':1.1"')
    docker.remove()
  })

  test('a wrong password fails, names the registry and the variable, never shows the password', async () => {
    const { host } = await start({ htpasswd: true })
    const wrong = {
      KLUCTL_REGISTRY_0_HOST: host,
      KLUCTL_REGISTRY_0_PLAIN_HTTP: 'true',
      KLUCTL_REGISTRY_0_USERNAME: dockerLogin.username,
      KLUCTL_REGISTRY_0_PASSWORD: 'not-the-password'
    }
    const { exitCode, out, err, text } = await resolve(host, wrong)
    expect({ exitCode, err, text }).toEqual({ exitCode: 1, err: expect.stringMatching(receiptOnly), text: undefined })
    expect(out).toContain(host)
    expect(out).toContain('web.yaml:11')
    expect(out).toContain('KLUCTL_REGISTRY_0_PASSWORD')
    expect(out).not.toContain('not-the-password')
  })

  test('a certificate of an own authority is accepted with CA_FILE and refused without', async () => {
    const { host } = await start({ tls: 'signed' })
    const authority = makeWorkspace()
    const file = join(authority.folder, 'ca.pem')
    writeFileSync(file, tlsFixture('ca.pem'))
    const named = { KLUCTL_REGISTRY_0_HOST: host }
    const refused = await resolve(host, named)
    expect(refused).toMatchObject({ exitCode: 1, text: undefined })
    expect(refused.out).toContain('KLUCTL_REGISTRY_0_CA_FILE')
    expect((await resolve(host, { ...named, KLUCTL_REGISTRY_0_CA_FILE: file })).text).toContain(':1.1"')
    authority.remove()
  })
})
