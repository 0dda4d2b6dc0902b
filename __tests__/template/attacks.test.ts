import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ProjectError } from '../../src/errors.ts'
import { renderTemplate } from '../../src/template/render.ts'
import { type Attack, attackFiles, readAttacks } from '../helpers/attacks.ts'

const attacks = readAttacks()
const fixtures = join(import.meta.dirname, '..', 'fixtures')
const costs: string[] = Object.values<string[]>(parse(readFileSync(join(fixtures, 'attack-costs.yaml'), 'utf8'))).flat()
/** Threat model section 10: milliseconds a file, MiB of heap. */
const timeLimit = 5_000
const heapLimit = 256

function outcome(attack: Attack): string {
  try {
    return renderTemplate(attack.source, { files: attackFiles, name: 'deploy.yml' })
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    expect(error.place?.file).toMatch(/^[a-z]+\.(yml|j2)$/)
    return `refused: ${error.code}`
  }
}

describe('attack templates are refused or harmless', () => {
  test.each(attacks.map(attack => ({ ...attack, title: `${attack.id} ${attack.source.slice(0, 80)}`, attack })))(
    '$title',
    ({ attack }) => {
      const result = outcome(attack)
      if (attack.text === undefined) expect(result).toMatch(/^refused: /)
      else expect(result).toBe(attack.text)
    }
  )

  test('leave no trace in the prototypes of the host', () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    for (const attack of attacks.filter(({ id }) => id === 'T-03' || id === 'T-05')) outcome(attack)
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
  })
})

describe('with code generation forbidden by the engine', () => {
  let folder = ''

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'attacks-'))
    const input = join(import.meta.dirname, '..', '..', 'src', 'template', 'render.ts')
    const build = await rolldown({ input, platform: 'node', logLevel: 'silent' })
    await build.write({ file: join(folder, 'render.mjs'), format: 'esm' })
    await build.close()
    writeFileSync(join(folder, 'attacks.json'), JSON.stringify({ attacks, files: attackFiles, costs }))
    writeFileSync(
      join(folder, 'costs.mjs'),
      `import { readFileSync } from 'node:fs'
import { renderTemplate } from './render.mjs'
const { costs } = JSON.parse(readFileSync(new URL('attacks.json', import.meta.url), 'utf8'))
for (const source of costs) {
  const started = process.cpuUsage().user
  let outcome = 'text'
  try { renderTemplate(source) } catch (error) { outcome = error.name + ' ' + error.code }
  const memory = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(JSON.stringify({ source, outcome, memory, time: Math.round((process.cpuUsage().user - started) / 1000) }))
}
`
    )
    writeFileSync(
      join(folder, 'main.mjs'),
      `import { readFileSync } from 'node:fs'
import { renderTemplate } from './render.mjs'
const { attacks, files } = JSON.parse(readFileSync(new URL('attacks.json', import.meta.url), 'utf8'))
const harmless = renderTemplate("{% for i in range(3) %}{{ i | string | upper }}{% endfor %}", { files })
let bad = 0
for (const { source } of attacks) {
  try { renderTemplate(source, { files }) } catch (error) { if (error.name !== 'ProjectError') bad++ }
}
console.log(JSON.stringify({ harmless, bad, count: attacks.length }))
`
    )
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('every template gives the same: text or a ProjectError', () => {
    const run = spawnSync(process.execPath, ['--disallow-code-generation-from-strings', join(folder, 'main.mjs')], {
      encoding: 'utf8',
      env: {}
    })
    expect(run.stderr).toBe('')
    expect(JSON.parse(run.stdout)).toEqual({ harmless: '012', bad: 0, count: attacks.length })
  })

  test('T-10 T-11 what wants all time or memory ends within the limits', { timeout: 300_000 }, async () => {
    const flags = ['--disallow-code-generation-from-strings', `--max-old-space-size=${heapLimit}`]
    const lines = await outputOf([...flags, join(folder, 'costs.mjs')])
    const results = lines.map((line): CostResult => JSON.parse(line))
    expect(results.map(({ source }) => source)).toEqual(costs)
    for (const { source, outcome, time, memory } of results) {
      expect(outcome, source).toMatch(/^(?:text|ProjectError limit)$/)
      expect(time, source).toBeLessThan(timeLimit)
      expect(memory, source).toBeLessThan(1.5 * heapLimit)
    }
  })
})

describe('an honest template is within the limit of work', () => {
  test.each([
    [
      '{% set ns = namespace(l=[]) %}{% for i in range(3000) %}{% set ns.l = ns.l + [i] %}{% endfor %}{{ ns.l | length }}',
      '3000'
    ],
    [
      "{% set ns = namespace(t='') %}{% for i in range(3000) %}{% set ns.t = ns.t ~ 'x' %}{% endfor %}{{ ns.t | length }}",
      '3000'
    ]
  ])('%s', (source, expected) => {
    expect(renderTemplate(source)).toBe(expected)
  })
})

type CostResult = {
  readonly source: string
  readonly outcome: string
  readonly time: number
  readonly memory: number
}

/** Lines of standard output of a node process without an environment. */
function outputOf(args: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env: {}, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', data => (output += String(data)))
    child.on('error', reject)
    child.on('close', () => resolve(output.trimEnd().split('\n')))
  })
}
