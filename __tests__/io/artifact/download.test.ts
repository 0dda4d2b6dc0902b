import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GitHubError } from '../../../src/errors.ts'
import { downloadHandover, type HandedOver } from '../../../src/io/artifact-download.ts'
import { artifactLimit } from '../../../src/io/artifact-files.ts'
import { type ArtifactDownloads, type DownloadFault, startArtifactDownloads } from '../../helpers/artifact-downloads.ts'
import { makeArchive } from './archive.ts'

const report = '{"version":1}'
const pull = '{"version":1,"number":7,"headSha":"x"}'
const files = [
  { name: 'images-report.json', text: report },
  { name: 'pull-request.json', text: pull }
]
const bytes = makeArchive(files)
const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const artifact = { id: 5, name: 'fixed-images', run: '77', bytes, digest }

describe('what a run handed over', () => {
  let github: ArtifactDownloads
  let waits: number[]

  beforeEach(async () => {
    github = await startArtifactDownloads()
    waits = []
  })
  afterEach(() => github.close())

  const download = (options: { readonly token?: string; readonly timeout?: number } = {}): Promise<HandedOver> =>
    downloadHandover({
      apiUrl: github.apiUrl,
      repository: { owner: 'shop', repo: 'deploy' },
      token: 'workflow-token',
      runId: '77',
      name: 'fixed-images',
      env: {},
      delay: async milliseconds => void waits.push(milliseconds),
      ...options
    })

  test('is read from the artifact of that name and run, and the token stays at GitHub', async () => {
    github.artifacts.push({ ...artifact, id: 3, run: '76' }, artifact, { ...artifact, id: 9, name: 'other' })
    expect(await download()).toEqual({ 'images-report.json': report, 'pull-request.json': pull })
    expect(github.requests).toEqual([
      { path: '/repos/shop/deploy/actions/runs/77/artifacts', authorization: 'token workflow-token' },
      { path: '/repos/shop/deploy/actions/artifacts/5/zip', authorization: 'token workflow-token' },
      { path: '/blobs/5', authorization: undefined }
    ])
    expect(github.problems).toEqual([])
  })

  test('is that of the newest artifact where a job ran twice', async () => {
    const newer = makeArchive([{ name: 'images-report.json', text: '{}' }, ...files.slice(1)])
    github.artifacts.push({ ...artifact, id: 12, bytes: newer, digest: null }, artifact)
    expect(await download()).toMatchObject({ 'images-report.json': '{}' })
    expect(github.problems).toEqual([])
  })

  test.each([
    ['there is none', [], /^the run 77 has no artifact "fixed-images"$/],
    ['it has expired', [{ ...artifact, expired: true }], /has expired$/],
    ['GitHub says it is too large', [{ ...artifact, size: artifactLimit + 1 }], /has 20971521 bytes/],
    [
      'it is not what GitHub took',
      [{ ...artifact, digest: `sha256:${'0'.repeat(64)}` }],
      /not those that GitHub took$/
    ],
    ['it is no archive', [{ ...artifact, bytes: Buffer.from('<html>'), digest: null }], /does not end as an archive$/],
    ['it lacks a file', [{ ...artifact, bytes: makeArchive(files.slice(0, 1)), digest: null }], /no pull-request\.json/]
  ])('is refused where %s', async (_, artifacts, message) => {
    github.artifacts.push(...artifacts)
    const error = await errorOf(download())
    expect(error).toMatchObject({ code: 'artifact', message: expect.stringMatching(message) })
    expect(error.hint).toMatch(/\.$/)
    expect(waits).toEqual([])
  })

  test('is refused where more comes than GitHub says, however much that is', async () => {
    github.artifacts.push(artifact)
    github.inject({ at: 'storage', answer: 'endless' })
    expect(await errorOf(download())).toMatchObject({ code: 'artifact', message: expect.stringMatching(/more than/) })
  })

  const passing: readonly [string, DownloadFault, readonly number[]][] = [
    ['a list that GitHub cannot give', { at: 'list', times: 2, answer: { status: 502 } }, [1000, 2000]],
    ['a lost connection to the storage', { at: 'storage', times: 1, answer: 'drop' }, [1000]],
    ['a storage that is down', { at: 'storage', times: 3, answer: { status: 503 } }, [1000, 2000, 4000]],
    ['a rate limit', { at: 'zip', times: 1, answer: { status: 429, headers: { 'retry-after': '7' } } }, [7000]]
  ]
  test.each(passing)('is read in spite of %s', async (_, fault, expected) => {
    github.artifacts.push(artifact)
    github.inject(fault)
    expect(await download()).toMatchObject({ 'pull-request.json': pull })
    expect(waits).toEqual(expected)
  })

  const json = { 'content-type': 'application/json' }
  const noAccess = JSON.stringify({ message: 'Resource not accessible by integration' })
  const final: readonly [string, DownloadFault, object][] = [
    [
      'the token may not read artifacts',
      { at: 'zip', answer: { status: 403, headers: json, body: noAccess } },
      { code: 'permission', hint: expect.stringMatching(/"actions: read"/) }
    ],
    ['the storage refuses', { at: 'storage', answer: { status: 403 } }, { code: 'artifact', status: 403 }],
    ['it expires meanwhile', { at: 'zip', answer: { status: 410 } }, { code: 'artifact', status: 410 }],
    ['GitHub stays away', { at: 'list', answer: { status: 503 } }, { code: 'unavailable', status: 503 }],
    [
      'GitHub points nowhere',
      { at: 'zip', answer: { status: 302, headers: { location: 'file:///etc/passwd' } } },
      { code: 'artifact', message: expect.stringMatching(/no https address$/) }
    ],
    [
      'the storage points around in circles',
      { at: 'storage', answer: { status: 302, headers: { location: '/blobs/5' } } },
      { code: 'artifact', message: expect.stringMatching(/redirects$/) }
    ]
  ]
  test.each(final)('fails where %s', async (_, fault, expected) => {
    github.artifacts.push(artifact)
    github.inject(fault)
    expect(await errorOf(download())).toMatchObject(expected)
  })

  test('fails where the storage says nothing, and where the token is unknown', async () => {
    github.artifacts.push(artifact)
    expect(await errorOf(download({ token: 'other' }))).toMatchObject({ code: 'permission', status: 401 })
    github.inject({ at: 'storage', answer: 'hang' })
    expect(await errorOf(download({ timeout: 50 }))).toMatchObject({ code: 'unavailable' })
  })
})

async function errorOf(work: Promise<unknown>): Promise<GitHubError> {
  const outcome = await work.catch((error: unknown) => error)
  if (outcome instanceof GitHubError) return outcome
  throw new Error(`a GitHubError is expected, and not ${String(outcome)}`)
}
