import { plural, shorten } from '../text.ts'
import { logLine } from './escape.ts'
import type { FailureRecord, Report, WarningRecord } from './record.ts'

/** A note on a line of a file, as a workflow shows it in the pull request. `file` is relative to the root of the GitHub repository. */
export type Annotation = {
  readonly level: 'error' | 'warning'
  readonly title: string
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** GitHub shows ten errors and ten warnings of a step; one of each is left to the run's own last word. */
const mostPerLevel = 9

/**
 * Failures and warnings on the lines they are about. Where there are more than GitHub shows, the last one counts the rest.
 * @param projectDir folder of the project, relative to the root of the GitHub repository
 */
export function formatAnnotations(report: Report, projectDir: string): readonly Annotation[] {
  const errors = unique(report.failures.map(failure => failureAnnotation(failure, projectDir)))
  const warnings = unique(report.warnings.map(warning => warningAnnotation(warning, projectDir)))
  return [...cap(errors, 'error'), ...cap(warnings, 'warning')]
}

function failureAnnotation(failure: FailureRecord, projectDir: string): Annotation {
  const hint = failure.hint === null ? '' : `\n${failure.hint}`
  return {
    level: 'error',
    title: failure.image === null ? 'Project error' : title(`${failure.image} could not be resolved`),
    message: message(failure.message + hint),
    ...position(failure.place, projectDir)
  }
}

function warningAnnotation(warning: WarningRecord, projectDir: string): Annotation {
  return {
    level: 'warning',
    title: title(warning.image ?? 'kluctl-images'),
    message: message(warning.message),
    ...position(warning.place, projectDir)
  }
}

function position(place: FailureRecord['place'], projectDir: string): Pick<Annotation, 'file' | 'line' | 'column'> {
  if (place === null) return {}
  const folder = projectDir.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '')
  const file = folder === '' || folder === '.' ? place.file : `${folder}/${place.file}`
  const { line, column } = place
  if (line === undefined) return { file }
  return column === undefined ? { file, line } : { file, line, column }
}

function cap(annotations: readonly Annotation[], level: Annotation['level']): readonly Annotation[] {
  if (annotations.length <= mostPerLevel) return annotations
  const shown = annotations.slice(0, mostPerLevel - 1)
  const rest = plural(annotations.length - shown.length, `more ${level}`)
  return [...shown, { level, title: 'kluctl-images', message: `${rest}: see the job summary and the report file` }]
}

function unique(annotations: readonly Annotation[]): readonly Annotation[] {
  return [...new Map(annotations.map(annotation => [JSON.stringify(annotation), annotation])).values()]
}

/** Log viewers read `##[` in each line of a message, so each is escaped. */
function message(text: string): string {
  return shorten(text, 4000).split(/\r?\n/).map(logLine).join('\n')
}

function title(text: string): string {
  return logLine(shorten(text, 200))
}
