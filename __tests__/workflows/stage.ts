import { type BlobStore, startAzurite } from '../helpers/azurite.ts'
import { type DockerRegistry, startDockerRegistry } from '../helpers/docker-registry.ts'
import { type FakeGitHub, type FakeGitHubOptions, startGitHub } from '../helpers/github.ts'
import { makeRepository, type Repository, type RunEvent } from '../helpers/workflow/repository.ts'
import { runWorkflow, type WorkflowRun, type WorkflowRunResult } from '../helpers/workflow/run-workflow.ts'
import { deployment } from '../helpers/workspace.ts'

/** A repository whose workflows call ours, a fake GitHub and a real registry with `shop/web` and `shop/api`. */
export type Stage = {
  readonly registry: DockerRegistry
  readonly github: FakeGitHub
  readonly repository: Repository
  /** Text of a fixed-images file with these tags of `shop/…`. */
  fixed(tags: Readonly<Record<string, string>>): string
  /** Runs the workflow that `.github/workflows/<name>.yml` of the repository is. */
  run(name: string, event: RunEvent, more?: Partial<WorkflowRun>): Promise<WorkflowRunResult>
  close(): Promise<void>
}

export type StageOptions = {
  /** Jobs of workflows by the name of the file; the events and the top are added. */
  readonly workflows: Readonly<Record<string, string>>
  /** Files besides the project and the workflows. */
  readonly files?: Readonly<Record<string, string>>
  readonly fixed?: Readonly<Record<string, string>>
  readonly github?: FakeGitHubOptions
}

const events =
  'on:\n  pull_request:\n  push:\n  schedule:\n    - cron: "17 5 * * 1-5"\n  workflow_dispatch:\n  workflow_run:\n    workflows: [review]\n'

let shared: Promise<BlobStore> | undefined

/** Ends what all stages share. */
export async function closeStore(): Promise<void> {
  await (await shared)?.close()
  shared = undefined
}

export async function startStage({ workflows, files = {}, fixed, github: options }: StageOptions): Promise<Stage> {
  shared ??= startAzurite()
  const store = await shared
  const registry = await startDockerRegistry()
  const github = await startGitHub({ pulls: { 7: 'acme/shop' }, ...options })
  const image = (name: string): string => `${registry.host}/shop/${name}`
  const call = (name: string): string => deployment(name, { [name]: `{{ images.get_image("${image(name)}") }}` })
  await registry.pushTags('shop/web', ['1.0.0', '1.1.0'])
  await registry.pushTags('shop/api', ['2.0.0', '2.1.0'])
  const fixedText = (tags: Readonly<Record<string, string>>): string =>
    `images:\n${Object.entries(tags)
      .map(([name, tag]) => `  - image: ${image(name)}\n    resultImage: ${image(name)}:${tag}\n`)
      .join('')}`
  const repository = makeRepository({
    files: {
      'web.yaml': call('web'),
      'api.yaml': call('api'),
      ...(fixed === undefined ? {} : { 'fixed-images.yaml': fixedText(fixed) }),
      ...Object.fromEntries(
        Object.entries(workflows).map(([name, jobs]) => [
          `.github/workflows/${name}.yml`,
          `name: ${name}\n${events}permissions: {}\njobs:\n${jobs}`
        ])
      ),
      ...files
    }
  })
  return {
    registry,
    github,
    repository,
    fixed: fixedText,
    async run(name, event, more = {}) {
      const file = `.github/workflows/${name}.yml`
      return runWorkflow({ file, ...event, repository, github, registry, store, ...more })
    },
    async close() {
      await registry.stop()
      await github.close()
      repository.close()
    }
  }
}

/** A job that calls one of our workflows with these permissions and inputs. */
export function caller(
  workflow: string,
  permissions: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
  more = ''
): string {
  const lines = (values: Readonly<Record<string, string>>): string =>
    Object.entries(values)
      .map(([name, value]) => `      ${name}: ${JSON.stringify(value).replace(/^"([\d.]+)"$/, '$1')}\n`)
      .join('')
  return `  images:\n    permissions:\n${lines(permissions)}    uses: kluctl-images/kluctl-images/.github/workflows/${workflow}.yml@v0\n${
    Object.keys(inputs).length === 0 ? '' : `    with:\n${lines(inputs)}`
  }${more}`
}
