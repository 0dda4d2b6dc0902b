import { FileError } from '../errors.ts'
import { compareAddress } from '../image/source-address.ts'
import type { Lock } from '../lock/lock.ts'
import { type Merged, type MergedFile, mergeRecords } from '../merge/merge.ts'
import { type PartOfRun, readRecords } from '../merge/read-records.ts'
import { definition } from '../option-values.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import { jsonText } from '../report/escape.ts'
import type { GateName } from '../report/record.ts'
import { quote } from '../text.ts'
import { checkOutputFiles } from './output-files.ts'
import { type ProposalRequest, readProposal } from './proposal.ts'
import { readRecordFiles } from './record-files.ts'
import { createRedactor, type Redactor } from './registry/redact.ts'
import { sourceHosts } from './source-hosts.ts'
import { readUserFile, writeFileAtomically } from './write-file.ts'
import { type RunWrite, writeRun } from './write-run.ts'

export type MergeSurroundings = {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The checked-out repository in CI: nothing is written outside of it. */
  readonly workspace?: string | undefined
  /** True where `fail-on` counts as it stands; else its default means the gates of the parts. */
  readonly isFailOnGiven?: boolean | undefined
  readonly log: Log
  /** Reads a file of the repository at a branch or commit, where git has it not. */
  readonly fetchFile?: ProposalRequest['fetchFile']
}

/** The merge of records on this machine: it renders nothing and asks no registry. */
export interface MergeMachine {
  /** The records as they were read. */
  readonly records: readonly PartOfRun[]
  /** @throws MergeError, InputError or AggregateError of them */
  merge(): Merged
  /** How the files on this machine differ from the merge: those that would change, and what forbids it; nothing where the whole is not complete. */
  compare(merged: Merged): { readonly changed: readonly string[]; readonly problems: readonly FileError[] }
  /** Writes the report always, and the files and their locks where the whole is complete; what could not be written is returned. */
  tryToWrite(merged: Merged, proposals?: ReadonlyMap<string, Lock>): readonly FileError[]
  /** The locks that an earlier merge proposed, by their paths; none where the whole is not complete. */
  readProposals(merged: Merged): Promise<ReadonlyMap<string, Lock>>
  /** Writes a text for people beside the results. @throws FileError */
  writeBeside(path: string, text: string): void
  /** The text of the lock as it was written; undefined where there is none, or one for each of several files. */
  writtenLock(merged: Merged): string | undefined
  /** Paths of the files and locks that are as the merge wants them; none where the whole is not complete. */
  writtenFiles(merged: Merged): readonly string[]
  readonly redactor: Redactor
  /** Nobody was asked. */
  receipt(): undefined
}

/** Reads the records. @throws InputError, FileError or AggregateError of them */
export function openMerge(
  paths: readonly string[],
  options: Options,
  { env, workspace, isFailOnGiven = false, log, fetchFile }: MergeSurroundings
): MergeMachine {
  checkOutputFiles(options, workspace)
  const hosts = sourceHosts(env)
  const records = readRecords(readRecordFiles(paths, options.reportFile), (source, from, to) =>
    compareAddress(source, from, to, hosts)
  )
  const redactor = createRedactor()
  const { outputFile, lockFile, reportFile, simple, targets } = options
  const failOn = isFailOnGiven ? options.failOn : givenGates(options)
  return {
    records,
    merge: () => mergeRecords(records, { outputFile, lockFile, simple, targets, failOn, now: Date.now() }),
    compare({ complete, files }) {
      if (!complete) return { changed: [], problems: [] }
      const changed = files.flatMap(({ name, text }) => (readUserFile(name) === text ? [] : [name]))
      return { changed, problems: writesOf(files).problems }
    },
    tryToWrite(merged, proposals) {
      const report = { path: reportFile, text: `${redactor.redact(jsonText(merged.report, 2))}\n` }
      const { writes, problems } = merged.complete ? writesOf(merged.files, proposals) : { writes: [], problems: [] }
      return problems.length > 0
        ? [...problems, ...writeRun([report], { workspace })]
        : writeRun([report, ...writes], { workspace })
    },
    async readProposals({ complete, files }) {
      const names = complete ? new Set(files.flatMap(({ lock }) => lock?.name ?? [])) : []
      const found = new Map<string, Lock>()
      for (const name of names) {
        const lock = await readProposal(name, { ...options, fetchFile, log })
        if (lock !== undefined) found.set(name, lock)
      }
      return found
    },
    writeBeside: (path, text) => writeFileAtomically(path, redactor.redact(text), { workspace }),
    writtenLock({ complete, files: [file, ...others] }) {
      const name = file?.lock?.name
      return !complete || name === undefined || others.length > 0 ? undefined : readUserFile(name)
    },
    writtenFiles: ({ complete, files }) => {
      const written = files.flatMap(({ name, lock }) => {
        const isLocked = lock !== undefined && readUserFile(lock.name) !== undefined
        return isLocked ? [name, lock.name] : [name]
      })
      return complete ? [...new Set(written)] : []
    },
    redactor,
    receipt: () => undefined
  }
}

/** Without a word about them, the gates of the parts are those of the whole. */
function givenGates({ failOn }: Options): readonly GateName[] | undefined {
  return failOn.join() === definition('fail-on').default ? undefined : failOn
}

type Writes = { readonly writes: readonly RunWrite[]; readonly problems: readonly FileError[] }

/** Where the file is there, it must still be the one that the parts found, or say already what they decided. */
function writesOf(files: readonly MergedFile[], proposals?: ReadonlyMap<string, Lock>): Writes {
  const problems: FileError[] = []
  const writes = files.flatMap(({ name, before, text, lock }): readonly RunWrite[] => {
    const now = readUserFile(name)
    if (now !== undefined && now !== before && now !== text)
      problems.push(
        new FileError('changed', name, `${quote(name)} is another file than the parts of this run found`, {
          hint: 'Merge in the checkout that the parts ran in, or run them again.'
        })
      )
    return [
      { path: name, text, expected: now ?? null },
      ...(lock === undefined
        ? []
        : [{ path: lock.name, text: (now: string | undefined) => lock.text(now, proposals?.get(lock.name)) }])
    ]
  })
  return { writes, problems }
}
