// Picks the newest of 50,000 mixed tags in four ways, in turns in one process, and prints ratios of the medians.
// node bench/version-filters.mjs [--check]: with --check it fails where a bar of the project is missed.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import semver from 'semver'
import { minimalScan } from './version/minimal.mjs'
import { mixedTags } from './version/tags.mjs'

const rounds = 25
const source = fileURLToPath(new URL('version/entry.ts', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'version-filters-'))
const bundle = await rolldown({ input: source, platform: 'node', logLevel: 'silent' })
await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'filters.mjs' })
const { explain, findTraps, newest, parseVersionFilter } = await import(pathToFileURL(join(folder, 'filters.mjs')).href)
await rm(folder, { recursive: true })

const tags = mixedTags(50_000)
const valid = tags.filter(tag => semver.valid(tag))
const plain = parseVersionFilter('semver()')

const ways = new Map([
  ['newest(semver())', () => newest(plain, tags)],
  ['hand-written minimal scan', () => minimalScan(tags)],
  ['semver.rsort, valid tags only', () => semver.rsort([...valid])[0]],
  ['sort by compare, the last', () => tags.filter(plain.accepts).sort(plain.compare).at(-1)],
  ['explain(semver())', () => explain(plain, tags).newest],
  ["newest(semver(range='>=1.2 <20'))", () => newest(parseVersionFilter("semver(range='>=1.2 <20')"), tags)],
  ['findTraps(semver())', () => findTraps(plain, tags).length]
])

const times = new Map([...ways.keys()].map(name => [name, []]))
for (let round = 0; round < rounds; round++) {
  for (const [name, way] of ways) {
    const start = performance.now()
    way()
    times.get(name).push(performance.now() - start)
  }
}
const medians = new Map([...times].map(([name, list]) => [name, list.sort((a, b) => a - b)[Math.floor(rounds / 2)]]))
const own = medians.get('newest(semver())')

console.log(
  `${tags.length} tags, ${valid.length} strictly SemVer; Node ${process.version}; medians of ${rounds} rounds`
)
for (const [name, median] of medians) {
  console.log(
    `${name.padEnd(36)}${median.toFixed(2).padStart(9)} ms${(median / own).toFixed(2).padStart(9)} times newest(semver())`
  )
}
const agree = newest(plain, tags) === minimalScan(tags)
const bars = [
  ['at least 10 times as fast as semver.rsort', medians.get('semver.rsort, valid tags only') / own >= 10],
  ['at most 2 times the minimal scan', own / medians.get('hand-written minimal scan') <= 2],
  ['the minimal scan picks the same tag', agree]
]
for (const [name, holds] of bars) console.log(`${holds ? 'holds' : 'MISSED'}  ${name}`)
if (process.argv.includes('--check') && bars.some(([, holds]) => !holds)) process.exitCode = 1
