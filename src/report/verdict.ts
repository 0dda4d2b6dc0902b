import { plural, shorten } from '../text.ts'
import type { GateRecord, Report } from './record.ts'

/**
 * The run in one line of plain text, as `3 images change, 1 is held, 1 could not be resolved – gate major failed: pin the image to the tag
 * that it has, or take major out of fail-on`. Every number is one of the record's, of distinct images. Each sink escapes it for itself.
 */
export function verdict(report: Report): string {
  const text = shortVerdict(report)
  const failed = failedGates(report)
  return failed.length === 0 ? text : `${text}: ${remedies(failed)}`
}

/** The verdict without what would satisfy the gates, for a view that says that elsewhere. */
export function shortVerdict(report: Report): string {
  const text = outcome(report)
  const names = failedGates(report).map(({ gate }) => gate)
  return names.length === 0 ? text : `${text} – ${names.length === 1 ? 'gate' : 'gates'} ${list(names, 'and')} failed`
}

/** Gates that failed and need words: `unresolved` alone does not, since the numbers say that something could not be resolved. */
export function failedGates(report: Pick<Report, 'gates'>): readonly GateRecord[] {
  const failed = report.gates.filter(({ passed }) => !passed)
  return failed.some(({ gate }) => gate !== 'unresolved') ? failed : []
}

function outcome({ counts }: Report): string {
  const { changedImages, addedImages, removedImages, heldImages, failedImages, committedImages, traps, errors } = counts
  const changes = [
    part(changedImages, 'changes', 'change'),
    part(addedImages, 'is new', 'are new'),
    part(removedImages, 'is removed', 'are removed'),
    part(committedImages, 'is changed in the committed file', 'are changed in the committed file')
  ]
  const others = [
    part(heldImages, 'is held', 'are held'),
    part(failedImages, 'could not be resolved', 'could not be resolved'),
    part(traps, 'has a trap', 'have a trap')
  ]
  const problems = errors === 0 ? undefined : plural(errors, 'error in the project', 'errors in the project')
  const isQuiet = changedImages + addedImages + removedImages + failedImages + committedImages === 0
  if (isQuiet) {
    const quiet = problems === undefined ? 'No image changes' : `${problems}, no image changes`
    return [quiet, ...others].filter(text => text !== undefined).join(', ')
  }
  const [first = '', ...rest] = [...changes, ...others, problems].filter(text => text !== undefined)
  return [withNoun(first), ...rest].join(', ')
}

/** One order to the reader: the remedies, with what they all end in said once. */
function remedies(failed: readonly GateRecord[]): string {
  const [only] = failed
  if (failed.length === 1) return shorten(only?.remedy ?? 'see the report', 200)
  const optional = failed.filter(({ gate, remedy }) => remedy?.endsWith(wayOut(gate)))
  const clauses = failed.map(({ gate, remedy }) => {
    const text = remedy ?? 'see the report'
    return shorten(text.endsWith(wayOut(gate)) ? text.slice(0, -wayOut(gate).length) : text, 200)
  })
  const names = optional.map(({ gate }) => gate)
  return [...new Set(clauses)].join('; ') + (names.length === 0 ? '' : wayOut(list(names, 'and')))
}

function wayOut(gates: string): string {
  return `, or take ${gates} out of fail-on`
}

function list(words: readonly string[], last: string): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

function part(count: number, one: string, many: string): string | undefined {
  return count === 0 ? undefined : `${count} ${count === 1 ? one : many}`
}

function withNoun(text: string): string {
  return text.replace(/^(\d+)/, (_, count: string) => plural(Number(count), 'image'))
}
