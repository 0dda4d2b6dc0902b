import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { runCommand } from '../../src/cli/main.ts'
import { type LoopbackLogin, type LoopbackOptions, type LoopbackRegistry, sendJson, startRegistry } from './registry.ts'

/** The password of every registry here; no form of it may be shown. */
export const password: string = 'swordfish-9/+'
export const basic: LoopbackLogin = { kind: 'basic', username: 'me', password }
export const bearer: LoopbackLogin = { kind: 'bearer', username: 'me', password }
/** The authority of the fixtures' certificate. */
export const ca: string = new URL('../fixtures/tls/ca.pem', import.meta.url).pathname

function basicHeader({
  username = '',
  password = ''
}: {
  readonly username?: string
  readonly password?: string
}): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

/** A registry that has `/v2/` and the repository `team/app` with three tags. */
export async function start(options: LoopbackOptions = {}): Promise<LoopbackRegistry> {
  const registry = await startRegistry({
    repositories: { 'team/app': ['1', '2', '3'] },
    ...options,
    answer: (request, response, count) => {
      if (options.answer?.(request, response, count)) return true
      const given = request.headers.authorization ?? ''
      const login = options.login ?? { kind: 'none' }
      const isRight = login.kind === 'none' || given === basicHeader(login) || given.startsWith('Bearer token-')
      return request.path === '/v2/' && isRight ? sendJson(response, 200, {}) : undefined
    }
  })
  onTestFinished(registry.stop)
  return registry
}

export type Outcome = { readonly exitCode: number; readonly lines: readonly string[]; readonly out: string }

const withoutProject = 'note  there is no kluctl project in this folder; name one to look at it: --project-dir DIR'

/** Runs doctor in a folder without a project, with an empty home; no secret may be shown. */
export async function doctor(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  docker?: unknown
): Promise<Outcome> {
  const { lines, ...outcome } = await doctorIn(undefined, env, args, docker)
  // With --json the note is in the document.
  expect(lines.includes(withoutProject) || args.includes('--json') || outcome.exitCode === 2).toBe(true)
  return { ...outcome, lines: lines.filter(line => line !== withoutProject) }
}

/** The same in a folder, else in the empty home. */
export async function doctorIn(
  folder: string | undefined,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  docker?: unknown
): Promise<Outcome> {
  const home = mkdtempSync(join(tmpdir(), 'doctor-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  if (docker !== undefined) {
    mkdirSync(join(home, '.docker'))
    writeFileSync(join(home, '.docker', 'config.json'), JSON.stringify(docker))
  }
  let out = ''
  let err = ''
  const before = process.cwd()
  process.chdir(folder ?? home)
  const exitCode = await runCommand(['doctor', ...args], {
    env: { HOME: home, ...env },
    out: text => {
      out += text
    },
    err: text => {
      err += text
    },
    readInput: () => Promise.resolve(''),
    isInputTerminal: false,
    color: false,
    errorColor: false,
    width: 80,
    isErrorTerminal: false,
    errorWidth: 80,
    status: () => undefined
  }).finally(() => process.chdir(before))
  for (const form of [password, encodeURIComponent(password), Buffer.from(`me:${password}`).toString('base64')])
    expect(out + err).not.toContain(form)
  return { exitCode, lines: `${out}${err}`.split('\n').filter(line => line !== ''), out }
}

/** The variables of one set, plain http unless it says otherwise. */
export function set(host: string, more: Readonly<Record<string, string>> = {}, index = 1): Record<string, string> {
  const keys = { HOST: host, PLAIN_HTTP: 'true', ...more }
  return Object.fromEntries(Object.entries(keys).map(([key, value]) => [`KLUCTL_REGISTRY_${index}_${key}`, value]))
}

/** The login that is right. */
export const login: Record<string, string> = { USERNAME: 'me', PASSWORD: password }
