import { existsSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import { getInput, setFailed } from '@actions/core'
import { FileError, FixedImagesError, type ImagesError, InputError, isImagesError, ProjectError } from './errors.ts'
import { shownExcerpt } from './excerpt.ts'
import { type UpsertResult, upsertComment } from './io/comment.ts'
import { commentKey, commentMarker } from './io/comment-marker.ts'
import { type GitHubContext, readGitHubContext, untrustedCheckout } from './io/github-event.ts'
import { readGitHubFile } from './io/github-file.ts'
import { type Machine, openMachine } from './io/machine.ts'
import { makeWorkflowLog, maskSecrets, printAnnotations, printLines, setOutputs, writeSummary } from './io/outputs.ts'
import { optionTable } from './option-table.ts'
import { type Options, parseOptions } from './options.ts'
import { formatAnnotations } from './report/annotations.ts'
import { logLine } from './report/escape.ts'
import { formatComment, formatSummary } from './report/markdown.ts'
import { outputValues } from './report/output-values.ts'
import type { Report } from './report/record.ts'
import { formatTable } from './report/terminal.ts'
import { verdict } from './report/verdict.ts'
import { formatPlace } from './report/where.ts'
import type { RunResult } from './run.ts'

const log = makeWorkflowLog()

/** The GitHub Action: reads its inputs, runs the main job, writes files, outputs, summary and comment. The step fails at the end, once. */
async function main(): Promise<void> {
  const context = readGitHubContext(process.env)
  refuseForeignHead(context)
  const options = readInputs()
  if (options.githubToken !== undefined) maskSecrets([options.githubToken])
  const machine = await openMachine(options, surroundings(context, options))
  if (options.githubToken !== undefined) machine.redactor.add(options.githubToken)
  try {
    const result = await machine.run()
    const problems = writeFiles(machine, result)
    await publish(context, options, machine, result, problems)
    const failures = result.ok ? [] : [`${verdict(result.report)}; ${options.outputFile} is as it was`]
    if (failures.length + problems.length > 0) setFailed([...failures, ...problems.map(describe)].join('\n'))
  } finally {
    await machine.close()
  }
}

/** Threat model W-01: templates of somebody else are not rendered beside the secrets of this repository. */
function refuseForeignHead(context: GitHubContext): void {
  if (!untrustedCheckout(context)) return
  throw new InputError(
    'event',
    `the event ${context.eventName} comes with secrets, and the files may be those of another repository; nothing is rendered`,
    {
      hint: 'Run on pull_request instead: a fork then has a read-only token, and the result is in the job summary.'
    }
  )
}

function readInputs(): Options {
  const raw = Object.fromEntries(optionTable.map(({ name }) => [name, getInput(name)]))
  const { options, problems } = parseOptions(raw)
  if (problems.length > 0) throw new AggregateError(problems)
  return options
}

function surroundings(context: GitHubContext, options: Options): Parameters<typeof openMachine>[1] {
  const token = options.githubToken
  const isForeign = context.eventName === 'pull_request' && context.pullRequest?.fork === true
  if (isForeign) log.info('The pull request comes from a fork: registries are asked without login.')
  return {
    env: process.env,
    log,
    workspace: context.workspace,
    baseCommit: context.pullRequest?.baseSha,
    fetchFile: token === undefined ? undefined : (path, commit) => readGitHubFile(context, token, path, commit),
    addSecret: secret => maskSecrets([secret]),
    untrusted: isForeign
  }
}

function writeFiles(machine: Machine, result: RunResult): readonly ImagesError[] {
  try {
    machine.write(result)
    return []
  } catch (error) {
    const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
    return errors.map(one => {
      if (isImagesError(one)) return one
      throw one
    })
  }
}

async function publish(
  context: GitHubContext,
  options: Options,
  machine: Machine,
  result: RunResult,
  problems: readonly ImagesError[]
): Promise<void> {
  const { report } = result
  const redact = machine.redactor.redact
  const isUnwritten = (path: string): boolean => problems.some(one => one instanceof FileError && one.file === path)
  const details = {
    fixedImagesFile: options.outputFile,
    unwritten: isUnwritten(options.outputFile),
    reportFile: options.reportFile
  }
  const { workflow, job } = context
  const key = commentKey({
    workflow,
    job,
    target: report.target,
    projectDir: options.projectDir,
    outputFile: options.outputFile,
    tag: options.commentTag
  })
  const body = redact(formatComment(report, { ...details, marker: commentMarker(key), summary: options.jobSummary }))

  printLines(redact(formatTable(report, { color: false, width: 140 })).split('\n'))
  printAnnotations(
    formatAnnotations(report, folderInWorkspace(context.workspace, options.sourceRoot ?? options.projectDir))
  )
  const receipt = machine.receipt()
  if (receipt !== undefined) printLines([`registries: ${receipt}`])
  if (options.jobSummary) await warnOnly(() => writeSummary(redact(formatSummary(report, { ...details, receipt }))))
  const comment = await postComment(context, options, report, key, body)
  const values = outputValues(report, {
    fixedImagesPath: existing(options.outputFile),
    reportPath: isUnwritten(options.reportFile) ? undefined : existing(options.reportFile),
    commentPath: await warnOnly(async () => saveComment(body)),
    commentId: comment?.id,
    commentUrl: comment?.url
  })
  setOutputs({ ...values, changes: redact(values.changes) })
}

async function postComment(
  context: GitHubContext,
  options: Options,
  report: Report,
  key: string,
  body: string
): Promise<UpsertResult | undefined> {
  if (options.comment === 'never' || context.pullRequest === undefined) return undefined
  const hasFailed = report.failures.length > 0
  const isWanted =
    options.comment === 'always' || hasFailed || (options.comment === 'on-change' && report.changes.length > 0)
  const work = {
    token: options.githubToken ?? '',
    context,
    key,
    body,
    when: isWanted ? 'create-or-update' : 'update-only',
    log
  } as const
  return warnOnly(() => upsertComment(work), 'The comment could not be written: ')
}

/** The file is the product: what goes wrong beside it is a warning, never a red run. */
async function warnOnly<T>(work: () => Promise<T>, what = ''): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!isImagesError(error)) throw error
    log.warning(what + describe(error))
    return undefined
  }
}

/** @throws FileError */
function saveComment(body: string): string {
  const folder = process.env['RUNNER_TEMP'] || tmpdir()
  try {
    const path = join(mkdtempSync(join(folder, 'kluctl-images-')), 'comment.md')
    writeFileSync(path, `${body.trimEnd()}\n`)
    return path
  } catch (cause) {
    throw new FileError('write', folder, 'the text of the comment could not be saved in RUNNER_TEMP', { cause })
  }
}

/** Annotations are about paths from the root of the checkout, which may be a symbolic link on a runner of one's own. */
function folderInWorkspace(workspace: string, folder: string): string {
  const root = existsSync(workspace) ? realpathSync(workspace) : workspace
  return relative(root, realpathSync(resolve(folder)))
    .split(sep)
    .join('/')
}

function existing(path: string): string | undefined {
  return existsSync(path) ? resolve(path) : undefined
}

function describe(error: ImagesError): string {
  const place = error instanceof ProjectError || error instanceof FixedImagesError ? error.place : undefined
  const subject =
    place !== undefined ? `${formatPlace(place)}: ` : error instanceof InputError ? `${error.input}: ` : ''
  const excerpt = error instanceof ProjectError ? shownExcerpt(error.excerpt ?? []) : []
  const lines = [
    `${subject}${error.message}`,
    ...excerpt.map(line => `    ${line.replaceAll('\t', ' ')}`),
    ...(error.hint === undefined ? [] : [error.hint])
  ]
  return lines.map(logLine).join('\n')
}

function failRun(error: unknown): void {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  const texts = errors.map(one => {
    if (isImagesError(one)) return describe(one)
    return `This is a bug of kluctl-images, please report it: ${one instanceof Error ? (one.stack ?? one.message) : String(one)}`
  })
  setFailed(texts.join('\n'))
}

await main().catch(failRun)
