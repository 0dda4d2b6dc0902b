import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { artifactFiles } from '../../src/io/artifact-files.ts'
import { readArchive } from '../../src/io/artifact-zip.ts'
import { type BlobStore, hasAzurite, startAzurite } from '../helpers/azurite.ts'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { type ResultsService, startResultsService } from '../helpers/results-service.ts'
import type { RunnerResult, RunnerStep } from '../helpers/runner.ts'
import { eventOf, messagesOf, type Stage, startStage } from './review-stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)
if (!hasAzurite)
  process.stderr.write('Left out: tests against a blob store (azurite is not installed; npm test brings it).\n')

const page = 'https://github.com/acme/shop/actions/runs/1701'

/** A clock that runs sixty times as fast for long waits, so that a test need not wait two minutes. */
const fastClock = `--import=data:text/javascript,${encodeURIComponent(
  'const real=globalThis.setTimeout;globalThis.setTimeout=(work,time,...more)=>real(work,time>=60000?time/60:time,...more)'
)}`

describe.runIf(dockerRegistryAvailable && hasAzurite)('the artifact of a step, in a real blob store', () => {
  let store: BlobStore
  let stage: Stage
  let service: ResultsService

  beforeAll(async () => {
    store = await startAzurite()
  })
  afterAll(() => store.close())
  beforeEach(async () => {
    stage = await startStage()
    service = await startResultsService(store)
  })
  afterEach(async () => {
    expect(stage.github.problems).toEqual([])
    await service.close()
    await stage.close()
  })

  const step = (more: Partial<RunnerStep> = {}): Promise<RunnerResult> => stage.step({ artifacts: service, ...more })
  const stored = async (name = 'fixed-images'): Promise<ReadonlyMap<string, string>> => {
    const bytes = await store.read(service.artifacts.get(name)?.blob ?? '')
    return bytes === undefined ? new Map() : readArchive(bytes, artifactFiles)
  }

  test('holds file, report, whole diff and pull request, and comment, summary and outputs lead to it', async () => {
    const result = await step()
    expect({ ...result, log: '' }).toMatchObject({ exitCode: 0, problems: [] })
    expect(messagesOf(result, 'warning')).toBe('')
    const { workspace, github } = stage
    expect(Object.fromEntries(await stored())).toEqual({
      'fixed-images.yaml': workspace.read('fixed-images.yaml'),
      'images-report.json': workspace.read('images-report.json'),
      'images-diff.md': expect.stringMatching(/^### 1 image is new\n[\s\S]*shop\/web/),
      'pull-request.json': `{"version":1,"number":7,"headSha":"${'a'.repeat(40)}"}\n`
    })
    expect(service.artifacts.get('fixed-images')).toMatchObject({ verified: true })
    expect(result.outputs).toMatchObject({ 'artifact-id': '1', 'artifact-url': `${page}/artifacts/1` })
    const links = `[Files of this run](${page}/artifacts/1)`
    expect(github.comments[0]?.body.trim().split('\n').at(-1)).toBe(`[Job summary](${page}) · ${links}`)
    expect(result.summary).toContain(links)
    expect(result.summary).not.toContain('[Job summary]')
  })

  test('of a push has no pull request, and keeps as long as the workflow says', async () => {
    const event = { eventName: 'push', event: eventOf('push') }
    const inputs = { 'artifact-name': 'images prod', 'artifact-retention-days': '3' }
    const result = await step({ ...event, inputs })
    expect(result.exitCode, result.log).toBe(0)
    expect([...(await stored('images prod')).keys()].toSorted()).toEqual([
      'fixed-images.yaml',
      'images-diff.md',
      'images-report.json'
    ])
    const left = Date.parse(service.artifacts.get('images prod')?.expiresAt ?? '') - Date.now()
    expect(Math.round(left / 86_400_000)).toBe(3)
  })

  test('of a failed run has everything but the file, which stays as it was', async () => {
    stage.workspace.write({
      'fixed-images.yaml': stage.fixed({ web: '1.0.0' }),
      'broken.yaml': 'a: {{ nothing.here }}\n'
    })
    const result = await step()
    expect(result.exitCode).toBe(1)
    expect([...(await stored()).keys()].toSorted()).toEqual([
      'images-diff.md',
      'images-report.json',
      'pull-request.json'
    ])
    expect(result.outputs['artifact-id']).toBe('1')
    expect(stage.github.comments[0]?.body).toContain(`${page}/artifacts/1`)
  })

  test('holds no secret that a template repeats', async () => {
    const password = 'p4ss"word: <x>'
    stage.workspace.write({
      'repeats.yaml': `a: {{ raise(${JSON.stringify(password)}) }}\n`,
      'token.yaml': "a: {{ raise('workflow-token') }}\n"
    })
    const env = {
      KLUCTL_REGISTRY_1_HOST: 'r.io',
      KLUCTL_REGISTRY_1_USERNAME: 'u',
      KLUCTL_REGISTRY_1_PASSWORD: password
    }
    const result = await step({ env, secrets: [password, 'workflow-token'] })
    expect(result.problems).toEqual([])
    const files = await stored()
    expect(files.get('images-report.json')).toContain('TemplateError: ***')
    expect([...files.values()].join('\n')).not.toMatch(/p4ss|workflow-token/)
  })

  test('whose name is taken is a warning that says what to change, and the run is green', async () => {
    await step()
    const again = await step()
    expect(again.exitCode, again.log).toBe(0)
    expect(messagesOf(again, 'warning')).toMatch(
      /^The artifact could not be uploaded: .*"fixed-images" .*one of that name.*own artifact-name\. See https:\S+#github-artifact$/
    )
    expect(again.outputs).toMatchObject({ 'artifact-id': '', 'artifact-url': '' })
    expect(again.summary).toContain('> The artifact could not be uploaded')
    expect(again.comment).not.toContain('Files of this run')
  })

  test.each<[string, Record<string, string>, number]>([
    ['a warning', {}, 0],
    ['an error where the workflow wants it so', { 'artifact-required': 'true' }, 1]
  ])('that the service refuses is %s, and the rest is done', async (_name, inputs, exitCode) => {
    service.inject('fixed-images', { at: 'create', status: 403, message: 'no' })
    const result = await step({ inputs })
    expect(result.exitCode).toBe(exitCode)
    const text = /fixed-images" was not uploaded: GitHub refused the access \(403\)/
    expect(messagesOf(result, 'warning')).toMatch(text)
    if (exitCode === 1) expect(messagesOf(result, 'error')).toMatch(text)
    expect(stage.workspace.read('fixed-images.yaml')).toContain('1.1.0')
    expect(stage.github.comments).toHaveLength(1)
  })

  test('with an empty name is none', async () => {
    const result = await step({ inputs: { 'artifact-name': '' } })
    expect(result.exitCode).toBe(0)
    expect(service.requests).toEqual([])
    expect(result.outputs).toMatchObject({ 'artifact-id': '', 'artifact-url': '' })
  })

  test('with a name that cannot be used stops the run before a registry is asked', async () => {
    const result = await step({ inputs: { 'artifact-name': '../etc' } })
    expect(result.exitCode).toBe(1)
    expect(messagesOf(result, 'error')).toMatch(/^artifact-name: "\.\.\/etc" is no name (?:of|for) an artifact/)
    expect(stage.workspace.read('images-report.json')).toBeUndefined()
  })

  test.each<[string, Record<string, string>, number]>([
    ['is a line in the log', {}, 0],
    ['is an error where the artifact is required', { 'artifact-required': 'true' }, 1]
  ])('a runner without the service %s', async (_name, inputs, exitCode) => {
    const result = await step({ artifacts: undefined, inputs })
    expect(result.exitCode).toBe(exitCode)
    if (exitCode === 0) {
      expect(result.annotations).toEqual([])
      expect(result.log).toContain('There is no artifact service here, nothing is uploaded.')
    } else expect(messagesOf(result, 'error')).toContain('ACTIONS_RUNTIME_TOKEN is not set')
    expect(stage.workspace.read('fixed-images.yaml')).toContain('1.1.0')
  })

  test('that the service never takes ends with a warning, and the process ends as well', async () => {
    service.inject('fixed-images', { at: 'create', answer: 'hang' })
    const begin = performance.now()
    const result = await step({ env: { NODE_OPTIONS: fastClock } })
    expect(result.exitCode, result.log).toBe(0)
    expect(messagesOf(result, 'warning')).toContain('"fixed-images" was not uploaded within 120 seconds')
    expect(stage.github.comments).toHaveLength(1)
    expect(performance.now() - begin).toBeLessThan(20_000)
  })

  test('is no part of GitHub Enterprise Server, which a warning says', async () => {
    const result = await step({ serverUrl: 'https://ghes.example.com' })
    expect(result.exitCode).toBe(0)
    expect(messagesOf(result, 'warning')).toContain('"ghes.example.com" is a GitHub Enterprise Server')
    expect(result.outputs['fixed-images-path']).toBe(join(stage.workspace.folder, 'fixed-images.yaml'))
  })
})
