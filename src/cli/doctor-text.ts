import { terminalText } from '../report/escape.ts'
import type { CheckLine } from './check-line.ts'
import type { Examination } from './examination.ts'

type Mark = 'ok' | 'fail' | 'warn' | 'note'
type Line = { readonly mark: Mark; readonly name: string; readonly text: string }

const marks: Readonly<Record<CheckLine['level'], Mark>> = { ok: 'ok', warning: 'warn', failure: 'fail' }

/**
 * What `doctor` found as one line each, escaped, in groups with an empty line between them: the project, the registries with what is wrong with
 * their settings, permissions; then warnings and notes.
 */
export function formatExamination(examination: Examination): string {
  const { problems, registries, warnings, notes, project, permissions } = examination
  const tried = [
    ...problems.map(({ input, message, hint }): Line => {
      return { mark: 'fail', name: input, text: joined(withoutStart(message, input), hint) }
    }),
    ...registries.map(({ ok, name, message, hint }): Line => {
      return { mark: ok ? 'ok' : 'fail', name, text: joined(message, hint) }
    })
  ]
  const groups = [project.map(checkLine), tried, permissions.map(checkLine)].map(formatGroup)
  const said = formatGroup([...listed('warn', warnings), ...listed('note', notes)])
  return [...groups, said].filter(group => group !== '').join('\n')
}

function checkLine({ level, name, message, hint }: CheckLine): Line {
  return { mark: marks[level], name, text: joined(message, hint) }
}

/** The names of a group are one column. */
function formatGroup(lines: readonly Line[]): string {
  const width = Math.min(40, Math.max(0, ...lines.map(({ name }) => terminalText(name).length)))
  return lines.map(({ mark, name, text }) => `${mark.padEnd(6)}${column(name, width)}${terminalText(text)}\n`).join('')
}

function column(name: string, width: number): string {
  return name === '' ? '' : `${terminalText(name).padEnd(width)}  `
}

function listed(mark: Mark, texts: readonly string[]): readonly Line[] {
  return texts.map(text => ({ mark, name: '', text }))
}

/** `KLUCTL_REGISTRY_HOST is *` beside that name is `is *`. */
function withoutStart(message: string, input: string): string {
  return message.startsWith(`${input} `) ? message.slice(input.length + 1) : message
}

/** One sentence, of what is so and what to do. */
function joined(message: string, hint: string | null): string {
  if (hint === null) return message
  // A name of a variable stays as it is, and so does one as GitLab.
  const start = /^[A-Z][a-z]+(?![A-Za-z_])/.test(hint) ? hint.charAt(0).toLowerCase() : hint.charAt(0)
  return `${message}; ${start}${hint.slice(1).replace(/\.$/, '')}`
}
