import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { root } from '../helpers/workspace.ts'

export type ShellResult = { readonly exitCode: number | null; readonly out: string; readonly err: string }

/** A folder of programs for `PATH`. */
export type Programs = {
  readonly folder: string
  remove(): void
}

/** Whether a program is on the `PATH` of the machine. */
export function isThere(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0
}

const ours = `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/cli.js')}' "$@"\n`

/** `kluctl-images` as an installed package has it, with the other programs that a block needs; each is a shell script. */
export function makePrograms(others: Readonly<Record<string, string>> = {}): Programs {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'))
  for (const [name, text] of Object.entries({ 'kluctl-images': ours, ...others })) {
    writeFileSync(join(folder, name), text)
    chmodSync(join(folder, name), 0o755)
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Runs a block as it stands, as a POSIX shell does; the first command that fails ends it. */
export function runBlock(
  text: string,
  { cwd, programs, env = {} }: { cwd: string; programs: Programs; env?: Readonly<Record<string, string>> }
): Promise<ShellResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-eu', '-c', text], {
      cwd,
      env: { PATH: [programs.folder, process.env['PATH']].join(delimiter), HOME: programs.folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    let out = ''
    let err = ''
    child.stdout.on('data', chunk => (out += String(chunk)))
    child.stderr.on('data', chunk => (err += String(chunk)))
    child.on('error', reject)
    child.on('close', exitCode => resolve({ exitCode, out, err }))
  })
}
