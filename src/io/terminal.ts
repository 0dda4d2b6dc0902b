import { text } from 'node:stream/consumers'
import type { Terminal } from '../cli/command.ts'

/** The terminal of this process. Colours only where a person looks, and never against `NO_COLOR`. */
export function openTerminal(): Terminal {
  const { env, stdin, stdout, stderr } = process
  return {
    env,
    out: content => void stdout.write(content),
    err: content => void stderr.write(content),
    readInput: () => text(stdin),
    isInputTerminal: stdin.isTTY === true,
    color: stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    width: stdout.columns ?? 120
  }
}
