import type { Log } from '../ports.ts'
import { terminalText } from '../report/escape.ts'
import type { Terminal } from './command.ts'

/** The record tells the warnings; only debugging goes to standard error. */
export function quietLog(terminal: Terminal): Log {
  const isDebug = (terminal.env['KLUCTL_IMAGES_DEBUG'] ?? '') !== ''
  const debug = (message: string): void => {
    if (isDebug) terminal.err(`debug: ${message}\n`)
  }
  return { debug, info: debug, warning: message => terminal.err(`warning: ${message}\n`) }
}

/** What the registries were asked, on standard error; nothing where none was. */
export function logReceipt(receipt: string | undefined, terminal: Terminal): void {
  if (receipt !== undefined) terminal.err(`registries: ${terminalText(receipt)}\n`)
}
