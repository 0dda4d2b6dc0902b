import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { writeRun } from '../../../src/io/write-run.ts'
import { newWrites, runFiles, statesIn, strangersIn, textOf } from './run-files.ts'
import { buildProgram, type WriteProgram } from './write-process.ts'

let program: WriteProgram
let folder = ''

beforeAll(async () => {
  program = await buildProgram('faults-step.ts')
})
afterAll(() => program.remove())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'))
  mkdirSync(join(folder, 'tmp'))
  vi.stubEnv('TMPDIR', join(folder, 'tmp'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

type Outcome = { readonly errors: readonly string[]; readonly thrown?: string; readonly calls: readonly string[] }
type Fault = { readonly at: number; readonly how: string; readonly half?: boolean }

async function runWith(faults: readonly Fault[]): Promise<readonly Outcome[]> {
  return (await program.start({ folder, faults })) as readonly Outcome[]
}

async function callsOfRun(): Promise<readonly string[]> {
  const [outcome] = await runWith([{ at: 0, how: 'none' }])
  expect(statesIn(join(folder, '0'))).toEqual(['new', 'new', 'new', 'new'])
  return outcome?.calls ?? []
}

const reading = /^(?:lstat|readFile|readdir|readlink|realpath)Sync$/

/** Old and whole, or new and whole; new up to some file, and old from there on. */
const possible: readonly string[] = [0, 1, 2, 3, 4].map(count =>
  ['old', 'old', 'old', 'none'].map((old, index) => (index < count ? 'new' : old)).join()
)

/** What the next run finds and does: it merges into a lock that may be new already. */
function heal(place: string): void {
  for (const name of strangersIn(place)) utimesSync(join(place, name), 1, 1)
  const writes = newWrites(place).map(({ path, text }, index) => {
    const made = textOf(runFiles[index] ?? '', 'new')
    return { path, text: typeof text === 'string' ? made : (): string => made }
  })
  expect(writeRun(writes, { workspace: place, patience: 2000 })).toEqual([])
  expect(statesIn(place)).toEqual(['new', 'new', 'new', 'new'])
  expect(strangersIn(place)).toEqual([])
}

describe('whichever call of the file system fails', () => {
  test.each(['ENOSPC', 'EIO', 'EACCES'])(
    'with %s, every file is whole, and the run says so or has written all',
    async how => {
      const calls = await callsOfRun()
      expect(calls.length).toBeGreaterThan(50)
      const faults = calls.flatMap((name, index) => [
        // what cannot be written can still be read
        ...(how !== 'EIO' && reading.test(name) ? [] : [{ at: index + 1, how }]),
        ...(name === 'writeSync' ? [{ at: index + 1, how, half: true }] : [])
      ])
      const outcomes = await runWith(faults)
      const found = outcomes.map(({ errors, thrown, calls: made }, index) => {
        const place = join(folder, String(index))
        const states = statesIn(place).join()
        const rest = strangersIn(place)
        if (how === 'EIO') heal(place)
        const isSaid = errors.length === 1 || states === 'new,new,new,new'
        const isFine = thrown === undefined && possible.includes(states) && rest.length === 0 && isSaid
        return isFine ? [] : [{ call: made[(faults[index]?.at ?? 0) - 1], states, rest, thrown, errors }]
      })
      expect(found.flat()).toEqual([])
      // nearly every call matters: a run in which most faults go unnoticed would prove nothing
      expect(outcomes.filter(({ errors }) => errors.length === 1).length).toBeGreaterThan(faults.length / 2)
    },
    120_000
  )
})

describe('whenever the run is killed', () => {
  test('every file is whole, and the next run heals what is left', async () => {
    const calls = await callsOfRun()
    const faults = calls.flatMap((name, index) =>
      reading.test(name)
        ? []
        : [
            { at: index + 1, how: 'kill' },
            ...(name === 'writeSync' ? [{ at: index + 1, how: 'kill', half: true }] : [])
          ]
    )
    expect(faults.length).toBeGreaterThan(25)
    const places = faults.map((_, index) => join(folder, `killed-${index}`))
    const lane = async (begin: number): Promise<void> => {
      for (let index = begin; index < faults.length; index += 2)
        expect(await program.start({ folder: places[index], faults: [faults[index]] })).toBeUndefined()
    }
    await Promise.all([lane(0), lane(1)])
    const states = places.map(place => statesIn(join(place, '0')).join())
    expect([...new Set(states)].toSorted()).toEqual(possible.toSorted())
    expect(places.some(place => strangersIn(join(place, '0')).length > 0)).toBe(true)
    for (const place of places) heal(join(place, '0'))
  }, 120_000)
})

describe('on a disk that is full', () => {
  const through = ['unshare', '--map-root-user', '--mount']
  const canMount = spawnSync('unshare', [...through.slice(1), 'mount', '-t', 'tmpfs', 'none', tmpdir()]).status === 0

  test.skipIf(!canMount)('the old files stay (skipped where no disk can be mounted)', async () => {
    const place = join(folder, 'disk')
    mkdirSync(place)
    // the three old files fit, and no second copy of one
    const size = runFiles.slice(0, 3).reduce((sum, file) => sum + textOf(file, 'old').length, 0) + 12_288
    const script = `mount -t tmpfs -o size=${size} none "${place}" && "$@" && tar -C "${place}" -cf "${folder}/disk.tar" .`
    const shell = [...through, 'sh', '-c', script, 'sh']
    const outcomes = await program.start({ folder: place, faults: [{ at: 0, how: 'none' }] }, { through: shell })
    expect(outcomes).toMatchObject([{ errors: [expect.stringContaining('cannot be written (ENOSPC)')] }])
    mkdirSync(join(folder, 'copy'))
    spawnSync('tar', ['-C', join(folder, 'copy'), '-xf', join(folder, 'disk.tar')])
    expect(possible.slice(0, 4)).toContain(statesIn(join(folder, 'copy/0')).join())
    expect(strangersIn(join(folder, 'copy/0'))).toEqual([])
  })
})

test('a temporary file of a run that may still be at work is left alone, and so is a file of the user', () => {
  const place = join(folder, 'x')
  mkdirSync(place)
  const names = ['.a.yaml.0123456789ab.tmp', '.a.yaml.0123456789ab.bak', '.b.yaml.0123456789ab.tmp']
  for (const name of names) writeFileSync(join(place, name), 'x')
  for (const name of names.slice(1)) utimesSync(join(place, name), 1, 1)
  expect(writeRun([{ path: join(place, 'a.yaml'), text: 'new' }], { workspace: place })).toEqual([])
  expect(strangersIn(place).toSorted()).toEqual([...names, 'a.yaml'].toSorted())
  expect(readFileSync(join(place, 'a.yaml'), 'utf8')).toBe('new')
})
