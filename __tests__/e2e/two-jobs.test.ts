import { readdirSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { artifactFiles } from '../../src/io/artifact-files.ts'
import { readArchive } from '../../src/io/artifact-zip.ts'
import { type ArtifactDownloads, startArtifactDownloads } from '../helpers/artifact-downloads.ts'
import { type BlobStore, hasAzurite, startAzurite } from '../helpers/azurite.ts'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { actionsBot, workflowToken } from '../helpers/github.ts'
import type { FakePull } from '../helpers/github-routes.ts'
import { startResultsService } from '../helpers/results-service.ts'
import type { RunnerResult, RunnerStep } from '../helpers/runner.ts'
import { makeWorkspace, type Workspace } from '../helpers/workspace.ts'
import { type ArchiveEntry, makeArchive } from '../io/artifact/archive.ts'
import { type Front, startFront } from './api-front.ts'
import { eventOf, messagesOf, type Stage, startStage } from './review-stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const fork: FakePull = { head: 'eve/shop' }
const reader = { user: actionsBot, access: 'read', installation: true } as const

describe.runIf(dockerRegistryAvailable && hasAzurite)('the pull request of a fork, in two jobs', () => {
  let store: BlobStore
  let stage: Stage
  let downloads: ArtifactDownloads
  let front: Front
  let empty: Workspace

  beforeAll(async () => {
    store = await startAzurite()
  })
  afterAll(() => store.close())
  beforeEach(async () => {
    stage = await startStage({ pulls: { 7: fork }, tokens: { 'fork-token': reader, 'workflow-token': workflowToken } })
    stage.workspace.write({ 'fixed-images.yaml': stage.fixed({ web: '1.0.0' }) })
    downloads = await startArtifactDownloads()
    front = await startFront(downloads, stage.github)
    empty = makeWorkspace()
  })
  afterEach(async () => {
    expect([...stage.github.problems, ...downloads.problems]).toEqual([])
    await front.close()
    await downloads.close()
    await stage.close()
    empty.remove()
  })

  /** The job of the fork: resolves, may not comment, and hands over. */
  const firstJob = async (more: Partial<RunnerStep> = {}): Promise<Uint8Array> => {
    const service = await startResultsService(store)
    const token = { token: 'fork-token', secrets: ['fork-token'] }
    await stage.step({ event: eventOf('pull_request_fork'), ...token, artifacts: service, run: '1700-1', ...more })
    await service.close()
    expect(stage.github.comments).toEqual([])
    return (await store.read(service.artifacts.get('fixed-images')?.blob ?? '')) ?? Buffer.alloc(0)
  }
  const handOver = (bytes: Uint8Array, more: Partial<ArtifactDownloads['artifacts'][number]> = {}): void =>
    void downloads.artifacts.push({ id: 31, name: 'fixed-images', run: '1700', bytes, ...more })

  /** The job that comments, in an empty workspace and without a registry. */
  const secondJob = ({ inputs, ...more }: Partial<RunnerStep> = {}): Promise<RunnerResult> =>
    stage.step({
      workspace: empty.folder,
      eventName: 'workflow_run',
      event: eventOf('workflow_run_fork'),
      apiUrl: front.url,
      run: '1750-1',
      env: { GITHUB_WORKFLOW: 'images comment', GITHUB_JOB: 'comment' },
      inputs: { mode: 'comment', 'artifact-name': 'fixed-images', ...inputs },
      ...more
    })

  /** The files of the first job, with some of them changed, as one who owns the fork can. */
  const forge = (bytes: Uint8Array, changed: Readonly<Record<string, (text: string) => string>>): Buffer =>
    makeArchive(
      [...readArchive(bytes, artifactFiles)].map(([name, text]) => ({ name, text: changed[name]?.(text) ?? text }))
    )
  const expectRefusal = async (result: RunnerResult, message: RegExp): Promise<void> => {
    expect(messagesOf(result, 'error')).toMatch(message)
    expect(result).toMatchObject({ exitCode: 1, summary: '', problems: [] })
    expect(result.log).not.toMatch(/\n\s+at |bug of kluctl-images/)
    expect(stage.github.comments).toEqual([])
    expect(readdirSync(empty.folder)).toEqual([])
  }

  test('the second posts what the first found, and says whose word it is', async () => {
    handOver(await firstJob())
    const result = await secondJob()
    expect(result).toMatchObject({ exitCode: 0, problems: [], annotations: [] })
    const [comment] = stage.github.comments
    expect(comment?.issue).toBe(7)
    expect(comment?.body).toMatch(
      /^<!-- kluctl-images:[0-9a-f]{16} run:1700-1 state:[0-9a-f]{16}[^\n]* -->\n### 1 image changes\n/
    )
    expect(comment?.body).toMatch(/`1\.0\.0`\s→\s`1\.1\.0`/)
    for (const text of [comment?.body, result.summary]) {
      expect(text).toContain('> [!WARNING]\n> This is what the run of the pull request itself found')
    }
    expect(comment?.body).toContain('[Job summary](https://github.com/acme/shop/actions/runs/1700)')
    expect(result.outputs).toMatchObject({ verdict: '1 image changes', 'comment-id': String(comment?.id) })
    expect(readdirSync(empty.folder)).toEqual([])
    // the storage is no place for the token
    expect(downloads.requests.at(-1)).toEqual({ path: '/blobs/31', authorization: undefined })
    const done = stage.github.requests.filter(line => line.startsWith('PATCH')).length
    expect((await secondJob({ run: '1751-1' })).exitCode).toBe(0)
    expect(stage.github.comments).toHaveLength(1)
    expect(stage.github.requests.filter(line => line.startsWith('PATCH'))).toHaveLength(done)
  })

  test('nothing that the first says chooses which comment is written', async () => {
    const bytes = await firstJob()
    handOver(forge(bytes, { 'images-report.json': text => text.replace('"target": null', '"target": "prod"') }))
    await secondJob()
    expect(stage.github.comments[0]?.body).toContain('target `prod`')
    downloads.artifacts.length = 0
    handOver(bytes)
    await secondJob({ run: '1751-1' })
    expect(stage.github.comments).toHaveLength(1)
    expect(stage.github.comments[0]?.body).not.toContain('prod')
  })

  test('a run that failed is told as well', async () => {
    handOver(await firstJob({ inputs: { 'fail-on': 'change' } }))
    expect((await secondJob()).exitCode).toBe(0)
    expect(stage.github.comments[0]?.body).toMatch(/### 1 image changes – gate change failed: \S/)
  })

  test('with comment: never the second writes its summary alone, even where a comment is', async () => {
    const [red, green] = [await firstJob({ inputs: { 'fail-on': 'change' } }), await firstJob()]
    handOver(red)
    await secondJob()
    const [before] = stage.github.comments.map(({ body }) => body)
    handOver(green, { id: 32 })
    const result = await secondJob({ inputs: { comment: 'never' } })
    expect(result.exitCode, result.log).toBe(0)
    expect(result.summary).toContain('### 1 image changes\n')
    expect(stage.github.comments.map(({ body }) => body)).toEqual([before])
  })

  test('a run of our own branch is told without a warning', async () => {
    stage.github.setPull(7, { head: 'acme/shop' })
    handOver(await firstJob({ event: eventOf('pull_request') }))
    await secondJob({ event: eventOf('workflow_run') })
    expect(stage.github.comments[0]?.body).not.toContain('[!WARNING]')
  })

  test.each<[string, FakePull, RegExp]>([
    ['a newer commit', { ...fork, headSha: 'c'.repeat(40) }, /pull request 7 has a newer commit by now/],
    ['been closed', { ...fork, state: 'closed' }, /pull request 7 is closed by now/]
  ])('a pull request that has %s gets no comment, and the run is green', async (_name, pull, message) => {
    handOver(await firstJob())
    stage.github.setPull(7, pull)
    const result = await secondJob()
    expect(result).toMatchObject({ exitCode: 0, annotations: [] })
    expect(result.log).toMatch(message)
    expect(stage.github.comments).toEqual([])
  })

  const number = (value: string) => (text: string) => text.replace('"number":7', `"number":${value}`)
  test.each<[string, string, (text: string) => string, RegExp]>([
    [
      'the number of a pull request of ours',
      'pull-request.json',
      number('8'),
      /pull request 8, which comes from another/
    ],
    ['the number of another fork', 'pull-request.json', number('9'), /pull request 9, which comes from another/],
    ['a number that is none', 'pull-request.json', number('"7/../8"'), /has no number of a pull request/],
    ['a number that is not there', 'pull-request.json', number('99'), /pull request 99, which there is not/],
    [
      'another commit',
      'pull-request.json',
      text => text.replace(/a{40}/, 'c'.repeat(40)),
      /and its run was for "a{40}"/
    ],
    ['a member more', 'pull-request.json', text => text.replace('{', '{"x":1,'), /other members than/],
    ['a report that is none', 'images-report.json', () => '{}', /images-report\.json/],
    [
      'fewer changes than it counts',
      'images-report.json',
      text => text.replace(/"changes": \[[\s\S]*?\n {2}\]/, '"changes": []'),
      /\/uses\/0 changes, and no change names it/
    ],
    ['a member of its own', 'images-report.json', text => text.replace('{', '{"html": "<b>",'), /html/],
    [
      'a failed gate as passed',
      'images-report.json',
      text => text.replace('"passed": true', '"passed": "yes"'),
      /\/gates/
    ]
  ])('an artifact with %s is refused', async (_name, file, change, message) => {
    stage.github.setPull(8, { head: 'acme/shop' })
    stage.github.setPull(9, { head: 'mallory/shop' })
    handOver(forge(await firstJob(), { [file]: change }))
    await expectRefusal(await secondJob(), message)
  })

  test.each<[string, ArchiveEntry, RegExp]>([
    ['a way out', { name: '../../evil.sh', text: 'x' }, /"\.\.\/\.\.\/evil\.sh", which is none of its files/],
    ['a link', { name: 'images-diff.md', text: '/etc/passwd', mode: 0o120777 }, /images-diff\.md is no regular file/],
    ['a file twice', { name: 'pull-request.json', text: '{}' }, /pull-request\.json twice/],
    ['a bomb', { name: 'images-diff.md', text: Buffer.alloc(17 * 1024 * 1024) }, /images-diff\.md has \d+ bytes/]
  ])('an archive with %s is refused, and nothing is unpacked', async (_name, entry, message) => {
    const files = readArchive(await firstJob(), ['images-report.json', 'pull-request.json'])
    handOver(makeArchive([...[...files].map(([name, text]) => ({ name, text })), entry]))
    await expectRefusal(await secondJob(), message)
  })

  test('text in a report that would be markup is shown as text', async () => {
    const text = `</details>@acme/owners<!-- kluctl-images:0 --> | [x](https://evil.example) ::error::x ##[error]y`
    handOver(
      forge(await firstJob(), {
        'images-report.json': report => report.replaceAll('"Deployment/web"', JSON.stringify(`Deployment/${text}`))
      })
    )
    const result = await secondJob()
    expect(result.exitCode, result.log).toBe(0)
    const body = stage.github.comments[0]?.body ?? ''
    expect(body).toContain('evil.example')
    for (const shown of [body, result.summary].map(markdown => markdown.replace(/``.*?``|`[^`\n]*`/g, ''))) {
      expect(shown).not.toMatch(/@acme|<\/details>@|evil\.example/)
    }
    expect(result.annotations).toEqual([])
  })

  test.each<[string, Parameters<typeof handOver>[1], RegExp]>([
    ['another name', { name: 'other' }, /the run 1700 has no artifact "fixed-images"/],
    ['another run', { run: '1699' }, /the run 1700 has no artifact "fixed-images"/],
    ['an end', { expired: true }, /has expired.*\n.*Run the workflow of the pull request again/],
    ['other bytes than GitHub took', { digest: `sha256:${'0'.repeat(64)}` }, /not those that GitHub took/],
    ['too many bytes', { size: 21 * 1024 * 1024 }, /it has \d+ bytes/]
  ])('an artifact with %s is one message', async (_name, more, message) => {
    handOver(await firstJob(), more)
    await expectRefusal(await secondJob(), message)
  })

  test.each<[string, Partial<RunnerStep>, RegExp]>([
    [
      'an event that is no workflow_run',
      { eventName: 'pull_request', event: eventOf('pull_request') },
      /^mode: "comment" posts what another run found/
    ],
    ['a run that a push began', { event: runOf({ event: 'push' }) }, /started by "push" and not by pull_request/],
    ['a run of a fork that is gone', { event: runOf({ head_repository: null }) }, /comes from another repository/],
    ['no name', { inputs: { mode: 'comment', 'artifact-name': '' } }, /^artifact-name: it is empty/],
    ['no token', { token: '' }, /^github-token: it is empty/]
  ])('%s is refused', async (_name, more, message) => {
    handOver(await firstJob())
    const inputs = { mode: 'comment', ...more.inputs }
    await expectRefusal(await secondJob({ ...more, inputs }), message)
  })

  test('a token that may not read artifacts is told which line it lacks', async () => {
    downloads.inject({
      at: 'list',
      answer: {
        status: 403,
        headers: { 'content-type': 'application/json' },
        body: '{"message":"Resource not accessible by integration"}'
      }
    })
    await expectRefusal(await secondJob(), /"actions: read" under "permissions:"/)
  })

  test('a token that may not comment is a warning', async () => {
    handOver(await firstJob())
    stage.github.inject({
      match: /^POST \/repos/,
      answer: { status: 403, body: { message: 'Resource not accessible by integration' } }
    })
    const result = await secondJob()
    expect(result.exitCode).toBe(0)
    expect(messagesOf(result, 'warning')).toMatch(/^The comment could not be written: [\s\S]*"pull-requests: write"/)
    expect(result.summary).toContain('### 1 image changes')
  })
})

/** The event of a fork's run, with some of what it says about the run changed. */
function runOf(changed: object): unknown {
  const event = Object(eventOf('workflow_run_fork'))
  return { ...event, workflow_run: { ...event.workflow_run, ...changed } }
}
