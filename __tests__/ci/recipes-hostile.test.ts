import { lstatSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { makeWorkspace, type Workspace } from '../helpers/workspace.ts'
import { type CommentApi, startCommentApi } from './comment-api.ts'
import { plant } from './planted.ts'
import {
  commentVariables,
  openRecipeStage,
  type RecipeCheckout,
  type RecipeShell,
  type RecipeStage
} from './recipe-stage.ts'

if (dockerRegistryMissing !== undefined) process.stdout.write(`${dockerRegistryMissing}\n`)

const token = 'token-of-the-pipeline'
const all: readonly (readonly [RecipeShell, example: string])[] = [
  ['jenkins', 'jenkins'],
  ['azure', 'azure-pipelines'],
  ['bitbucket', 'bitbucket'],
  ['tekton', 'tekton']
]

describe.skipIf(dockerRegistryMissing !== undefined)('in a checkout of somebody else', { timeout: 120_000 }, () => {
  let stage: RecipeStage
  let api: CommentApi
  let outside: Workspace
  let checkout: RecipeCheckout
  beforeAll(async () => {
    stage = await openRecipeStage()
    return () => stage.close()
  })
  beforeEach(async () => {
    api = await startCommentApi(token)
    outside = makeWorkspace({
      secret: 'a secret of the machine\n',
      kept: '<!-- kluctl-images:0123456789abcdef -->\nold\n'
    })
    return async () => {
      await api.close()
      outside.remove()
      checkout.remove()
    }
  })

  const variables = (): Readonly<Record<string, string>> => ({
    ...commentVariables(api.origin, token),
    BUILD_ARTIFACTSTAGINGDIRECTORY: join(outside.folder, 'staging'),
    TARGET: 'prod',
    BASELINE: 'auto',
    CHANGED: join(outside.folder, 'changed'),
    EXIT_CODE: join(outside.folder, 'exit-code')
  })
  /** All steps of the recipe, as its system runs them also where the first one fails. */
  const runAll = async (shell: RecipeShell): Promise<{ exitCode: number | null; log: string }> => {
    const first = await checkout.run(shell, variables())
    const later: readonly RecipeShell[] =
      shell === 'azure' ? ['azureComment', 'azureFiles'] : shell === 'bitbucket' ? ['bitbucketComment'] : []
    let log = first.log
    for (const step of later) log += (await checkout.run(step, variables())).log
    return { exitCode: first.exitCode, log }
  }
  const link = (name: string, target: string): void => {
    rmSync(join(checkout.folder, name), { force: true, recursive: true })
    symlinkSync(join(outside.folder, target), join(checkout.folder, name))
  }
  const isLink = (name: string): boolean =>
    lstatSync(join(checkout.folder, name), { throwIfNoEntry: false })?.isSymbolicLink() === true

  test.each(all)('%s runs no program and obeys no settings that lie there', async (shell, example) => {
    checkout = stage.open(example)
    const canary = join(outside.folder, 'pwned')
    plant(checkout.folder, canary)
    const { exitCode, log } = await runAll(shell)
    expect(exitCode, log).toBe(0)
    expect(outside.read('pwned')).toBeUndefined()
    expect(checkout.read('fixed-images.yaml')).toContain('acme/orders')
    expect(checkout.read('node_modules/.bin/kluctl-images')).toContain('pwned')
  })

  test.each(all)('%s writes and reads no comment through a link', async (shell, example) => {
    checkout = stage.open(example)
    const scratch = ['comment.md', 'shown.md', 'threads.json', 'comments.json', 'new.json', 'changed.json', 'body.json']
    for (const name of [...scratch, 'place.txt']) link(name, 'kept')
    const { exitCode, log } = await runAll(shell)
    expect(exitCode, log).toBe(0)
    expect(outside.read('kept')).toContain('\nold\n')
    expect(isLink('comment.md') && shell !== 'azure').toBe(false)
    const isPosted = shell === 'azure' || shell === 'bitbucket'
    expect(api.comments.map(({ text }) => text)).toEqual(isPosted ? [expect.stringContaining('main-')] : [])
  })

  test.each(all)('%s posts and keeps no comment of the checkout where none was written', async (shell, example) => {
    checkout = stage.open(example)
    checkout.write({
      'comment.md': '<!-- kluctl-images:0123456789abcdef -->\nforged\n',
      '.kluctl-images.yaml': 'a: [\n'
    })
    link('images-report.json', 'secret')
    const { exitCode } = await runAll(shell)
    expect(exitCode).not.toBe(0)
    expect(api.comments).toEqual([])
    if (shell === 'azure') expect(outside.read('staging/images/comment.md')).toBeUndefined()
    else expect(checkout.read('comment.md')).toBeUndefined()
  })

  test.each(all)('%s keeps nothing that a link leads to', async (shell, example) => {
    checkout = stage.open(example)
    for (const name of ['fixed-images.yaml', 'images-report.json']) link(name, 'secret')
    const { exitCode } = await runAll(shell)
    expect(exitCode).not.toBe(0)
    expect(outside.read('secret')).toBe('a secret of the machine\n')
    for (const name of ['fixed-images.yaml', 'images-report.json']) {
      expect(outside.read(`staging/images/${name}`)).toBeUndefined()
      if (shell === 'bitbucket') expect(isLink(name)).toBe(false)
    }
  })

  test('jenkins archives no link', () => {
    checkout = stage.open('jenkins')
    expect(checkout.read('Jenkinsfile')).toMatch(/archiveArtifacts .*followSymlinks: false/)
  })
})
