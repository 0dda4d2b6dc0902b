import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DockerRegistry, startDockerRegistry } from '../helpers/docker-registry.ts'
import { type FakeGitHub, type FakeGitHubOptions, startGitHub } from '../helpers/github.ts'
import { actionNode } from '../helpers/nodes.ts'
import { configOf, imageOf, labels } from '../helpers/registry/images.ts'
import { type RunnerResult, type RunnerStep, runAction } from '../helpers/runner.ts'
import { deployment, makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'

/** An event as GitHub writes it. */
export function eventOf(name: string): unknown {
  return JSON.parse(readFileSync(join(root, '__tests__/fixtures/events', `${name}.json`), 'utf8'))
}

/** Messages of the annotations of a level, one a line. */
export function messagesOf({ annotations }: RunnerResult, level: 'error' | 'warning'): string {
  return annotations
    .filter(one => one.level === level)
    .map(({ message }) => message)
    .join('\n')
}

/** A pull request in a fake GitHub, a real registry, and a checkout with one Deployment of `shop/web`. */
export type Stage = {
  readonly registry: DockerRegistry
  readonly github: FakeGitHub
  readonly workspace: Workspace
  /** `host/shop/web`, `host/shop/api`, … */
  image(name: string): string
  /** Text of a fixed-images file with these tags. */
  fixed(tags: Readonly<Record<string, string>>): string
  /** Puts images whose configuration has these labels into the registry, one for each tag. */
  push(name: string, revisions: Readonly<Record<string, string>>, source: string): Promise<void>
  step(more?: Partial<RunnerStep>): Promise<RunnerResult>
  close(): Promise<void>
}

export async function startStage(options: FakeGitHubOptions = {}): Promise<Stage> {
  const registry = await startDockerRegistry()
  const github = await startGitHub({ pulls: { 7: 'acme/shop' }, ...options })
  const image = (name: string): string => `${registry.host}/shop/${name}`
  const call = (name: string): string => deployment(name, { [name]: `{{ images.get_image("${image(name)}") }}` })
  const workspace = makeWorkspace({ 'web.yaml': call('web') })
  await registry.pushTags('shop/web', ['1.0.0', '1.1.0'])
  return {
    registry,
    github,
    workspace,
    image,
    fixed: tags =>
      `images:\n${Object.entries(tags)
        .map(([name, tag]) => `  - image: ${image(name)}\n    resultImage: ${image(name)}:${tag}\n`)
        .join('')}`,
    async push(name, revisions, source) {
      for (const [tag, revision] of Object.entries(revisions)) {
        const config = configOf(labels(source, revision))
        const { bytes, digest, type } = imageOf(config)
        await registry.push(`shop/${name}`, { bytes: config.bytes, digest: config.digest })
        await registry.push(`shop/${name}`, { bytes, digest, type, name: tag })
      }
    },
    step: ({ env, ...more } = {}) =>
      runAction({
        action: root,
        workspace: workspace.folder,
        node: actionNode,
        eventName: 'pull_request',
        event: eventOf('pull_request'),
        token: 'workflow-token',
        apiUrl: github.url,
        secrets: ['workflow-token'],
        env: { KLUCTL_REGISTRY_0_HOST: registry.host, KLUCTL_REGISTRY_0_PLAIN_HTTP: 'true', ...env },
        ...more
      }),
    async close() {
      await registry.stop()
      await github.close()
      workspace.remove()
    }
  }
}
