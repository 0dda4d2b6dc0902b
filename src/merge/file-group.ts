import { concludeFile, type FileConclusion, type ReportedFile, type RunFile } from '../conclude.ts'
import { InputError } from '../errors.ts'
import { readDocument } from '../fixed/document.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { fillTarget, namesTarget, withoutDot } from '../option-values.ts'
import type { AnswerRecord, EntryRecord } from '../report/part-record.ts'
import { quote } from '../text.ts'
import type { TargetParts } from './complete.ts'

/** The targets that share a fixed-images file, sorted by name. */
export type FileGroup = { readonly name: string; readonly first: TargetParts; readonly targets: readonly TargetParts[] }

/**
 * By the file that each target writes.
 * @throws InputError where the file of a run is not the one that the merge is to write
 */
export function groupByFile(targets: readonly TargetParts[], outputFile: string): readonly FileGroup[] {
  const groups = new Map<string, [TargetParts, ...TargetParts[]]>()
  for (const one of targets) {
    const { name } = one.first.part.file
    const wanted = fillTarget(outputFile, one.target ?? undefined)
    if (withoutDot(name) !== withoutDot(wanted)) throw otherFile(name, wanted, outputFile)
    const group = groups.get(wanted)
    if (group === undefined) groups.set(wanted, [one])
    else group.push(one)
  }
  return [...groups].map(([name, group]) => ({ name, first: group[0], targets: group }))
}

function otherFile(name: string, wanted: string, outputFile: string): InputError {
  const hint = namesTarget(outputFile)
    ? 'Give the parts and the merge the same output-file, with {target} in both.'
    : 'Give the parts and the merge the same output-file.'
  return new InputError('output-file', `the records are of ${quote(name)}, and output-file is ${quote(wanted)}`, {
    hint
  })
}

/** Puts the answers of all its targets into a file. With `isOfMany` each use says its target; with `simple` the entries say no place. */
export function concludeGroup(
  { name, targets }: FileGroup,
  { isOfMany, simple }: { readonly isOfMany: boolean; readonly simple: boolean }
): FileConclusion {
  const answers = targets.flatMap(({ target, parts }) =>
    parts
      .flatMap(({ part }) => part.answers)
      .toSorted((a, b) => a.position - b.position)
      .map(answer => (isOfMany ? ofTarget(answer, target) : answer))
  )
  const unused = sharedBy(targets.map(one => one.first.part.unused.map(readEntry)))
  const file = runFile(name, targets)
  return concludeFile({ file: { ...file, simple: file.simple || simple }, answers, unused })
}

function ofTarget(answer: AnswerRecord, target: string | null): AnswerRecord {
  return { ...answer, use: { ...answer.use, target: target ?? '' } }
}

/** What stands in each of the lists. */
function sharedBy(lists: readonly (readonly FixedImage[])[]): readonly FixedImage[] {
  const [first = [], ...rest] = lists
  const others = rest.map(list => new Set(list.map(entry => JSON.stringify(entry))))
  return first.filter(entry => others.every(texts => texts.has(JSON.stringify(entry))))
}

/** @throws InputError where targets that share a file did not find the same */
function runFile(name: string, targets: readonly TargetParts[]): RunFile {
  const files = targets.map(({ first }) => first.part.file)
  const [{ text, simple } = { text: null, simple: false }] = files
  if (files.some(file => file.text !== text || file.simple !== simple))
    throw new InputError(
      'records',
      `the targets did not all find the same ${quote(name)}, or write it in another way`,
      {
        hint: 'Give all targets the same checkout and the same value of simple.'
      }
    )
  const entries = text === null ? [] : readDocument(text, name, () => undefined)
  const sets = files.map(({ untouched }) => new Set(untouched))
  return {
    name,
    text: text ?? undefined,
    entries,
    untouched: new Set(entries.filter((_, position) => sets.every(set => set.has(position)))),
    partial: files.some(({ partial }) => partial),
    simple
  }
}

function readEntry(entry: EntryRecord): FixedImage {
  const { image, imageRegex, resultImage, namespace, deployment, container } = entry
  return {
    ...(image === null ? {} : { image }),
    ...(imageRegex === null ? {} : { imageRegex }),
    resultImage,
    ...(namespace === null ? {} : { namespace }),
    ...(deployment === null ? {} : { deployment }),
    ...(container === null ? {} : { container })
  }
}

/** Of a file that is one target's, what it loses is that target's. */
export function reportedFile({ targets, first }: FileGroup, file: FileConclusion, isOfMany: boolean): ReportedFile {
  if (!isOfMany || targets.length > 1) return file
  return { ...file, removed: file.removed.map(entry => ({ ...entry, target: first.target ?? '' })) }
}
