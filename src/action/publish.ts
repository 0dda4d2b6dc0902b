import { existsSync, realpathSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { FileError, type ImagesError, InputError } from '../errors.ts'
import { hasArtifactService, uploadArtifact } from '../io/artifact.ts'
import type { ArtifactFile } from '../io/artifact-files.ts'
import { type UpsertResult, upsertComment } from '../io/comment.ts'
import { commentKey, commentMarker } from '../io/comment-marker.ts'
import { git } from '../io/git.ts'
import type { GitHubContext } from '../io/github-event.ts'
import { formatHandover } from '../io/handover.ts'
import type { Machine } from '../io/machine.ts'
import { printAnnotations, printLines, setOutputs, writeSummary } from '../io/outputs.ts'
import { createRedactor } from '../io/registry/redact.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import { formatAnnotations } from '../report/annotations.ts'
import { endReport } from '../report/build.ts'
import { jsonText } from '../report/escape.ts'
import { commentState, formatComment, formatSummary, formatWhole } from '../report/markdown.ts'
import { outputValues } from '../report/output-values.ts'
import { formatTable } from '../report/terminal.ts'
import type { RunResult } from '../run.ts'
import { type Attempt, attempt } from './attempt.ts'
import { isWanted, runAddress, saveComment } from './comment-text.ts'
import { describe, sentences } from './describe.ts'

/** What became of a run, and where it is told. */
export type Publication = {
  readonly context: GitHubContext
  readonly options: Options
  readonly machine: Pick<Machine, 'redactor' | 'receipt' | 'writeBeside'>
  /** `text` is that of the fixed-images file; undefined where there are several. */
  readonly result: Pick<RunResult, 'report' | 'complete'> & { readonly text: string | undefined }
  /** Text of the lock as it was written; undefined where none was. */
  readonly lock: string | undefined
  /** Fixed-images files and locks that are as the run wants them; none where it is not complete. */
  readonly written: readonly string[]
  /** Files that could not be written. */
  readonly problems: readonly ImagesError[]
  readonly log: Log
}

/**
 * Tells everybody: log and annotations, artifact, comment, job summary, outputs. The file is the product, so that what goes wrong here is a
 * warning; what is returned fails the step, because the workflow asked for that.
 */
export async function publish(work: Publication): Promise<readonly string[]> {
  const { options, machine, result } = work
  const { report } = result
  const { redact } = machine.redactor
  printLines(redact(formatTable(report, { color: false, width: 140 })).split('\n'))
  printAnnotations(formatAnnotations(report, await folderInRepository(options.sourceRoot ?? options.projectDir)))
  const receipt = machine.receipt()
  if (receipt !== undefined) printLines([`registries: ${receipt}`])
  return publishBeside(work, receipt)
}

/** What kept the job from its work, without a record of images. */
export type PublicationOfEnd = Pick<Publication, 'context' | 'options' | 'log'> & {
  readonly errors: readonly ImagesError[]
}

/**
 * Tells of a run that could not work at all, as where a file cannot be read: a comment that is there would otherwise go on to say that all is
 * well.
 */
export async function publishEnd({ context, options, errors, log }: PublicationOfEnd): Promise<void> {
  const redactor = createRedactor()
  if (options.githubToken !== undefined) redactor.add(options.githubToken)
  const report = endReport(errors.map(forEveryone), options.target)
  const machine = { redactor, receipt: () => undefined, writeBeside: () => undefined }
  const without = { ...options, artifactName: undefined, commentFile: undefined }
  const result = { report, complete: false, text: '' }
  await publishBeside(
    { context, options: without, machine, result, lock: undefined, written: [], problems: [], log },
    undefined
  )
}

/**
 * The runner masks its log, and nobody masks a comment: what an input or variable was given, which may be a password in the wrong place, is
 * not repeated there (threat model C-05).
 */
export function forEveryone(error: ImagesError): ImagesError {
  if (!(error instanceof InputError)) return error
  return new InputError(error.input, `${error.input} cannot be used; the log of the run says why`)
}

/** Artifact, comment, job summary and outputs. */
async function publishBeside(work: Publication, receipt: string | undefined): Promise<readonly string[]> {
  const { options, machine, result, log } = work
  const { report } = result
  const { redact } = machine.redactor
  const artifact = await upload(work)
  const texts = commentTexts(work, artifact?.value?.url)
  const comment = await postComment(work, texts)
  const notices = [
    noticeOf('The comment could not be written: ', comment),
    noticeOf('The artifact could not be uploaded: ', artifact)
  ].filter(text => text !== undefined)
  for (const notice of notices) log.warning(notice)
  if (options.jobSummary) {
    const summary = formatSummary(report, { ...texts.details, receipt, notices, links: texts.artifactLink })
    const { error } = await attempt(() => writeSummary(redact(summary)))
    if (error !== undefined) log.warning(describe(error))
  }
  const saved = await attempt(async () => keepComment(texts, work))
  if (saved.error !== undefined) log.warning(describe(saved.error))
  const values = outputValues(report, {
    fixedImagesPath: existing(options.outputFile),
    writtenFiles: work.written.map(inWorkspace),
    reportPath: isUnwritten(work, options.reportFile) ? undefined : existing(options.reportFile),
    commentPath: saved.value,
    commentId: comment?.value?.id,
    commentUrl: comment?.value?.url,
    artifactId: artifact?.value?.id,
    artifactUrl: artifact?.value?.url
  })
  setOutputs({ ...values, changes: redact(values.changes), verdict: redact(values.verdict) })
  return options.artifactRequired && artifact?.error !== undefined ? [describe(artifact.error)] : []
}

type CommentTexts = {
  readonly key: string
  /** The comment without its marker. */
  readonly body: string
  /** The comment without what differs from run to run, as the addresses of this run. */
  readonly state: string
  readonly details: Parameters<typeof formatSummary>[1] & object
  readonly artifactLink: { readonly artifact?: string }
}

function commentTexts(work: Publication, artifact: string | undefined): CommentTexts {
  const { context, options, machine, result } = work
  const { report } = result
  const { redact } = machine.redactor
  const details = {
    fixedImagesFile: options.outputFile,
    unwritten: isUnwritten(work, options.outputFile),
    reportFile: options.reportFile
  }
  const { workflow, job } = context
  const run = runAddress(context, context.runId)
  const artifactLink = artifact === undefined ? {} : { artifact }
  const links = { ...(options.jobSummary ? { summary: run } : {}), ...artifactLink }
  const layout = { ...details, summary: options.jobSummary }
  const body = redact(formatComment(report, { ...layout, links, marker: '' })).trim()
  const state = redact(commentState(report, layout))
  const { projectDir, outputFile, commentTag: tag } = options
  const key = commentKey({ workflow, job, target: report.target, projectDir, outputFile, tag })
  return { key, body, state, details, artifactLink }
}

async function postComment(work: Publication, texts: CommentTexts): Promise<Attempt<UpsertResult> | undefined> {
  const { context, options, result, log } = work
  if (options.comment === 'never' || context.pullRequest === undefined) return undefined
  return attempt(() =>
    upsertComment({
      token: options.githubToken ?? '',
      context,
      key: texts.key,
      body: texts.body,
      state: texts.state,
      run: { id: context.runId, attempt: context.runAttempt },
      when: isWanted(options.comment, result.report) ? 'create-or-update' : 'update-only',
      log
    })
  )
}

async function upload(work: Publication): Promise<Attempt<{ readonly id: number; readonly url: string }> | undefined> {
  const { context, options, machine, result, lock, log } = work
  if (options.artifactName === undefined) return undefined
  if (!options.artifactRequired && !hasArtifactService(process.env)) {
    log.info('There is no artifact service here, nothing is uploaded.')
    return undefined
  }
  const { redact } = machine.redactor
  const { pullRequest } = context
  const files = new Map<ArtifactFile, string>([
    ['images-report.json', `${redact(jsonText(result.report, 2))}\n`],
    ['images-diff.md', redact(formatWhole(result.report, { fixedImagesFile: options.outputFile }))],
    ...(result.complete && result.text !== undefined && !isUnwritten(work, options.outputFile)
      ? [['fixed-images.yaml', result.text] as const]
      : []),
    ...(lock === undefined ? [] : [['images.lock.json', lock] as const]),
    ...(pullRequest?.headSha === undefined
      ? []
      : [['pull-request.json', formatHandover({ number: pullRequest.number, headSha: pullRequest.headSha })] as const])
  ])
  const { artifactName: name, artifactRetentionDays: retentionDays } = options
  return attempt(() => uploadArtifact({ name, files, retentionDays, env: process.env, log }))
}

function noticeOf(what: string, result: Attempt<unknown> | undefined): string | undefined {
  return result?.error === undefined ? undefined : `${what}${sentences(describe(result.error))}`
}

function isUnwritten({ problems }: Publication, path: string): boolean {
  return problems.some(one => one instanceof FileError && one.file === path)
}

/** The text of the comment as a file, for whoever posts it by another road. @throws FileError */
function keepComment(texts: CommentTexts, { options, machine, context }: Publication): string {
  const { commentFile } = options
  const run = { id: context.runId, attempt: context.runAttempt }
  const text = `${commentMarker(texts.key, { run, state: texts.state, text: texts.body })}\n${texts.body}\n`
  if (commentFile === undefined) return saveComment(text)
  machine.writeBeside(commentFile, text)
  return resolve(commentFile)
}

/** Annotations are about paths from the root of the checkout, which a workflow may have put into a folder of the workspace. */
export async function folderInRepository(folder: string): Promise<string> {
  const real = realpathSync(resolve(folder))
  const top = await git(['rev-parse', '--show-toplevel'], real)
  const root = top.ok ? top.text.trim() : realpathSync(process.env['GITHUB_WORKSPACE'] ?? '.')
  const inside = relative(existsSync(root) ? realpathSync(root) : root, real)
  return inside.split(sep).join('/')
}

/** As later steps name a file, which work in the workspace. */
function inWorkspace(path: string): string {
  const file = resolve(path)
  const root = realpathSync(process.env['GITHUB_WORKSPACE'] || '.')
  return relative(root, existsSync(file) ? realpathSync(file) : file)
    .split(sep)
    .join('/')
}

function existing(path: string): string | undefined {
  return existsSync(path) ? resolve(path) : undefined
}
