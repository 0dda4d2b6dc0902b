import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { type GitServer, startGitServer } from '../helpers/git-server.ts'
import { type FakeGitLab, startGitLab } from '../helpers/gitlab.ts'
import { type GitLabProject, gitLabCiLocalMissing, makeGitLabProject } from '../helpers/gitlab-ci-local.ts'
import { jobEnvironment } from '../helpers/gitlab-job.ts'
import { type NpmRegistry, startNpmRegistry } from '../helpers/npm-registry.ts'
import { type PublicRegistries, startPublicRegistries } from '../helpers/public-registries.ts'
import { pushIndex } from '../helpers/registry/images.ts'
import { makeWorkspace, type Workspace } from '../helpers/workspace.ts'
import { follow, leadingTo, openShell, partOf, plain, readParts, type Shell } from './newcomer.ts'

/**
 * The second part of the page on getting started, as somebody follows it at GitLab. Real: as in the first part, and gitlab-ci-local, which reads
 * the pipeline that `init` wrote with our components, and runs its jobs. Stand-ins: GitLab itself, its API for notes, and what is done by hand.
 */
const page = readParts('docs/getting-started.md')
const missing = dockerRegistryMissing ?? gitLabCiLocalMissing
if (missing !== undefined) process.stdout.write(`${missing}\n`)

describe.skipIf(missing !== undefined)('at GitLab, somebody who follows the page', () => {
  let registries: PublicRegistries
  let workspace: Workspace
  let npm: NpmRegistry
  let server: GitServer
  let gitlab: FakeGitLab
  let shell: Shell
  const checkouts: GitLabProject[] = []
  const token = 'glpat-good'

  beforeAll(async () => {
    registries = await startPublicRegistries()
    workspace = makeWorkspace()
    npm = await startNpmRegistry(workspace)
    server = await startGitServer(token)
    gitlab = await startGitLab()
    const lead = leadingTo('https://gitlab.com/YOU/shop.git', server.folder)
    shell = openShell({ ...registries.env, ...npm.environment, ...lead })
    for (const tag of ['6.7.1', '6.8.0', '6.9.0', '6.9.1', 'latest']) await pushes(tag, tag)
  }, 120_000)

  afterAll(async () => {
    for (const checkout of checkouts) checkout.remove()
    shell.close()
    await gitlab.close()
    await server.close()
    await npm.close()
    workspace.remove()
    await registries.stop()
  })

  const pushes = (tag: string, content: string): Promise<unknown> =>
    pushIndex(registries.registry, 'stefanprodan/podinfo', tag, ['linux/amd64', 'linux/arm64'], { content })

  /** Runs what GitLab would run for this commit, which is to be the one job. */
  const runs = async (
    ref: string,
    job: string,
    variables: Readonly<Record<string, string>>,
    end = 0
  ): Promise<GitLabProject> => {
    const environment = { ...npm.environment, ...registries.env }
    const checkout = makeGitLabProject({}, `${server.url}.git`, environment)
    checkouts.push(checkout)
    checkout.git('fetch', '--quiet', server.folder, ref)
    checkout.git('checkout', '--quiet', '-B', 'main', 'FETCH_HEAD')
    const { jobs, log: listed } = await checkout.list(variables)
    expect(jobs, listed).toEqual([job])
    const { exitCode, log } = await checkout.run([job], variables)
    expect(exitCode, log).toBe(end)
    return checkout
  }

  test('has the project, and the pipeline that init writes', { timeout: 180_000 }, async () => {
    await follow(shell, partOf(page, 'A project'))
    const said = await follow(shell, partOf(page, 'GitLab'))
    const { rows } = partOf(page, 'Your project at GitLab')
    const named = [...said.matchAll(/KLUCTL_IMAGES_[A-Z_]+TOKEN/g)].map(([name]) => name)
    expect(named.length).toBeGreaterThan(0)
    for (const name of named) expect(rows.join('\n')).toContain(`\`${name}\``)
  })

  test('pushes it', async () => {
    await follow(shell, partOf(page, 'Your project at GitLab'))
    expect(server.git('show', 'main:.gitlab-ci.yml')).toContain('kluctl-images-bump')
  })

  test('has a merge request with the newest image, and merges it', { timeout: 180_000 }, async () => {
    await runs('main', 'kluctl-images-bump', { CI_PIPELINE_SOURCE: 'schedule', KLUCTL_IMAGES_PUSH_TOKEN: token })
    const options = server.pushes().at(-1) ?? []
    const [, title = ''] = /^merge_request\.title=(.*)$/m.exec(options.join('\n')) ?? []
    expect(options).toContain('merge_request.create')
    const { words } = partOf(page, 'The newest images at GitLab')
    expect(words).toContain(`a merge request, ${title}, with`)
    server.git('update-ref', 'refs/heads/main', 'refs/heads/kluctl-images/bump')
    await follow(shell, partOf(page, 'The newest images at GitLab'))
    expect(await shell.type('cat fixed-images.yaml')).toContain('podinfo:6.9.1')
  })

  test('sees in a merge request what a change does', { timeout: 180_000 }, async () => {
    await follow(shell, partOf(page, 'A pull request of yours'))
    const job = Object.entries(jobEnvironment(gitlab.apiUrl)).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const]
    )
    await runs('stay', 'kluctl-images', Object.fromEntries(job))
    expect(gitlab.notes.map(({ body }) => plain(body))).toEqual([expect.stringContaining('**▼ downgrade**')])
    expect(gitlab.problems).toEqual([])
  })

  test('has a release with digests', { timeout: 180_000 }, async () => {
    await follow(shell, partOf(page, 'A release at GitLab'))
    const { workspace: checkout } = await runs('v1.0.0', 'kluctl-images-release', {
      CI_PIPELINE_SOURCE: 'push',
      CI_COMMIT_TAG: 'v1.0.0'
    })
    const [, path = ''] = /keeps (\S+) as its artifact/.exec(partOf(page, 'A release at GitLab').words) ?? []
    expect(checkout.read(path)).toMatch(/podinfo:6\.9\.1@sha256:[0-9a-f]{64}/)
  })

  test('has no release where a tag was pushed again since the approval', { timeout: 180_000 }, async () => {
    await pushes('6.9.1', 'pushed again')
    const variables = { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: 'v1.0.0' }
    const { workspace: checkout } = await runs('v1.0.0', 'kluctl-images-release', variables, 1)
    expect(checkout.read('release/fixed-images.yaml')).toBeUndefined()
  })
})
