import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { version } from '../../src/about.ts'
import { nodes } from '../helpers/nodes.ts'
import { startRegistry } from '../helpers/registry.ts'
import { deployment, makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'

const dist = readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true })
  .filter(file => file.isFile())
  .map(file => relative(root, join(file.parentPath, file.name)))

describe('the npm package', () => {
  let workspace: Workspace
  let files: readonly string[]
  let tarball: string
  let size: { readonly packed: number; readonly unpacked: number }
  const environment = (): Record<string, string> => ({
    PATH: process.env['PATH'] ?? '',
    HOME: workspace.folder,
    npm_config_cache: join(workspace.folder, 'cache'),
    npm_config_offline: 'true',
    npm_config_audit: 'false',
    npm_config_update_notifier: 'false'
  })
  const npm = (args: readonly string[], cwd: string): string =>
    execFileSync('npm', args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment()
    })
  const command = (name: string): string => join(workspace.folder, 'stranger/node_modules/.bin', name)

  beforeAll(() => {
    workspace = makeWorkspace({ 'stranger/package.json': '{ "name": "stranger", "private": true, "type": "module" }' })
    const packed = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', workspace.folder], root)
    const [{ filename, files: listed, size: bytes, unpackedSize }] = JSON.parse(packed)
    size = { packed: bytes, unpacked: unpackedSize }
    files = listed.map(({ path }: { path: string }) => path)
    tarball = join(workspace.folder, filename)
    npm(['install', '--ignore-scripts', tarball], join(workspace.folder, 'stranger'))
  })
  afterAll(() => workspace.remove())

  test('holds dist, the Action, the schemas, the README and the licence, and nothing else', () => {
    expect(files.filter(path => !path.startsWith('dist/')).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'action.yml',
      'package.json',
      'schema/lock.schema.json',
      'schema/policy.schema.json',
      'schema/report.schema.json',
      'schema/verification.schema.json'
    ])
    expect(files.filter(path => path.startsWith('dist/')).toSorted()).toEqual(dist.toSorted())
  })

  test('installs offline, without any other package', () => {
    const installed = readdirSync(join(workspace.folder, 'stranger/node_modules')).filter(name => !name.startsWith('.'))
    expect(installed).toEqual(['kluctl-images'])
  })

  test('its command runs by its own name', () => {
    expect(execFileSync(command('kluctl-images'), ['--version'], { encoding: 'utf8' })).toBe(`${version}\n`)
    expect(npm(['exec', '--', 'kluctl-images', '--version'], join(workspace.folder, 'stranger'))).toBe(`${version}\n`)
  })

  test('its demo runs', () => {
    const env = { PATH: process.env['PATH'], TMPDIR: workspace.folder }
    expect(execFileSync(command('kluctl-images'), ['demo'], { encoding: 'utf8', env })).toContain('2 images change')
  })

  test('its library, its schema and its own package.json can be imported by name', () => {
    const script = `
      import { newest, parseVersionFilter } from 'kluctl-images'
      import { createRequire } from 'node:module'
      const require = createRequire(import.meta.url)
      const schema = require('kluctl-images/report.schema.json')
      console.log(newest(parseVersionFilter('semver()'), ['1.9', '1.10']), schema.type, require('kluctl-images/package.json').version)`
    const answer = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: join(workspace.folder, 'stranger'),
      encoding: 'utf8'
    })
    expect(answer).toBe(`1.10 object ${version}\n`)
  })

  describe.each(nodes)('by npx, in an empty folder, on %s', node => {
    const run = promisify(execFile)
    let empty: string
    beforeAll(() => {
      empty = join(workspace.folder, `empty-${nodes.indexOf(node)}`)
      mkdirSync(empty)
    })
    const npx = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> => {
      const path = `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`
      const options = { cwd: empty, env: { ...environment(), ...env, PATH: path } }
      return (await run('npx', ['--yes', '--package', tarball, 'kluctl-images', ...args], options)).stdout
    }

    test('the demo runs', { timeout: 120_000 }, async () => {
      expect(await npx(['demo'])).toContain('2 images change')
    })

    test('a project is resolved', { timeout: 120_000 }, async () => {
      const registry = await startRegistry({ repositories: { 'shop/web': ['1.0', '1.1'] } })
      const image = `${registry.host}/shop/web`
      const project = makeWorkspace({ 'web.yaml': deployment('web', { web: `{{ images.get_image("${image}") }}` }) })
      await npx(['resolve', project.folder, '--output-file', 'fixed.yaml'], {
        KLUCTL_REGISTRY_HOST: registry.host,
        KLUCTL_REGISTRY_PLAIN_HTTP: 'true'
      })
      expect(readFileSync(join(empty, 'fixed.yaml'), 'utf8')).toContain(`resultImage: "${image}:1.1"`)
      await registry.stop()
      project.remove()
    })
  })

  test.each(nodes)('a CommonJS program requires the library where Node can do that: %s', node => {
    const script = "console.log(require('kluctl-images').compareLoose('1.9', '1.10'))"
    const result = spawnSync(node, ['--input-type=commonjs', '--no-warnings', '--eval', script], {
      cwd: join(workspace.folder, 'stranger'),
      encoding: 'utf8'
    })
    const [, major = '0'] = /^v(\d+)/.exec(execFileSync(node, ['--version'], { encoding: 'utf8' })) ?? []
    if (Number(major) >= 22) expect(result.stdout).toBe('-1\n')
    else expect(`${result.stdout}${result.stderr}`).toMatch(/^-1\n$|ERR_REQUIRE_ESM/)
  })

  test('is no larger than was agreed', () => {
    const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(2)} MiB`
    process.stdout.write(
      `the npm package: ${files.length} files, ${megabytes(size.packed)}, installed ${megabytes(size.unpacked)}\n`
    )
    // what grows it is named in bundled-packages.txt; a larger number here wants a reason in the commit
    expect(size.packed).toBeLessThan(1.5 * 1024 * 1024)
    expect(size.unpacked).toBeLessThan(7 * 1024 * 1024)
  })

  test('publint has nothing to say', async () => {
    const { messages, pkg } = await publint({ pkgDir: root, strict: true, pack: false })
    expect(messages.map(message => formatMessage(message, pkg ?? {}))).toEqual([])
  })
})

describe('what is bundled', () => {
  /** Package name → the folders from which it was taken, read from the path comments of the bundler. */
  const bundled = new Map<string, Set<string>>()
  for (const path of dist.filter(name => name.endsWith('.js'))) {
    const comments = readFileSync(join(root, path), 'utf8').matchAll(
      /^\s*\/\/(?:#region)? ?((?:\.\.\/)*node_modules\/\S+)$/gm
    )
    for (const [, file = ''] of comments) {
      const [, folder = '', name = ''] = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(file) ?? []
      bundled.set(name, (bundled.get(name) ?? new Set()).add(folder))
    }
  }

  test('is what was agreed, package by package', async () => {
    const names = [...bundled.keys()].toSorted()
    await expect(`${names.join('\n')}\n`).toMatchFileSnapshot('../fixtures/package/bundled-packages.txt')
  })

  test('one copy of each library', () => {
    expect([...bundled.keys()]).toEqual(
      expect.arrayContaining(['undici', 'yaml', 'nunjucks', 're2js', '@actions/core'])
    )
    expect([...bundled].filter(([, folders]) => folders.size > 1)).toEqual([])
  })

  test('the licence file has every package that is in it, and no other', () => {
    const licences = readFileSync(join(root, 'dist/licenses.txt'), 'utf8')
    const listed = licences.split(`\n\n${'-'.repeat(78)}\n\n`).map(block => block.slice(0, block.indexOf(' ')))
    expect(listed.toSorted()).toEqual([...bundled.keys()].toSorted())
    for (const block of licences.split(`\n\n${'-'.repeat(78)}\n\n`)) {
      expect(block, 'the text of the licence is missing').toMatch(/^.+\n\n[\s\S]{200,}/)
    }
  })

  test('docs/dependencies.md has a line for each package that we chose', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const page = readFileSync(join(root, 'docs/dependencies.md'), 'utf8')
    expect(Object.keys(devDependencies).filter(name => !page.includes(`\`${name}\``))).toEqual([])
  })
})
