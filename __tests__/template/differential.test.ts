import { describe, expect, test } from 'vitest'
import {
  type Result,
  type Row,
  readCorpus,
  readRecorded,
  renderOurs,
  renderWithJinja2,
  themes,
  writeRecorded
} from '../helpers/jinja2.ts'

/** Jinja2's classes for a template it cannot find; ours is one code. */
const missing = new Set(['TemplateNotFound', 'TemplatesNotFound'])

function title(row: Row, index: number): string {
  return `${index} ${JSON.stringify(row.source).slice(0, 100)}`
}

/** What stays the same from one Python to the next: the text, or where it fails. */
function essence(result: Result, index: number): unknown {
  return [index, result.ok ? result.text : { type: result.type, line: result.line, file: result.file }]
}

describe.each(themes)('%s', theme => {
  const rows = readCorpus(theme)
  const live = renderWithJinja2(rows)
  if (live && process.env['UPDATE_RECORDED'] === '1') writeRecorded(theme, live)
  const recorded = readRecorded(theme)

  test('has a recorded result for every row', () => {
    expect(recorded).toHaveLength(rows.length)
  })

  test.runIf(live)('was recorded from what Jinja2 still gives', () => {
    expect(recorded.map(essence)).toEqual(live?.map(essence))
  })

  test.each(rows.map((row, index) => ({ title: title(row, index), row, wanted: recorded[index] })))(
    '$title',
    ({ row, wanted }) => {
      const ours = renderOurs(row)
      if (row.unsupported || row.refused) {
        expect(ours).toMatchObject({ ok: false, code: row.refused ?? 'unsupported' })
      } else if (wanted?.ok) {
        expect(ours).toEqual(wanted)
      } else {
        expect(ours.ok).toBe(false)
        if (ours.ok || !wanted) return
        if (missing.has(wanted.type)) expect(ours.code).toBe('missing-file')
        else expect(ours.type).toBe(wanted.type.replace(/^SyntaxError$/, 'TemplateSyntaxError'))
        if (wanted.line !== null) expect(ours.line).toBe(row.line ?? wanted.line)
        if (wanted.file !== null) expect(ours.file).toBe(wanted.file)
      }
    }
  )

  test('says why for every row that is not supported', ({ annotate }) => {
    const unsupported = rows.filter(row => row.unsupported !== undefined)
    annotate(`${unsupported.length} of ${rows.length} rows are not supported`)
    expect(unsupported.every(row => row.unsupported !== '')).toBe(true)
    expect(unsupported.length).toBeLessThan(rows.length / 10)
  })
})
