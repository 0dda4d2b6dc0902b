import { execFileSync } from 'node:child_process'
import { afterEach, describe, expect, test } from 'vitest'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import type { FakeGitHubOptions } from '../helpers/github.ts'
import { startRegistry } from '../helpers/registry.ts'
import type { RunnerResult, RunnerStep } from '../helpers/runner.ts'
import { deployment } from '../helpers/workspace.ts'
import { eventOf, type Stage, startStage } from './review-stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const [before, now] = ['12345678'.repeat(5), 'fedcba09'.repeat(5)]
const source = 'https://github.com/acme/app'
const fixedAtBase = `${'b'.repeat(40)}:fixed-images.yaml`

describe.runIf(dockerRegistryAvailable)('links to the source', () => {
  let stage: Stage
  /** What GitHub has at the commit that the pull request goes to. */
  let atBase: Record<string, string>
  afterEach(async () => {
    expect(stage.github.problems).toEqual([])
    await stage.close()
  })

  type Images = { readonly old?: string; readonly source?: string; readonly tags?: Readonly<Record<string, string>> }

  /** A pull request in which `app` goes from one tag to the newest. */
  const begin = async (images: Images = {}, options: FakeGitHubOptions = {}): Promise<void> => {
    const { old = '1.0.0', source: from = source, tags = { '1.0.0': before, '1.1.0': now } } = images
    atBase = {}
    stage = await startStage({ files: atBase, ...options })
    await stage.push('app', tags, from)
    const fixed = stage.fixed({ app: old })
    atBase[fixedAtBase] = fixed
    stage.workspace.write({
      'web.yaml': deployment('app', { app: `{{ images.get_image("${stage.image('app')}") }}` }),
      'fixed-images.yaml': fixed
    })
  }
  const body = (): string => stage.github.comments[0]?.body ?? ''
  const asked = ({ log }: RunnerResult): string | undefined => /^registries: (\d+ requests?.*)$/m.exec(log)?.[1]

  test('the comment compares the commits that the labels of both images name', async () => {
    await begin()
    const result = await stage.step()
    expect(result.exitCode, result.log).toBe(0)
    const link = `[compare](${source}/compare/${before}...${now})`
    for (const text of [body(), result.summary]) expect(text).toContain(link)
    expect(JSON.parse(result.outputs['changes'] ?? '')).toMatchObject([
      { links: { source: { source, from: before, to: now, compare: `${source}/compare/${before}...${now}` } } }
    ])
    expect(stage.github.requests.filter(line => line.includes('/compare/'))).toEqual([])
  })

  test('for a downgrade what gets lost', async () => {
    await begin({ old: '1.2.0', tags: { '1.1.0': now, '1.2.0': before } })
    // the registry still has the newer image, and the filter does not take it
    const call = `{{ images.get_image("${stage.image('app')}", "semver(exclude='1.2.*')") }}`
    stage.workspace.write({ 'web.yaml': deployment('app', { app: call }) })
    await stage.step()
    expect(body()).toContain(`[compare](${source}/compare/${now}...${before})`)
  })

  test.each([
    ['an unknown host', 'https://git.example.com/acme/app'],
    ['no web address', 'javascript:alert(1)'],
    ['markup', 'https://github.com/acme/app)[x](https://evil.example'],
    ['a user in front of another host', 'https://github.com@evil.example/acme/app']
  ])('none where the label is %s', async (_name, label) => {
    await begin({ source: label })
    const result = await stage.step()
    expect(result.exitCode, result.log).toBe(0)
    for (const text of [body(), result.summary].map(markdown => markdown.replace(/`[^`\n]*`/g, ''))) {
      expect(text).not.toMatch(/\]\((?!https:\/\/github\.com\/acme\/shop\/actions\/)/)
      expect(text).not.toMatch(/evil\.example|javascript:/)
    }
  })

  test('a server that runs the workflow is a known host', async () => {
    await begin({ source: 'https://ghes.example.com/acme/app' })
    await stage.step({ serverUrl: 'https://ghes.example.com' })
    expect(body()).toContain(`[compare](https://ghes.example.com/acme/app/compare/${before}...${now})`)
  })

  test('source-links: false asks no registry for labels', async () => {
    await begin()
    const without = await stage.step({ inputs: { 'source-links': 'false' } })
    expect(body()).not.toContain('compare')
    stage.workspace.write({ 'fixed-images.yaml': stage.fixed({ app: '1.0.0' }) })
    const all = await stage.step({ run: '1702-1' })
    expect([asked(without), asked(all)]).toEqual(['1 request', '5 requests, 4 of them about single images'])
  })

  describe('commit-subjects', () => {
    const list = (more: Partial<RunnerStep> = {}): Promise<RunnerResult> =>
      stage.step({ inputs: { 'commit-subjects': 'true' }, ...more })
    const compared = (): readonly string[] => stage.github.requests.filter(line => line.includes('/compare/'))
    const commits = {
      [`acme/app ${before}...${now}`]: ['Fix the till\n\nbody', 'Greet @acme/owners <img src=x> #12', '::error::x']
    }

    test('lists the commits of the same owner, as text', async () => {
      await begin({}, { commits })
      const result = await list()
      expect(result.exitCode, result.log).toBe(0)
      expect(compared()[0]).toMatch(`GET /repos/acme/app/compare/${before}...${now}?`)
      expect(body()).toContain('Fix the till')
      expect(body().replace(/`[^`\n]*`/g, '')).not.toMatch(/till|\nbody|@acme|<img|::error/)
      expect(body()).toContain('3 commits')
      expect(result.annotations).toEqual([])
    })

    test.each<[string, Images, Partial<RunnerStep>]>([
      ['of another owner', { source: 'https://github.com/other/app' }, {}],
      ['at another host', { source: 'https://gitlab.com/acme/app' }, {}],
      ['for the pull request of a fork', {}, { event: eventOf('pull_request_fork') }],
      ['without being asked', {}, { inputs: {} }]
    ])('are not listed %s', async (_name, images, more) => {
      await begin(images, { commits })
      await list(more)
      expect(compared()).toEqual([])
      expect(body()).toContain('[compare](')
    })

    test('are left out where the token may not see them', async () => {
      await begin()
      const result = await list()
      expect(compared()).toHaveLength(1)
      expect(result).toMatchObject({ exitCode: 0, annotations: [] })
      expect(body()).toContain('[compare](')
    })
  })

  test('what a pin decides is asked nothing', async () => {
    await begin()
    const registry = await startRegistry({ repositories: { app: ['1.0.0', '1.1.0'] } })
    const pin = (tag: string): string =>
      `images:\n  - image: ${registry.host}/app\n    resultImage: ${registry.host}/app:${tag}\n`
    atBase[fixedAtBase] = pin('1.0.0')
    stage.workspace.write({
      'web.yaml': deployment('app', { app: `{{ images.get_image("${registry.host}/app") }}` }),
      'fixed-images.yaml': pin('1.0.0'),
      'pins.yaml.txt': pin('1.1.0')
    })
    const env = { KLUCTL_REGISTRY_0_HOST: registry.host }
    const result = await stage.step({ env, inputs: { 'fixed-images-file': 'pins.yaml.txt' } })
    expect(result.outputs).toMatchObject({ changed: 'true', verdict: '1 image changes' })
    expect(registry.requests).toEqual([])
    const free = await stage.step({ env, run: '1702-1', inputs: { 'source-links': 'false', baseline: 'none' } })
    expect(free.exitCode, free.log).toBe(0)
    expect(registry.requests.map(({ path }) => path.split('?')[0])).toEqual(['/v2/app/tags/list'])
    await registry.stop()
  })
})

describe.runIf(dockerRegistryAvailable)(
  'annotations of a repository that is checked out into a folder of the workspace',
  () => {
    let stage: Stage
    afterEach(() => stage.close())

    test.each([
      ['the root of it', 'sub', {}, 'broken.yaml'],
      ['a folder in it', 'sub/deploy', {}, 'deploy/broken.yaml'],
      ['a folder in it, with its root as source root', 'sub/deploy', { 'source-root': 'sub' }, 'deploy/broken.yaml']
    ])('have paths from its root: %s', async (_name, projectDir, more, expected) => {
      stage = await startStage()
      stage.workspace.write({ [`${projectDir}/broken.yaml`]: 'a: 1\nb: {{ nothing.here }}\n' })
      execFileSync('git', ['init', '--quiet', 'sub'], { cwd: stage.workspace.folder })
      const { annotations } = await stage.step({ inputs: { 'project-dir': projectDir, ...more } })
      expect(annotations.filter(({ level }) => level === 'error')[0]?.properties).toMatchObject({
        file: expected,
        line: '2'
      })
    })
  }
)
