import { accessSync, constants, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { quote, shorten, visible } from '../../text.ts'
import type { HelperEnvironment } from './credentials.ts'
import type { Login } from './entry.ts'
import { isInside } from './environment.ts'

/** What a credential helper said: a login, nothing for this host, or why it could not be asked. */
export type HelperAnswer =
  | { readonly kind: 'login'; readonly login: Login }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'failed'; readonly why: string }

const largestOutput = 64 * 1024
const longestRun = 30_000

/**
 * Asks `docker-credential-<name>` for the login of a registry, without a shell, the host on standard input (threat model
 * C-14; protocol of docker/docker-credential-helpers). Never rejects. `why` may hold what the helper wrote: redact it.
 */
export async function askHelper(
  name: string,
  registry: string,
  environment: HelperEnvironment,
  timeout: number = longestRun
): Promise<HelperAnswer> {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) return failed(`credential helper ${quote(name, 80)} is not a valid name`)
  const program = findProgram(`docker-credential-${name}`, environment)
  if (program === undefined) return failed(`credential helper docker-credential-${name} is not on the PATH`)
  const server = registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry
  const run = await runProgram(program, server, environment.variables(name), timeout)
  if (run.problem !== undefined) return failed(`credential helper docker-credential-${name} ${run.problem}`)
  if (/credentials not found/i.test(run.output)) return { kind: 'nothing' }
  if (run.status !== 0) {
    // What looks like a part of an answer holds the secret, which nobody knows yet and nobody could mask.
    const isTold = !/\{|Secret"?\s*[:=]/i.test(run.output + run.errors)
    const said = isTold ? visible(shorten(run.output.trim() || run.errors.trim(), 200)) : ''
    return failed(`credential helper docker-credential-${name} failed${said === '' ? '' : `: ${said}`}`)
  }
  return parseAnswer(run.output) ?? failed(`credential helper docker-credential-${name} gave no usable answer`)
}

function parseAnswer(text: string): HelperAnswer | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const username = 'Username' in value ? value.Username : undefined
  const secret = 'Secret' in value ? value.Secret : undefined
  if (typeof username !== 'string' || typeof secret !== 'string') return undefined
  if (secret === '') return { kind: 'nothing' }
  if (username === '<token>') return { kind: 'login', login: { kind: 'identity', token: secret } }
  if (username === '' || username.includes(':')) return undefined
  return { kind: 'login', login: { kind: 'password', username, password: secret } }
}

/** Relative entries of PATH, and folders of the checked-out repository, would let a pull request bring the program. */
function findProgram(name: string, { path, workspace }: HelperEnvironment): string | undefined {
  const separator = process.platform === 'win32' ? ';' : ':'
  const file = process.platform === 'win32' ? `${name}.exe` : name
  for (const folder of path.split(separator)) {
    if (!isAbsolute(folder)) continue
    try {
      const program = join(folder, file)
      accessSync(program, constants.X_OK)
      const inside = isInside(program, { workspace })
      if (!inside && statSync(program).isFile()) return program
    } catch {
      // Not in this folder.
    }
  }
  return undefined
}

type Run = {
  readonly status: number | null
  readonly output: string
  readonly errors: string
  readonly problem: string | undefined
}

async function runProgram(
  program: string,
  input: string,
  variables: Readonly<Record<string, string>>,
  timeout: number
): Promise<Run> {
  const { spawn } = await import('node:child_process')
  return new Promise(done => {
    const child = spawn(program, ['get'], { env: { ...variables }, shell: false, stdio: 'pipe' })
    let output = ''
    let errors = ''
    let problem: string | undefined
    const stop = (why: string): void => {
      problem ??= why
      child.kill('SIGKILL')
      // A grandchild may hold the pipes open for ever.
      child.stdout.destroy()
      child.stderr.destroy()
    }
    const timer = setTimeout(() => stop(`did not answer in ${timeout / 1000} s`), timeout)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.length > largestOutput) stop('wrote more than 64 KiB')
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (errors.length < largestOutput) errors += text
    })
    // A helper that ends without reading its input is judged by its answer.
    child.stdin.on('error', () => undefined)
    child.on('error', () => {
      problem ??= 'could not be started'
      clearTimeout(timer)
      done({ status: null, output: '', errors: '', problem })
    })
    const finish = (status: number | null): void => {
      clearTimeout(timer)
      child.stdout.destroy()
      child.stderr.destroy()
      done({ status, output, errors, problem })
    }
    child.on('close', finish)
    // A helper may leave an agent that holds its pipes; what it had to say is there soon after its end.
    child.on('exit', status => setTimeout(() => finish(status), 500).unref())
    child.stdin.end(`${input}\n`)
  })
}

function failed(why: string): HelperAnswer {
  return { kind: 'failed', why }
}
