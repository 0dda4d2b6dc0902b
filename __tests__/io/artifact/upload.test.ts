import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { GitHubError } from '../../../src/errors.ts'
import { type ArtifactUpload, type UploadedArtifact, uploadArtifact } from '../../../src/io/artifact.ts'
import { type ArtifactFile, artifactFiles } from '../../../src/io/artifact-files.ts'
import { readArchive } from '../../../src/io/artifact-zip.ts'
import { type BlobStore, hasAzurite, startAzurite } from '../../helpers/azurite.ts'
import { type ResultsService, startResultsService, type UploadFault } from '../../helpers/results-service.ts'

const files: ReadonlyMap<ArtifactFile, string> = new Map([
  ['images-report.json', '{"version":1}\n'],
  ['fixed-images.yaml', 'images: []\n'],
  ['images-diff.md', '| größer | → |\n']
])

describe.skipIf(!hasAzurite)('an upload to a real blob store (Azurite, which npm test brings)', () => {
  let store: BlobStore
  let service: ResultsService
  let folder: string

  beforeAll(async () => {
    store = await startAzurite()
    service = await startResultsService(store)
    folder = mkdtempSync(join(tmpdir(), 'artifact-'))
    // GitHub's package reads them from the process
    vi.stubEnv('ACTIONS_RUNTIME_TOKEN', service.token)
    vi.stubEnv('ACTIONS_RESULTS_URL', service.url)
    vi.stubEnv('GITHUB_SERVER_URL', 'https://github.com')
    vi.stubEnv('GITHUB_REPOSITORY', 'shop/deploy')
    vi.stubEnv('GITHUB_RUN_ID', '77')
    vi.stubEnv('GITHUB_RETENTION_DAYS', '10')
    vi.stubEnv('RUNNER_TEMP', folder)
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await service.close()
    await store.close()
    rmSync(folder, { recursive: true })
  })

  const upload = (name: string, options: Partial<ArtifactUpload> = {}): Promise<UploadedArtifact> =>
    uploadArtifact({ name, files, retentionDays: 30, env: process.env, ...options })

  test('brings exactly the files, says where they are and leaves nothing behind', async () => {
    const { id, url } = await upload('fixed-images')
    expect(url).toBe(`https://github.com/shop/deploy/actions/runs/77/artifacts/${id}`)
    expect(service.artifacts.get('fixed-images')).toMatchObject({ id, verified: true, mimeType: 'application/zip' })
    const stored = await store.read(`${id}.zip`)
    expect(stored && readArchive(stored, artifactFiles)).toEqual(files)
    expect(readdirSync(folder)).toEqual([])
  })

  test.each([
    ['at most as long as the repository allows', 30, 10],
    ['as long as the workflow says', 3, 3],
    ['as long as the repository likes', 0, undefined]
  ])('is kept %s', async (name, retentionDays, days) => {
    await upload(name, { retentionDays })
    const { expiresAt } = service.artifacts.get(name) ?? {}
    const left = expiresAt === undefined ? undefined : Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000)
    expect(left).toBe(days)
  })

  test('leaves out a file that the other job would refuse', async () => {
    const warnings: string[] = []
    const many = new Map([...files, ['pull-request.json', ' '.repeat(5000)] as const])
    const { id } = await upload('too much', { files: many, log: { warning: message => void warnings.push(message) } })
    const stored = await store.read(`${id}.zip`)
    expect(stored && readArchive(stored, artifactFiles)).toEqual(files)
    expect(warnings).toEqual(['pull-request.json is left out of the artifact: it has more than 4096 bytes'])
  })

  test('of a large report takes little time', async () => {
    const report = JSON.stringify(Array.from({ length: 100_000 }, (_, index) => `ghcr.io/shop/image:1.2.${index}`))
    const { id } = await upload('large', { files: new Map([['images-report.json', report]]) })
    const stored = await store.read(`${id}.zip`)
    expect(stored && readArchive(stored, artifactFiles).get('images-report.json')).toBe(report)
  })

  const faults: readonly [string, UploadFault, RegExp][] = [
    ['the storage is used up', { at: 'create', status: 403, message: 'insufficient usage' }, /storage .* is used up$/],
    ['GitHub refuses the token', { at: 'create', status: 403, message: 'no' }, /refused the access \(403\)$/],
    ['the address is signed wrongly', { at: 'blob', answer: 'wrong-signature' }, /refused the access \(403\)$/],
    ['the address allows to read only', { at: 'blob', answer: 'read-only' }, /refused the access \(403\)$/],
    ['GitHub says no without a reason', { at: 'create', answer: 'not-ok' }, /"CreateArtifact: response from/],
    ['GitHub has other bytes', { at: 'finalize', status: 400, message: 'wrong hash' }, /GitHub answered 400$/],
    ['GitHub says no in the end', { at: 'finalize', answer: 'not-ok' }, /"FinalizeArtifact: response from/]
  ]
  test.each(faults)('fails with a reason where %s', async (name, fault, message) => {
    service.inject(name, fault)
    const error = await errorOf(upload(name))
    expect(error).toMatchObject({ code: 'artifact', message: expect.stringMatching(message) })
    expect(error.message).toContain(`the artifact "${name}" was not uploaded: `)
    expect(error.hint).toMatch(/^[A-Z].*\.$/)
    expect(readdirSync(folder)).toEqual([])
  })

  test('fails for a name that the run has, and says what to do', async () => {
    await upload('twice')
    expect(await errorOf(upload('twice'))).toMatchObject({
      status: 409,
      message: 'the artifact "twice" was not uploaded: this workflow run has one of that name',
      hint: 'Give each job of a matrix its own artifact-name.'
    })
  })

  describe('in a second attempt of the run', () => {
    const again = (more: object = {}): NodeJS.ProcessEnv => ({ ...process.env, GITHUB_RUN_ATTEMPT: '2', ...more })
    const requestsOf = (name: string): readonly string[] =>
      service.requests.filter(request => request.endsWith(` ${name}`)).map(request => request.split(' ')[0] ?? '')

    test('takes the place of what the attempt before has left', async () => {
      const first = await upload('rerun')
      service.age('rerun', 3_600_000)
      const warnings: string[] = []
      const second = await upload('rerun', {
        env: again(),
        files: new Map([['images-report.json', '{"new":1}']]),
        log: { warning: message => void warnings.push(message) }
      })
      expect(warnings).toEqual([
        'the artifact "rerun" of an earlier attempt is replaced; if two jobs share the name, give each its own artifact-name'
      ])
      expect(second.id).not.toBe(first.id)
      const stored = await store.read(`${second.id}.zip`)
      expect(stored && readArchive(stored, artifactFiles).get('images-report.json')).toBe('{"new":1}')
      expect(requestsOf('rerun').slice(2)).toEqual([
        'CreateArtifact',
        'ListArtifacts',
        'DeleteArtifact',
        'CreateArtifact',
        'FinalizeArtifact'
      ])
      expect(readdirSync(folder)).toEqual([])
    })

    test('fails for what another job of the attempt has left since this one began', async () => {
      await upload('same attempt')
      expect(await errorOf(upload('same attempt', { env: again() }))).toMatchObject({
        status: 409,
        hint: 'Give each job of a matrix its own artifact-name.'
      })
      expect(requestsOf('same attempt')).not.toContain('DeleteArtifact')
    })

    test('knows the begin of the job by the event that the runner has written', async () => {
      const event = join(folder, 'event.json')
      writeFileSync(event, '{}')
      utimesSync(event, new Date(), new Date(Date.now() - 7_200_000))
      await upload('begun long ago')
      service.age('begun long ago', 3_600_000)
      const error = await errorOf(upload('begun long ago', { env: again({ GITHUB_EVENT_PATH: event }) }))
      rmSync(event)
      expect(error.status).toBe(409)
    })

    test('of a name that another job is just uploading, fails as ever', async () => {
      service.inject('half', { at: 'finalize', status: 400, message: 'no' })
      await errorOf(upload('half'))
      expect((await errorOf(upload('half', { env: again() }))).status).toBe(409)
    })
  })

  test('fails in the first attempt even for an old one, which is of another job', async () => {
    await upload('first attempt')
    service.age('first attempt', 3_600_000)
    const env = { ...process.env, GITHUB_RUN_ATTEMPT: '1' }
    expect((await errorOf(upload('first attempt', { env }))).status).toBe(409)
  })

  test('succeeds where GitHub was away for a moment', async () => {
    service.inject('moment', { at: 'create', status: 503, message: 'away', times: 1 })
    await upload('moment')
    expect(service.requests.filter(request => request.endsWith(' moment'))).toEqual([
      'CreateArtifact moment',
      'CreateArtifact moment',
      'FinalizeArtifact moment'
    ])
    expect(service.artifacts.get('moment')?.verified).toBe(true)
  })

  test.each([
    ['create', { at: 'create', answer: 'hang' }],
    ['finalize', { at: 'finalize', answer: 'hang' }],
    ['storage that is not there', { at: 'blob', answer: 'gone' }],
    ['html', { at: 'create', answer: 'no-json' }],
    ['away', { at: 'create', status: 503, message: 'away' }]
  ] as const)('gives up after its time where GitHub does not go on: %s', async (name, fault) => {
    service.inject(name, fault)
    expect(await errorOf(upload(name, { timeout: 300 }))).toMatchObject({
      code: 'artifact',
      message: `the artifact "${name}" was not uploaded within 0.3 seconds`
    })
  })
})

async function errorOf(work: Promise<unknown>): Promise<GitHubError> {
  const outcome = await work.catch((error: unknown) => error)
  if (outcome instanceof GitHubError) return outcome
  throw new Error(`a GitHubError is expected, and not ${String(outcome)}`)
}
