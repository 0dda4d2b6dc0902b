import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { makeLogReader, type RunnerAnnotation } from './runner-log.ts'

export type RunnerStep = {
  /** The folder that holds `action.yml`. */
  readonly action: string
  /** Checkout in which the step runs. */
  readonly workspace: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly eventName?: string
  readonly event?: unknown
  /** Value of `${{ github.token }}`. */
  readonly token?: string
  readonly apiUrl?: string
  /** Address of the server that people see; github.com if left out. */
  readonly serverUrl?: string
  /** Commit that the workflow runs for. */
  readonly sha?: string
  /** Number of the run and of its repetition, `1701-1` if left out. */
  readonly run?: string
  /** The service for artifacts, as a runner tells it to an Action; its token is a secret. */
  readonly artifacts?: { readonly url: string; readonly token: string } | undefined
  /** Node binary; by default the one that runs the tests. */
  readonly node?: string
  /** What the job's `env:` adds. */
  readonly env?: Readonly<Record<string, string>>
  /** Values that must never be seen in the log, an output or the summary. */
  readonly secrets?: readonly string[]
}

export type RunnerResult = {
  readonly exitCode: number | null
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** Text of the file that the output `comment-path` names; empty where there is none. */
  readonly comment: string
  readonly annotations: readonly RunnerAnnotation[]
  /** The log as a person reads it: without commands, with masks. */
  readonly log: string
  /** What a runner would refuse or a reviewer would mind; a test ends with this empty. */
  readonly problems: readonly string[]
}

type ActionFile = {
  readonly inputs: Readonly<Record<string, string | undefined>>
  readonly outputs: readonly string[]
  readonly main: string
}

const commandFiles = ['OUTPUT', 'STEP_SUMMARY', 'ENV', 'PATH', 'STATE'] as const

/**
 * Runs an action's step as GitHub's runner does: an environment made from nothing, inputs with their defaults, an event file, empty
 * command files, and a log that is searched for workflow commands.
 */
export async function runAction(step: RunnerStep): Promise<RunnerResult> {
  const folder = mkdtempSync(join(tmpdir(), 'runner-'))
  try {
    const action = readActionFile(join(step.action, 'action.yml'))
    const problems = Object.keys(step.inputs ?? {})
      .filter(name => !Object.hasOwn(action.inputs, name))
      .map(name => `input ${name} is not declared in action.yml`)
    const files = makeFiles(folder, step)
    const log = makeLogReader()
    const child = spawn(step.node ?? process.execPath, [join(step.action, action.main)], {
      cwd: step.workspace,
      env: makeEnvironment(step, action, files, folder),
      stdio: ['ignore', 'pipe', 'pipe']
    })
    child.stdout.on('data', chunk => log.add('stdout', String(chunk)))
    child.stderr.on('data', chunk => log.add('stderr', String(chunk)))
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    const { lines, annotations, mask } = log.end()
    const read = (name: (typeof commandFiles)[number]) => readFileSync(files[name], 'utf8')
    const outputs = readRecords(read('OUTPUT'), problems)
    for (const name of Object.keys(outputs)) {
      if (!action.outputs.includes(name)) problems.push(`output ${name} is not declared in action.yml`)
    }
    if (Buffer.byteLength(read('STEP_SUMMARY')) > 1024 * 1024) problems.push('the summary is longer than 1 MiB')
    for (const name of ['ENV', 'PATH'] as const) if (read(name) !== '') problems.push(`GITHUB_${name} was written`)
    const seen = { log: lines.join('\n'), summary: mask(read('STEP_SUMMARY')), outputs: mask(JSON.stringify(outputs)) }
    const secrets = [...(step.secrets ?? []), ...(step.artifacts === undefined ? [] : [step.artifacts.token])]
    for (const secret of secrets) {
      for (const [where, text] of Object.entries(seen))
        if (text.includes(secret)) problems.push(`a secret is in the ${where}`)
    }
    const comment = outputs['comment-path'] ? readFileSync(outputs['comment-path'], 'utf8') : ''
    return { exitCode, outputs, summary: read('STEP_SUMMARY'), comment, annotations, log: seen.log, problems }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Records of a command file: `NAME=value`, or `NAME<<DELIMITER` with lines up to the delimiter. */
export function readRecords(text: string, problems: string[]): Record<string, string> {
  const records: Record<string, string> = {}
  const lines = text.split(/\r?\n/)
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (line === '') continue
    const [, name = '', operator, rest = ''] = /^([^=<]+)(=|<<)(.*)$/s.exec(line) ?? []
    if (operator === undefined) {
      problems.push(`the line ${JSON.stringify(line)} is no record`)
    } else if (operator === '=') {
      records[name] = rest
    } else {
      const end = lines.indexOf(rest, index + 1)
      if (end < 0) problems.push(`the record ${name} has no end`)
      records[name] = lines.slice(index + 1, end < 0 ? undefined : end).join('\n')
      index = end < 0 ? lines.length : end
    }
  }
  return records
}

function makeFiles(
  folder: string,
  step: RunnerStep
): Readonly<Record<(typeof commandFiles)[number] | 'EVENT' | 'TEMP', string>> {
  const path = (name: string) => join(folder, name)
  for (const name of commandFiles) writeFileSync(path(name), '')
  writeFileSync(path('event.json'), JSON.stringify(step.event ?? {}))
  mkdirSync(path('temp'))
  const [OUTPUT, STEP_SUMMARY, ENV, PATH, STATE] = [
    path('OUTPUT'),
    path('STEP_SUMMARY'),
    path('ENV'),
    path('PATH'),
    path('STATE')
  ]
  return { OUTPUT, STEP_SUMMARY, ENV, PATH, STATE, EVENT: path('event.json'), TEMP: path('temp') }
}

function makeEnvironment(
  step: RunnerStep,
  action: ActionFile,
  files: ReturnType<typeof makeFiles>,
  folder: string
): Record<string, string> {
  const inputs = Object.entries(action.inputs).map(([name, fallback]) => {
    const value = step.inputs?.[name] ?? (fallback ?? '').replace(/\$\{\{\s*github\.token\s*\}\}/g, step.token ?? '')
    return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value] as const
  })
  const { apiUrl = 'https://api.github.com', artifacts } = step
  const [runId = '', attempt = ''] = (step.run ?? '1701-1').split('-')
  const service =
    artifacts === undefined ? {} : { ACTIONS_RUNTIME_TOKEN: artifacts.token, ACTIONS_RESULTS_URL: artifacts.url }
  return {
    ...Object.fromEntries(inputs),
    ...service,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: apiUrl,
    GITHUB_SERVER_URL: step.serverUrl ?? 'https://github.com',
    GITHUB_GRAPHQL_URL: `${apiUrl.replace(/\/v3$/, '')}/graphql`,
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_EVENT_NAME: step.eventName ?? 'push',
    GITHUB_EVENT_PATH: files.EVENT,
    GITHUB_SHA: step.sha ?? '1'.repeat(40),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_WORKFLOW: 'images',
    GITHUB_JOB: 'images',
    GITHUB_RUN_ID: runId,
    GITHUB_RUN_ATTEMPT: attempt,
    GITHUB_ACTOR: 'octocat',
    GITHUB_WORKSPACE: step.workspace,
    GITHUB_OUTPUT: files.OUTPUT,
    GITHUB_STEP_SUMMARY: files.STEP_SUMMARY,
    GITHUB_ENV: files.ENV,
    GITHUB_PATH: files.PATH,
    GITHUB_STATE: files.STATE,
    RUNNER_TEMP: files.TEMP,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    HOME: folder,
    PATH: process.env['PATH'] ?? '',
    ...step.env
  }
}

function readActionFile(path: string): ActionFile {
  const document: unknown = parse(readFileSync(path, 'utf8'))
  const inputs = Object.entries(record(record(document)['inputs'])).map(([name, input]) => {
    const fallback = record(input)['default']
    return [name, fallback === undefined ? undefined : String(fallback)] as const
  })
  return {
    inputs: Object.fromEntries(inputs),
    outputs: Object.keys(record(record(document)['outputs'])),
    main: String(record(record(document)['runs'])['main'])
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}
