import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readUserFile } from '../../../src/io/write-file.ts'
import { type RunWrite, writeRun } from '../../../src/io/write-run.ts'

/**
 * One of several processes that write at once, each `rounds` times: a line of its own into the output file, as it read it before, and
 * one into the lock, as it stands there at that moment. `dieInside`: it is killed while it holds the folder.
 */
type Request = {
  readonly folder: string
  readonly output: string
  readonly name: string
  readonly rounds: number
  readonly dieInside?: boolean
}

const { folder, output, name, rounds, dieInside }: Request = JSON.parse(process.argv[2] ?? '')
const inside = join(folder, 'inside')
const path = join(folder, output)

function runOnce(line: string): readonly string[] {
  const before = readUserFile(path)
  const lock: RunWrite = {
    path: join(folder, 'images.lock.json'),
    text: now => {
      if (dieInside) process.kill(process.pid, 'SIGKILL')
      // fails where another process is here as well
      writeFileSync(inside, name, { flag: 'wx' })
      const text = `${now ?? ''}${output} ${line}`
      if (readFileSync(inside, 'utf8') !== name) throw new Error('another process was here')
      rmSync(inside)
      return text
    }
  }
  const writes = [{ path, text: `${before ?? ''}${line}`, expected: before ?? null }, lock]
  return writeRun(writes, { workspace: folder, patience: 20_000 }).map(({ code, message }) => `${code} ${message}`)
}

const refusals: string[] = []
for (let round = 1; round <= rounds; ) {
  const errors = runOnce(`${name}-${round}\n`)
  refusals.push(...errors)
  if (errors.length === 0) round += 1
}
process.stdout.write(JSON.stringify(refusals))
