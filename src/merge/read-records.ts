import { InputError } from '../errors.ts'
import type { PartRecord } from '../report/part-record.ts'
import { type CompareAddress, readReport } from '../report/read-report.ts'
import type { Report } from '../report/record.ts'
import { plural, quote } from '../text.ts'
import { checkPart } from './check-part.ts'

/** A report file, as it was found. */
export type RecordText = {
  /** Its path, for messages. */
  readonly name: string
  readonly text: string
}

/** The record of one part of a run, proved to be as a run writes it. */
export type PartOfRun = { readonly name: string; readonly report: Report; readonly part: PartRecord }

/** A matrix of GitHub has no more jobs. */
export const mostRecords = 256

/**
 * Reads records that jobs have left, which anybody may have written: each strictly, as the report of a fork.
 * @throws InputError naming the file, with the place as a JSON pointer
 */
export function readRecords(
  texts: readonly RecordText[],
  compare: CompareAddress = () => undefined
): readonly PartOfRun[] {
  if (texts.length === 0)
    throw new InputError('records', 'there is no report to put together: no file called images-report.json was found', {
      hint: 'Name the reports of the parts, or folders with them: each run with shard writes one.'
    })
  if (texts.length > mostRecords)
    throw new InputError('records', `there are ${plural(texts.length, 'report')}, and ${mostRecords} are allowed`, {
      hint: 'Name the folder with the reports of one run only.'
    })
  return texts.map(({ name, text }) => {
    const report = inFile(name, () => readReport(text, compare))
    const { part } = report
    if (part === null)
      throw new InputError('records', `${quote(name)} is the report of a run without shard, which is whole already`, {
        hint: 'Run each job with shard, as 1/1 where a target has only one.'
      })
    inFile(name, () => checkPart(report, part))
    return { name, report, part }
  })
}

function inFile<T>(name: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    throw new InputError('records', `${quote(name)}: ${error.message}`, { hint: error.hint, cause: error })
  }
}
