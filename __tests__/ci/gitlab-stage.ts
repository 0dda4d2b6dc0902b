import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type DockerRegistry, startDockerRegistry } from '../helpers/docker-registry.ts'
import { type GitServer, startGitServer } from '../helpers/git-server.ts'
import { type FakeGitLab, startGitLab } from '../helpers/gitlab.ts'
import { type GitLabProject, makeGitLabProject } from '../helpers/gitlab-ci-local.ts'
import { jobEnvironment } from '../helpers/gitlab-job.ts'
import { type NpmRegistry, startNpmRegistry } from '../helpers/npm-registry.ts'
import { pushImage } from '../helpers/registry/images.ts'
import { makeWorkspace, root } from '../helpers/workspace.ts'

/** Files of an example, with the images of `ghcr.io` at another host. */
export function exampleFiles(name: string, host: string): Readonly<Record<string, string>> {
  const folder = join(root, 'examples', name)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(file => file.isFile())
  const paths = files.map(file => relative(folder, join(file.parentPath, file.name)))
  return Object.fromEntries(
    paths.map(path => [path, readFileSync(join(folder, path), 'utf8').replaceAll('ghcr.io', host)])
  )
}

/** The images that the examples ask for: what is approved, and one newer tag of each. */
export async function pushShop(images: DockerRegistry): Promise<void> {
  for (const tag of ['1.4.1', '1.4.2']) await pushImage(images, 'acme/web', tag)
  for (const tag of ['main-9', 'main-10']) await pushImage(images, 'acme/orders', tag)
}

/** What a pipeline finds around it: a registry of images, npm's, GitLab's API, and the repository. */
export type GitLabStage = {
  readonly images: DockerRegistry
  readonly npm: NpmRegistry
  readonly gitlab: FakeGitLab
  readonly server: GitServer
  /** A checkout of the example of GitLab, pushed, with `more` in it. */
  project(more?: Readonly<Record<string, string>>): GitLabProject
  /** Variables of the pipeline of a merge request. */
  mergeRequest(more?: Readonly<Record<string, string>>): Readonly<Record<string, string>>
  close(): Promise<void>
}

export const pushToken = 'glpat-push'

export async function openGitLabStage(): Promise<GitLabStage> {
  const room = makeWorkspace()
  const [images, npm, gitlab, server] = await Promise.all([
    startDockerRegistry(),
    startNpmRegistry(room),
    startGitLab(),
    startGitServer(pushToken)
  ])
  await pushShop(images)
  const projects: GitLabProject[] = []
  return {
    images,
    npm,
    gitlab,
    server,
    project(more = {}) {
      const files = { ...exampleFiles('gitlab', images.host), ...more }
      const project = makeGitLabProject(files, `${server.url}.git`, {
        ...npm.environment,
        TMPDIR: room.folder,
        KLUCTL_REGISTRY_HOST: images.host,
        KLUCTL_REGISTRY_PLAIN_HTTP: 'true'
      })
      projects.push(project)
      project.commit()
      project.git('push', '--quiet', '--force', server.folder, 'main')
      return project
    },
    mergeRequest(more = {}) {
      const given = Object.entries({ ...jobEnvironment(gitlab.apiUrl), ...more })
      return Object.fromEntries(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
    },
    async close() {
      for (const project of projects) project.remove()
      await Promise.all([images.stop(), npm.close(), gitlab.close(), server.close()])
      room.remove()
    }
  }
}
