import type { Terminal } from '../cli/command.ts'

/** The terminal of this process. Colours only where a person looks, and never against `NO_COLOR`. */
export function openTerminal(): Terminal {
  const { env, stdin, stdout, stderr } = process
  const mayColor = (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
  surviveClosedStreams()
  return {
    env,
    out: content => void stdout.write(content),
    err: content => void stderr.write(content),
    async readInput() {
      const { text } = await import('node:stream/consumers')
      return text(stdin)
    },
    isInputTerminal: stdin.isTTY === true,
    color: mayColor && stdout.isTTY === true,
    errorColor: mayColor && stderr.isTTY === true,
    width: stdout.columns ?? 120
  }
}

/**
 * A reader that goes away, as `head` does, is no failure: the work is finished and its exit code stays. Any other trouble with standard
 * output, as a full disk, is said in one line and ends with 1.
 */
function surviveClosedStreams(): void {
  const { stdout, stderr } = process
  let isLost = false
  stderr.on('error', () => undefined)
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (isLost || error.code === 'EPIPE') return
    isLost = true
    const why = error.code === 'ENOSPC' ? 'the disk is full' : (error.code ?? error.message)
    stderr.write(`error: standard output cannot be written (${why})\n`)
    process.once('exit', () => {
      process.exitCode = 1
    })
  })
}
