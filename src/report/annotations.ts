import { helpAddresses } from '../help-address.ts'
import { plural, shorten } from '../text.ts'
import { warningOrder, warningTitles } from './alerts.ts'
import { logLine } from './escape.ts'
import type { FailureRecord, GateName, GateRecord, Report, WarningRecord } from './record.ts'

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
 * Failures, traps and warnings on the lines they are about, and each failed gate that no line stands for, first. What fails the run is an error,
 * all else a warning. Of each level there are at most as many as GitHub shows; the last one counts the rest.
 * @param projectDir folder of the project, relative to the root of the GitHub repository
 */
export function formatAnnotations(report: Report, projectDir: string): readonly Annotation[] {
  const failed = report.gates.filter(({ passed }) => !passed)
  const has = (name: GateName): boolean => failed.some(({ gate }) => gate === name)
  const annotations = unique([
    ...failed.filter(({ gate }) => gate !== 'unresolved' && gate !== 'trap').map(gateAnnotation),
    ...failureAnnotations(report.failures, projectDir, has('unresolved')),
    ...report.warnings
      .toSorted((a, b) => warningOrder.indexOf(a.kind) - warningOrder.indexOf(b.kind))
      .map(warning => warningAnnotation(warning, projectDir, has('trap')))
  ])
  const ofLevel = (level: Annotation['level']): readonly Annotation[] => annotations.filter(one => one.level === level)
  return [...cap(ofLevel('error'), 'error'), ...cap(ofLevel('warning'), 'warning')]
}

/** What another view than the report has to say about a line. */
export type Note = Pick<Annotation, 'level' | 'title' | 'message'> & { readonly place: FailureRecord['place'] }

/** Notes as annotations, each once, and of each level as many as {@link formatAnnotations} gives. */
export function annotate(notes: readonly Note[], projectDir: string): readonly Annotation[] {
  const annotations = unique(
    notes.map(note => ({
      level: note.level,
      title: title(note.title),
      message: message(note.message),
      ...position(note.place, projectDir)
    }))
  )
  const ofLevel = (level: Annotation['level']): readonly Annotation[] => annotations.filter(one => one.level === level)
  return [...cap(ofLevel('error'), 'error'), ...cap(ofLevel('warning'), 'warning')]
}

/** Images of a failed gate that are named before the rest is counted. */
const named = 10

function gateAnnotation({ gate, images, remedy }: GateRecord): Annotation {
  const shown = images.slice(0, named).map(image => shorten(image, 200))
  const rest = images.length - shown.length
  const list = rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`
  return {
    level: 'error',
    title: `Gate ${gate} failed`,
    message: message([list, remedy ?? ''].filter(text => text !== '').join('\n'))
  }
}

/** The first of each kind ends with the address of its explanation. */
function failureAnnotations(
  failures: readonly FailureRecord[],
  projectDir: string,
  isGate: boolean
): readonly Annotation[] {
  const kinds = new Map(
    failures.map(failure => {
      const annotation = failureAnnotation(failure, projectDir, isGate)
      return [JSON.stringify(annotation), { annotation, failure }]
    })
  )
  const shown = [...kinds.values()]
  const addresses = helpAddresses(shown.map(({ failure }) => failure))
  return shown.map(({ annotation }, index) => withAddress(annotation, addresses[index]))
}

function withAddress<T extends Pick<Annotation, 'message'>>(annotation: T, address: string | undefined): T {
  return address === undefined ? annotation : { ...annotation, message: `${annotation.message}\nSee ${address}` }
}

function failureAnnotation(failure: FailureRecord, projectDir: string, isGate: boolean): Annotation {
  const hint = failure.hint === null ? '' : `\n${failure.hint}`
  return {
    level: failure.image === null || isGate ? 'error' : 'warning',
    title: failure.image === null ? 'Project error' : title(`${failure.image} could not be resolved`),
    message: message(failure.message + hint),
    ...position(failure.place, projectDir)
  }
}

function warningAnnotation(warning: WarningRecord, projectDir: string, isGate: boolean): Annotation {
  const subject = warning.image ?? 'kluctl-images'
  const word = warningTitles[warning.kind]
  return {
    level: warning.kind === 'trap' && isGate ? 'error' : 'warning',
    title: title(word === null ? subject : `${word.charAt(0).toUpperCase()}${word.slice(1)}: ${subject}`),
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
