import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './workspace.ts'

/** All of standard error of a run in which registries were asked and nothing else is to be said. */
export const receiptOnly: RegExp = /^registries: \d+ requests?(?:, \d+ waits?)?\n$/

export type CommandResult = { readonly exitCode: number | null; readonly out: string; readonly err: string }

export type CommandOptions = {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Node binary; by default the one that runs the tests. */
  readonly node?: string
}

/** Runs dist/cli.js as a user does, with an environment made from nothing. */
export function runCli(
  args: readonly string[],
  { cwd = root, env = {}, input = '', node = process.execPath }: CommandOptions = {}
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [join(root, 'dist/cli.js'), ...args], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
      stdio: ['pipe', 'pipe', 'pipe']
    })
    let out = ''
    let err = ''
    child.stdout.on('data', chunk => (out += String(chunk)))
    child.stderr.on('data', chunk => (err += String(chunk)))
    child.on('error', reject)
    child.on('close', exitCode => resolve({ exitCode, out, err }))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}
