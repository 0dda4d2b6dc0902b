import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { FileError } from '../../../src/errors.ts'
import { writeRun } from '../../../src/io/write-run.ts'
import { newWrites, prepareFolder } from './run-files.ts'

/**
 * A run's writing in which one call of the file system goes wrong: the `at`-th fails with the error `how`, or the process is killed just before
 * it; with `half`, a write puts half of its bytes first. With `at` 0 nothing goes wrong, and the names of the calls are printed.
 */
type Fault = { readonly at: number; readonly how: string; readonly half?: boolean }
type Request = { readonly folder: string; readonly faults: readonly Fault[] }

const { folder, faults }: Request = JSON.parse(process.argv[2] ?? '')

const reading = ['lstatSync', 'readFileSync', 'readdirSync', 'readlinkSync', 'realpathSync']
const writing = ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'fchmodSync', 'renameSync', 'mkdirSync', 'rmSync']
let calls: string[] = []
let fault: Fault | undefined

for (const name of [...reading, ...writing, 'symlinkSync', 'unlinkSync']) {
  const original: (...args: readonly unknown[]) => unknown = Reflect.get(fs, name)
  const wrapped = (...args: readonly unknown[]): unknown => {
    if (fault === undefined || String(args[0]).startsWith('/proc/')) return original(...args)
    calls.push(name)
    if (calls.length === fault.at) goWrong(name, original, args)
    return original(...args)
  }
  Reflect.set(fs, name, Object.assign(wrapped, original))
}
syncBuiltinESMExports()

function goWrong(name: string, original: (...args: readonly unknown[]) => unknown, args: readonly unknown[]): void {
  const { how, half } = fault ?? { how: 'kill' }
  const [descriptor, bytes] = args
  if (half && name === 'writeSync' && bytes instanceof Uint8Array)
    original(descriptor, bytes.subarray(0, bytes.length / 2))
  if (how !== 'kill') throw Object.assign(new Error(`${how}: injected`), { code: how })
  process.kill(process.pid, 'SIGKILL')
}

const outcomes = faults.map((one, index) => {
  const place = join(folder, String(index))
  prepareFolder(place)
  calls = []
  fault = one
  try {
    const errors = writeRun(newWrites(place), { workspace: place, patience: 200 })
    return { errors: errors.map(({ code, message }) => `${code}: ${message}`), calls }
  } catch (error) {
    return { thrown: error instanceof FileError ? `FileError ${error.message}` : String(error), errors: [], calls }
  } finally {
    fault = undefined
  }
})
process.stdout.write(JSON.stringify(outcomes))
