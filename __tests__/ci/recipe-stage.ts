import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { startDockerRegistry } from '../helpers/docker-registry.ts'
import { startNpmRegistry } from '../helpers/npm-registry.ts'
import { makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'
import { exampleFiles, pushShop } from './gitlab-stage.ts'
import { runShell, type ShellResult } from './shell.ts'

/** Text of a file of the examples. */
export function exampleText(path: string): string {
  return readFileSync(join(root, 'examples', path), 'utf8')
}

const azure = parse(exampleText('azure-pipelines/azure-pipelines.yml'))
const [bitbucketStep] = parse(exampleText('bitbucket/bitbucket-pipelines.yml')).definitions.steps
const [tektonStep] = parse(exampleText('tekton/task.yaml')).spec.steps
const azureShell = (name: string): string =>
  String(azure.steps.find((step: { displayName?: string }) => step.displayName === name).bash)

/** The shell of each recipe, by what it is for. */
export const shells = {
  jenkins: /sh '''\n([\s\S]*?)'''/.exec(exampleText('jenkins/Jenkinsfile'))?.[1] ?? '',
  azure: azureShell('images'),
  azureComment: azureShell('comment'),
  azureFiles: azureShell('files'),
  bitbucket: String(bitbucketStep.step.script[0]),
  bitbucketComment: String(bitbucketStep.step['after-script'][0]),
  tekton: String(tektonStep.script)
} as const

export type RecipeShell = keyof typeof shells

/** The shell that each CI system runs a recipe with; undefined for any. */
const programs: Partial<Readonly<Record<RecipeShell, string>>> = {
  azure: '/bin/bash',
  azureComment: '/bin/bash',
  azureFiles: '/bin/bash'
}

/** A checkout of a recipe's example. */
export type RecipeCheckout = Workspace & {
  git(...args: readonly string[]): string
  /** Forgets what steps of the job before left outside of the checkout. */
  newJob(): void
  /** Runs a step; those of one job share what lies outside of the checkout. */
  run(shell: RecipeShell, env?: Readonly<Record<string, string>>): Promise<ShellResult>
}

/** Registries of images and of npm, and checkouts beside them. */
export type RecipeStage = {
  /** A checkout whose `origin` has the base, and whose head takes a newer image of its own accord. */
  open(example: string): RecipeCheckout
  close(): Promise<void>
}

export async function openRecipeStage(): Promise<RecipeStage> {
  const room = makeWorkspace()
  const images = await startDockerRegistry()
  const npm = await startNpmRegistry(room)
  await pushShop(images)
  const registry = { KLUCTL_REGISTRY_HOST: images.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }
  const open = (example: string): RecipeCheckout => {
    const checkout = makeWorkspace(exampleFiles(example, images.host))
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd: checkout.folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe']
      })
    git('init', '--quiet', '--initial-branch=main')
    git('add', '--all')
    git('commit', '--quiet', '--message', 'base')
    git('clone', '--quiet', '--bare', '.', join(checkout.folder, '.git', 'origin'))
    git('remote', 'add', 'origin', join(checkout.folder, '.git', 'origin'))
    git('fetch', '--quiet', 'origin')
    checkout.write({ 'fixed-images.yaml': (checkout.read('fixed-images.yaml') ?? '').replace('1.4.1', '1.4.2') })
    git('commit', '--quiet', '--all', '--message', 'head')
    let outside = mkdtempSync(join(room.folder, 'job-'))
    return {
      ...checkout,
      git,
      newJob: () => {
        outside = mkdtempSync(join(room.folder, 'job-'))
      },
      run: (shell, env = {}) => {
        const job = { TMPDIR: outside, AGENT_TEMPDIRECTORY: outside, ...bitbucketStepVariables }
        return runShell(
          shells[shell],
          checkout.folder,
          { ...npm.environment, ...registry, ...job, ...env },
          programs[shell]
        )
      }
    }
  }
  return {
    open,
    close: async () => {
      await Promise.all([images.stop(), npm.close()])
      room.remove()
    }
  }
}

const bitbucketStepVariables = { BITBUCKET_STEP_UUID: '{4f1c}', BITBUCKET_STEP_RUN_NUMBER: '1' }

/** What the steps that comment find in their environment, for either system. */
export function commentVariables(origin: string, token: string): Readonly<Record<string, string>> {
  return {
    SYSTEM_COLLECTIONURI: `${origin}/acme/`,
    SYSTEM_TEAMPROJECTID: 'p-1',
    BUILD_REPOSITORY_ID: 'r-1',
    SYSTEM_PULLREQUEST_PULLREQUESTID: '7',
    SYSTEM_ACCESSTOKEN: token,
    BITBUCKET_API: origin,
    BITBUCKET_REPO_FULL_NAME: 'acme/shop',
    BITBUCKET_PR_ID: '7',
    IMAGES_COMMENT_TOKEN: token
  }
}
