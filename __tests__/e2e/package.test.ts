import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { version } from '../../src/about.ts'
import { makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'

const dist = readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true })
  .filter(file => file.isFile())
  .map(file => relative(root, join(file.parentPath, file.name)))

describe('the npm package', () => {
  let workspace: Workspace
  let files: readonly string[]
  let tarball: string
  const npm = (args: readonly string[], cwd: string): string =>
    execFileSync('npm', args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: workspace.folder,
        npm_config_cache: join(workspace.folder, 'cache'),
        npm_config_offline: 'true',
        npm_config_audit: 'false',
        npm_config_update_notifier: 'false'
      }
    })
  const command = (name: string): string => join(workspace.folder, 'stranger/node_modules/.bin', name)

  beforeAll(() => {
    workspace = makeWorkspace({ 'stranger/package.json': '{ "name": "stranger", "private": true, "type": "module" }' })
    const packed = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', workspace.folder], root)
    const [{ filename, files: listed }] = JSON.parse(packed)
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
