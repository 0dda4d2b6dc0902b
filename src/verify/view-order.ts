import { describeChange } from '../report/change-text.ts'
import { type Check, type CheckVerdict, checkVerdicts, type Reason, type Verification } from './record.ts'

/** What is shown of a verification in which order, the same in every view. */

/** The worst first; of equals in the order of the record. */
export function orderChecks(checks: readonly Check[]): readonly Check[] {
  return checks.toSorted((a, b) => checkVerdicts.indexOf(a.verdict) - checkVerdicts.indexOf(b.verdict))
}

/** The words of a verdict, as a cell of a table has them. */
export const verdictWords: Readonly<Record<CheckVerdict, string>> = {
  failed: 'FAILED',
  warned: 'warning',
  'not-pinned': 'not pinned',
  verified: 'verified'
}

/** The reasons that need words. That an image is not pinned says its row, where it is no failure. */
export function shownReasons({ reasons }: Check): readonly Reason[] {
  return reasons.filter(({ code, level }) => code !== 'not-pinned' || level !== 'note')
}

/** The result in a row: without the name that the image has too, its digest cut to what a reader can compare. Null where nothing answers. */
export function resultText({ image, result }: Check): string | null {
  if (result === null) return null
  const { name, to } = describeChange({ image, old: null, new: result })
  return name === null ? to : `${name} ${to ?? ''}`
}

/** True where a reader needs namespaces to tell objects apart. */
export function needsNamespaces({ checks }: Verification): boolean {
  return new Set(checks.flatMap(({ uses }) => uses.map(({ namespace }) => namespace))).size > 1
}
