import { spawn } from 'node:child_process'
import { existsSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CommandResult, receiptOnly, runCli } from '../helpers/command.ts'
import { startRegistry } from '../helpers/registry.ts'
import { deployment, makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'

// Port 1 of this machine answers nobody.
const image = '127.0.0.1:1/shop/web'
const old = 'images:\n  - image: "nginx"\n    resultImage: "nginx:1.0"\n'
const pin = ['-F', `${image}=${image}:1.0`]
const named = { KLUCTL_REGISTRY_HOST: '127.0.0.1:1', KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }

let workspace: Workspace
beforeEach(() => {
  workspace = makeWorkspace({
    'project/web.yaml': deployment('web', { web: `{{ images.get_image("${image}") }}` }),
    'fixed-images.yaml': old,
    'wrong.yaml': 'pictures: []\n'
  })
})
afterEach(() => workspace.remove())

const cli = (args: readonly string[], env: Record<string, string> = {}): Promise<CommandResult> =>
  runCli(args, { cwd: workspace.folder, env })

/** Whatever went wrong: no stack trace, the old file byte for byte, no temporary file. */
function expectNothingLost({ out, err }: CommandResult): void {
  expect(out + err).not.toMatch(/\n\s+at |this is a bug/)
  expect(workspace.read('fixed-images.yaml')).toBe(old)
  const files = readdirSync(workspace.folder, { recursive: true, encoding: 'utf8' })
  expect(files.filter(name => name.endsWith('.tmp'))).toEqual([])
}

describe('wrong usage ends with 2 and one message', () => {
  test.each<[string, readonly string[], string]>([
    ['no command that exists', ['resolv'], 'error: there is no command "resolv"\n  Did you mean resolve?\n'],
    ['a flag in place of a command', ['--json'], 'error: the flag "--json" is not known here\n'],
    [
      'a mistyped flag',
      ['resolve', '--tagret', 'prod'],
      'error: the flag "--tagret" is not known\n  Did you mean --target?\n'
    ],
    ['a flag without its value', ['resolve', '--target'], 'error: --target needs a value\n'],
    ['a value for a switch', ['resolve', '--check=yes'], 'error: --check takes no value\n'],
    [
      'one argument too many',
      ['resolve', 'a', 'b'],
      'error: "b" is one argument too many\n  Usage: kluctl-images resolve [DIR] [flags]\n'
    ],
    [
      'an argument that is missing',
      ['diff', 'a.yaml'],
      'error: diff needs NEW\n  Usage: kluctl-images diff OLD NEW [flags]\n'
    ],
    [
      'a format that is none',
      ['diff', 'a', 'b', '--format', 'xml'],
      'error: --format: "xml" is not one of text, markdown, json\n'
    ],
    ['a folder that is not there', ['resolve', 'nowhere'], 'error: there is no folder "nowhere"\n'],
    ['a file in place of the folder', ['resolve', 'fixed-images.yaml'], 'error: "fixed-images.yaml" is not a folder\n'],
    ['a target that is not there', ['resolve', 'project', '-t', 'prod'], 'error: --target: there is no target "prod"'],
    [
      'a version filter that is none',
      ['resolve', 'project', '--images', 'nginx = newest()'],
      'error: --images: nginx: there is no version filter "newest"'
    ],
    [
      'an output that kluctl would not read',
      ['resolve', 'project', '-o', 'fixed.txt'],
      'error: --output-file: "fixed.txt" does not end in .yaml or .yml\n'
    ],
    [
      'one file for two things',
      ['resolve', 'project', '--report-file', 'fixed-images.yaml'],
      'error: report-file and output-file are the same file\n'
    ],
    ['a fixed image without =', ['resolve', 'project', '-F', 'nginx'], 'error: --fixed-images: "nginx"'],
    [
      'a file of pins that is not there',
      ['resolve', 'project', '--fixed-images-file', 'no.yaml'],
      'error: --fixed-images-file: there is no file "no.yaml"\n'
    ],
    [
      'a file of pins with an unknown key',
      ['resolve', 'project', '--fixed-images-file', 'wrong.yaml'],
      'error: wrong.yaml:1:'
    ],
    [
      'a baseline that is not there',
      ['resolve', 'project', '--baseline', 'v9'],
      'error: --baseline: "v9" is neither a file nor a git ref'
    ],
    ['a file to compare that is not there', ['diff', 'a.yaml', 'b.yaml'], 'error: there is no file "a.yaml"\n'],
    ['an image with a tag', ['tags', 'nginx:1'], 'error: "nginx:1" has a tag or a digest']
  ])('%s', async (_name, args, message) => {
    const result = await cli(args)
    expect(result.err.startsWith(message), result.err).toBe(true)
    expect(result).toMatchObject({ exitCode: 2, out: '' })
    expectNothingLost(result)
  })

  test('all bad values are reported together', async () => {
    const { exitCode, err } = await cli(['resolve', 'project', '-o', 'x.txt', '-a', 'broken', '--images', 'a = b()'])
    expect(exitCode).toBe(2)
    expect(err.match(/^error: --[a-z-]+/gm)?.toSorted()).toEqual([
      'error: --args',
      'error: --images',
      'error: --output-file'
    ])
  })

  test('a setting of a registry that is neither true nor false', async () => {
    const result = await cli(['resolve', 'project'], { ...named, KLUCTL_REGISTRY_TLSVERIFY: 'maybe' })
    expect(result).toMatchObject({ exitCode: 2, out: '' })
    expect(result.err).toMatch(/^error: KLUCTL_REGISTRY_TLSVERIFY is "maybe", which is neither true nor false\n {2}\S/)
    expectNothingLost(result)
  })
})

describe('a run that fails ends with 1, says where and what to do, and leaves the file', () => {
  test.each<[string, Record<string, string>, Record<string, string>, RegExp]>([
    [
      'a registry that does not answer',
      {},
      named,
      /127\.0\.0\.1:1\/shop\/web at web\.yaml:11:\d+ in shop\/Deployment\/web[\s\S]*refused the connection/
    ],
    [
      'a registry on this machine that no setting names',
      {},
      {},
      /web\.yaml:11[\s\S]*no setting names it\n.*KLUCTL_REGISTRY_1_HOST/
    ],
    ['broken YAML', { 'project/b.yaml': 'a: [\n' }, {}, /at b\.yaml:\d+:\d+\n/],
    ['a broken template', { 'project/b.yaml': 'x: 1\na: {{ x\n' }, {}, /at b\.yaml:2:\d+\n/],
    [
      'a variable that is not defined',
      { 'project/b.yaml': 'x: 1\na: {{ nothing.here }}\n' },
      {},
      /at b\.yaml:2:\d+\n.*nothing/
    ],
    [
      'an unknown filter in a template',
      { 'project/b.yaml': deployment('b', { b: '{{ images.get_image("nginx", "newest()") }}' }) },
      {},
      /at b\.yaml:11:\d+[\s\S]*no version filter "newest"/
    ],
    ['a broken .kluctl.yaml', { 'project/.kluctl.yaml': 'targets: 3\n' }, {}, /at \.kluctl\.yaml:1:\d+/],
    [
      'two broken files at once',
      { 'project/b.yaml': 'a: [\n', 'project/c.yaml': '{% if %}\n' },
      {},
      /at b\.yaml:[\s\S]*at c\.yaml:1/
    ]
  ])('%s', async (_name, files, env, message) => {
    workspace.write(files)
    const result = await cli(['resolve', 'project'], env)
    expect(result.out).toMatch(message)
    expect(result.out).toMatch(/fixed-images\.yaml is as it was: \d failures?\.\n$/)
    expect(result.exitCode).toBe(1)
    if (result.err !== '') expect(result.err).toMatch(receiptOnly)
    expectNothingLost(result)
  })

  test.each<[string, readonly string[], RegExp]>([
    ['an output that is a folder', ['-o', 'folder.yaml'], /^error: "folder\.yaml" is a folder\n/],
    [
      'an output below a file',
      ['-o', 'fixed-images.yaml/deep.yaml'],
      /^error: "fixed-images\.yaml\/deep\.yaml" cannot be written \(E\w+\)\n {2}A part of its path is a file/
    ],
    [
      'an output where nothing can be made',
      ['-o', '/proc/nothing/fixed.yaml'],
      /^error: "\/proc\/nothing\/fixed\.yaml" cannot be written/
    ],
    [
      'a report that is a folder',
      ['-o', 'new.yaml', '--report-file', 'folder.yaml'],
      /^error: "folder\.yaml" is a folder/
    ],
    [
      'a folder for manifests that is a file',
      ['-o', 'new.yaml', '--render-output-dir', 'fixed-images.yaml'],
      /^error: the manifests cannot be written into "fixed-images\.yaml": .*not a folder|ENOTDIR/
    ]
  ])('%s', async (_name, args, message) => {
    workspace.write({ 'folder.yaml/keep': '' })
    const result = await cli(['resolve', 'project', ...pin, ...args])
    expect(result.err).toMatch(message)
    expect(result.exitCode).toBe(1)
    expectNothingLost(result)
  })

  test('a file that is no text', async () => {
    writeFileSync(join(workspace.folder, 'project/b.yaml'), Uint8Array.of(0x61, 0x3a, 0xff, 0xfe, 0))
    const result = await cli(['resolve', 'project', ...pin])
    expect(result.out).toMatch(/at b\.yaml\n.*is not UTF-8 text\n.*\.templateignore/)
    expect(result.exitCode).toBe(1)
    expectNothingLost(result)
  })

  test('a project without any call is a warning, not silence', async () => {
    workspace.write({ 'project/web.yaml': deployment('web', { web: 'nginx:1' }) })
    const { exitCode, out } = await cli(['resolve', 'project', '-o', 'new.yaml'])
    expect(exitCode).toBe(0)
    expect(out).toContain('! no call of images.get_image was found')
  })
})

type Ending = { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly err: string }

/** Starts the command line and lets the test end it. */
function start(args: readonly string[], stdout: 'pipe' | number, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), ...args], {
    cwd: workspace.folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: workspace.folder, ...env },
    stdio: ['ignore', stdout, 'pipe']
  })
  let err = ''
  child.stderr?.on('data', chunk => (err += String(chunk)))
  const ended = new Promise<Ending>(resolve => child.on('close', (code, signal) => resolve({ code, signal, err })))
  return { child, ended }
}

describe('a run that is cut short', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s while a registry is slow leaves everything as it was', async signal => {
    let asked: () => void = () => undefined
    const isAsked = new Promise<void>(resolve => {
      asked = resolve
    })
    const registry = await startRegistry({
      answer: () => {
        asked()
        return true
      }
    })
    workspace.write({
      'project/web.yaml': deployment('web', { web: `{{ images.get_image("${registry.host}/web") }}` })
    })
    const env = { KLUCTL_REGISTRY_HOST: registry.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }
    const { child, ended } = start(['resolve', 'project'], 'pipe', env)
    await Promise.race([isAsked, ended])
    child.kill(signal)
    expect(await ended).toMatchObject({ signal, err: '' })
    expectNothingLost({ exitCode: null, out: '', err: '' })
    expect(readdirSync(workspace.folder).toSorted()).toEqual(['fixed-images.yaml', 'project', 'wrong.yaml'])
    await registry.stop()
  })

  test('a reader that goes away, as head does, is no failure', async () => {
    const { child, ended } = start(['resolve', 'project', ...pin, '-o', 'new.yaml'], 'pipe')
    child.stdout?.destroy()
    expect(await ended).toEqual({ code: 0, signal: null, err: '' })
    expect(workspace.read('new.yaml')).toContain(`${image}:1.0`)
  })

  test.runIf(existsSync('/dev/full'))('a full disk behind standard output is one line', async () => {
    const { ended } = start(['resolve', 'project', ...pin, '-o', 'new.yaml'], openSync('/dev/full', 'w'))
    expect(await ended).toEqual({
      code: 1,
      signal: null,
      err: 'error: standard output cannot be written (the disk is full)\n'
    })
    expect(workspace.read('new.yaml')).toContain(`${image}:1.0`)
  })
})
