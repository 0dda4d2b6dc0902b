// Lists the tags of many images at a registry 30 ms away: ours beside a floor, Renovate and skopeo. Whole processes, in turns, medians.
// node bench/registries.mjs [--check] [--write] [--only small,large] [--ways ours,floor] [--rounds 5] [--round-trip 30] [--dist dist]
// The source as it stands is bundled, unless --dist names a folder that is built. --check: exit code 1 where a bar is missed or a list
// is wrong. --write: the results go into docs/performance.md.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { judge } from './registries/bars.mjs'
import { startHost } from './registries/host.mjs'
import { median, run } from './registries/measure.mjs'
import { versionsOfPeers } from './registries/peers.mjs'
import { buildPrograms } from './registries/programs.mjs'
import { findWrong, scenarios } from './registries/scenarios.mjs'
import { barRows, formatMarkdown, formatPlain, resultRows, writeBetweenMarks } from './registries/table.mjs'
import { repositoriesOf } from './registries/tags.mjs'
import { makeWays, wayNames } from './registries/ways.mjs'

const scenarioNames = scenarios.map(({ name }) => name)
const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: scenarioNames.join(',') },
    ways: { type: 'string', default: wayNames.join(',') },
    dist: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    'round-trip': { type: 'string', default: '30' }
  }
})
const [only, wanted] = [values.only.split(','), values.ways.split(',')]
const unknown = [
  ...only.filter(name => !scenarioNames.includes(name)),
  ...wanted.filter(name => !wayNames.includes(name))
]
if (unknown.length > 0) throw new Error(`not known: ${unknown.join(', ')}`)
const rounds = Number(values.rounds)
const chosen = scenarios.filter(({ name }) => only.includes(name))

const folder = mkdtempSync(join(tmpdir(), 'registries-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
process.on('SIGINT', () => process.exit(130))
const programs = await buildPrograms(folder, values.dist)
const [load = 0] = loadavg()
/** @type {import('./registries/bars.mjs').Results} */
const results = new Map()
const titles = new Map()
const problems = new Set()
const leftOut = new Set()
for (const scenario of chosen) results.set(scenario.name, await measure(scenario))

const processor = cpus()[0]?.model ?? 'a processor without a name'
const versions = versionsOfPeers()
const machine = `${processor}, ${cpus().length} cores, Node ${process.versions.node}${versions && `, ${versions}`}`
const table = resultRows(results, chosen, titles)
const judged = judge(results, chosen)
console.log(`Round trip ${values['round-trip']} ms; ${machine}; medians of ${rounds} whole processes`)
console.log(`${formatPlain(table, 2)}\n`)
console.log(formatPlain(barRows(judged), 2))
if (load > 0.5) console.log(`load ${load.toFixed(1)} at the start: other programs ran, so times say little`)
for (const why of leftOut) console.log(`left out: ${why}`)
for (const problem of problems) console.log(`WRONG: ${problem}`)

if (values.write) {
  const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(new Date())
  const text = [
    `${date}, ${machine}; medians of ${rounds}.`,
    formatMarkdown(table, 2),
    formatMarkdown(barRows(judged), 2)
  ]
  writeBetweenMarks(fileURLToPath(new URL('../docs/performance.md', import.meta.url)), text.join('\n\n'))
}
if (values.check && (problems.size > 0 || judged.some(({ holds }) => !holds))) process.exitCode = 1

/** All ways of one scenario, in turns. @param {import('./registries/scenarios.mjs').Scenario} scenario */
async function measure({ name, title, set, options, ways: all }) {
  const host = await startHost(['--set', set.name, '--round-trip', values['round-trip'], ...options])
  try {
    const images = [...repositoriesOf(set).keys()].map(path => `${host.host}/${path}`)
    const names = all.filter(way => wanted.includes(way))
    const { ways, missing } = makeWays(names, { folder: join(folder, name), host, images, programs })
    for (const why of missing) leftOut.add(why)
    const runs = new Map(ways.map(way => [way.name, []]))
    for (let round = 0; round < rounds; round++) {
      for (const way of ways) {
        titles.set(way.name, way.title)
        showProgress(`${title}, round ${round + 1}: ${way.title}`)
        await host.take()
        const one = await run(way.program, folder)
        runs.get(way.name)?.push({ ...one, output: '', counts: await host.take(), wrong: wrongIn(set, way, one) })
      }
    }
    showProgress('')
    return new Map([...runs].map(([way, list]) => [way, summarise(list)]))
  } finally {
    host.stop()
  }
}

function showProgress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(78)}\r`)
}

function wrongIn(set, way, { failure, output }) {
  const wrong = failure ?? findWrong(set, way, output)
  if (wrong !== undefined) problems.add(`${set.title}, ${way.title}: ${wrong}`)
  return wrong
}

/** Medians of time and memory; the most that a run asked for; what was wrong in any run. */
function summarise(list) {
  const most = list.toSorted((a, b) => b.counts.requests - a.counts.requests)[0]
  const wrong = list.find(one => one.wrong !== undefined)?.wrong
  return { ms: median(list.map(one => one.ms)), peak: median(list.map(one => one.peak)), counts: most.counts, wrong }
}
