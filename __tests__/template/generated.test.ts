import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Result, renderOurs, renderWithJinja2 } from '../helpers/jinja2.ts'
import { type Generated, generateTemplate } from './generator/statements.ts'

/** Results of Jinja2 for the first seeds, for where no Python is; rewritten with UPDATE_RECORDED=1. */
const file = new URL('../fixtures/jinja2/generated.json', import.meta.url)
const recordedSeeds = seeds(0, 400)
const liveSeeds = seeds(10_000, 600)

function seeds(from: number, count: number): readonly Generated[] {
  return Array.from({ length: count }, (_, index) => generateTemplate(from + index))
}

/** Text, or class and line of the error. YAML has one class of errors here; a line that Jinja2 does not know is not compared. */
function essence(result: Result, wanted: Result): string {
  if (result.ok) return result.text
  const type = /^(?:Scanner|Parser|Composer|Constructor|Reader)Error$/.test(result.type) ? 'YAMLError' : result.type
  const isMissing = type === '' || /^Templates?NotFound$/.test(type)
  return `${isMissing ? 'TemplateNotFound' : type} in line ${wanted.ok || wanted.line === null ? '?' : result.line}`
}

type Difference = { readonly source: string; readonly wanted: string; readonly ours: string }

/** Where ours differs. A refusal is no difference: it is counted. */
function compare(
  templates: readonly Generated[],
  wanted: readonly Result[]
): { differ: Difference[]; refused: number } {
  const differ: Difference[] = []
  let refused = 0
  for (const [index, template] of templates.entries()) {
    const result = wanted[index]
    if (!result) continue
    const ours = renderOurs(template)
    if (!ours.ok && (ours.code === 'unsupported' || ours.code === 'limit')) refused += 1
    else if (essence(ours, result) !== essence(result, result) || ours.ok !== result.ok)
      differ.push({ source: template.source, wanted: essence(result, result), ours: essence(ours, result) })
  }
  return { differ, refused }
}

const live = renderWithJinja2([...recordedSeeds, ...liveSeeds])

if (live && process.env['UPDATE_RECORDED'] === '1') {
  const lines = live.slice(0, recordedSeeds.length).map(result => JSON.stringify(result))
  writeFileSync(file, `[\n${lines.join(',\n')}\n]\n`)
}

const recorded: readonly Result[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []

describe('random templates render as in Jinja2, or are refused', () => {
  test('those whose results are recorded', () => {
    expect(recorded).toHaveLength(recordedSeeds.length)
    const { differ, refused } = compare(recordedSeeds, recorded)
    expect(differ).toEqual([])
    expect(refused).toBeLessThan(recordedSeeds.length / 20)
  })

  test('many of them give text, and many an error', () => {
    const texts = recorded.filter(result => result.ok).length
    expect(texts).toBeGreaterThan(recorded.length / 3)
    expect(recorded.length - texts).toBeGreaterThan(recorded.length / 4)
  })

  test.skipIf(!live)('those that Jinja2 renders now (skipped without Python)', () => {
    const { differ, refused } = compare(liveSeeds, live?.slice(recordedSeeds.length) ?? [])
    expect(differ).toEqual([])
    expect(refused).toBeLessThan(liveSeeds.length / 20)
  })
})
