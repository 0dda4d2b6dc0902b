import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

/** A program of its own that writes as a run does, so that it can be killed. */
export type WriteProgram = {
  /** Starts it; resolves when it has ended, with what it printed as JSON, undefined for one that was killed. */
  start(request: object, options?: ProgramOptions): Promise<unknown>
  remove(): void
}

export type ProgramOptions = {
  readonly env?: Readonly<Record<string, string>>
  /** Program and arguments to start it through. */
  readonly through?: readonly string[]
}

/** Bundles a file of this folder, such as `faults-step.ts`. */
export async function buildProgram(step: string): Promise<WriteProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'write-program-'))
  const bundle = await rolldown({ input: join(import.meta.dirname, step), platform: 'node', logLevel: 'silent' })
  const file = join(folder, 'step.mjs')
  await bundle.write({ file, format: 'esm', codeSplitting: false })
  await bundle.close()
  return {
    start: (request, options) => startProgram(file, request, options),
    remove: () => rmSync(folder, { recursive: true, force: true })
  }
}

function startProgram(file: string, request: object, { env, through = [] }: ProgramOptions = {}): Promise<unknown> {
  const [program = process.execPath, ...rest] = [...through, process.execPath, file, JSON.stringify(request)]
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      output += part
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL' || code === 137) resolve(undefined)
      else if (code === 0) resolve(JSON.parse(output))
      else reject(new Error(`the program ended with ${code ?? signal}: ${output}`))
    })
  })
}
