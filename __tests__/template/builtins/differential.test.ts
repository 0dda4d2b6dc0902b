import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Answer, answer, askPython, type Request } from '../../helpers/python-values.ts'

/** A request with what real Python answered. Rewritten with UPDATE_RECORDED=1 where Python is installed. */
type Case = Request & { readonly answer: Answer }

const file = new URL('../../fixtures/python-values/cases.json', import.meta.url)
const cases: readonly Case[] = JSON.parse(readFileSync(file, 'utf8'))
const live = askPython(cases)

if (live && process.env['UPDATE_RECORDED'] === '1') {
  const lines = cases.map((row, index) => JSON.stringify({ ...row, answer: comparable(live[index]) }))
  writeFileSync(file, `[\n${lines.join(',\n')}\n]\n`)
}

/** Values byte for byte; of an error its class. Our YAML reader has one class for all of PyYAML's. */
function comparable(found: Answer | undefined): object {
  if (!found || 'value' in found) return found ?? {}
  const isYaml = /^(?:YAML|Scanner|Parser|Composer|Constructor|Reader)Error$/.test(found.error)
  return { error: isYaml ? 'YAMLError' : found.error.replace('binascii.', '') }
}

const operations = [...new Set(cases.map(row => row.do))]

describe('every operation answers as real Python, Jinja2 and PyYAML recorded it', () => {
  test.each(operations)('%s', operation => {
    const rows = cases.filter(row => row.do === operation)
    const ours = rows.map(row => ({ args: row.args, kwargs: row.kwargs, answer: comparable(answer(row)) }))
    expect(ours).toEqual(rows.map(row => ({ args: row.args, kwargs: row.kwargs, answer: comparable(row.answer) })))
  })
})

test('the recorded cases cover every operator, filter and test that needs no engine', () => {
  expect(cases.length).toBeGreaterThan(1200)
  expect(operations.filter(operation => operation.startsWith('filter ')).length).toBeGreaterThan(45)
})

test.skipIf(!live)('what is recorded is what the Python on this machine answers (skipped without Python)', () => {
  expect(live?.map(comparable)).toEqual(cases.map(row => comparable(row.answer)))
})
