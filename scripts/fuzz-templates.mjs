/**
 * Fuzzes the templates of the built library: text or an error of ours with file and line comes out of every one, within 5 s, and nothing is
 * left behind. `node scripts/fuzz-templates.mjs [--seconds 60] [--seed 1]`; the same seed gives the same templates.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { generateCase } from './fuzz-grammar.mjs'

const library = new URL('../dist/lib/index.js', import.meta.url)
const perTemplate = 5_000
const heap = 512
const workers = 2

if (process.argv[2] === '--worker') await work()
else await main()

async function main() {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      case: { type: 'string' }
    }
  })
  const seed = Number(values.seed)
  const seconds = Number(values.seconds)
  if (!Number.isSafeInteger(seed) || !(seconds > 0)) throw new Error('--seed and --seconds must be numbers')
  if (values.case !== undefined) {
    const plain = (_, value) => (typeof value === 'bigint' ? String(value) : value)
    console.log(JSON.stringify(generateCase(seed, Number(values.case)), plain, 2))
    return
  }
  const end = performance.now() + seconds * 1000
  const results = await Promise.all(
    Array.from({ length: workers }, (_, worker) => fuzz(seed, worker, () => end - performance.now()))
  )
  report(seed, results)
}

/** Runs every `workers`-th case in children, until the time is up or one fails. */
async function fuzz(seed, worker, timeLeft) {
  const counts = new Map()
  const failures = []
  let next = worker
  while (timeLeft() > 0 && failures.length === 0) {
    const { at, failure } = await runChild(seed, next, timeLeft, counts)
    if (failure !== undefined) failures.push({ number: at, failure })
    next = at + workers
  }
  return { counts, failures }
}

/** One child: it says which case it begins and how it ended. */
function runChild(seed, first, timeLeft, counts) {
  return new Promise(done => {
    const child = fork(fileURLToPath(import.meta.url), ['--worker', String(seed), String(first)], {
      execArgv: ['--disallow-code-generation-from-strings', `--max-old-space-size=${heap}`],
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'ipc']
    })
    let at = first
    let failure
    let isOver = false
    let errors = ''
    child.stderr.on('data', data => (errors = (errors + String(data)).slice(0, 4000)))
    const stop = why => {
      failure ??= why
      child.kill('SIGKILL')
    }
    let patience = setTimeout(() => stop('the child did not begin'), 2 * perTemplate)
    const whole = setTimeout(
      () => {
        isOver = true
        child.kill('SIGKILL')
      },
      Math.max(timeLeft(), 1)
    )
    child.on('message', ({ begin, outcome, failure: found }) => {
      if (begin !== undefined) {
        at = begin
        clearTimeout(patience)
        patience = setTimeout(() => stop(`takes longer than ${perTemplate} ms`), perTemplate)
      }
      if (outcome !== undefined) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
      if (found !== undefined) stop(found)
    })
    child.on('close', (code, signal) => {
      clearTimeout(patience)
      clearTimeout(whole)
      if (!isOver) failure ??= `the child ended (${code ?? signal}): ${errors}`
      done({ at, failure })
    })
  })
}

function report(seed, results) {
  const counts = new Map()
  for (const one of results)
    for (const [outcome, count] of one.counts) counts.set(outcome, (counts.get(outcome) ?? 0) + count)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  console.log(`seed ${seed}, ${total} templates`)
  for (const [outcome, count] of [...counts].sort()) console.log(`  ${outcome}: ${count}`)
  for (const { number, failure } of results.flatMap(({ failures }) => failures)) {
    const { kind, source, files } = generateCase(seed, number)
    console.error(`case ${number} (${kind}): ${failure}`)
    console.error(JSON.stringify({ source, files }).slice(0, 4000))
    console.error(`reproduce: node scripts/fuzz-templates.mjs --seed ${seed} --case ${number} prints it whole`)
    process.exitCode = 1
  }
  if (total === 0 && process.exitCode === undefined) {
    console.error('no template was rendered')
    process.exitCode = 1
  }
}

async function work() {
  const { isImagesError, ProjectError, renderTemplate } = await import(library.href)
  const seed = Number(process.argv[3])
  const before = prototypes()
  for (let number = Number(process.argv[4]); ; number += workers) {
    await say({ begin: number })
    const { kind, source, files, vars } = generateCase(seed, number)
    const started = performance.now()
    let outcome = 'text'
    try {
      const text = renderTemplate(source, { files, vars, name: 'deploy.yml' })
      if (typeof text !== 'string') return say({ failure: 'the result is no text' })
    } catch (error) {
      if (!isImagesError(error) || !(error instanceof ProjectError))
        return say({ failure: `an error that is not ours: ${error instanceof Error ? error.stack : String(error)}` })
      if (error.place?.file === undefined || error.place.line === undefined)
        return say({ failure: `an error without file and line: ${error.message}` })
      outcome = `error ${error.code}`
    }
    if (performance.now() - started > perTemplate) return say({ failure: `took longer than ${perTemplate} ms` })
    if (prototypes() !== before) return say({ failure: 'the prototypes of the host have changed' })
    await say({ outcome: `${kind}, ${outcome}` })
  }
}

function prototypes() {
  return [Object, Array, String, Function, Map, Set, Number, BigInt, RegExp]
    .flatMap(({ name, prototype }) => Reflect.ownKeys(prototype).map(key => `${name}.${String(key)}`))
    .join()
}

function say(message) {
  return new Promise(sent => process.send(message, sent))
}
