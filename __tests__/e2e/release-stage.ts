import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type CommandResult, runCli } from '../helpers/command.ts'
import { type DockerRegistry, startDockerRegistry } from '../helpers/docker-registry.ts'
import { actionNode } from '../helpers/nodes.ts'
import { plain } from '../helpers/registry/bench.ts'
import { pushIndex } from '../helpers/registry/images.ts'
import { type RunnerResult, type RunnerStep, runAction } from '../helpers/runner.ts'
import { deployment, makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'
import { eventOf } from './review-stage.ts'

/** Milliseconds. */
export const day: number = 24 * 60 * 60 * 1000
/** Of every image, if nothing else is said. */
export const platforms: readonly string[] = ['linux/amd64', 'linux/arm64']

/** A registry, and a git repository with a project of three services that a policy watches over. */
export type ReleaseStage = {
  readonly registry: DockerRegistry
  readonly workspace: Workspace
  /** `host/shop/web`, `host/shop/api`, … */
  image(name: string): string
  /** Pushes a tag for both platforms, created so many days ago. */
  push(name: string, tag: string, daysAgo: number, more?: Pushed): Promise<string>
  /** As many days later the runs think it is. */
  later(days: number): void
  /** So many days before the instant that the runs think it is, as `2026-11-20T08:00:00Z`. */
  daysAgo(days: number): string
  cli(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CommandResult>
  action(step: Partial<RunnerStep>): Promise<RunnerResult>
  git(...args: readonly string[]): string
  commit(message: string): string
  close(): Promise<void>
}

/** What is unusual about an image. */
export type Pushed = {
  readonly platforms?: readonly string[]
  readonly revision?: string
  readonly content?: string
  /** Of the index: another text is another digest, with the same images. */
  readonly note?: string
}

/** Services of the project, with their version filters. */
export const services: Readonly<Record<string, string>> = { web: 'semver()', api: 'semver()', db: 'semver()' }

/** The policy of the stage: a soak, platforms, a hold and one registry. `more` are rules behind these, which win. */
export function policyOf(host: string, expiry: string, more = ''): string {
  return `rules:
  - image: ${host}/shop/*
    minimum-age: 3d
    platforms: [${platforms.join(', ')}]
  - image: ${host}/shop/db
    hold: { reason: migration runs, owner: "@acme/data", expiry: ${expiry} }
${more}registries:
  allow: ["${host}"]
`
}

/** Starts both; `files` come on top of the project, given the host of the registry. */
export async function startRelease(files: (host: string) => Readonly<Record<string, string>>): Promise<ReleaseStage> {
  const registry = await startDockerRegistry()
  const { host } = registry
  const workspace = makeWorkspace({
    '.kluctl.yaml': 'targets:\n  - name: staging\n  - name: production\ndiscriminator: shop-{{ target.name }}\n',
    '.gitignore': '/*.json\n/rendered/\n',
    'deployment.yaml': `deployments:\n${Object.keys(services)
      .map(name => `  - path: ${name}\n`)
      .join('')}`,
    ...Object.fromEntries(
      Object.entries(services).map(([name, filter]) => [
        `${name}/${name}.yaml`,
        deployment(name, { [name]: `{{ images.get_image("${host}/shop/${name}", "${filter}") }}` })
      ])
    ),
    ...files(host)
  })
  const start = Date.now()
  let ahead = 0
  const env = (): Record<string, string> => ({ ...plain(host, '0'), ...clock(ahead) })
  const git = (...args: readonly string[]): string => runGit(workspace.folder, args, ahead)
  git('init', '-q', '-b', 'main')
  git('remote', 'add', 'origin', 'https://github.com/acme/shop')
  const daysAgo = (days: number): string => `${new Date(start + ahead - days * day).toISOString().slice(0, 19)}Z`
  return {
    registry,
    workspace,
    image: name => `${host}/shop/${name}`,
    async push(name, tag, days, more = {}) {
      const source = { 'org.opencontainers.image.source': `https://github.com/acme/${name}` }
      const revision = more.revision === undefined ? {} : { 'org.opencontainers.image.revision': more.revision }
      const traits = { created: daysAgo(days), labels: { ...source, ...revision }, content: more.content ?? tag }
      const annotations = more.note === undefined ? undefined : { note: more.note }
      const wanted = more.platforms ?? platforms
      return (await pushIndex(registry, `shop/${name}`, tag, wanted, { ...traits, annotations })).digest
    },
    later(days) {
      ahead += days * day
    },
    daysAgo,
    cli: (args, more = {}) => runCli(args, { cwd: workspace.folder, env: { ...env(), ...more } }),
    action: ({ env: more, inputs, ...step }) =>
      runAction({
        action: root,
        workspace: workspace.folder,
        node: actionNode,
        event: eventOf(step.eventName ?? 'schedule'),
        eventName: 'schedule',
        inputs: { 'artifact-name': '', 'source-links': 'false', ...inputs },
        env: { ...env(), ...more },
        ...step
      }),
    git,
    commit(message) {
      git('add', '-A')
      git('commit', '-qm', message)
      return git('rev-parse', 'HEAD')
    },
    async close() {
      await registry.stop()
      workspace.remove()
    }
  }
}

/** The tags of results, by service: `{ web: '1.1.0' }`. */
export function tagsIn(text: string | undefined): Readonly<Record<string, string>> {
  const results = (text ?? '').matchAll(/resultImage: "?[^\s"]*\/shop\/([^:\s"]+):([^@\s"]+)/g)
  return Object.fromEntries([...results].map(([, name = '', tag = '']) => [name, tag]))
}

/** Moves the clock of a Node that starts with these variables, as waiting would. */
function clock(ahead: number): Record<string, string> {
  if (ahead === 0) return {}
  const code = `const Real = Date; globalThis.Date = class extends Real {
    constructor(...given) { given.length === 0 ? super(Real.now() + ${ahead}) : super(...given) }
    static now() { return Real.now() + ${ahead} }
  }`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` }
}

function runGit(folder: string, args: readonly string[], ahead: number): string {
  const date = new Date(Date.now() + ahead).toISOString()
  const settings = { GIT_CONFIG_GLOBAL: join(folder, 'none'), GIT_CONFIG_NOSYSTEM: '1' }
  const env = { ...process.env, ...settings, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@e.test']
  return execFileSync('git', [...who, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    .toString()
    .trim()
}
