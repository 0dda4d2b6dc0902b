import { GitHubError, InputError } from '../errors.ts'
import { compareAddress } from '../image/source-address.ts'
import { downloadHandover } from '../io/artifact-download.ts'
import { type UpsertResult, upsertComment } from '../io/comment.ts'
import { commentKey } from '../io/comment-marker.ts'
import type { GitHubContext, PullRequest, SourceRun } from '../io/github-event.ts'
import { readPullRequest } from '../io/github-pull-request.ts'
import { checkHandover, parseHandover } from '../io/handover.ts'
import { makeWorkflowLog, setOutputs, writeSummary } from '../io/outputs.ts'
import { createRedactor } from '../io/registry/redact.ts'
import { sourceHosts } from '../io/source-hosts.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import { commentState, formatComment, formatSummary } from '../report/markdown.ts'
import { outputValues } from '../report/output-values.ts'
import { readReport } from '../report/read-report.ts'
import { attempt } from './attempt.ts'
import { isWanted, runAddress, saveComment } from './comment-text.ts'
import { describe, sentences } from './describe.ts'

/**
 * The second job of two: posts what another run found, which had no right to. It renders nothing, asks no registry and reads no file of the
 * checkout; the artifact of that run is anybody's (threat model W-02).
 * @throws InputError where the workflow cannot work; GitHubError and others of ours for an artifact that cannot be used
 */
export async function job(context: GitHubContext, options: Options): Promise<readonly string[]> {
  const log = makeWorkflowLog()
  const { sourceRun, token, name } = requirements(context, options)
  const { apiUrl, repository } = context
  const files = await downloadHandover({ apiUrl, repository, token, runId: sourceRun.id, name, env: process.env })
  const pullRequest = await agreedPullRequest(context, sourceRun, token, files['pull-request.json'], log)
  if (pullRequest === undefined) return []
  const hosts = sourceHosts(process.env)
  const report = readReport(files['images-report.json'], (source, from, to) => compareAddress(source, from, to, hosts))

  const redactor = createRedactor()
  redactor.add(token)
  const { projectDir, outputFile, commentTag: tag, jobSummary } = options
  const { workflow, job } = context
  // nothing of the report chooses the comment, whose text it is already
  const key = commentKey({ workflow, job, target: name, projectDir, outputFile, tag })
  const notices = isFork(context, sourceRun) ? [forkNotice] : []
  const details = { fixedImagesFile: outputFile, reportFile: 'images-report.json', marker: '', notices }
  const links = { summary: runAddress(context, sourceRun.id) }
  const body = redactor.redact(formatComment(report, { ...details, links })).trim()
  const write = (): Promise<UpsertResult> =>
    upsertComment({
      token,
      context: { ...context, pullRequest },
      key,
      body,
      state: redactor.redact(commentState(report, details)),
      run: { id: sourceRun.id, attempt: sourceRun.attempt },
      when: isWanted(options.comment, report) ? 'create-or-update' : 'update-only',
      log
    })
  const comment = options.comment === 'never' ? undefined : await attempt(write)
  const refusal = comment?.error && `The comment could not be written: ${sentences(describe(comment.error))}`
  if (refusal !== undefined) log.warning(refusal)
  if (jobSummary) {
    const all = refusal === undefined ? notices : [...notices, refusal]
    const written = await attempt(() =>
      writeSummary(redactor.redact(formatSummary(report, { ...details, notices: all, links })))
    )
    if (written.error !== undefined) log.warning(describe(written.error))
  }
  const { id: commentId, url: commentUrl } = comment?.value ?? {}
  const saved = await attempt(async () => saveComment(body))
  if (saved.error !== undefined) log.warning(describe(saved.error))
  setOutputs(outputValues(report, { commentPath: saved.value, commentId, commentUrl }))
  return []
}

/** The author of a fork's pull request decides what its run does, and so what this comment says. */
const forkNotice =
  'This is what the run of the pull request itself found, and its author can change what that run does. Trust it as far as you trust the author.'

function isFork({ repository }: GitHubContext, { headRepository }: SourceRun): boolean {
  return headRepository?.toLowerCase() !== `${repository.owner}/${repository.repo}`.toLowerCase()
}

type Requirements = { readonly sourceRun: SourceRun; readonly token: string; readonly name: string }

/** @throws InputError */
function requirements({ eventName, sourceRun }: GitHubContext, { githubToken, artifactName }: Options): Requirements {
  if (eventName !== 'workflow_run' || sourceRun === undefined) {
    throw new InputError('mode', `"comment" posts what another run found, and the event is ${eventName}`, {
      hint: 'Start the workflow with "on: workflow_run", types: [completed]; docs/review.md#forks of kluctl-images has both workflows.'
    })
  }
  if (githubToken === undefined) {
    throw new InputError('github-token', 'it is empty', { hint: 'Leave it at its default.' })
  }
  if (artifactName === undefined) {
    throw new InputError('artifact-name', 'it is empty, and the artifact is what is read', {
      hint: 'Give both jobs the same artifact-name.'
    })
  }
  return { sourceRun, token: githubToken, name: artifactName }
}

/** The pull request that is to be commented on; undefined where a newer run does that, or nobody needs to. */
async function agreedPullRequest(
  context: GitHubContext,
  sourceRun: SourceRun,
  token: string,
  text: string,
  log: Log
): Promise<PullRequest | undefined> {
  const handover = parseHandover(text)
  const now = await readPullRequest(context, token, handover.number).catch((error: unknown) => {
    if (error instanceof GitHubError && error.code === 'not-a-pull-request') return undefined
    throw error
  })
  const check = checkHandover(sourceRun, handover, now)
  if (check.kind === 'refused') throw new InputError('artifact-name', check.message, { hint: check.hint })
  if (check.kind === 'agreed') return now
  log.info(check.message)
  return undefined
}
