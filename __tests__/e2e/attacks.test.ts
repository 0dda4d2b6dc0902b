import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { type CommandResult, runCli } from '../helpers/command.ts'
import { makeWorkspace, type Workspace } from '../helpers/workspace.ts'

/** In the environment and in files that no template may read. */
const canary = 'canary-of-the-job'

let workspace: Workspace

beforeEach(() => {
  workspace = makeWorkspace()
  workspace.write({ 'outside.yaml': `secret: ${canary}\n`, 'project/deployment.yaml': 'deployments: [{path: app}]\n' })
  return () => workspace.remove()
})

function render(): Promise<CommandResult> {
  const env = { GITHUB_TOKEN: canary, KLUCTL_REGISTRY_PASSWORD: canary, SOME_SECRET: canary }
  return runCli(['render', 'project', '--offline-images'], { cwd: workspace.folder, env })
}

/** The command ends with status 1 and says why, and nothing of the job is in what it prints. */
async function expectRefusal(message: string | RegExp): Promise<CommandResult> {
  const result = await render()
  expect(result.exitCode).toBe(1)
  expect(result.err).toMatch(message)
  expect(result.out + result.err).not.toContain(canary)
  // no stack, no command for the runner, no control of the terminal
  expect(result.err).not.toMatch(/^\s+at .*\.js|^::|^##\[|\u001b\]/m)
  return result
}

describe('files that templates may not reach', () => {
  test.each([
    ['F-02', '../../outside.yaml', 'outside'],
    ['F-02', '/etc/hostname', 'outside'],
    ['F-04', '.git/config', 'may hold secrets'],
    ['F-04', '.GIT/config', 'may hold secrets'],
    ['F-04', '.env', 'may hold secrets'],
    ['F-04', './.git/../.git//config', /may hold secrets|outside/],
    ['F-04', '.docker/config.json', 'may hold secrets']
  ])('%s %s', async (_, name, message) => {
    workspace.write({
      'project/.git/config': canary,
      'project/.env': canary,
      'project/.docker/config.json': canary,
      'project/app/x.yaml': `kind: A\nmetadata: {name: a}\nx: "{{ load_base64('${name}') }}"\n`,
      'project/app/y.yaml': `kind: B\nmetadata: {name: b}\nx: "{% include '${name}' %}"\n`
    })
    await expectRefusal(message)
  })

  test.skipIf(process.platform === 'win32').each([
    ['F-03', '../../outside.yaml', 'points outside the project'],
    ['T-12', '/proc/self/environ', /points outside the project|cannot be read/],
    ['F-02', '/dev/zero', 'points outside the project'],
    ['F-04', '../.env', 'may hold secrets'],
    ['F-03', 'x.yaml', 'cannot be read']
  ])('%s a link to %s', async (_, target, message) => {
    workspace.write({ 'project/.env': canary, 'project/app/a.yaml': 'kind: A\nmetadata: {name: a}\n' })
    symlinkSync(target, join(workspace.folder, 'project/app/x.yaml'))
    await expectRefusal(message)
  })

  test.skipIf(process.platform === 'win32').each(['deployment.yaml', '.kluctl.yaml', '.templateignore', 'app/x.yaml'])(
    'F-02 a pipe in the place of %s, which nobody writes to',
    async name => {
      workspace.write({ 'project/app/a.yaml': 'kind: A\nmetadata: {name: a}\n' })
      if (name === 'deployment.yaml') execFileSync('rm', [join(workspace.folder, 'project', name)])
      execFileSync('mkfifo', [join(workspace.folder, 'project', name)])
      await expectRefusal('is not a regular file')
    }
  )
})

describe('projects without end', () => {
  const levels = [...'abcdefgh'].map((name, index, all) => [name, all[index + 1] ?? 'z'] as const)
  const bomb = `a: &a [1]\n${levels.map(([name, next]) => `${next}: &${next} [${Array(9).fill(`*${name}`)}]\n`).join('')}`

  test.each([
    ['a deployment that includes itself', { 'deployment.yaml': 'deployments: [{include: .}]\n' }, 'includes itself'],
    [
      'deployments that include each other, ever more',
      Object.fromEntries([
        ['deployment.yaml', `deployments: [${Array(40).fill('{include: a}')}]\n`],
        ...levels.map(([name, next]) => [
          `${name}/deployment.yaml`,
          `deployments: [${Array(40).fill(`{include: ../${next}}`)}]\n`
        ])
      ]),
      'more than'
    ],
    [
      'Y-01 aliases of aliases in variables',
      { 'vars.yaml': bomb, 'deployment.yaml': 'vars: [{file: vars.yaml}]\n' },
      'alias'
    ],
    ['Y-01 aliases of aliases in a manifest', { 'app/x.yaml': bomb }, 'alias'],
    ['Y-01 lists in lists', { 'app/x.yaml': '['.repeat(100_000) }, /deep|flow/i],
    [
      'Y-01 keys that are all compared',
      { 'app/x.yaml': Array.from({ length: 100_000 }, (_, index) => `k${index}: 1\n`).join('') },
      'more than 10000 keys'
    ],
    ['Y-02 tags', { 'app/x.yaml': 'a: !!python/object/apply:os.system [id]\n' }, 'tag'],
    [
      'T-10 a file that fills the memory',
      { 'app/x.yaml': "{{ (['Ab' * 500000] * 10000) | sort | length }}" },
      /memory|too much/
    ],
    [
      'T-10 a file that takes too long',
      { 'app/x.yaml': "{{ ('a' * 1000000).rfind('a' * 500000 ~ 'b') }}" },
      /longer|too much/
    ],
    ['T-11 a stack without end', { 'app/x.yaml': '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}' }, '50 deep']
  ])('%s', { timeout: 60_000 }, async (_, files, message) => {
    workspace.write({
      'project/app/a.yaml': 'kind: A\nmetadata: {name: a}\n',
      ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`project/${name}`, text]))
    })
    await expectRefusal(message)
  })
})

describe('what reaches the log', () => {
  test('T-09 messages of templates cannot give commands to the terminal or the runner', async () => {
    const text = String.raw`\u001b]0;x\u0007\n::error file=x::y\r\n##[error]z`
    workspace.write({ 'project/app/x.yaml': `{{ raise('${text}') }}` })
    const { err } = await expectRefusal('TemplateError')
    expect(err).not.toContain('\u0007')
  })

  test('F-06 messages name files relative to the project', async () => {
    workspace.write({ 'project/app/x.yaml': '{{ nope }}', 'project/app/y.yaml': "{% include 'none' %}" })
    const { err } = await expectRefusal('app/x.yaml')
    expect(err).not.toContain(workspace.folder)
  })
})
