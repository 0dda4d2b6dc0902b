import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

/** A shell that knows nothing but POSIX, where there is one. */
const posixShell = existsSync('/bin/dash') ? '/bin/dash' : '/bin/sh'

export type ShellResult = { readonly exitCode: number | null; readonly log: string }

/** Runs the text of a step as a CI system does, with an environment made from nothing. */
export function runShell(
  text: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
  shell: string = posixShell
): Promise<ShellResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(shell, ['-c', text], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    let log = ''
    const add = (chunk: unknown): void => {
      log += String(chunk)
    }
    child.stdout.on('data', add)
    child.stderr.on('data', add)
    child.on('error', reject)
    child.on('close', exitCode => resolve({ exitCode, log }))
  })
}
