import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { findProgram } from '../../src/io/program.ts'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { type FakeGitHub, startGitHub } from '../helpers/github.ts'
import { makeWorkspace } from '../helpers/workspace.ts'
import { day, policyOf, type ReleaseStage, startRelease, tagsIn } from './release-stage.ts'
import { eventOf, messagesOf } from './review-stage.ts'

const hasKustomize = findProgram(['kubectl', 'kustomize'], { env: process.env }) !== undefined
const hasKluctl = findProgram(['kluctl'], { env: process.env }) !== undefined
if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)
if (!hasKustomize) process.stderr.write('Left out: the deploy file read by kubectl kustomize (not installed).\n')
if (!hasKluctl) process.stderr.write('Left out: the deploy file read by kluctl (not installed).\n')

const expiry = new Date(Date.now() + 90 * day).toISOString().slice(0, 10)
const fixed = (host: string, tags: Readonly<Record<string, string>>): string =>
  `images:\n${Object.entries(tags)
    .map(([name, tag]) => `  - image: ${host}/shop/${name}\n    resultImage: ${host}/shop/${name}:${tag}\n`)
    .join('')}`
const atFirst = { web: '1.0.0', api: '2.0.0', db: '16.1.0' }
const staging = { target: 'staging', 'output-file': 'fixed/staging.yaml', 'lock-file': 'fixed/images.lock.json' }
const flags = (inputs: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(inputs).flatMap(([name, value]) => [`--${name}`, value])
const production = ['--target', 'production', '--fixed-images-file', 'fixed/production.yaml']
const digestOf = (text: string | undefined, name: string): string | undefined =>
  new RegExp(`/shop/${name}:[^@\\s]+@(sha256:[0-9a-f]{64})`).exec(text ?? '')?.[1]

/** One story: each test goes on where the one before it ended. */
describe.runIf(dockerRegistryAvailable)('a release, from the bump to the roll back', () => {
  let stage: ReleaseStage
  let github: FakeGitHub
  let base = ''
  /** Of the indexes, by tag of `web`. */
  const pushed = new Map<string, string>()

  beforeAll(async () => {
    stage = await startRelease(host => ({
      '.kluctl-images.yaml': policyOf(host, expiry),
      'fixed/staging.yaml': fixed(host, atFirst),
      'fixed/production.yaml': fixed(host, atFirst)
    }))
    github = await startGitHub({ pulls: { 7: 'acme/shop' } })
    const web = async (tag: string, days: number, revision: string): Promise<void> =>
      void pushed.set(tag, await stage.push('web', tag, days, { revision: revision.repeat(40) }))
    await web('1.0.0', 40, 'a')
    await web('1.1.0', 10, 'b')
    await web('1.2.0', 1, 'c')
    await stage.push('api', '2.0.0', 40)
    await stage.push('api', '2.1.0', 10)
    await stage.push('api', '2.2.0', 5, { platforms: ['linux/amd64'] })
    await stage.push('db', '16.1.0', 40)
    await stage.push('db', '16.2.0', 10)
    base = stage.commit('base')
  })
  afterAll(async () => {
    expect(github.problems).toEqual([])
    await github.close()
    await stage.close()
  })
  const tags = (target: string) => tagsIn(stage.workspace.read(`fixed/${target}.yaml`))
  const changed = (): readonly string[] =>
    stage.git('ls-files', '-mo', '--exclude-standard').split('\n').filter(Boolean)

  test('bump: a scheduled run takes what the policy lets pass, and says what it passed over and by which date', async () => {
    const result = await stage.action({ inputs: staging })
    expect([result.problems, result.exitCode, result.annotations], result.log).toEqual([[], 0, []])
    expect(tags('staging')).toEqual({ web: '1.1.0', api: '2.1.0', db: '16.1.0' })
    expect(changed().toSorted()).toEqual(['fixed/images.lock.json', 'fixed/staging.yaml'])
    expect(result.summary).toContain(
      `passed over \`1.2.0\`: created \`${stage.daysAgo(1)}\` (config), younger than \`3d\``
    )
    expect(result.summary).toContain('passed over `2.2.0`: not made for `linux/arm64`')
    expect(result.outputs).toMatchObject({ verdict: '2 images change, 1 is held', 'changes-count': '2' })
  })

  test('review: the comment says old, new, why, where it comes from, and what is held by whom', async () => {
    stage.git('checkout', '-qb', 'bump')
    const head = stage.commit('bump')
    const event = Object(eventOf('pull_request'))
    event.pull_request.base.sha = base
    event.pull_request.head.sha = head
    const access = { token: 'workflow-token', secrets: ['workflow-token'], apiUrl: github.url }
    const inputs = { ...staging, 'source-links': 'true' }
    const result = await stage.action({ eventName: 'pull_request', event, sha: head, inputs, ...access })
    expect([result.problems, result.exitCode, changed()], result.log).toEqual([[], 0, []])
    const [comment] = github.comments.map(({ body }) => body)
    expect(comment).toContain('### 2 images change, 1 is held\n')
    expect(comment).toMatch(/`1\.0\.0`\s→\s`1\.1\.0`.*\| minor.*\|.*passed over `1\.2\.0` \(minimum-age\)/)
    expect(comment).toMatch(/`2\.0\.0`\s→\s`2\.1\.0`.*\| minor.*\|.*passed over `2\.2\.0` \(platforms\)/)
    expect(comment).toContain(`https://github.com/acme/web/compare/${'a'.repeat(40)}...${'b'.repeat(40)}`)
    expect(comment).toMatch(new RegExp(`\\*\\*held\\*\\*: migration runs \\(\`@acme/data\`, until ${expiry}\\)`))
    stage.git('checkout', '-q', 'main')
    stage.git('merge', '-q', 'bump')
  })

  test('soak: after some days the tag that was too young is taken, and nothing else moves', async () => {
    stage.later(1)
    const early = await stage.cli(['resolve', '--check', ...flags(staging)])
    expect([early.exitCode, early.out]).toEqual([0, expect.stringContaining('fixed/staging.yaml is up to date')])
    stage.later(3)
    const { exitCode, out } = await stage.cli(['resolve', ...flags(staging)])
    expect([exitCode, tags('staging')], out).toEqual([0, { web: '1.2.0', api: '2.1.0', db: '16.1.0' }])
    const lock = JSON.parse(stage.workspace.read('fixed/images.lock.json') ?? '').files['staging.yaml']
    expect(lock[`${stage.image('web')}:1.2.0`]).toMatchObject({
      digest: pushed.get('1.2.0'),
      created: { date: stage.daysAgo(5), source: 'config' },
      from: { origin: 'registry' }
    })
    stage.commit('take web 1.2.0')
  })

  test('diff: says what production lacks, since when staging has it, and what is ready', async () => {
    stage.later(1)
    const args = ['diff', '--targets', 'staging,production', '--minimum-soak', '3d']
    const { out, exitCode } = await stage.cli(args)
    expect([exitCode, out]).toEqual([0, expect.stringMatching(/^What production lacks of staging\n2 images change\n/)])
    expect(out).toMatch(/shop\/api .* 2\.0\.0 → 2\.1\.0 .*ready: since \d{4}-\d\d-\d\d \(5 days\)/)
    expect(out).toMatch(/shop\/web .* 1\.0\.0 → 1\.2\.0 .*waits 2 days more: since \d{4}-\d\d-\d\d \(1 day\)/)
    const changes: Record<string, unknown>[] = JSON.parse((await stage.cli([...args, '--format', 'json'])).out)
    expect(changes).toMatchObject([
      { image: stage.image('api'), ready: true, soak: { atLeast: false } },
      { image: stage.image('web'), ready: false, soak: { atLeast: false } }
    ])
  })

  test('pin: what staging has goes to production, by the digest of each index', async () => {
    stage.later(2)
    const promote = ['--fixed-images-file', 'fixed/staging.yaml', '-o', 'fixed/production.yaml', '--pin-digests']
    const { exitCode, out } = await stage.cli(['resolve', '--target', 'production', ...promote])
    expect(exitCode, out).toBe(0)
    const text = stage.workspace.read('fixed/production.yaml')
    expect(tags('production')).toEqual(tags('staging'))
    expect(digestOf(text, 'web')).toBe(pushed.get('1.2.0'))
    for (const name of ['api', 'db']) expect(digestOf(text, name)).toMatch(/^sha256:/)
    const { files } = JSON.parse(stage.workspace.read('fixed/images.lock.json') ?? '')
    expect(Object.keys(files)).toEqual(['production.yaml', 'staging.yaml'])
    expect(Object.keys(files['production.yaml'])).toHaveLength(3)
    stage.commit('release')
  })

  test('verify: Action and command line prove it, and nothing is written', async () => {
    const inputs = { verify: 'true', target: 'production', 'fixed-images-file': 'fixed/production.yaml' }
    const result = await stage.action({ inputs: { ...inputs, 'pin-digests': 'true' } })
    expect([result.problems, result.exitCode, result.annotations], result.log).toEqual([[], 0, []])
    expect(result.outputs['verdict']).toBe('3 images verified')
    const { exitCode, out } = await stage.cli(['verify', ...production, '--pin-digests'])
    expect([exitCode, out.split('\n')[0], changed()]).toEqual([0, '3 images verified', []])
  })

  test.runIf(hasKustomize)('deploy: the manifests have the digests, and kubectl kustomize takes them', async () => {
    expect((await stage.cli(['render', ...production, '--render-output-dir', 'rendered'])).exitCode).toBe(0)
    const resources = ['web', 'api', 'db'].map(name => `- ${name}/${name}.yaml\n`).join('')
    stage.workspace.write({ 'rendered/kustomization.yaml': `resources:\n${resources}` })
    const built = execFileSync('kubectl', ['kustomize', `${stage.workspace.folder}/rendered`], { encoding: 'utf8' })
    expect(imagesOf(built)).toEqual(resultsOf(stage.workspace.read('fixed/production.yaml')))
    expect(changed()).toEqual([])
  })

  test.runIf(hasKluctl)('deploy: kluctl renders the same images from the file', () => {
    const home = makeWorkspace()
    onTestFinished(home.remove)
    const args = ['render', '--project-dir', stage.workspace.folder, '-t', 'production', '--offline-kubernetes']
    const file = ['--fixed-images-file', `${stage.workspace.folder}/fixed/production.yaml`, '--print-all']
    const env = { ...process.env, HOME: home.folder, KLUCTL_DISABLE_UPDATE_CHECK: 'true' }
    const out = execFileSync('kluctl', [...args, ...file], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] })
    expect(imagesOf(out)).toEqual(resultsOf(stage.workspace.read('fixed/production.yaml')))
  })

  test('a tag with the same images under another index is a warning of verify', async () => {
    const again = await stage.push('web', '1.2.0', 8, { revision: 'c'.repeat(40), note: 'signed' })
    expect(again).not.toBe(pushed.get('1.2.0'))
    const { exitCode, out } = await stage.cli(['verify', ...production])
    expect([exitCode, out.split('\n')[0]]).toEqual([0, '1 image with a warning, 2 verified'])
    expect(out.replace(/\s+/g, ' ')).toMatch(/shop\/web.*moved/)
    const action = { verify: 'true', target: 'production', 'fixed-images-file': 'fixed/production.yaml' }
    const result = await stage.action({ inputs: action })
    expect([result.exitCode, messagesOf(result, 'warning')]).toEqual([0, expect.stringContaining('moved')])
  })

  test('a tag with other images is a failure of verify, which names it', async () => {
    await stage.push('web', '1.2.0', 0, { content: 'something else' })
    const { exitCode, out } = await stage.cli(['verify', ...production])
    expect([exitCode, out.split('\n')[0]]).toEqual([1, '1 image failed, 2 verified'])
    const [, said] = /✗\s+\S+\/shop\/(\w+)/.exec(out) ?? []
    expect(said, out).toBe('web')
    expect(changed()).toEqual([])
  })

  test('nor is its new digest pinned before it has soaked, as the policy wants of every image', async () => {
    const args = ['--target', 'production', '-o', 'fixed/production.yaml', '--pin-digests', '--check', '--json']
    const { uses } = JSON.parse((await stage.cli(['resolve', ...args])).out)
    const result = uses.find(({ image }: { image: string }) => image === stage.image('web'))?.result
    expect(result).toBe(`${stage.image('web')}:1.2.0@${pushed.get('1.2.0')}`)
  })

  test('roll back: what is skipped is taken back, and never proposed again', async () => {
    const skip = `  - image: ${stage.image('web')}\n    skip: [{ tag: 1.2.0, reason: loses orders }]\n`
    stage.workspace.write({ '.kluctl-images.yaml': policyOf(stage.registry.host, expiry, skip) })
    const first = await stage.action({ inputs: staging })
    expect([first.exitCode, tags('staging')], first.log).toEqual([0, { ...tags('staging'), web: '1.1.0' }])
    expect(first.summary).toContain('passed over `1.2.0`: skipped: loses orders')
    stage.commit('roll back')
    stage.later(30)
    for (const args of [[], ['-u'], ['--pin-digests', '--check']]) {
      const { exitCode, out } = await stage.cli(['resolve', ...flags(staging), ...args])
      expect([[0, 3].includes(exitCode ?? -1), tags('staging')['web']], out).toEqual([true, '1.1.0'])
      expect(out).not.toMatch(/→ 1\.2\.0/)
    }
    expect(changed()).toEqual([])
    await stage.push('web', '1.3.0', 4)
    await stage.cli(['resolve', ...flags(staging)])
    expect(tags('staging')).toEqual({ web: '1.3.0', api: '2.1.0', db: '16.1.0' })
  })
})

function imagesOf(manifests: string): readonly string[] {
  const objects = parseAllDocuments(manifests).map(document => document.toJS())
  return objects
    .flatMap(({ spec }) => spec.template.spec.containers.map(({ image }: { image: string }) => image))
    .toSorted()
}

function resultsOf(text: string | undefined): readonly string[] {
  return parse(text ?? '')
    .images.map(({ resultImage }: { resultImage: string }) => resultImage)
    .toSorted()
}
