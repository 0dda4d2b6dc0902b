import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { dictMethods } from '../../src/template/builtins/dict-methods.ts'
import { filters } from '../../src/template/builtins/filters.ts'
import { listMethods, tupleMethods } from '../../src/template/builtins/list-methods.ts'
import { tests } from '../../src/template/builtins/tests.ts'
import { textMethods } from '../../src/template/builtins/text-methods.ts'
import { renderTemplate } from '../../src/template/render.ts'

const page = readFileSync(new URL('../../docs/templates.md', import.meta.url), 'utf8')

/** The rows of the first table after a heading, a cell each; `\\|` stands for a bar. */
function tableAfter(heading: string): readonly (readonly string[])[] {
  const section = page.slice(page.indexOf(`\n## ${heading}`))
  const lines = section.split('\n')
  const start = lines.findIndex(line => line.startsWith('| ---')) + 1
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith('|'))
  return lines.slice(start, end).map(line => line.split(/(?<!\\)\|/).map(cell => cell.trim().replaceAll('\\|', '|')))
}

function codesIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/`([^`]+)`/g), match => match[1] ?? '')
}

describe('docs/templates.md lists every name that exists', () => {
  const rows = new Map(tableAfter('What a template may use').map(([, name = '', names = '']) => [name, codesIn(names)]))
  const exceptRandom = [...filters.keys(), 'render'].filter(name => name !== 'random')

  test.each<[string, Iterable<string>]>([
    ['filters', exceptRandom],
    ['tests', tests.keys()],
    ['methods of text', textMethods.keys()],
    ['methods of lists', listMethods.keys()],
    ['methods of tuples', tupleMethods.keys()],
    ['methods of maps', dictMethods.keys()]
  ])('%s', (row, names) => {
    expect(rows.get(row)).toEqual([...names].sort())
  })

  test.each(rows.get('functions') ?? [])('the function %s', name => {
    expect(renderTemplate(`{{ ${name} is callable }}`)).toBe('True')
  })
})

describe('docs/templates.md refuses what we refuse', () => {
  const rows = tableAfter('What is refused, and why')

  test('in a table with examples', () => {
    expect(rows.length).toBeGreaterThan(20)
    for (const [, , examples = '', why = ''] of rows) {
      expect(codesIn(examples).length).toBeGreaterThan(0)
      expect(why).not.toBe('')
    }
  })

  const examples = rows.flatMap(([, , cell = '']) => codesIn(cell)).filter(code => code.startsWith('{'))
  test.each(examples)('%s', source => {
    const vars = { d: { a: 1 }, x: 'nan', a: [{ b: 1 }] }
    expect(() => renderTemplate(source, { vars, files: { x: '' } })).toThrow(ProjectError)
    try {
      renderTemplate(source, { vars, files: { x: '' } })
    } catch (error) {
      if (!(error instanceof ProjectError)) throw error
      expect(error.message).toMatch(
        /supported|not allowed|cannot be printed|depends on|^TemplateSyntaxError|Jinja2|without context/
      )
      expect(error.place?.line).toBe(1)
    }
  })
})
