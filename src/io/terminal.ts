import type { Terminal } from '../cli/command.ts'

/** The terminal of this process. Colours only where a person looks, and never against `NO_COLOR`. */
export function openTerminal(): Terminal {
  const { env, stdin, stdout, stderr } = process
  const isDumb = env['TERM'] === 'dumb'
  const mayColor = (env['NO_COLOR'] ?? '') === '' && !isDumb
  const isErrorTerminal = stderr.isTTY === true && !isDumb
  const status = isErrorTerminal ? statusLine(content => void stderr.write(content)) : () => undefined
  surviveClosedStreams()
  return {
    env,
    out: content => {
      status('')
      stdout.write(content)
    },
    err: content => {
      status('')
      stderr.write(content)
    },
    status,
    async readInput() {
      const { text } = await import('node:stream/consumers')
      return text(stdin)
    },
    isInputTerminal: stdin.isTTY === true,
    async ask(question) {
      const { createInterface } = await import('node:readline')
      // on standard error, so that standard output stays what the command says
      const lines = createInterface({ input: stdin, output: stderr })
      return new Promise(resolve => {
        lines.once('close', () => resolve(''))
        lines.question(question, answer => {
          resolve(answer)
          lines.close()
        })
      })
    },
    color: mayColor && stdout.isTTY === true,
    errorColor: mayColor && stderr.isTTY === true,
    // some terminals say that they have no columns
    width: stdout.columns || 120,
    isErrorTerminal,
    errorWidth: stderr.columns || 80
  }
}

/** A line that is rewritten in place; the empty text takes it away (ECMA-48 8.3.41, erase in line). */
export function statusLine(write: (content: string) => void): (line: string) => void {
  let shown = ''
  return line => {
    if (line === shown) return
    write(`\r\u001b[2K${line}`)
    shown = line
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
