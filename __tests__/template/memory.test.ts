import { describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { type RenderOptions, renderRemembering, renderTemplate } from '../../src/template/render.ts'
import { RenderMemory } from '../../src/template/render-memory.ts'
import { type Row, readCorpus, themes } from '../helpers/jinja2.ts'

function renderTwice(source: string, options: RenderOptions): readonly [string, string, string] {
  const memory = new RenderMemory()
  const render = (): string => renderRemembering(source, options, memory)
  return [render(), render(), render()]
}

const vars = new Map<string, unknown>([
  ['list', [1, [2, 3]]],
  ['map', { inner: { key: 'value' }, list: ['a'] }],
  ['text', 'x']
])

describe('renders that share a memory do not see each other (T-07)', () => {
  test.each([
    ['{{ list.append(4) }}{{ list }}', 'None[1, [2, 3], 4]'],
    ['{{ list[1].append(4) }}{{ list }}', 'None[1, [2, 3, 4]]'],
    ['{{ list.pop() }}{{ list }}', '[2, 3][1]'],
    ['{{ list.clear() }}{{ list }}', 'None[]'],
    ['{{ map.update({"a": 1}) }}{{ map | list }}', "None['inner', 'list', 'a']"],
    ['{{ map.inner.pop("key") }}{{ map.inner }}', 'value{}'],
    ['{{ map["list"].append("b") }}{{ map["list"] }}', "None['a', 'b']"],
    ['{{ update_dict(map, {"b": 2}) | list }}{{ map | list }}', undefined],
    ['{% set text = "y" %}{{ text }}{{ get_var("text") }}', undefined],
    ['{% set m = map %}{{ m.inner.update(key="new") }}{{ map.inner.key }}', 'Nonenew'],
    ['{% import "lib" as lib %}{{ lib.add(list) }}{{ lib.kept }}{{ list }}', undefined]
  ])('%s', (source, expected) => {
    const files = { lib: '{% set kept = [] %}{% macro add(l) %}{{ l.append(9) }}{{ kept.append(l[0]) }}{% endmacro %}' }
    const options = { vars, files }
    const alone = outcome(() => renderTemplate(source, options))
    const memory = new RenderMemory()
    const shared = [1, 2, 3].map(() => outcome(() => renderRemembering(source, options, memory)))
    expect(shared).toEqual([alone, alone, alone])
    if (expected !== undefined) expect(alone).toBe(expected)
  })

  test('a map that two variables share is two maps for a template', () => {
    const inner = { key: 1 }
    const options = { vars: { a: inner, b: inner } }
    expect(renderTwice('{{ a.update(key=2) }}{{ a.key }}{{ b.key }}', options)).toEqual(['None21', 'None21', 'None21'])
  })

  test('a variable is one value for the whole render, however often it is named', () => {
    const source = '{{ list.append(4) }}{% include "see" %}{{ load_template("see") }}{{ get_var("list") | length }}'
    expect(renderTwice(source, { vars, files: { see: '{{ list | length }}' } })[1]).toBe('None333')
  })
})

test.each(themes)('the whole corpus of %s renders the same with one memory, also again', theme => {
  const memory = new RenderMemory()
  const rows = readCorpus(theme)
  const alone = rows.map(row => outcome(() => renderTemplate(row.source, optionsOf(row))))
  for (let round = 0; round < 3; round++) {
    expect(rows.map(row => outcome(() => renderRemembering(row.source, optionsOf(row), memory)))).toEqual(alone)
  }
})

describe('a memory', () => {
  test('gives what is rendered without one where a file changes between renders', () => {
    const memory = new RenderMemory()
    const render = (part: string): string => renderRemembering('{% include "part" %}', { files: { part } }, memory)
    expect(['a', 'a', 'a', 'b', 'a', 'b', 'b', 'b'].map(render)).toEqual(['a', 'a', 'a', 'b', 'a', 'b', 'b', 'b'])
  })

  test('tells templates of one name in different files apart', () => {
    const memory = new RenderMemory()
    const files = { 'a/part': '{{ 1 }}', 'b/part': '{{ 1 }}{{ images.get_image }}' }
    const render = (folder: string): string =>
      outcome(() => renderRemembering('{% include "part" %}', { files, searchDirs: [folder] }, memory))
    for (let round = 0; round < 3; round++) {
      expect(render('a')).toBe('1')
      expect(render('b')).toContain('b/part')
    }
  })

  test('keeps variables apart, also of more sets than it holds', () => {
    const memory = new RenderMemory()
    const sets = Array.from({ length: 30 }, (_, index) => ({ value: index }))
    const render = (set: object): string => renderRemembering('{{ value }}', { vars: { ...set } }, memory)
    for (let round = 0; round < 2; round++) expect(sets.map(render)).toEqual(sets.map(({ value }) => String(value)))
    const same = (set: { value: number }): string => renderRemembering('{{ value }}', { vars: set }, memory)
    for (let round = 0; round < 2; round++) expect(sets.map(same)).toEqual(sets.map(({ value }) => String(value)))
  })

  test('reports an error at the same place each time', () => {
    const memory = new RenderMemory()
    const files = { part: 'text\n{{ nothing.here }}' }
    const render = (): string => outcome(() => renderRemembering('\n{% include "part" %}', { files }, memory))
    expect([render(), render(), render()]).toEqual(Array(3).fill(render()))
    expect(render()).toContain('part:2')
  })

  test('lets variables hide functions, or functions variables, as the options say', () => {
    const memory = new RenderMemory()
    const options = { vars: { version: 'mine', range: 'mine too' } }
    const render = (functionsWin: boolean): string =>
      renderRemembering(
        '{{ version is mapping }} {{ version is string }} {{ range }}',
        { ...options, functionsWin },
        memory
      )
    expect([render(false), render(true), render(false)]).toEqual([
      'False True mine too',
      'False False mine too',
      'False True mine too'
    ])
  })
})

function optionsOf({ vars, files, name, searchDirs }: Row): RenderOptions {
  return { vars, files, ...(name === undefined ? {} : { name }), ...(searchDirs ? { searchDirs } : {}) }
}

function outcome(render: () => string): string {
  try {
    return render()
  } catch (error) {
    const place = error instanceof ProjectError ? error.place : undefined
    return `${String(error)} ${place?.file}:${place?.line}`
  }
}
