import { spawnSync } from 'node:child_process'

/** A reason to stop that a person can act on: its message is all that is shown. */
export class Refusal extends Error {}

/**
 * Runs a program and gives what it wrote; a failure is a value.
 * @param {string} program
 * @param {readonly string[]} args
 */
export function attempt(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
  return { ok: status === 0, out: stdout ?? '', err: (error?.message ?? stderr ?? '').trim() }
}

/**
 * Runs a program that has to succeed, and gives what it wrote, without the last line end.
 * @param {string} program
 * @param {readonly string[]} args
 */
export function run(program, args) {
  const { ok, out, err } = attempt(program, args)
  if (!ok) throw new Refusal(`\`${show([program, ...args])}\` failed: ${err || out.trim() || 'it said nothing'}`)
  return out.replace(/\n$/, '')
}

/** Runs a program that has to succeed and whose output is for the reader. @param {string} program @param {readonly string[]} args */
export function runInSight(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0)
    throw new Refusal(`\`${show([program, ...args])}\` failed${error ? `: ${error.message}` : ''}; see above.`)
}

/** A command as a person would type it. @param {readonly string[]} words */
export const show = words =>
  words.map(word => (/^[\w@%+=:,./^{}~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ')

/** @param {readonly string[]} args */
export const git = (...args) => run('git', args)
