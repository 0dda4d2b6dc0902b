import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { version } from '../../src/about.ts'
import { dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { type CommentApi, startCommentApi } from './comment-api.ts'
import {
  commentVariables,
  openRecipeStage,
  type RecipeCheckout,
  type RecipeShell,
  type RecipeStage,
  shells,
  exampleText as text
} from './recipe-stage.ts'

if (dockerRegistryMissing !== undefined) process.stdout.write(`${dockerRegistryMissing}\n`)

const token = 'token-of-the-pipeline'
const azure = parse(text('azure-pipelines/azure-pipelines.yml'))
const [bitbucketStep] = parse(text('bitbucket/bitbucket-pipelines.yml')).definitions.steps
const [tektonStep] = parse(text('tekton/task.yaml')).spec.steps
const jenkins = text('jenkins/Jenkinsfile')
const files = ['fixed-images.yaml', 'images-report.json', 'comment.md']

describe.skipIf(dockerRegistryMissing !== undefined)('the shell of the recipes', { timeout: 120_000 }, () => {
  let stage: RecipeStage
  let api: CommentApi
  beforeAll(async () => {
    stage = await openRecipeStage()
    return () => stage.close()
  })
  beforeEach(async () => {
    api = await startCommentApi(token)
    return () => api.close()
  })
  const break_ = (checkout: RecipeCheckout): void => checkout.write({ 'shop/web.yaml': '{{ nothing.here }}\n' })

  test.each<[RecipeShell, string, (checkout: RecipeCheckout) => Readonly<Record<string, string>>]>([
    ['jenkins', 'jenkins', () => ({ CHANGE_ID: '7', CHANGE_TARGET: 'main' })],
    ['azure', 'azure-pipelines', () => ({ SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main' })],
    [
      'bitbucket',
      'bitbucket',
      checkout => ({ BITBUCKET_PR_DESTINATION_COMMIT: checkout.git('rev-parse', 'origin/main').trim() })
    ]
  ])(
    'of %s resolves: a pull request against its base, a schedule against the file before, red where something fails',
    async (shell, example, environment) => {
      const checkout = stage.open(example)
      const comment = async (): Promise<string | undefined> => {
        if (shell !== 'azure') return checkout.read('comment.md')
        await checkout.run('azureFiles', { BUILD_ARTIFACTSTAGINGDIRECTORY: join(checkout.folder, '.git/staging') })
        return checkout.read('.git/staging/images/comment.md')
      }
      const reviewed = await checkout.run(shell, environment(checkout))
      expect(reviewed.exitCode, reviewed.log).toBe(0)
      expect(await comment()).toMatch(/`1\.4\.1`\s→\s`1\.4\.2`/)
      for (const file of ['fixed-images.yaml', 'images-report.json']) expect(checkout.read(file), file).toBeDefined()
      checkout.git('checkout', '--quiet', '--', '.')
      checkout.newJob()
      const bumped = await checkout.run(shell)
      expect(bumped.exitCode, bumped.log).toBe(0)
      expect(await comment()).not.toContain('`1.4.1`')
      expect(checkout.read('fixed-images.yaml')).toContain('main-10')
      break_(checkout)
      checkout.newJob()
      const failed = await checkout.run(shell)
      expect(failed.exitCode).toBe(1)
      expect(await comment()).toContain('shop/web.yaml')
      checkout.remove()
    }
  )

  test('of tekton leaves results and a comment, whether the run passes or not', async () => {
    const checkout = stage.open('tekton')
    const results = { CHANGED: join(checkout.folder, 'changed'), EXIT_CODE: join(checkout.folder, 'exit-code') }
    const params = { TARGET: 'prod', BASELINE: 'origin/main', ...results }
    const good = await checkout.run('tekton', params)
    expect(good.exitCode, good.log).toBe(0)
    expect([checkout.read('changed'), checkout.read('exit-code')]).toEqual(['true', '0'])
    expect(checkout.read('comment.md')).toContain('kluctl-images:')
    break_(checkout)
    const failed = await checkout.run('tekton', params)
    expect([failed.exitCode, checkout.read('changed'), checkout.read('exit-code')]).toEqual([0, 'false', '1'])
    expect(checkout.read('comment.md')).toContain('shop/web.yaml')
    const none = await checkout.run('tekton', { ...params, TARGET: '' })
    expect([none.exitCode, none.log]).toEqual([0, expect.not.stringContaining('its value is empty')])
    const wrong = await checkout.run('tekton', { ...params, TARGET: '$(touch pwned)', BASELINE: '; touch pwned' })
    expect(wrong.exitCode).not.toBe(null)
    expect(checkout.read('pwned')).toBeUndefined()
    checkout.remove()
  })

  test.each<[string, RecipeShell, RecipeShell]>([
    ['azure-pipelines', 'azure', 'azureComment'],
    ['bitbucket', 'bitbucket', 'bitbucketComment']
  ])(
    'of %s posts one comment, updates it, and leaves a quote of somebody else alone',
    async (example, resolve, comment) => {
      const checkout = stage.open(example)
      const environment = commentVariables(api.origin, token)
      await checkout.run(resolve)
      const first = await checkout.run(comment, environment)
      expect(first.exitCode, first.log).toBe(0)
      expect(api.comments.map(({ text }) => text)).toEqual([
        expect.stringMatching(/kluctl-images:[0-9a-f]{16}[\s\S]*main-10/)
      ])
      break_(checkout)
      checkout.newJob()
      await checkout.run(resolve)
      const second = await checkout.run(comment, environment)
      expect(second.exitCode, second.log).toBe(0)
      expect(api.comments).toEqual([{ id: 1, author: 'pipeline', text: expect.stringContaining('shop/web.yaml') }])
      api.comments.splice(0, 1, { id: 1, author: 'somebody', text: api.comments[0]?.text ?? '' })
      await checkout.run(comment, environment)
      await checkout.run(comment, environment)
      expect(api.comments.map(({ author }) => author)).toEqual(['somebody', 'pipeline'])
      expect(first.log + second.log).not.toContain(token)
      checkout.remove()
    }
  )

  test('of bitbucket writes no comment without a pull request, a token, or a text', async () => {
    const checkout = stage.open('bitbucket')
    for (const env of [
      { BITBUCKET_PR_ID: '7' },
      { IMAGES_COMMENT_TOKEN: token },
      { BITBUCKET_PR_ID: '7', IMAGES_COMMENT_TOKEN: token }
    ])
      expect((await checkout.run('bitbucketComment', { BITBUCKET_API: api.origin, ...env })).exitCode).toBe(0)
    expect(api.requests).toEqual([])
    checkout.remove()
  })

  test('of azure-pipelines gathers the files that are there', async () => {
    const checkout = stage.open('azure-pipelines')
    await checkout.run('azureFiles', { BUILD_ARTIFACTSTAGINGDIRECTORY: join(checkout.folder, 'staging') })
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
      expect(shell).toContain(` kluctl-images@${version})`)
  })

  test('paste nothing of the outside into their shell, and put no token on a command line', () => {
    for (const [name, shell] of Object.entries(shells)) {
      expect(shell, name).not.toMatch(/\$\(params|\$\{\{|\$\([A-Z][a-z]+\./)
      const asking = shell.split('\n').filter(line => /\b(?:curl|ask) /.test(line))
      expect(asking.join('\n'), name).not.toMatch(/\$\{?[A-Z_]*TOKEN/)
    }
  })
})
