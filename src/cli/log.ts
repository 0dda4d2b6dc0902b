import type { Log } from '../ports.ts'
import type { Terminal } from './command.ts'

/** The record tells the warnings; only debugging goes to standard error. */
export function quietLog(terminal: Terminal): Log {
  const isDebug = (terminal.env['KLUCTL_IMAGES_DEBUG'] ?? '') !== ''
  const debug = (message: string): void => {
    if (isDebug) terminal.err(`debug: ${message}\n`)
  }
  return { debug, info: debug, warning: message => terminal.err(`warning: ${message}\n`) }
}
