import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { version } from '../../src/about.ts'
import { helpAddress } from '../../src/help-address.ts'
import { runCli } from '../helpers/command.ts'
import { nodes } from '../helpers/nodes.ts'
import { makeWorkspace, root } from '../helpers/workspace.ts'

describe.each(nodes)('on %s', node => {
  test('--version is the version of the package', async () => {
    const stated: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version
    expect(stated).toBe(version)
    for (const flag of ['--version', '-V', 'version'])
      expect(await runCli([flag], { node })).toEqual({ exitCode: 0, out: `${version}\n`, err: '' })
  })

  test('the demo shows table, file and comment, from any folder and without home', async () => {
    const workspace = makeWorkspace()
    const { exitCode, out, err } = await runCli(['demo'], {
      node,
      cwd: workspace.folder,
      env: { HOME: '', TMPDIR: workspace.folder }
    })
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    for (const text of [
      '4 images are new',
      'pinned by target prod',
      'main-100 → main-101',
      '    resultImage: "shop.example/web:1.11.0"',
      '### 2 images change, 1 is held',
      '| image | used by | old → new | kind | why |',
      '[compare](https://github.com/shop-example/web/compare/'
    ])
      expect(out).toContain(text)
    expect(out.split('\n').length).toBeLessThan(110)
    const [folder = ''] = readdirSync(workspace.folder)
    expect(out).toContain(`All of it is in ${join(workspace.folder, folder)}\n`)
    const file = workspace.read(join(folder, 'fixed-images.yaml')) ?? ''
    expect(out).toContain(file)
    workspace.remove()
  })

  test('the demo needs no network, whatever proxy is set', async () => {
    const closed = 'http://127.0.0.1:1'
    const proxy = { HTTP_PROXY: closed, http_proxy: closed, HTTPS_PROXY: closed, https_proxy: closed }
    const workspace = makeWorkspace()
    const { exitCode, err } = await runCli(['demo'], { node, env: { ...proxy, TMPDIR: workspace.folder } })
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    workspace.remove()
  })
})

test('an installation that nobody may write to is enough', async () => {
  const workspace = makeWorkspace()
  const installed = join(workspace.folder, 'installed')
  cpSync(join(root, 'dist'), join(installed, 'dist'), { recursive: true })
  writeFileSync(join(installed, 'package.json'), '{ "type": "module" }')
  mkdirSync(join(workspace.folder, 'temporary'))
  chmodSync(join(installed, 'dist'), 0o555)
  const before = readdirSync(installed, { recursive: true })
  const { status, stderr } = spawnSync(process.execPath, [join(installed, 'dist/cli.js'), 'demo'], {
    env: { TMPDIR: join(workspace.folder, 'temporary') },
    cwd: '/',
    encoding: 'utf8'
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(readdirSync(installed, { recursive: true })).toEqual(before)
  chmodSync(join(installed, 'dist'), 0o755)
  workspace.remove()
})

test('a folder for temporary files that cannot be written is one message', async () => {
  const { exitCode, out, err } = await runCli(['demo'], { env: { TMPDIR: '/nothing/here' } })
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' })
  expect(err).toBe(
    `error: the demo cannot write into /nothing/here (ENOENT)\n  Set TMPDIR to a folder that can be written.\n  See ${helpAddress({ error: 'FileError', code: 'write' })}\n`
  )
})

test.each(['12.22.12', '14.21.3', '18.20.8', '20.9.0', '20.18.0'])('Node %s gets one line and no stack', stated => {
  const start = `
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${stated}' } })
    process.argv = [process.argv[0], 'cli.js', 'demo']
    import('${pathToFileURL(join(root, 'dist/cli.js')).href}')`
  const result = spawnSync(process.execPath, ['--input-type=module', '--eval', start], { encoding: 'utf8' })
  expect(result).toMatchObject({
    status: 2,
    stdout: '',
    stderr: `kluctl-images needs Node.js 20.18.1 or newer; this is ${stated}.\n`
  })
})

/** Chunks of dist that a run loads, as an ESM loader sees them. */
function loadedBy(args: readonly string[]): readonly string[] {
  const hook = 'export async function load(url, context, next) { process._rawDebug(url); return next(url, context) }'
  const register = `import { register } from 'node:module'; register('data:text/javascript,${encodeURIComponent(hook)}')`
  const { stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(register)}`, join(root, 'dist/cli.js'), ...args],
    { encoding: 'utf8' }
  )
  return [...stderr.matchAll(/\/dist\/([^\s/]+)\.js$/gm)].map(([, name = '']) => name).toSorted()
}

test('help, version and wrong usage load neither undici nor yaml nor nunjucks', () => {
  for (const args of [['--help'], ['resolve', '--help'], ['--version'], ['nope'], ['resolve', '--nope']]) {
    const loaded = loadedBy(args)
    expect(loaded).toContain('main')
    expect(loaded.filter(name => /undici|yaml|nunjucks|github|exec|machine|core/.test(name))).toEqual([])
  }
  expect(loadedBy(['resolve', '/nothing'])).toContain('vendor-undici-core')
})

test('listing tags loads no project, no template engine, nothing of GitHub, and of undici only what it needs', () => {
  const loaded = loadedBy(['tags', 'reg.test:1/app'])
  expect(loaded).toContain('vendor-undici-core')
  expect(
    loaded.filter(name => /vendor-(?!undici-core)|machine|template|rendering|programs|project|github|exec/.test(name))
  ).toEqual([])
})
