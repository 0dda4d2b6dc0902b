import { shorten } from '../text.ts'
import { jsonText, markdownCode, terminalText } from './escape.ts'
import { type DiffFormat, formatDiff } from './format-diff.ts'
import type { Change, Report } from './record.ts'
import { durationText, type Soak, soakText } from './soak.ts'
import type { TerminalOptions } from './terminal.ts'

/** A comparison with what is known of how long its newer side has had what differs. */
export type SoakedDiff = {
  /** Targets that are compared: what `behind` lacks of `ahead`. Null for two files. */
  readonly pair: { readonly ahead: string; readonly behind: string } | null
  readonly report: Report
  readonly soaks: ReadonlyMap<Change, Soak>
  /** Seconds that a result must have soaked to be ready; undefined where nobody asked. */
  readonly minimum: number | undefined
}

/**
 * Comparisons for `kluctl-images diff`, one after the other. JSON is one list of all changes, each with `soak` (null where nobody knows since
 * when), with `ahead` and `behind` where targets are compared, and with `ready` where a minimum was asked for. Ends with a line end.
 */
export function formatSoakedDiffs(diffs: readonly SoakedDiff[], format: DiffFormat, options: TerminalOptions): string {
  if (format === 'json') return `${jsonText(diffs.flatMap(jsonChanges), 2)}\n`
  return diffs.map(diff => titleOf(diff, format) + formatDiff(withReasons(diff), format, options)).join('\n')
}

function jsonChanges({ pair, report, soaks, minimum }: SoakedDiff): readonly object[] {
  return report.changes.map(change => {
    const soak = soaks.get(change) ?? null
    const isReady = change.new === null ? null : soak !== null && soak.seconds >= (minimum ?? 0)
    return { ...pair, ...change, soak, ...(minimum === undefined ? {} : { ready: isReady }) }
  })
}

function titleOf({ pair }: SoakedDiff, format: DiffFormat): string {
  if (pair === null) return ''
  const [ahead, behind] = [shorten(pair.ahead, 200), shorten(pair.behind, 200)]
  if (format === 'text') return `${terminalText(`What ${behind} lacks of ${ahead}`)}\n`
  return `## What ${markdownCode(behind, 'text')} lacks of ${markdownCode(ahead, 'text')}\n\n`
}

/** In the views the reason of a change is how long it has soaked: why it was chosen is not in the files. */
function withReasons(diff: SoakedDiff): Report {
  return {
    ...diff.report,
    changes: diff.report.changes.map(change => ({ ...change, why: reasonOf(change, diff) }))
  }
}

function reasonOf(change: Change, { pair, soaks, minimum }: SoakedDiff): string {
  const { kind, why } = change
  if (kind === 'removed') return pair === null ? why : `only ${pair.behind} has it`
  const soak = soaks.get(change)
  const known = soak === undefined ? undefined : soakText(soak)
  const only = kind === 'added' && pair !== null ? [`only ${pair.ahead} has it`] : []
  if (minimum !== undefined) return [...only, readiness(soak, minimum)].join('; ')
  if (known === undefined && pair === null) return why
  return [...only, known ?? 'since when is not known'].join('; ')
}

function readiness(soak: Soak | undefined, minimum: number): string {
  if (soak === undefined) return 'waits: since when is not known'
  if (soak.seconds >= minimum) return `ready: ${soakText(soak)}`
  return `waits ${durationText(minimum - soak.seconds, Math.ceil)} more: ${soakText(soak)}`
}
