import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { codeOf } from './project-files.ts'

/** Milliseconds after which an owner counts as gone: one in another container, of which nobody knows more; and one that is alive. */
const oldestForeign = 60_000
const oldestAlive = 600_000

/**
 * A text that names this process, and this moment of it: its id, when it started and in which world of ids (a number is used again after a process
 * has ended, and means another process in another container), and a number of its own.
 */
export function describeOwner(): string {
  const started = readStat(process.pid)?.started ?? '-'
  return [process.pid, started, readNamespace(), randomBytes(8).toString('hex')].join(' ')
}

/** The id of the process that a text of {@link describeOwner} names. */
export function ownerId(owner: string): string {
  return owner.split(' ', 1)[0] ?? ''
}

/** Whether the owner that a sign names is there no more; `age` is that of the sign, in milliseconds. */
export function isGone(owner: string, age: number): boolean {
  const [id, started, namespace] = owner.split(' ')
  const pid = Number(id)
  if (!Number.isSafeInteger(pid) || pid <= 0 || age > oldestAlive) return true
  if (namespace !== readNamespace()) return age > oldestForeign
  if (!isRunning(pid)) return true
  const stat = readStat(pid)
  if (stat === undefined) return false
  // a killed process whose parent does not ask for its end, as in a container without init, keeps its id
  return stat.state === 'Z' || (started !== '-' && started !== stat.started)
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}

/** What Linux says of a process; undefined elsewhere. Source: proc_pid_stat(5), fields 3 and 22. */
function readStat(pid: number): { readonly state: string; readonly started: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // the name of the program, in round brackets, may hold blanks and brackets
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, started] = [fields[0], fields[19]]
    return state === undefined || started === undefined ? undefined : { state, started }
  } catch {
    return undefined
  }
}

function readNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return '-'
  }
}
