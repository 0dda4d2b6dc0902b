import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { describe as describeError } from '../../src/action/describe.ts'
import { isImagesError } from '../../src/errors.ts'
import { uploadArtifact } from '../../src/io/artifact.ts'
import { readUploadFailure } from '../../src/io/artifact-failure.ts'
import { readArchive } from '../../src/io/artifact-zip.ts'
import { upsertComment } from '../../src/io/comment.ts'
import { notGitHub } from '../../src/io/github-api.ts'
import { readFailure } from '../../src/io/github-failure.ts'
import { checkHandover, type HandoverRun, type PullRequestNow, parseHandover } from '../../src/io/handover.ts'
import { openMachine } from '../../src/io/machine.ts'
import { parseOptions, type RawOptions } from '../../src/options.ts'
import { readReport } from '../../src/report/read-report.ts'
import { verdict } from '../../src/report/verdict.ts'
import { makeContext } from '../io/github/context.ts'
import { exampleReport } from './docs-review-example.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const guide = read('docs/troubleshooting.md')
const folder = mkdtempSync(join(tmpdir(), 'kluctl-images-docs-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What GitHub's API answers, as Octokit throws it, and what becomes of it. */
const answered = (status: number, message: string, headers = {}): string =>
  readFailure({ response: { status, headers, data: { message } } }, { fork: false, now: () => 0 }).error.message
const lost = (error: Error): string => readFailure(error, { fork: false, now: () => 0 }).error.message
const notUploaded = (thrown: unknown): string => readUploadFailure(thrown, 'fixed-images').message

async function thrownBy(work: () => unknown): Promise<string> {
  try {
    await work()
  } catch (error) {
    const [first] = error instanceof AggregateError ? error.errors : [error]
    if (isImagesError(first)) return describeError(first)
  }
  throw new Error('nothing was thrown')
}

const upload = (env: Readonly<Record<string, string>>, timeout?: number): Promise<string> =>
  thrownBy(() => uploadArtifact({ name: 'x', files: new Map(), retentionDays: 1, env, timeout }))
const problemOf = (raw: RawOptions): string => parseOptions(raw).problems[0]?.message ?? ''

const commit = 'a'.repeat(40)
const now: PullRequestNow = { number: 7, state: 'open', headSha: commit, headRepository: 'fork/shop' }
function checked(run: Partial<HandoverRun>, changed: Partial<PullRequestNow> | undefined): string {
  const source = { eventName: 'pull_request', headSha: commit, headRepository: 'fork/shop', ...run }
  const found = changed === undefined ? undefined : { ...now, ...changed }
  const check = checkHandover(source, { number: 7, headSha: commit }, found)
  return check.kind === 'agreed' ? '' : check.message
}

/** A message that is written where a whole workflow runs: each part of it that is no name stands in that file. */
const writtenIn =
  (path: string) =>
  (heading: string): string => {
    const source = read(path)
    const parts = heading.split('…').filter(part => part.trim().length > 3)
    expect(parts.filter(part => !source.includes(part.replaceAll('"', '\\"')) && !source.includes(part))).toEqual([])
    return heading
  }

async function commentFile(): Promise<string> {
  const file = join(folder, 'notes.md')
  writeFileSync(file, 'mine\n')
  const { options } = parseOptions({ 'comment-file': file, 'project-dir': folder })
  const log = { debug: () => undefined, info: () => undefined, warning: () => undefined }
  return thrownBy(() => openMachine(options, { env: {}, log }))
}

const locked = 'Unable to create comment because issue is locked.'
const timeout = new Error('lost', { cause: Object.assign(new Error('x'), { name: 'TimeoutError' }) })
const tooLong = { message: 'Validation Failed', errors: ['body is too long (maximum is 65536 characters)'] }

const comment = { key: 'k', body: '', state: '', run: { id: '1', attempt: '1' }, when: 'update-only' } as const

const answers: Readonly<Record<string, (heading: string) => string | Promise<string>>> = {
  'GitHub answered 403: …': () => answered(403, 'Resource not accessible by integration'),
  [`GitHub answered 403: "${locked}"`]: () => answered(403, locked),
  'GitHub answered 403: "Resource protected by organization SAML enforcement. …"': () =>
    answered(403, 'Resource protected by organization SAML enforcement. You must grant your token access.'),
  'GitHub answered 404: …': () => answered(404, 'Not Found'),
  'GitHub answered 401: …': () => answered(401, 'Bad credentials'),
  'GitHub answered 410: …': () => answered(410, 'Gone'),
  'GitHub answered 422: …, the comment is too long': () =>
    readFailure({ response: { status: 422, headers: {}, data: tooLong } }, { fork: false, now: () => 0 }).error.message,
  'GitHub limits the requests and asks to wait …': () => answered(429, 'slow down', { 'retry-after': '90' }),
  'GitHub answered 502': () => answered(502, 'Server Error'),
  'GitHub could not be reached: …': () => lost(new Error('connect ECONNREFUSED')),
  'GitHub did not answer within … seconds': () => lost(timeout),
  'GitHub answered … without the JSON that was asked for': () => notGitHub(200).message,
  'the input github-token is empty': () =>
    thrownBy(() => upsertComment({ token: '', context: makeContext('https://api.test'), ...comment })),
  '… has no pull request … that the token may see': writtenIn('src/io/github-pull-request.ts'),
  '… is not a positive whole number': () => problemOf({ 'pr-number': '#42' }),
  'Pull request … could not be read and counts as one from a fork: …': writtenIn('src/action/standing.ts'),
  'The comment stays as run … wrote it: this run, …, is older.': writtenIn('src/io/comment-write.ts'),
  'The comment stays as it is: the pull request has a newer commit, whose run writes it.':
    writtenIn('src/io/comment-write.ts'),
  'this pull request changes its entry in … from … to …': writtenIn('src/run-review.ts'),
  'nobody can tell here whether this pull request changes …': writtenIn('src/run-review.ts'),
  'The pull request has … more comments of this job from earlier runs; the oldest is kept up to date, delete the rest.':
    heading => writtenIn('src/io/comment-write.ts')(heading.replace('more comments', '…')) && heading,
  'the pull request has more than 10000 comments, and ours is not looked for among so many': heading =>
    writtenIn('src/io/comment-list.ts')(heading.replace('10000', '…')) && heading,
  '… is there already and is no comment of ours; it is not replaced': commentFile,
  'the artifact … was not uploaded: this workflow run has one of that name': () =>
    notUploaded(
      new Error('Failed to CreateArtifact: Failed request: (409) Conflict: an artifact with this name already exists')
    ),
  'the artifact … was not uploaded: the storage for artifacts is used up': () =>
    notUploaded(new Error('Artifact storage quota has been hit.')),
  'the artifact … was not uploaded: GitHub refused the access (…)': () => notUploaded({ statusCode: 403 }),
  "the artifact … was not uploaded: GitHub's storage could not be reached (…)": () =>
    notUploaded({ code: 'ENOTFOUND' }),
  'the artifact … was not uploaded within … seconds': writtenIn('src/io/artifact.ts'),
  '… is a GitHub Enterprise Server, which takes no artifacts of this kind': () =>
    upload({
      GITHUB_SERVER_URL: 'https://git.example.com'
    }),
  'ACTIONS_RUNTIME_TOKEN is not set, so there is no service to upload an artifact to': () => upload({}),
  '… is no name of an artifact: …': () => problemOf({ 'artifact-name': 'a/b' }),
  'the event … comes with secrets, and the files may be those of another repository; nothing is rendered':
    writtenIn('src/action/standing.ts'),
  'pull request …, and its files may be checked out beside secrets; nothing is rendered':
    writtenIn('src/action/standing.ts'),
  'The files may be those of a fork: registries are asked without login.': writtenIn('src/action/standing.ts'),
  '"comment" posts what another run found, and the event is …': writtenIn('src/action/comment-job.ts'),
  'the run … has no artifact …': writtenIn('src/io/artifact-download.ts'),
  'the artifact … of the run … has expired': writtenIn('src/io/artifact-download.ts'),
  'the artifact is not used: …': () => thrownBy(() => readArchive(new Uint8Array(3), [])),
  'pull-request.json …': () => thrownBy(() => parseHandover('{')),
  'images-report.json: …': () => thrownBy(() => readReport('{}')),
  'the artifact names the commit …, and its run was for …': () => checked({ headSha: 'b'.repeat(40) }, {}),
  'the artifact names the pull request …, which there is not': () => checked({}, undefined),
  'the artifact names the pull request …, which comes from another repository than the run': () =>
    checked({ headRepository: 'other/shop' }, {}),
  'the run was started by … and not by pull_request': () => checked({ eventName: 'push' }, {}),
  'the pull request … has a newer commit by now; the comment is left to its run': () =>
    checked({}, { headSha: 'c'.repeat(40) }),
  'the pull request … is closed by now; no comment is written': () => checked({}, { state: 'closed' }),
  '… image changes – gate … failed: …': () =>
    exampleReport({
      images: 'ghcr.io/acme/orders',
      'fail-on': 'major'
    }).then(report => verdict(report).replace(/, \d+ are held/, '')),
  'none stands alone, without other gates': () => problemOf({ 'fail-on': 'none, major' }),
  '… is not one of unresolved, downgrade, major, unpinned, trap, change, none': () => problemOf({ 'fail-on': 'majors' })
}

test.each(Object.entries(answers))('%s', async (heading, answer) => {
  const message = await answer(heading)
  const parts = heading.split('…').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  expect(message).toMatch(new RegExp(parts.join('.*?')))
})

test('the guide has a heading for each of these, and no other', () => {
  expect([...guide.matchAll(/^#### `(.+)`$/gm)].map(([, heading]) => heading)).toEqual(Object.keys(answers))
})
