// Renders one generated project of 2,000 manifests with ours, nunjucks and Python's Jinja2: whole processes, in turns, medians, ratios.
// node bench/templates.mjs [--check] [--keep FOLDER]: with --check it fails where a bar of the project is missed.
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { writeCorpus } from './templates/corpus.mjs'

const rounds = 5
const python = '/usr/bin/python3'
const time = '/usr/bin/time'
const here = name => fileURLToPath(new URL(`templates/${name}`, import.meta.url))
const kept = process.argv.includes('--keep') ? process.argv[process.argv.indexOf('--keep') + 1] : undefined
const folder = kept ?? mkdtempSync(join(tmpdir(), 'templates-bench-'))
const project = join(folder, 'project')
mkdirSync(project, { recursive: true })
const corpus = writeCorpus(project)
await bundle()

const hasPython = spawnSync(python, ['-c', 'import jinja2, yaml']).status === 0
const output = name => join(folder, `${name}.json`)
const library = join(folder, 'bundle', 'library.js')
const program = join(folder, 'bundle', 'cli.js')
const node = process.execPath
const fixed = ['--offline-images', '--output-file', join(project, 'fixed-images.yaml')]
const offline = [program, 'render', project, ...fixed]
const ways = new Map([
  ['ours, a call a manifest', [node, here('ours.mjs'), library, project, output('ours')]],
  ['ours, the whole project', [node, ...offline]],
  ['nunjucks', [node, here('nunjucks.mjs'), project, output('nunjucks')]],
  ...(hasPython ? [['Jinja2', [python, here('jinja.py'), project, output('jinja')]]] : [])
])

const runs = new Map([...ways.keys()].map(name => [name, []]))
for (let round = 0; round < rounds; round++) for (const [name, command] of ways) runs.get(name).push(run(command))

const median = list => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]
const results = new Map(
  [...runs].map(([name, list]) => [
    name,
    { ms: median(list.map(one => one.ms)), peak: median(list.map(one => one.peak)) }
  ])
)
const base = results.get('nunjucks').ms
const jinja = results.get('Jinja2')?.ms ?? Number.NaN
console.log(
  `${corpus.manifests} manifests, ${corpus.calls} calls; Node ${process.version}; medians of ${rounds} whole processes`
)
console.log(
  `${''.padEnd(26)}${['time', '/ nunjucks', '/ Jinja2', 'peak memory'].map(word => word.padStart(13)).join('')}`
)
for (const [name, { ms, peak }] of results) {
  const cells = [
    `${ms.toFixed(0)} ms`,
    (ms / base).toFixed(2),
    Number.isNaN(jinja) ? '?' : (ms / jinja).toFixed(2),
    peak === 0 ? '?' : `${(peak / 1024).toFixed(0)} MiB`
  ]
  console.log(name.padEnd(26) + cells.map(cell => cell.padStart(13)).join(''))
}

const ours = results.get('ours, a call a manifest').ms
const whole = results.get('ours, the whole project').ms
const bars = [
  ['at most 3 times the time of nunjucks', ours / base <= 3],
  ['the whole project, YAML read and images found, too', whole / base <= 3],
  ['nunjucks gives the same text', agree('nunjucks')],
  ...(hasPython
    ? [
        ['faster than Jinja2', ours < jinja],
        ['the whole project is faster than Jinja2, which only renders', whole < jinja],
        ['Jinja2 gives the same text', agree('jinja')]
      ]
    : [])
]
for (const [name, holds] of bars) console.log(`${holds ? 'holds' : 'MISSED'}  ${name}`)
if (!hasPython) console.log(`left out: Jinja2, as ${python} has no jinja2 and yaml`)
if (process.argv.includes('--check') && bars.some(([, holds]) => !holds)) process.exitCode = 1
if (kept === undefined) rmSync(folder, { recursive: true })

/** The command line, its rendering process and the library, from the source as it stands; laid out as dist/ is. */
async function bundle() {
  const names = { cli: 'cli.ts', renderer: 'renderer.ts', library: 'template/render.ts' }
  const input = Object.fromEntries(Object.entries(names).map(([name, path]) => [name, here(`../../src/${path}`)]))
  const built = await rolldown({ input, platform: 'node', logLevel: 'silent' })
  await built.write({
    dir: join(folder, 'bundle'),
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js'
  })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
}

/** Runs a program to its end; its peak memory is that of the largest process of it, 0 where nothing measures it. */
function run(command) {
  const measured = existsSync(time) ? [time, '-q', '-f', '%M', ...command] : command
  const start = performance.now()
  const printed = openSync(join(folder, 'printed.txt'), 'w')
  const { status, stderr } = spawnSync(measured[0], measured.slice(1), {
    encoding: 'utf8',
    stdio: ['ignore', printed, 'pipe']
  })
  closeSync(printed)
  const ms = performance.now() - start
  if (status !== 0) throw new Error(`${command.join(' ')} failed:\n${stderr}`)
  return { ms, peak: Number(stderr.trim().split('\n').at(-1)) || 0 }
}

/** Is every manifest the same text as ours? A placeholder differs in the place it carries, and nunjucks keeps the last line end. */
function agree(name) {
  const [own, other] = ['ours', name].map(one => JSON.parse(readFileSync(output(one), 'utf8')).map(comparable))
  const index = own.findIndex((text, position) => text !== other[position])
  if (index >= 0)
    console.log(`differs from ours: ${name}, manifest ${index}\n--- ours\n${own[index]}\n--- ${name}\n${other[index]}`)
  return index < 0
}

function comparable(text) {
  const withoutPlace = text.replace(/kluctl-images\.call\.([\w-]+)\.llac/g, (_, call) => {
    const [image, filter] = JSON.parse(Buffer.from(call, 'base64url').toString())
    return `${image} (${filter})`
  })
  return withoutPlace.trimEnd()
}
