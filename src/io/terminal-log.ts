import type { Log } from '../ports.ts'
import { terminalText } from '../report/escape.ts'

export type TerminalLogOptions = {
  /** Writes to standard error. */
  readonly write: (text: string) => void
  /** `warning` shows only warnings. */
  readonly level: 'warning' | 'info' | 'debug'
}

/** The log of the command line: one line a message, on standard error, so that standard output stays the result. */
export function makeTerminalLog({ write, level }: TerminalLogOptions): Log {
  const print = (sign: string, message: string): void => {
    for (const line of message.split(/\r?\n/)) write(`${sign}${terminalText(line)}\n`)
  }
  return {
    debug: message => (level === 'debug' ? print('', message) : undefined),
    info: message => (level === 'warning' ? undefined : print('', message)),
    warning: message => print('warning: ', message)
  }
}
