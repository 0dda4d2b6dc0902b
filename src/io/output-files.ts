import { existsSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { FileError, type ImagesError, InputError } from '../errors.ts'
import { lockPath } from '../lock/lock-path.ts'
import type { Options } from '../options.ts'
import { quote } from '../text.ts'
import { jsonMember } from './json-member.ts'
import { checkTarget, readUserFile } from './write-file.ts'

/**
 * Whatever cannot be written, or would replace what somebody else wrote, is said before a registry is asked and before anything is written.
 * @throws InputError, FileError or AggregateError of them
 */
export function checkOutputFiles(options: Options, workspace: string | undefined): void {
  const { outputFile, reportFile, commentFile, renderOutputDir } = options
  const problems: ImagesError[] = []
  const files: readonly (readonly [name: string, path: string | undefined])[] = [
    ['output-file', outputFile],
    ['report-file', reportFile],
    ['comment-file', commentFile],
    ['lock-file', mayHaveLock(options) ? lockPath(options.lockFile, outputFile) : undefined]
  ]
  const taken = new Map<string, string>()
  for (const [name, path] of files) {
    if (path !== undefined) collect(() => take(name, checkTarget(path, workspace), taken), problems)
  }
  if (renderOutputDir !== undefined) collect(() => checkFolder(renderOutputDir, workspace), problems)
  if (problems.length > 0) throw new AggregateError(problems)
  refuseToOverwrite(options)
}

/** With `auto` a lock may come with digests only, else where there is one. */
function mayHaveLock({ lockFile, pinDigests, outputFile }: Options): boolean {
  if (lockFile === 'none') return false
  return lockFile !== 'auto' || pinDigests || existsSync(lockPath(lockFile, outputFile))
}

/** Two names may lead to one file, over links and folders. @throws InputError */
function take(option: string, target: string, taken: Map<string, string>): void {
  const other = taken.get(target)
  if (other !== undefined) throw new InputError(option, `${option} and ${other} are the same file, ${quote(target)}`)
  taken.set(target, option)
}

function refuseToOverwrite({ projectDir, renderOutputDir, reportFile, commentFile }: Options): void {
  const rendered = renderOutputDir === undefined ? undefined : resolve(renderOutputDir)
  if (rendered !== undefined && existsSync(rendered) && realpathSync(rendered) === realpathSync(resolve(projectDir))) {
    throw new InputError('render-output-dir', 'the rendered manifests would replace the templates they come from', {
      hint: 'Name a folder other than that of the project.'
    })
  }
  refuseOthers(reportFile, 'report-file', 'report of ours', isReport)
  if (commentFile !== undefined) {
    refuseOthers(commentFile, 'comment-file', 'comment of ours', text => text.startsWith('<!-- kluctl-images:'))
  }
}

/** @throws InputError for a file that somebody else wrote */
function refuseOthers(file: string, option: string, what: string, isOurs: (text: string) => boolean): void {
  const text = readUserFile(file) ?? ''
  if (text.trim() === '' || isOurs(text)) return
  throw new InputError(option, `${quote(file)} is there already and is no ${what}; it is not replaced`, {
    hint: 'Name another file, or remove this one.'
  })
}

/** Also one of a version to come, and one that another program has put into another form. */
function isReport(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return ['version', 'counts', 'uses'].every(name => jsonMember(value, name) !== undefined)
  } catch {
    return false
  }
}

/** What we write beside the fixed-images file must not replace what somebody else wrote. @throws InputError */
function checkFolder(folder: string, workspace: string | undefined): void {
  try {
    checkTarget(join(folder, 'any.yaml'), workspace)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const why =
      error.code === 'outside-workspace' ? 'it is outside the workspace, or a folder of git' : 'it is not a folder'
    throw new FileError(error.code, folder, `the manifests cannot be written into ${quote(folder)}: ${why}`, {
      cause: error
    })
  }
}

function collect(work: () => void, problems: ImagesError[]): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof FileError) && !(error instanceof InputError)) throw error
    problems.push(error)
  }
}
