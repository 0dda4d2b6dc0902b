import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readRecords } from '../runner.ts'
import { makeLogReader } from '../runner-log.ts'
import { type JobFrame, masked, runnerVariables, type StepEnd } from './job-frame.ts'

export type ShellStep = {
  readonly script: string
  readonly shell: string
  /** From the workspace. */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
}

/** How a runner starts a shell. GitHub's runner, src/Runner.Worker/Handlers/ScriptHandlerHelpers.cs. */
const shells: Readonly<Record<string, readonly string[]>> = {
  '': ['bash', '-e'],
  bash: ['bash', '--noprofile', '--norc', '-eo', 'pipefail'],
  sh: ['sh', '-e']
}

/** Runs a `run:` step: a file of its own for the script, an environment made from nothing, files for outputs, variables and the summary. */
export async function runShell(frame: JobFrame, step: ShellStep): Promise<StepEnd> {
  const command = shells[step.shell]
  if (command === undefined) throw new Error(`the shell ${step.shell} is none that these tests have`)
  const folder = mkdtempSync(join(tmpdir(), 'step-'))
  const files = Object.fromEntries(
    ['OUTPUT', 'ENV', 'PATH', 'STEP_SUMMARY', 'STATE'].map(name => [`GITHUB_${name}`, join(folder, name)])
  )
  try {
    for (const file of Object.values(files)) writeFileSync(file, '')
    writeFileSync(join(folder, 'event.json'), JSON.stringify(frame.run.event))
    writeFileSync(join(folder, 'script.sh'), step.script)
    const [program = '', ...flags] = command
    const cwd = join(frame.workspace, step.folder)
    mkdirSync(cwd, { recursive: true })
    const log = makeLogReader()
    const child = spawn(program, [...flags, join(folder, 'script.sh')], {
      cwd,
      env: {
        ...frame.run.machine,
        ...runnerVariables(frame),
        ...files,
        GITHUB_EVENT_PATH: join(folder, 'event.json'),
        HOME: frame.temp,
        PATH: [...frame.path, frame.run.machine['PATH'] ?? process.env['PATH'] ?? ''].join(':'),
        ...step.env
      },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    child.stdout.on('data', chunk => log.add('stdout', String(chunk)))
    child.stderr.on('data', chunk => log.add('stderr', String(chunk)))
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    const { lines, mask } = log.end()
    const read = (name: string): string => readFileSync(files[name] ?? '', 'utf8')
    Object.assign(frame.env, readRecords(read('GITHUB_ENV'), frame.run.problems))
    frame.path.unshift(
      ...read('GITHUB_PATH')
        .split('\n')
        .filter(line => line !== '')
        .toReversed()
    )
    return {
      ok: exitCode === 0,
      outputs: readRecords(read('GITHUB_OUTPUT'), frame.run.problems),
      log: masked(mask(lines.join('\n')), frame.masks),
      summary: masked(mask(read('GITHUB_STEP_SUMMARY')), frame.masks)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
