import { InputError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { targetFileNames } from '../fixed/target-files.ts'
import { findTargetFile } from '../io/target-files.ts'
import { compareReport } from '../report/compare-report.ts'
import { terminalText } from '../report/escape.ts'
import type { SoakedDiff } from '../report/format-diff-soak.ts'
import { plural, quote } from '../text.ts'
import type { Terminal } from './command.ts'
import { type ListOrigin, parseList } from './diff-list.ts'
import { findSoaks } from './diff-soak.ts'
import { readTargetImages, type TargetImagesRequest } from './diff-target-images.ts'

export type TargetsRequest = Pick<TargetImagesRequest, 'folder' | 'raw'> & {
  /** The targets as given, what is ahead first. */
  readonly targets: readonly string[]
  /** With `{target}` in it; undefined for the usual names. */
  readonly outputFile: string | undefined
  /** The lock of each target: `auto`, `none`, or a path, which may have `{target}` in it. */
  readonly lockFile: string
  readonly minimum: number | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Compares each target with the next: what that one lacks of it. kluctl puts the images of a target in `.kluctl.yaml` before those of the file,
 * so that the file wins.
 * @throws InputError, ProjectError, FixedImagesError, FileError
 */
export async function diffTargets(request: TargetsRequest, terminal: Terminal): Promise<readonly SoakedDiff[]> {
  const { targets, folder, outputFile, minimum, now } = request
  checkTargets(targets)
  const own = await readTargetImages({ ...request, targets }, terminal)
  const lists: TargetList[] = []
  for (const target of targets)
    lists.push(await readTarget(target, own.get(target) ?? [], { folder, outputFile }, terminal))
  const diffs: SoakedDiff[] = []
  for (const [index, behind] of lists.entries()) {
    const ahead = lists[index - 1]
    if (ahead === undefined) continue
    const report = compareReport(behind.entries, ahead.entries)
    const lockFile = request.lockFile.replaceAll('{target}', () => ahead.target)
    const soaks =
      ahead.origin === undefined
        ? new Map()
        : await findSoaks(report.changes, { origin: ahead.origin, lockFile, now }, terminal)
    diffs.push({ pair: { ahead: ahead.target, behind: behind.target }, report, soaks, minimum })
  }
  return diffs
}

function checkTargets(targets: readonly string[]): void {
  const twice = targets.find((target, index) => targets.indexOf(target) < index)
  if (twice !== undefined) throw new InputError('--targets', `${quote(twice)} is named twice`)
  if (targets.length >= 2) return
  throw new InputError('--targets', `${plural(targets.length, 'target')} cannot be compared`, {
    hint: 'Name what is ahead, then what follows it: --targets staging,production.'
  })
}

type TargetList = {
  readonly target: string
  readonly entries: readonly FixedImage[]
  /** Undefined where the target has no file. */
  readonly origin: ListOrigin | undefined
}

async function readTarget(
  target: string,
  own: readonly FixedImage[],
  { folder, outputFile }: { readonly folder: string; readonly outputFile: string | undefined },
  terminal: Terminal
): Promise<TargetList> {
  const file = findTargetFile(target, folder, outputFile)
  if (file !== undefined) {
    const origin = { kind: 'disk', path: file.path } as const
    const { kind, entries } = await parseList(file.text, file.path, origin, terminal)
    if (kind === 'report')
      throw new InputError('output-file', `${quote(file.path)} is a report, and no fixed-images file`)
    return { target, entries: [...own, ...entries], origin }
  }
  const wanted = targetFileNames.map(name => name.replaceAll('{target}', () => target)).join(', ')
  if (own.length === 0) {
    throw new InputError('--targets', `there is no fixed-images file for the target ${quote(target)}`, {
      hint: `Looked for ${wanted}. Name it with --output-file 'PATH/{target}.yaml'.`
    })
  }
  const message = `the target ${quote(target)} has no fixed-images file; only its images in .kluctl.yaml count`
  terminal.err(`warning: ${terminalText(message)}\n`)
  return { target, entries: own, origin: undefined }
}
