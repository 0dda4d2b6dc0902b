import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { version } from '../../src/about.ts'
import { hasAzurite } from '../helpers/azurite.ts'
import { dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { type FakeGitHub, startGitHub } from '../helpers/github.ts'
import { type NpmRegistry, startNpmRegistry } from '../helpers/npm-registry.ts'
import { type PublicRegistries, startPublicRegistries } from '../helpers/public-registries.ts'
import { pushIndex } from '../helpers/registry/images.ts'
import { makeRepository, type Repository, type RunEvent } from '../helpers/workflow/repository.ts'
import { runWorkflow, type WorkflowRunResult } from '../helpers/workflow/run-workflow.ts'
import { makeWorkspace, type Workspace } from '../helpers/workspace.ts'
import { follow, isShown, leadingTo, openShell, type Part, partOf, plain, readParts, type Shell } from './newcomer.ts'
import { readPage } from './pages.ts'

/**
 * Somebody who knows nothing follows the page: every command of it, in order, in an empty folder. Real: the shell, npm and its npx, which get
 * the package from a registry on loopback that serves what `npm pack` makes of this checkout; git; the image registry, which answers as ghcr.io;
 * the workflows that `init` wrote. Stand-ins: GitHub, to which git is led by its own configuration, and what is done there by hand.
 */
const page = readParts('docs/getting-started.md')
const missing =
  dockerRegistryMissing ??
  (hasAzurite ? undefined : 'Left out: the page on getting started (Azurite is not installed).')
if (missing !== undefined) process.stdout.write(`${missing}\n`)

const part = (heading: string): Part => partOf(page, heading)

test('the commands of the README are on the page', () => {
  const [, block = ''] = /```sh\n(npx kluctl-images init[\s\S]*?)```/.exec(readPage('README.md')) ?? []
  const typed = block
    .split('\n')
    .map(line => line.replace(/ +#.*$/, ''))
    .filter(line => line !== '')
  const lines = [...page.values()].flatMap(({ steps }) => steps.flatMap(({ command }) => command.split('\n')))
  expect(typed.length).toBeGreaterThan(1)
  expect(lines).toEqual(expect.arrayContaining(typed))
})

describe.skipIf(missing !== undefined)('at GitHub, somebody who follows the page', () => {
  let registries: PublicRegistries
  let npm: NpmRegistry
  let workspace: Workspace
  let github: FakeGitHub
  let repository: Repository
  let shell: Shell

  beforeAll(async () => {
    registries = await startPublicRegistries()
    workspace = makeWorkspace()
    npm = await startNpmRegistry(workspace)
    github = await startGitHub({ pulls: { 7: 'acme/shop' } })
    repository = emptyRepository()
    shell = openShell({
      ...registries.env,
      ...npm.environment,
      ...leadingTo('https://github.com/YOU/shop.git', repository.remote)
    })
    for (const tag of ['6.7.1', '6.8.0', '6.9.0', '6.9.1', 'latest']) await pushes(tag, tag)
  }, 120_000)

  afterAll(async () => {
    shell.close()
    repository.close()
    await github.close()
    await npm.close()
    workspace.remove()
    await registries.stop()
  })

  const pushes = (tag: string, content: string): Promise<unknown> =>
    pushIndex(registries.registry, 'stefanprodan/podinfo', tag, ['linux/amd64', 'linux/arm64'], { content })

  const runs = async (name: string, event: RunEvent, conclusion = 'success'): Promise<WorkflowRunResult> => {
    const file = `.github/workflows/${name}.yml`
    const result = await runWorkflow({ file, ...event, repository, github, machine: registries.env })
    expect({ problems: result.problems, conclusion: result.conclusion }, result.log).toEqual({
      problems: [],
      conclusion
    })
    return result
  }

  test('has a project, and the files that init writes', { timeout: 180_000 }, async () => {
    await follow(shell, part('A project'))
    const said = await follow(shell, part('The files'))
    const [, setting = ''] = /switch on "([^"]+)"/.exec(said) ?? []
    expect(part('At GitHub').words).toContain(setting)
    expect(setting).not.toBe('')
  })

  test('pushes it', async () => {
    await follow(shell, part('At GitHub'))
    expect(repository.read('.github/workflows/images.yml')).toContain(`@v${version.split('.')[0]}`)
  })

  test('runs the workflow, and has a pull request with the newest image', { timeout: 180_000 }, async () => {
    await runs('images', repository.happens('workflow_dispatch'))
    const [pull] = repository.pulls
    expect(part('The first images').words).toContain(pull?.title ?? 'no pull request')
    expect(isShown(part('The first images').rows.join('\n'), plain(pull?.body)), pull?.body).toBe(true)
  })

  test('merges it, and gets the file', async () => {
    const commit = repository.commitOf(repository.pulls[0]?.head ?? '') ?? ''
    execFileSync('git', ['update-ref', 'refs/heads/main', commit], { cwd: repository.remote })
    await follow(shell, part('The first images'))
  })

  test('has nothing to do on the next day', { timeout: 180_000 }, async () => {
    await runs('images', repository.happens('schedule'))
    expect(repository.pulls.filter(({ state }) => state === 'open').length).toBeLessThan(2)
  })

  test('sees in a pull request what a change does', { timeout: 180_000 }, async () => {
    await follow(shell, part('A pull request of yours'))
    const changed = repository.read('.kluctl-images.yaml', 'stay') ?? ''
    const event = repository.propose({ '.kluctl-images.yaml': changed }, { branch: 'stay' })
    const [headSha = '', baseSha = ''] = ['refs/pull/7/head', 'main'].map(ref => repository.commitOf(ref))
    github.setPull(7, { head: 'acme/shop', headSha, baseSha })
    await runs('images', event)
    const [comment] = github.comments
    expect(isShown(part('A pull request of yours').rows.join('\n'), plain(comment?.body)), comment?.body).toBe(true)
    expect(comment?.body).toContain('this pull request changes the policy file')
    expect(github.comments).toHaveLength(1)
  })

  test('has a release with digests', { timeout: 180_000 }, async () => {
    await follow(shell, part('A release'))
    expect(repository.commitOf('refs/tags/v1.0.0')).toBe(repository.commitOf('main'))
    const { artifacts } = await runs('images-release', repository.happens('push'))
    const [name = '', files = {}] = [...artifacts][0] ?? []
    expect(part('A release').words).toContain(`artifact ${name}`)
    const [shown = ''] = part('A release').texts
    const file = Object.entries(files).find(([path]) => path.endsWith('fixed-images.yaml'))?.[1] ?? ''
    expect(isShown(shown, file), file).toBe(true)
    expect(file).toBe(repository.read('fixed-images.yaml'))
    expect(github.problems).toEqual([])
  })

  test('has no release where a tag was pushed again since the approval', { timeout: 180_000 }, async () => {
    expect(part('A release').words).toContain('If a tag was pushed again since, or an image is gone, it is red')
    await pushes('6.9.1', 'pushed again')
    const { artifacts, log } = await runs('images-release', repository.happens('push'), 'failure')
    expect([...artifacts.keys()]).toEqual([])
    expect(log).toContain('6.9.1')
  })
})

/** A repository that somebody made at a website, without a commit. */
function emptyRepository(): Repository {
  const repository = makeRepository({ files: {} })
  execFileSync('git', ['update-ref', '-d', 'refs/heads/main'], { cwd: repository.remote })
  return repository
}
