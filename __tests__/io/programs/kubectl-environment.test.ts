import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DeployedAnswer } from '../../../src/deployed/answer.ts'
import { openDeployed } from '../../../src/io/deployed.ts'
import { findProgram } from '../../../src/io/program.ts'
import { type KubernetesOptions, kubeconfig, sendStatus, startKubernetes } from '../../helpers/kubernetes.ts'
import { shopObjects, usesIn } from '../../helpers/kubernetes-uses.ts'
import { type FakePath, fakePath } from './fake-program.ts'

const windows = process.platform === 'win32'
const isHere = findProgram(['kubectl'], { env: process.env }) !== undefined
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: debug, namespace: shop}\nspec: {containers: [{name: shell, image: $shell}]}\n'

let fake: FakePath
let note: string
let config: string
beforeEach(() => {
  fake = fakePath({})
  note = join(fake.folder, 'note.json')
  config = join(fake.folder, 'config')
  writeFileSync(config, kubeconfig('https://127.0.0.1:9', 'a-token-of-the-user'))
})
afterEach(() => fake.remove())

/** A program that notes how it was called. */
function program(name: string, code: string, folder = fake.alone): void {
  mkdirSync(folder, { recursive: true })
  const noting = `require('node:fs').writeFileSync(${JSON.stringify(note)}, JSON.stringify({ env: process.env, args: process.argv.slice(2), cwd: process.cwd() }))`
  writeFileSync(join(folder, name), `#!${process.execPath}\n${noting}\n${code}\n`, { mode: 0o755 })
}

type Note = { readonly env: Record<string, string>; readonly args: readonly string[]; readonly cwd: string }
const noted = (): Note => JSON.parse(readFileSync(note, 'utf8'))

type Surroundings = Parameters<typeof openDeployed>[0]['surroundings']

async function ask(more: Partial<Surroundings> = {}, context?: string): Promise<DeployedAnswer | undefined> {
  const source = openDeployed({
    deployedImages: 'cluster',
    context,
    surroundings: { env: { PATH: fake.alone, KUBECONFIG: config }, home: undefined, ...more }
  })
  return (await source?.find(usesIn(pod)))?.[0]
}

const errorOf = (answer: DeployedAnswer | undefined): unknown => (answer?.status === 'unknown' ? answer.error : answer)

describe.skipIf(windows)('kubectl (its fakes are not for Windows)', () => {
  test('gets these arguments, and nothing of our environment (K-03, K-06)', async () => {
    program('kubectl', '')
    const own = {
      INPUT_SECRET: 'secret',
      GITHUB_TOKEN: 'secret',
      ACTIONS_RUNTIME_TOKEN: 'secret',
      NODE_OPTIONS: '--no-warnings'
    }
    const logins = {
      KLUCTL_REGISTRY_0_PASSWORD: 'secret',
      AWS_SECRET_ACCESS_KEY: 'secret',
      KUBERNETES_SERVICE_HOST: 'evil.example'
    }
    const proxies = { HTTPS_PROXY: 'http://proxy.example:3128', no_proxy: 'internal.example', ALL_PROXY: '' }
    const env = { PATH: `bin::${fake.alone}`, KUBECONFIG: config, ...own, ...logins, ...proxies, LANG: 'de_DE.UTF-8' }
    expect(await ask({ env, home: '/root' }, 'prod')).toEqual({ status: 'none', object: 'absent' })
    const { args, env: seen, cwd } = noted()
    expect(args).toEqual(['get', 'pods', '--namespace=shop', '--output=json', '--ignore-not-found', '--context=prod'])
    expect(seen).toEqual({
      PATH: fake.alone,
      HOME: cwd,
      TMPDIR: cwd,
      LANG: 'C',
      LC_ALL: 'C',
      KUBECONFIG: config,
      KUBERC: 'off',
      HTTPS_PROXY: 'http://proxy.example:3128',
      no_proxy: 'internal.example'
    })
    expect(existsSync(cwd)).toBe(false)
  })

  test('of the workspace or the project is never run, nor one that is a link into it (K-04)', async () => {
    const workspace = join(fake.folder, 'checkout')
    program('kubectl', '', join(workspace, 'bin'))
    symlinkSync(join(workspace, 'bin', 'kubectl'), join(fake.alone, 'kubectl'))
    const env = { KUBECONFIG: config, PATH: [join(workspace, 'bin'), fake.alone].join(delimiter) }
    const none = {
      code: 'no-program',
      message: expect.stringContaining('needs the program kubectl'),
      hint: expect.stringContaining('Install it')
    }
    for (const place of [{ workspace }, { project: workspace }])
      expect(errorOf(await ask({ env, ...place }))).toMatchObject(none)
    expect(existsSync(note)).toBe(false)
    expect(await ask({ env })).toEqual({ status: 'none', object: 'absent' })
  })

  test('sees no folder of PATH that lies in the workspace', async () => {
    program('kubectl', '')
    const workspace = join(fake.folder, 'checkout')
    mkdirSync(join(workspace, 'bin'), { recursive: true })
    symlinkSync(workspace, join(fake.folder, 'link'))
    const folders = [join(workspace, 'bin'), fake.alone, join(fake.folder, 'link', 'bin'), '.', workspace]
    await ask({ env: { PATH: folders.join(delimiter), KUBECONFIG: config }, workspace })
    expect(noted().env['PATH']).toBe(fake.alone)
  })

  test.each([
    ['words that are not JSON', 'console.log("Hello")', /did not write JSON/],
    ['a signal', 'process.kill(process.pid, "SIGKILL")', /signal|status/],
    ['no word', 'process.exitCode = 3', /kubectl ended with status 3/],
    [
      'words of another program',
      'console.error("vault: password=hunter2"); process.exitCode = 4',
      /read: kubectl ended with status 4$/
    ],
    [
      'a list too deep',
      'console.log(JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "debug", namespace: "shop" } }).slice(0, -1) + ",\\"spec\\":" + "[".repeat(200) + "]".repeat(200) + "}")',
      /nested too deeply/
    ]
  ])('that ends with %s is an error', async (_, code, message) => {
    program('kubectl', code)
    expect(errorOf(await ask())).toMatchObject({ code: 'cluster', message: expect.stringMatching(message) })
  })

  test('that speaks of secrets of the kubeconfig is not repeated', async () => {
    const said =
      'Error from server (InternalError): token a-token-of-the-user at https://bob:hunter2@10.0.0.1, eyJhbGciOiJSUzI1NiJ9.eyJzdWIi.c2ln'
    program('kubectl', `console.error(${JSON.stringify(said)}); process.exitCode = 1`)
    expect(errorOf(await ask())).toMatchObject({
      message:
        'what is deployed in namespace "shop" cannot be read: Error from server (InternalError): token *** at https://***10.0.0.1, ***'
    })
  })
})

describe.skipIf(windows)('the kubeconfig (its fakes are not for Windows)', () => {
  beforeEach(() => program('kubectl', ''))

  test.each(['KUBECONFIG', 'a part of KUBECONFIG', 'a link', 'a missing file', '~/.kube/config', 'a relative path'])(
    'in the checked-out repository is refused: %s (K-04)',
    async way => {
      const workspace = join(fake.folder, 'checkout')
      const inside = join(workspace, '.kube', 'config')
      mkdirSync(dirname(inside), { recursive: true })
      if (way !== 'a missing file') writeFileSync(inside, kubeconfig('https://evil.example', 'x'))
      symlinkSync(inside, join(fake.folder, 'link'))
      const value = new Map([
        ['a part of KUBECONFIG', [config, inside].join(delimiter)],
        ['a link', join(fake.folder, 'link')],
        ['~/.kube/config', ''],
        ['a relative path', 'kubeconfig']
      ])
      const env = { PATH: fake.alone, KUBECONFIG: value.get(way) ?? inside }
      const place = { workspace: way === 'a relative path' ? process.cwd() : workspace, home: workspace }
      const name = way === '~/.kube/config' ? '~/.kube/config is in' : 'KUBECONFIG points into'
      expect(errorOf(await ask({ env, ...place }))).toMatchObject({
        code: 'kubeconfig',
        message: `${name} the checked-out repository`,
        hint: expect.stringContaining('from a secret')
      })
      expect(existsSync(note)).toBe(false)
    }
  )

  test('is ~/.kube/config without KUBECONFIG', async () => {
    mkdirSync(join(fake.folder, '.kube'))
    writeFileSync(join(fake.folder, '.kube', 'config'), '')
    await ask({ env: { PATH: fake.alone }, home: fake.folder })
    expect(noted().env['KUBECONFIG']).toBe(join(fake.folder, '.kube', 'config'))
  })

  test('may be several files, of which those that are missing do not count', async () => {
    const list = [config, '', join(fake.folder, 'missing'), config].join(delimiter)
    await ask({ env: { PATH: fake.alone, KUBECONFIG: list } })
    expect(noted().env['KUBECONFIG']).toBe([config, config].join(delimiter))
  })

  test.each([undefined, 'missing'])('that is not there is an error, with KUBECONFIG %s', async value => {
    const env = { PATH: fake.alone, KUBECONFIG: value && join(fake.folder, value) }
    expect(errorOf(await ask({ env, home: fake.folder }))).toMatchObject({
      code: 'kubeconfig',
      message: expect.stringMatching(value ? /there is no such file/ : /KUBECONFIG is not set, and there is no ~/),
      hint: expect.stringContaining('Set KUBECONFIG')
    })
    expect(existsSync(note)).toBe(false)
  })
})

describe.skipIf(windows || !isHere)('a login program of the kubeconfig (skipped without kubectl)', () => {
  const withLogin = (server: string, command: string): string =>
    kubeconfig(server, 'x').replace(
      / {4}token: x\n$/,
      `    exec: {apiVersion: client.authentication.k8s.io/v1, command: ${command}, interactiveMode: Never}\n`
    )
  const token = 'token-of-the-login-program'
  const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token } }

  test('runs, and sees as little as kubectl does', async () => {
    program('cloud-login', `console.log(${JSON.stringify(JSON.stringify(credential))})`)
    const cluster = await startKubernetes({ objects: shopObjects(), token })
    writeFileSync(config, withLogin(cluster.server, 'cloud-login'))
    const env = { PATH: [fake.alone, process.env['PATH']].join(delimiter), KUBECONFIG: config, GITHUB_TOKEN: 'secret' }
    const answer = await ask({ env }).finally(() => cluster.stop())
    expect(answer).toMatchObject({ status: 'found', image: 'registry.example.com/tools/shell:1.0.0' })
    const known = ['HOME', 'KUBECONFIG', 'KUBERC', 'KUBERNETES_EXEC_INFO', 'LANG', 'LC_ALL', 'PATH', 'TMPDIR']
    expect(Object.keys(noted().env).filter(name => !known.includes(name))).toEqual([])
  })

  test.each([
    ['cloud-login', 'console.error("no account"); process.exitCode = 7', ' with status 7'],
    ['missing-login', '', ': it is not there'],
    ['cloud-login', 'console.log("S3cretOfTheProgram")', '']
  ])('that fails is said, with what it can see: %s, %s', async (command, code, how) => {
    program('cloud-login', code)
    const cluster = await startKubernetes({ token })
    const env = { PATH: [fake.alone, process.env['PATH']].join(delimiter), KUBECONFIG: config }
    writeFileSync(config, withLogin(cluster.server, command))
    const answer = await ask({ env }).finally(() => cluster.stop())
    expect(errorOf(answer)).toMatchObject({
      code: 'kubeconfig',
      message: `the login program of the kubeconfig failed${how}`,
      hint: expect.stringContaining('PATH')
    })
  })

  test.each([
    ['plain words', 'console.error("vault: password=S3cretOfTheProgram"); process.exitCode = 1'],
    ['words that look like those of kubectl', 'console.error("error: S3cretOfTheProgram"); process.exitCode = 1'],
    ['a login', 'console.error(JSON.stringify({ status: { token: "S3cretOfTheProgram" } })); process.exitCode = 1'],
    ['its environment', 'console.error(JSON.stringify(process.env) + " S3cretOfTheProgram"); process.exitCode = 1'],
    ['a login that the server repeats', `console.log(${JSON.stringify(JSON.stringify(credential))})`]
  ])('never has its words shown: %s', async (_, code) => {
    program('cloud-login', code)
    const answer: KubernetesOptions['answer'] = (path, response) =>
      path.includes('/shop/')
        ? sendStatus(response, 500, 'InternalError', `bad ${token} S3cretOfTheProgram`)
        : undefined
    const cluster = await startKubernetes({ token, answer })
    writeFileSync(config, withLogin(cluster.server, 'cloud-login'))
    const env = { PATH: [fake.alone, process.env['PATH']].join(delimiter), KUBECONFIG: config }
    const error = errorOf(await ask({ env }).finally(() => cluster.stop()))
    expect(error).toMatchObject({ message: expect.stringMatching(/failed with status 1$|answered with an error$/) })
    expect(String(error)).not.toMatch(/S3cret|vault|token-of|PATH|\//)
  })
})
