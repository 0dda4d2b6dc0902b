import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { version } from '../../src/about.ts'
import { expandPipeline, templateText } from './gitlab-inputs.ts'
import { actionNode } from './nodes.ts'
import { makeWorkspace, type Workspace } from './workspace.ts'

const program = fileURLToPath(
  new URL('../parts/gitlab-ci-local/node_modules/gitlab-ci-local/dist/index.js', import.meta.url)
)
const nodeMajor = Number(/v(\d+)/.exec(execFileSync(actionNode, ['--version'], { encoding: 'utf8' }))?.[1])

/** Why pipelines are not run; undefined where they are. Print it once. */
export const gitLabCiLocalMissing: string | undefined =
  existsSync(program) && nodeMajor >= 22
    ? undefined
    : 'Left out: pipelines of GitLab (gitlab-ci-local, which npm test installs, or a Node.js 22 for it is not here).'

export type PipelineResult = { readonly exitCode: number | null; readonly log: string }

/** A checkout that has a pipeline. */
export type GitLabProject = {
  readonly workspace: Workspace
  git(...args: readonly string[]): string
  /** Commits everything, as the pipeline of a push finds it. */
  commit(): string
  /**
   * Runs jobs with these variables of the project and of GitLab. Inputs are put into our components as GitLab does it, see {@link expandPipeline}.
   */
  run(jobs: readonly string[], variables: Readonly<Record<string, string>>): Promise<PipelineResult>
  /** The jobs of the pipeline that GitLab would make with these variables, by name. */
  list(
    variables: Readonly<Record<string, string>>,
    file?: string
  ): Promise<PipelineResult & { readonly jobs: readonly string[] }>
  remove(): void
}

const components = ['kluctl-images', 'kluctl-images-bump', 'kluctl-images-release']

/**
 * A checkout of these files whose `origin` is `remote`. What its pipeline includes of us is that of this checkout: gitlab-ci-local looks
 * where it keeps what it fetched before it fetches anything.
 * @param environment of the jobs
 */
export function makeGitLabProject(
  files: Readonly<Record<string, string>>,
  remote: string,
  environment: Readonly<Record<string, string>>
): GitLabProject {
  const workspace = makeWorkspace(files)
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: workspace.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const { hostname } = new URL(remote)
  const project = 'kluctl-images/kluctl-images'
  for (const name of components) {
    const path = `templates/${name}.yml`
    const text = templateText(name)
    workspace.write({
      [`.gitlab-ci-local/includes/raw.githubusercontent.com/${project}/v${version}/${path}`]: text,
      [`.gitlab-ci-local/includes/${hostname}/${project}/v${version}/${path}`]: text
    })
  }
  workspace.write({ '.gitlab-ci-local/.gitignore': '*\n' })
  git('init', '--quiet', '--initial-branch=main')
  git('config', 'user.name', 'somebody')
  git('config', 'user.email', 'somebody@example.com')
  git('remote', 'add', 'origin', remote)
  git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main')
  const start = (args: readonly string[], variables: Readonly<Record<string, string>>): Promise<PipelineResult> => {
    const set = Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`])
    return execute(['--home', workspace.folder, ...args, ...set], workspace.folder, environment)
  }
  return {
    workspace,
    git,
    commit() {
      git('add', '--all')
      git('commit', '--quiet', '--allow-empty', '--message', 'change')
      return git('rev-parse', 'HEAD').trim()
    },
    async run(jobs, variables) {
      const file = expandPipeline(workspace, '.gitlab-ci.yml')
      return await start(['--force-shell-executor', '--color=false', '--file', file, ...jobs], variables)
    },
    async list(variables, file = '.gitlab-ci.yml') {
      try {
        expandPipeline(workspace, file)
      } catch (error) {
        return { exitCode: 1, log: error instanceof Error ? error.message : String(error), jobs: [] }
      }
      const result = await start(['--list-json', '--file', file], variables)
      const [, json = '[]'] = /^(\[[\s\S]*\])\s*$/m.exec(result.log) ?? []
      const jobs: readonly { name: string; when: string }[] = result.exitCode === 0 ? JSON.parse(json) : []
      return { ...result, jobs: jobs.filter(({ when }) => when !== 'never').map(({ name }) => name) }
    },
    remove: () => workspace.remove()
  }
}

function execute(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>
): Promise<PipelineResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(actionNode, [program, ...args], {
      cwd,
      env: { PATH: process.env['PATH'], NO_COLOR: '1', FORCE_COLOR: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    let log = ''
    const add = (chunk: unknown): void => {
      log += String(chunk)
    }
    child.stdout.on('data', add)
    child.stderr.on('data', add)
    child.on('error', reject)
    child.on('close', exitCode => resolve({ exitCode, log }))
  })
}
