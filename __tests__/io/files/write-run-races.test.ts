import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { byCodeUnit } from '../../../src/text.ts'
import { buildProgram, type WriteProgram } from './write-process.ts'

let program: WriteProgram
let folder = ''
const rounds = 8

beforeAll(async () => {
  program = await buildProgram('race-step.ts')
})
afterAll(() => program.remove())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'races-'))
  for (const name of ['tmp', 'work']) mkdirSync(join(folder, name))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const linesOf = (file: string): readonly string[] =>
  readFileSync(join(folder, 'work', file), 'utf8')
    .trimEnd()
    .split('\n')
    .toSorted(byCodeUnit)
const allLines = (names: readonly string[]): readonly string[] =>
  names.flatMap(name => Array.from({ length: rounds }, (_, index) => `${name}-${index + 1}`)).toSorted(byCodeUnit)

/** Runs all at once; what they were told in place of "written". */
async function race(runs: readonly object[]): Promise<readonly string[]> {
  const env = { TMPDIR: join(folder, 'tmp') }
  const start = (run: object): Promise<unknown> =>
    program.start({ folder: join(folder, 'work'), rounds, ...run }, { env })
  return (await Promise.all(runs.map(start))).flat().map(String)
}

function signs(): readonly string[] {
  const [own = ''] = readdirSync(join(folder, 'tmp'))
  return readdirSync(join(folder, 'tmp', own))
}

describe('runs at once', () => {
  test.each([2, 5])(
    'of one output file: each has written or was told to run again, and nothing is lost: %i',
    async count => {
      const names = Array.from({ length: count }, (_, index) => `run${index}`)
      const refusals = await race(names.map(name => ({ name, output: 'a.yaml' })))
      const told = `changed "${join(folder, 'work', 'a.yaml')}" changed while we were working; run again`
      expect([...new Set(refusals)].filter(text => text !== told)).toEqual([])
      expect(linesOf('a.yaml')).toEqual(allLines(names))
      // the lock speaks of what was written, and of nothing else
      expect(linesOf('images.lock.json')).toEqual(allLines(names).map(line => `a.yaml ${line}`))
      expect(readdirSync(join(folder, 'work')).toSorted()).toEqual(['a.yaml', 'images.lock.json'])
      expect(signs()).toEqual([])
    }
  )

  test('of two output files that share a lock: nobody is told to run again, and nothing is lost', async () => {
    const runs = ['a', 'b'].map(name => ({ name, output: `${name}.yaml` }))
    expect(await race(runs)).toEqual([])
    for (const name of ['a', 'b']) expect(linesOf(`${name}.yaml`)).toEqual(allLines([name]))
    const expected = ['a', 'b'].flatMap(name => allLines([name]).map(line => `${name}.yaml ${line}`))
    expect(linesOf('images.lock.json')).toEqual(expected)
  })

  test('of which one was killed while it wrote: the others take its place, one at a time', async () => {
    expect(await race([{ name: 'dead', output: 'dead.yaml', dieInside: true }])).toEqual(['undefined'])
    expect(signs()).toHaveLength(1)
    const names = ['a', 'b', 'c', 'd', 'e']
    expect(await race(names.map(name => ({ name, output: `${name}.yaml` })))).toEqual([])
    const expected = names.flatMap(name => allLines([name]).map(line => `${name}.yaml ${line}`))
    expect(linesOf('images.lock.json')).toEqual(expected)
    expect(signs()).toEqual([])
  })
})
