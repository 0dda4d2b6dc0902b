import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const time = '/usr/bin/time'

/**
 * A program to run: `input` is a file for its standard input.
 * @typedef {{ command: readonly string[], env: Record<string, string>, input?: string }} Program
 * @typedef {{ ms: number, peak: number, output: string, failure: string | undefined }} Run `peak`: KiB of its largest process; 0 where
 *   nothing measures it. `failure`: its exit code and what it said last, if it did not end with 0.
 */

/**
 * Runs a program to its end.
 * @param {Program} program @param {string} folder Where its output goes. @returns {Promise<Run>}
 */
export async function run({ command, env, input }, folder) {
  const measured = existsSync(time) ? [time, '-q', '-f', '%M', ...command] : command
  const path = join(folder, 'output.txt')
  const files = [input === undefined ? openSync('/dev/null', 'r') : openSync(input, 'r')]
  // Many processes may write into it, so each writes at its end.
  closeSync(openSync(path, 'w'))
  files.push(openSync(path, 'a'))
  const start = performance.now()
  const child = spawn(measured[0], measured.slice(1), { stdio: [...files, 'pipe'], env })
  const said = []
  child.stderr?.on('data', chunk => said.push(chunk))
  const status = await new Promise(resolve => child.once('close', resolve))
  const ms = performance.now() - start
  for (const file of files) closeSync(file)
  const stderr = Buffer.concat(said).toString().trim()
  const lines = stderr.split('\n')
  const failure = status === 0 ? undefined : `exit code ${status}: ${lines.slice(0, -1).slice(-5).join(' / ')}`
  return { ms, peak: Number(lines.at(-1)) || 0, output: readFileSync(path, 'utf8'), failure }
}

/** @param {readonly number[]} numbers */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
