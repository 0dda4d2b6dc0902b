import { execFileSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { type CommandResult, runCli } from '../helpers/command.ts'
import { deployment, makeWorkspace, type Workspace } from '../helpers/workspace.ts'

let workspace: Workspace

beforeEach(() => {
  workspace = makeWorkspace()
  return () => workspace.remove()
})

const fixed = `images:\n${['web', 'api', 'job'].map(name => `  - image: r.io/${name}\n    resultImage: r.io/${name}:1\n`).join('')}`

/** Renders the project in `project/` with the images above, and gives what stands on standard output. */
function render(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
  workspace.write({ 'fixed.yaml': fixed })
  const flags = ['--offline-images', '--fixed-images-file', 'fixed.yaml']
  return runCli(['render', 'project', ...flags, ...args], { cwd: workspace.folder, env })
}

const call = (name: string): string => `{{ images.get_image('r.io/${name}') }}`
const git = (...args: string[]): void => {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'init.defaultBranch=main']
  execFileSync('git', [...identity, ...args], { cwd: workspace.folder, stdio: 'ignore' })
}

describe('what a project may take from outside of its folder', () => {
  test('an environment variable that the workflow allows, and no other', async () => {
    const values = (name: string): string => `vars:\n  - systemEnvVars: {tag: "${name}"}\ndeployments: [{path: app}]\n`
    workspace.write({
      'project/deployment.yaml': values('SHOP_NAME'),
      'project/app/x.yaml': deployment('{{ tag }}', { web: call('web') })
    })
    const env = { SHOP_NAME: 'corner', HOME: '/nowhere' }
    const allowed = await render(['--allow-env', 'SHOP_NAME'], env)
    expect(allowed).toMatchObject({ exitCode: 0, err: '' })
    expect(allowed.out).toContain('name: corner')

    const refused = await render([], env)
    expect(refused.exitCode).toBe(1)
    expect(refused.err).toContain('the environment variable "SHOP_NAME" is not allowed here')
    expect(refused.err).toContain('allow-env: SHOP_NAME')
    expect(refused.err).not.toContain('corner')

    workspace.write({ 'project/deployment.yaml': values('SHOP_OWNER') })
    const unset = await render(['--allow-env', 'SHOP_OWNER'], env)
    expect(unset.exitCode).toBe(1)
    expect(unset.err).toContain('SHOP_OWNER')
  })

  test('but never a login of the job', async () => {
    workspace.write({ 'project/x.yaml': 'kind: A\n' })
    for (const name of ['KLUCTL_REGISTRY_PASSWORD', 'GITHUB_TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'INPUT_GITHUB-TOKEN']) {
      const { exitCode, err } = await render(['--allow-env', name], { [name]: 'hush' })
      expect(exitCode).toBe(2)
      expect(err).toContain('--allow-env')
    }
  })

  test('a file in place of a source that is not here', async () => {
    workspace.write({
      'project/deployment.yaml':
        'vars:\n  - vault: {address: "https://vault", path: secret/shop}\n    targetPath: shop\ndeployments: [{path: app}]\n',
      'project/app/x.yaml': deployment('{{ shop.name }}', { web: call('web') }),
      'shop.yaml': 'name: corner\n'
    })
    const refused = await render()
    expect(refused.exitCode).toBe(1)
    const line = /vars-from-file: (\S+)=FILE/.exec(refused.err)?.[1] ?? ''
    expect(line).toMatch(/^vault:/)
    for (const name of [line, 'vault']) {
      const { exitCode, out, err } = await render(['--vars-from-file', `${name}=shop.yaml`])
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
      expect(out).toContain('name: corner')
    }
    const missing = await render(['--vars-from-file', 'vault=nowhere.yaml'])
    expect(missing.exitCode).toBe(2)
    expect(missing.err).toContain('--vars-from-file: there is no file "nowhere.yaml"')
  })

  describe('a file of the checked-out repository', () => {
    const project = (ref: string): void =>
      workspace.write({
        'project/deployment.yaml': `vars:\n  - git: {url: "git@git.example.com:shop/deploy.git", path: envs/vars.yaml${ref}}\ndeployments: [{path: app}]\n`,
        'project/app/x.yaml': deployment('{{ name }}', { web: call('web') })
      })
    beforeEach(() => {
      project('')
      workspace.write({ 'envs/vars.yaml': 'name: first-{{ 1 + 1 }}\n' })
      git('init', '--quiet')
      git('remote', 'add', 'origin', 'https://git.example.com/shop/deploy')
      git('add', '--all')
      git('commit', '--quiet', '--message', 'first')
      git('tag', 'v1')
      workspace.write({ 'envs/vars.yaml': 'name: second\n' })
      git('commit', '--all', '--quiet', '--message', 'second')
      workspace.write({ 'envs/vars.yaml': 'name: not committed\n' })
    })

    test.each([
      ['at the commit that is checked out', '', 'name: second'],
      ['at a tag, rendered', ', ref: {tag: v1}', 'name: first-2'],
      ['at a branch or tag', ', ref: v1', 'name: first-2'],
      ['at a branch', ', ref: {branch: main}', 'name: second']
    ])('%s', async (_, ref, expected) => {
      project(ref)
      const { exitCode, out, err } = await render()
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
      expect(out).toContain(expected)
    })

    test.each([
      ['at a tag that the clone has not', ', ref: {tag: v9}', 'fetch-depth: 0'],
      ['that is not there', ', ref: {tag: v1}', 'there is no such file']
    ])('%s is an error', async (_, ref, expected) => {
      project(ref)
      if (expected.startsWith('there')) {
        const text = workspace.read('project/deployment.yaml') ?? ''
        workspace.write({ 'project/deployment.yaml': text.replace('envs/vars.yaml', 'envs/other.yaml') })
      }
      const { exitCode, err } = await render()
      expect(exitCode).toBe(1)
      expect(err).toContain(expected)
    })

    test('but not of another one, unless its folder is named', async () => {
      const text = workspace.read('project/deployment.yaml') ?? ''
      workspace.write({
        'project/deployment.yaml': text.replace('shop/deploy', 'shop/other'),
        'other/envs/vars.yaml': 'name: from-other\n'
      })
      const refused = await render()
      expect(refused.exitCode).toBe(1)
      expect(refused.err).toContain('local-git-override: git.example.com/shop/other=DIR')
      const named = await render(['--local-git-override', 'git.example.com/shop/other=other'])
      expect(named).toMatchObject({ exitCode: 0, err: '' })
      expect(named.out).toContain('name: from-other')
    })
  })

  test('a folder in place of a git or OCI include, which cannot see the project', async () => {
    workspace.write({
      'project/deployment.yaml':
        'vars: [{values: {name: shop}}]\ndeployments:\n  - git: {url: https://git.example.com/lib.git, subDir: web}\n  - oci: {url: oci://r.example.com/jobs}\n',
      'project/lib.j2': 'from the project',
      'lib/web/deployment.yaml': 'deployments: [{path: app}]\n',
      'lib/web/app/x.yaml': deployment('web', { web: call('web') }),
      'jobs/deployment.yaml': 'deployments: [{path: app}]\n',
      'jobs/app/x.yaml': deployment('job', { job: call('job') })
    })
    const refused = await render()
    expect(refused.exitCode).toBe(1)
    expect(refused.err).toContain('local-git-override')
    const overrides = [
      '--local-git-override',
      'https://git.example.com/lib=lib',
      '--local-oci-override',
      'oci://r.example.com/jobs=jobs'
    ]
    const { exitCode, out, err } = await render(overrides)
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    expect(out.match(/image: .*/g)).toEqual(['image: r.io/web:1', 'image: r.io/job:1'])

    workspace.write({ 'lib/web/app/x.yaml': "{% include 'lib.j2' %}\n" })
    expect((await render(overrides)).err).toContain('lib.j2')
    workspace.write({ 'lib/web/deployment.yaml': 'deployments: [{path: ../../project}]\n' })
    expect((await render(overrides)).exitCode).toBe(1)
  })
})

describe('a project that includes its neighbours', () => {
  beforeEach(() =>
    workspace.write({
      'deploy/prod/.kluctl.yaml': 'targets: [{name: prod}]\n',
      'deploy/prod/deployment.yaml': 'deployments: [{include: ../../modules/web}, {path: own}]\n',
      'deploy/prod/own/x.yaml': deployment('api', { api: call('api') }),
      'deploy/.templateignore': 'verbatim.yaml\n',
      'deploy/prod/own/verbatim.yaml': 'kind: ConfigMap\nmetadata: {name: v}\ndata: {a: "{{ as it is }}"}\n',
      'modules/web/deployment.yaml': 'deployments: [{path: app}]\n',
      'modules/web/app/x.yaml': deployment('web', { web: call('web') }),
      'secret.txt': 'hush',
      'fixed.yaml': fixed
    })
  )
  const run = (...args: string[]): Promise<CommandResult> =>
    runCli(['render', 'deploy/prod', '-t', 'prod', '--offline-images', '--fixed-images-file', 'fixed.yaml', ...args], {
      cwd: workspace.folder
    })

  test('is read from the folder that holds them, which is named', async () => {
    const { exitCode, out, err } = await run('--source-root', '.')
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    expect(out.match(/image: .*/g)).toEqual(['image: r.io/web:1', 'image: r.io/api:1'])
    expect(out).toContain('{{ as it is }}')
    expect(out.match(/^# .*/gm)).toEqual([
      '# modules/web/app/x.yaml',
      '# deploy/prod/own/verbatim.yaml',
      '# deploy/prod/own/x.yaml'
    ])
    const selected = await run('--source-root', '.', '--include-deployment-dirs', 'modules/web/app')
    expect(selected.out.match(/image: .*/g)).toEqual(['image: r.io/web:1'])
  })

  test('cannot reach them otherwise, and the error says how', async () => {
    const { exitCode, err } = await run()
    expect(exitCode).toBe(1)
    expect(err).toContain('"../../modules/web" points outside the project')
    expect(err).toContain('source-root: DIR')
  })

  test('still reaches nothing above that folder', async () => {
    workspace.write({ 'deploy/prod/deployment.yaml': 'deployments: [{include: ../../modules/web}]\n' })
    const { exitCode, err } = await run('--source-root', 'deploy')
    expect(exitCode).toBe(1)
    expect(err).toContain('points outside the project')
  })

  test.each([
    ['modules', 'does not lie in'],
    ['nowhere', 'there is no folder "nowhere"'],
    ['fixed.yaml', 'is not a folder']
  ])('is refused with the source root %s', async (folder, message) => {
    const { exitCode, err } = await run('--source-root', folder)
    expect(exitCode).toBe(2)
    expect(err).toMatch(new RegExp(`--source-root: .*${message}`))
  })
})

describe('a run without kubectl, kustomize and helm', () => {
  const path = join(process.execPath, '..')
  const app = { 'project/app/x.yaml': deployment('web', { web: call('web') }) }

  test('reads plain folders, and kustomizations that only name files', async () => {
    workspace.write({
      ...app,
      'project/deployment.yaml': 'deployments: [{path: app}, {path: simple}]\n',
      'project/simple/kustomization.yaml': 'resources: [y.yaml]\nnamespace: other\n',
      'project/simple/y.yaml': deployment('api', { api: call('api') })
    })
    const { exitCode, out } = await render([], { PATH: emptyPath() })
    expect(exitCode).toBe(0)
    expect(out.match(/image: .*/g)).toEqual(['image: r.io/web:1', 'image: r.io/api:1'])
  })

  test('says what a kustomization needs', async () => {
    workspace.write({
      ...app,
      'project/deployment.yaml': 'deployments: [{path: app}]\n',
      'project/app/kustomization.yaml': 'resources: [x.yaml]\nnamePrefix: a-\n'
    })
    const { exitCode, err } = await render([], { PATH: emptyPath() })
    expect(exitCode).toBe(1)
    expect(err).toContain('app/kustomization.yaml')
    expect(err).toContain('kubectl or kustomize')
  })

  /** A PATH with nothing on it. */
  function emptyPath(): string {
    expect(path).not.toBe('')
    workspace.write({ 'empty/file': '' })
    return join(workspace.folder, 'empty')
  }
})

test('a program that the repository brings is never run', async () => {
  const script = `#!/bin/sh\ntouch "${join(workspace.folder, 'ran')}"\n`
  workspace.write({
    'project/deployment.yaml': 'deployments: [{path: app}]\n',
    'project/app/kustomization.yaml': 'resources: [x.yaml]\nnamePrefix: a-\n',
    'project/app/x.yaml': deployment('web', { web: call('web') }),
    'project/bin/kubectl': script,
    'project/bin/helm': script
  })
  for (const name of ['kubectl', 'helm']) chmodSync(join(workspace.folder, 'project/bin', name), 0o755)
  const env = { PATH: `./project/bin:project/bin:${process.env['PATH'] ?? ''}` }
  await render([], env)
  expect(workspace.read('ran')).toBeUndefined()
})
