import { terminalText } from '../report/escape.ts'
import type { Examination } from './examination.ts'

type Line = { readonly mark: 'ok' | 'fail' | 'warn' | 'note'; readonly name: string; readonly text: string }

/** What `doctor` found as one line each, escaped: what is wrong with the settings, the registries, warnings, notes. */
export function formatExamination({ problems, registries, warnings, notes }: Examination): string {
  const tried = [
    ...problems.map(({ input, message, hint }): Line => {
      return { mark: 'fail', name: input, text: joined(withoutStart(message, input), hint) }
    }),
    ...registries.map(({ ok, name, message, hint }): Line => {
      return { mark: ok ? 'ok' : 'fail', name, text: joined(message, hint) }
    })
  ]
  const width = Math.min(40, Math.max(0, ...tried.map(({ name }) => terminalText(name).length)))
  const said = [...tried, ...listed('warn', warnings), ...listed('note', notes)]
  return said.map(({ mark, name, text }) => `${mark.padEnd(6)}${column(name, width)}${terminalText(text)}\n`).join('')
}

function column(name: string, width: number): string {
  return name === '' ? '' : `${terminalText(name).padEnd(width)}  `
}

function listed(mark: Line['mark'], texts: readonly string[]): readonly Line[] {
  return texts.map(text => ({ mark, name: '', text }))
}

/** `KLUCTL_REGISTRY_HOST is *` beside that name is `is *`. */
function withoutStart(message: string, input: string): string {
  return message.startsWith(`${input} `) ? message.slice(input.length + 1) : message
}

/** One sentence, of what is so and what to do. */
function joined(message: string, hint: string | null): string {
  if (hint === null) return message
  // A name of a variable stays as it is.
  const start = /^[A-Z][a-z]/.test(hint) ? hint.charAt(0).toLowerCase() : hint.charAt(0)
  return `${message}; ${start}${hint.slice(1).replace(/\.$/, '')}`
}
