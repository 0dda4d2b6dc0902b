import type { ProgramLimits, ProgramRun } from './program.ts'
import { endChild } from './program-end.ts'

/** A program to start, and all that it gets. */
export type ChildProgram = {
  /** The program by its path, after those that it is started through; then its arguments. */
  readonly command: readonly string[]
  readonly cwd: string
  /** Its HOME, which no other run has. */
  readonly home: string
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>
  readonly limits: ProgramLimits
  /** True where the command begins with a program that ends the others when their time is up. */
  readonly hasClock: boolean
}

const errorsKept = 64 * 1024

/** Runs a program to its end, or to that of its time or room for output (threat model K-03). Never rejects. */
export async function runChild({ command, cwd, home, env, limits, hasClock }: ChildProgram): Promise<ProgramRun> {
  const [program = '', ...args] = command
  const { exec } = await import('@actions/exec')
  const started = performance.now()
  const output: Uint8Array[] = []
  const errors: Uint8Array[] = []
  let size = 0
  let errorsSize = 0
  const tooLate: ProgramRun = { kind: 'stopped', why: `did not end within ${limits.seconds} s` }
  return new Promise(done => {
    let isStopped = false
    const stop = (run: ProgramRun): void => {
      if (isStopped) return
      isStopped = true
      clearTimeout(timer)
      // `timeout` passes it on to all that it started, and kills what does not listen
      endChild(home, hasClock ? 'SIGTERM' : 'SIGKILL')
      done(run)
    }
    // where `timeout` ends the program, it has the first word
    const patience = limits.seconds * 1000 + (hasClock ? 3000 : 0)
    const timer = setTimeout(() => stop(tooLate), patience)
    const collect = (data: Uint8Array): void => {
      size += data.byteLength
      if (size <= limits.bytes) output.push(data)
      else stop({ kind: 'stopped', why: `wrote more than ${limits.bytes} bytes` })
    }
    const collectErrors = (data: Uint8Array): void => {
      if (errorsSize < errorsKept) errors.push(data)
      errorsSize += data.byteLength
      if (errorsSize > limits.bytes) stop({ kind: 'stopped', why: `wrote more than ${limits.bytes} bytes of errors` })
    }
    const ended = (status: number | null): void => {
      clearTimeout(timer)
      const isLate = hasClock && status !== 0 && performance.now() - started >= limits.seconds * 1000
      if (isLate) done(tooLate)
      else if (status === null) done({ kind: 'stopped', why: 'was ended by a signal' })
      else done({ kind: 'ended', status, output: decode(output), errors: decode(errors) })
    }
    // no `input`: writing to a program that has ended already would end ours; nothing is ever written to its standard input
    exec(`"${program}"`, args, {
      cwd,
      env,
      silent: true,
      ignoreReturnCode: true,
      delay: 1000,
      listeners: { stdout: collect, stderr: collectErrors }
    }).then(ended, () => {
      clearTimeout(timer)
      done({ kind: 'stopped', why: 'could not be started' })
    })
  })
}

function decode(chunks: readonly Uint8Array[]): string {
  return new TextDecoder().decode(Buffer.concat(chunks))
}
