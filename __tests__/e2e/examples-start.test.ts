import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../helpers/command.ts'
import { pushIndex } from '../helpers/registry/images.ts'
import { afterRun, git } from '../helpers/workflow/repository.ts'
import { makeWorkspace, root } from '../helpers/workspace.ts'
import { changesIn, type ExamplesStage, examplesMissing, patience, resultsIn, startExamples } from './examples-stage.ts'

if (examplesMissing !== undefined) process.stderr.write(`${examplesMissing}\n`)

const withoutDigest = (result: string): string => result.replace(/@sha256:(?:[0-9a-f]{64}$|[0-9a-f]{12}…)/, '@DIGEST')
const folder = join(root, 'examples/getting-started')
const files: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name !== 'README.md')
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => [path.slice(folder.length + 1), readFileSync(path, 'utf8')])
)
/** What `kluctl-images init` wrote; the rest is the project as it was before. */
const written = Object.keys(files)
  .filter(path => /^\.github\/|^\.kluctl-images\.yaml$/.test(path))
  .toSorted()

describe.runIf(examplesMissing === undefined)('the example getting-started', patience, () => {
  let stage: ExamplesStage
  const both = ['linux/amd64', 'linux/arm64']
  beforeAll(async () => {
    stage = await startExamples()
    const { registry } = stage.registries
    for (const tag of ['1.4.1', '1.4.2', '1.5.0']) await pushIndex(registry, 'acme/web', tag, both, { content: tag })
    for (const tag of ['main-9', 'main-10']) await pushIndex(registry, 'acme/orders', tag, both, { content: tag })
    for (const tag of ['1.27.5', '1.28.0', 'latest'])
      await pushIndex(registry, 'library/nginx', tag, both, { content: tag })
  })
  afterAll(() => stage.close())

  test('is what init writes for the project, to the byte', async () => {
    const own = Object.entries(files).filter(([path]) => !written.includes(path))
    const workspace = makeWorkspace(Object.fromEntries(own))
    try {
      git(['init', '--quiet'], workspace.folder)
      const options = { cwd: workspace.folder, env: stage.registries.env }
      const { exitCode, err } = await runCli(['init', '--ci', 'github', '--yes'], options)
      expect(exitCode, err).toBe(0)
      const made = git(['ls-files', '--others'], workspace.folder).trim().split('\n').toSorted()
      expect(made).toEqual(Object.keys(files).toSorted())
      for (const path of written) expect(workspace.read(path), path).toBe(files[path])
    } finally {
      workspace.remove()
    }
  })

  test('bump: by hand and on the schedule one pull request, and nothing after its merge; release: what was merged, pinned and proved', async () => {
    const shop = await stage.open('getting-started')
    const { repository } = shop
    const run = await shop.run('images.yml', repository.happens('workflow_dispatch'))
    expect(run, run.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(repository.pulls).toEqual([expect.objectContaining({ head: 'kluctl-images/bump', base: 'main' })])
    expect(changesIn(repository.pulls[0]?.body).map(withoutDigest)).toEqual(
      [
        'ghcr.io/acme/orders · – → main-10@DIGEST · new · newest of 2 tags',
        'ghcr.io/acme/web · – → 1.5.0@DIGEST · new · newest of 3 tags',
        'nginx · – → 1.28.0@DIGEST · new · newest of 3 tags'
      ].map(line => expect.stringContaining(line))
    )
    const file = repository.read('fixed-images.yaml', 'kluctl-images/bump') ?? ''
    expect(resultsIn(file).map(withoutDigest)).toEqual([
      'ghcr.io/acme/orders:main-10@DIGEST',
      'ghcr.io/acme/web:1.5.0@DIGEST',
      'nginx:1.28.0@DIGEST'
    ])
    await shop.run('images.yml', repository.happens('schedule'))
    expect(repository.pulls).toHaveLength(1)

    const lock = repository.read('images.lock.json', 'kluctl-images/bump') ?? ''
    repository.commit({ 'fixed-images.yaml': file, 'images.lock.json': lock })
    const after = await shop.run('images.yml', repository.happens('schedule'))
    expect(after.conclusion, after.log).toBe('success')
    expect(repository.pulls.filter(({ state }) => state === 'open')).toEqual([])

    const release = await shop.run('images-release.yml', repository.happens('push'))
    expect(release, release.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(release.artifacts.get('release-images')?.['fixed-images.yaml']).toBe(file)

    const { registry } = stage.registries
    await pushIndex(registry, 'acme/web', '1.5.0', both, { content: 'pushed again' })
    const again = await shop.run('images-release.yml', repository.happens('push'))
    expect(again.conclusion, again.log).toBe('failure')
    expect([...again.artifacts.keys()]).toEqual([])
    await pushIndex(registry, 'acme/web', '1.5.0', both, { content: '1.5.0' })
  })

  test('review: one comment on a pull request, also on that of a fork', async () => {
    const shop = await stage.open('getting-started')
    const own = await shop.run('images.yml', shop.propose())
    expect(own, own.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(shop.comments()).toEqual([expect.stringMatching(/^### 3 images are new\n/)])

    const other = await stage.open('getting-started')
    const event = other.propose(undefined, { fork: 'mallory/shop' })
    const first = await other.run('images.yml', event)
    expect(first.conclusion, first.log).toBe('success')
    expect(other.comments()).toEqual([])
    const second = await other.run('images-comment.yml', afterRun(event, first), { runs: [first] })
    expect(second, second.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(other.comments()).toEqual([
      expect.stringContaining('> [!WARNING]\n> This is what the run of the pull request')
    ])
  })
})
