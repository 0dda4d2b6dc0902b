import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { version } from '../../src/about.ts'
import { type DockerRegistry, dockerRegistryMissing, startDockerRegistry } from '../helpers/docker-registry.ts'
import { type NpmRegistry, startNpmRegistry } from '../helpers/npm-registry.ts'
import { makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'
import { type CommentApi, startCommentApi } from './comment-api.ts'
import { exampleFiles, pushShop } from './gitlab-stage.ts'
import { runShell, type ShellResult } from './shell.ts'

if (dockerRegistryMissing !== undefined) process.stdout.write(`${dockerRegistryMissing}\n`)

const token = 'token-of-the-pipeline'
const text = (path: string): string => readFileSync(join(root, 'examples', path), 'utf8')
const azure = parse(text('azure-pipelines/azure-pipelines.yml'))
const [bitbucketStep] = parse(text('bitbucket/bitbucket-pipelines.yml')).definitions.steps
const [tektonStep] = parse(text('tekton/task.yaml')).spec.steps
const jenkins = text('jenkins/Jenkinsfile')

/** The shell of each recipe, by what it is for. */
const shells = {
  jenkins: /sh '''\n([\s\S]*?)'''/.exec(jenkins)?.[1] ?? '',
  azure: String(azure.steps.find((step: { displayName?: string }) => step.displayName === 'images').bash),
  azureComment: String(azure.steps.find((step: { displayName?: string }) => step.displayName === 'comment').bash),
  azureFiles: String(azure.steps.find((step: { displayName?: string }) => step.displayName === 'files').bash),
  bitbucket: String(bitbucketStep.step.script[0]),
  bitbucketComment: String(bitbucketStep.step['after-script'][0]),
  tekton: String(tektonStep.script)
}
const files = ['fixed-images.yaml', 'images-report.json', 'comment.md']

describe.skipIf(dockerRegistryMissing !== undefined)('the shell of the recipes', { timeout: 120_000 }, () => {
  let room: Workspace
  let images: DockerRegistry
  let npm: NpmRegistry
  let api: CommentApi
  let checkout: Workspace
  beforeAll(async () => {
    room = makeWorkspace()
    images = await startDockerRegistry()
    npm = await startNpmRegistry(room)
    await pushShop(images)
    return async () => {
      await Promise.all([images.stop(), npm.close()])
      room.remove()
    }
  })
  beforeEach(async () => {
    api = await startCommentApi(token)
    return () => api.close()
  })

  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: checkout.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe']
    })
  /** A checkout whose `origin` has the base, and whose head takes a newer image of its own accord. */
  const open = (name: string): void => {
    checkout = makeWorkspace(exampleFiles(name, images.host))
    git('init', '--quiet', '--initial-branch=main')
    git('add', '--all')
    git('commit', '--quiet', '--message', 'base')
    git('clone', '--quiet', '--bare', '.', join(checkout.folder, '.git', 'origin'))
    git('remote', 'add', 'origin', join(checkout.folder, '.git', 'origin'))
    git('fetch', '--quiet', 'origin')
    checkout.write({ 'fixed-images.yaml': (checkout.read('fixed-images.yaml') ?? '').replace('1.4.1', '1.4.2') })
    git('commit', '--quiet', '--all', '--message', 'head')
  }
  const run = (shell: string, env: Readonly<Record<string, string>> = {}, program?: string): Promise<ShellResult> => {
    const registry = { KLUCTL_REGISTRY_HOST: images.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }
    return runShell(shell, checkout.folder, { ...npm.environment, TMPDIR: room.folder, ...registry, ...env }, program)
  }
  const break_ = (): void => checkout.write({ 'shop/web.yaml': '{{ nothing.here }}\n' })

  test.each<[string, string, string, () => Readonly<Record<string, string>>, string | undefined]>([
    ['jenkins', 'jenkins', shells.jenkins, () => ({ CHANGE_ID: '7', CHANGE_TARGET: 'main' }), undefined],
    [
      'azure-pipelines',
      'azure',
      shells.azure,
      () => ({ SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main' }),
      '/bin/bash'
    ],
    [
      'bitbucket',
      'bitbucket',
      shells.bitbucket,
      () => ({ BITBUCKET_PR_DESTINATION_COMMIT: git('rev-parse', 'origin/main').trim() }),
      undefined
    ]
  ])(
    'of %s resolves: a pull request against its base, a schedule against the file before, red where something fails',
    async (example, _name, shell, environment, program) => {
      open(example)
      const reviewed = await run(shell, environment(), program)
      expect(reviewed.exitCode, reviewed.log).toBe(0)
      expect(checkout.read('comment.md')).toMatch(/`1\.4\.1`\s→\s`1\.4\.2`/)
      for (const file of files) expect(checkout.read(file), file).toBeDefined()
      git('checkout', '--quiet', '--', '.')
      const bumped = await run(shell, {}, program)
      expect(bumped.exitCode, bumped.log).toBe(0)
      expect(checkout.read('comment.md')).not.toContain('`1.4.1`')
      expect(checkout.read('fixed-images.yaml')).toContain('main-10')
      break_()
      const failed = await run(shell, {}, program)
      expect(failed.exitCode).toBe(1)
      expect(checkout.read('comment.md')).toContain('shop/web.yaml')
      checkout.remove()
    }
  )

  test('of tekton leaves results and a comment, whether the run passes or not', async () => {
    open('tekton')
    const results = { CHANGED: join(checkout.folder, 'changed'), EXIT_CODE: join(checkout.folder, 'exit-code') }
    const params = { TARGET: 'prod', BASELINE: 'origin/main', ...results }
    const good = await run(shells.tekton, params)
    expect(good.exitCode, good.log).toBe(0)
    expect([checkout.read('changed'), checkout.read('exit-code')]).toEqual(['true', '0'])
    break_()
    const failed = await run(shells.tekton, params)
    expect([failed.exitCode, checkout.read('changed'), checkout.read('exit-code')]).toEqual([0, 'false', '1'])
    checkout.write({ 'comment.md': '' })
    execFileSync('rm', [join(checkout.folder, 'comment.md')])
    const wrong = await run(shells.tekton, { ...params, TARGET: '$(touch pwned)', BASELINE: '; touch pwned' })
    expect(wrong.exitCode).not.toBe(null)
    expect(checkout.read('pwned')).toBeUndefined()
    checkout.remove()
  })

  test.each<[string, string, string, string, (origin: string) => Readonly<Record<string, string>>]>([
    [
      'azure-pipelines',
      shells.azure,
      shells.azureComment,
      '/bin/bash',
      origin => ({
        SYSTEM_COLLECTIONURI: `${origin}/acme/`,
        SYSTEM_TEAMPROJECTID: 'p-1',
        BUILD_REPOSITORY_ID: 'r-1',
        SYSTEM_PULLREQUEST_PULLREQUESTID: '7',
        SYSTEM_ACCESSTOKEN: token
      })
    ],
    [
      'bitbucket',
      shells.bitbucket,
      shells.bitbucketComment,
      '/bin/sh',
      origin => ({
        BITBUCKET_API: origin,
        BITBUCKET_REPO_FULL_NAME: 'acme/shop',
        BITBUCKET_PR_ID: '7',
        IMAGES_COMMENT_TOKEN: token
      })
    ]
  ])(
    'of %s posts one comment, updates it, and leaves a quote of somebody else alone',
    async (example, resolve, comment, program, environment) => {
      open(example)
      await run(resolve, {}, program)
      const first = await run(comment, environment(api.origin), program)
      expect(first.exitCode, first.log).toBe(0)
      expect(api.comments.map(({ text }) => text)).toEqual([
        expect.stringMatching(/kluctl-images:[0-9a-f]{16}[\s\S]*main-10/)
      ])
      break_()
      await run(resolve, {}, program)
      const second = await run(comment, environment(api.origin), program)
      expect(second.exitCode, second.log).toBe(0)
      expect(api.comments).toEqual([{ id: 1, author: 'pipeline', text: expect.stringContaining('shop/web.yaml') }])
      api.comments.splice(0, 1, { id: 1, author: 'somebody', text: api.comments[0]?.text ?? '' })
      await run(comment, environment(api.origin), program)
      await run(comment, environment(api.origin), program)
      expect(api.comments.map(({ author }) => author)).toEqual(['somebody', 'pipeline'])
      expect(first.log + second.log).not.toContain(token)
      checkout.remove()
    }
  )

  test('of bitbucket writes no comment without a pull request, a token, or a text', async () => {
    open('bitbucket')
    for (const env of [
      { BITBUCKET_PR_ID: '7' },
      { IMAGES_COMMENT_TOKEN: token },
      { BITBUCKET_PR_ID: '7', IMAGES_COMMENT_TOKEN: token }
    ])
      expect((await run(shells.bitbucketComment, { BITBUCKET_API: api.origin, ...env })).exitCode).toBe(0)
    expect(api.requests).toEqual([])
    checkout.remove()
  })

  test('of azure-pipelines gathers the files that are there', async () => {
    open('azure-pipelines')
    await run(shells.azureFiles, { BUILD_ARTIFACTSTAGINGDIRECTORY: join(checkout.folder, 'staging') }, '/bin/bash')
    expect(existsSync(join(checkout.folder, 'staging/images/fixed-images.yaml'))).toBe(true)
    checkout.remove()
  })
})

describe('the recipes', () => {
  const examples = ['gitlab', 'jenkins', 'azure-pipelines', 'bitbucket', 'tekton']
  const project = ['.kluctl.yaml', 'deployment.yaml', 'fixed-images.yaml', 'shop/web.yaml', 'shop/orders.yaml']

  test.each(examples)('%s has the same kluctl project as the others', example => {
    for (const path of project) expect(text(`${example}/${path}`), path).toBe(text(`gitlab/${path}`))
  })

  test('keep the fixed-images file, the report and the comment', () => {
    expect(/archiveArtifacts artifacts: '([^']*)'/.exec(jenkins)?.[1]?.split(',')).toEqual(files)
    expect(bitbucketStep.step.artifacts).toEqual(files)
    expect(files.filter(file => !shells.azureFiles.includes(file))).toEqual([])
  })

  test('have the members that their systems know', () => {
    expect(Object.keys(azure)).toEqual(['trigger', 'schedules', 'pool', 'steps'])
    for (const step of azure.steps)
      expect(['checkout', 'task', 'bash', 'publish'].filter(kind => kind in step)).toHaveLength(1)
    expect(Object.keys(parse(text('bitbucket/bitbucket-pipelines.yml')))).toEqual([
      'image',
      'clone',
      'definitions',
      'pipelines'
    ])
    expect(Object.keys(bitbucketStep.step)).toEqual(['name', 'script', 'after-script', 'artifacts'])
    expect(Object.keys(tektonStep)).toEqual(['name', 'image', 'workingDir', 'env', 'script'])
  })

  test('run this version', () => {
    for (const shell of [shells.jenkins, shells.azure, shells.bitbucket, shells.tekton])
      expect(shell).toContain(` kluctl-images@${version} `)
  })

  test('paste nothing of the outside into their shell, and put no token on a command line', () => {
    for (const [name, shell] of Object.entries(shells)) {
      expect(shell, name).not.toMatch(/\$\(params|\$\{\{|\$\([A-Z][a-z]+\./)
      const asking = shell.split('\n').filter(line => /\b(?:curl|ask) /.test(line))
      expect(asking.join('\n'), name).not.toMatch(/\$\{?[A-Z_]*TOKEN/)
    }
  })
})
