import { describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { type RenderOptions, renderTemplate } from '../../src/template/render.ts'

function errorOf(source: string, options: RenderOptions): ProjectError {
  try {
    renderTemplate(source, options)
  } catch (error) {
    if (error instanceof ProjectError) return error
    throw error
  }
  throw new Error('it rendered')
}

/** Each shows how an error looks; the file of their texts is there to be read. */
const cases: Readonly<Record<string, readonly [source: string, options: RenderOptions]>> = {
  'an undefined variable': [
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ nme }}\ndata:\n  a: b\n  c: d\n',
    { name: 'apps/config.yaml', vars: { name: 'x' } }
  ],
  'a syntax error': ['a: b\n{% if x %}\nc: d\n', { name: 'apps/config.yaml' }],
  'an error in a template that is included': [
    'a\n{% include "part.yaml" %}\n',
    { name: 'apps/a.yaml', files: { 'apps/part.yaml': 'one\ntwo\n{{ nope }}\nfour\nfive\nsix' } }
  ],
  'a syntax error in a template that is included': [
    'a\n{% include "part.yaml" %}\n',
    { name: 'apps/a.yaml', files: { 'apps/part.yaml': 'one\n{% if %}\n' } }
  ],
  'an error in a macro that is imported by a template that is included': [
    '{% include "b.yaml" %}\n',
    {
      name: 'a.yaml',
      files: {
        'b.yaml': '{% import "c.yaml" as c %}\nx: {{ c.m(1) }}\n',
        'c.yaml': '{% macro m(x) %}\n  {{ x.y.z }}\n{% endmacro %}\n'
      }
    }
  ],
  'an error while a template is imported': [
    '{% from "c.yaml" import m %}\n',
    { name: 'a.yaml', files: { 'c.yaml': '{% set a = nope + 1 %}' } }
  ],
  'an error in a block of a template that extends another': [
    '{% extends "base.yaml" %}\n{% block a %}\n{{ oops }}\n{% endblock %}',
    { name: 'a.yaml', files: { 'base.yaml': 'x\n{% block a %}{% endblock %}\n' } }
  ],
  'an error in a template that is extended': [
    '{% extends "base.yaml" %}\n{% block a %}{% endblock %}',
    { name: 'a.yaml', files: { 'base.yaml': 'x\n{{ other }}\n' } }
  ],
  'an error in a file that load_template reads': [
    'a: {{ load_template("part.txt") }}\n',
    { name: 'a.yaml', files: { 'part.txt': '{{ nope }}' } }
  ],
  'a template that is not there': ['a\n{% include "gone.yaml" %}\n', { name: 'a.yaml' }],
  'an error in a text that is rendered': ['{% set t = "{{ nope }}" %}\n{{ t | render }}\n', { name: 'a.yaml' }],
  'a recursion without end': [
    '{% include "a.yaml" %}',
    { name: 'a.yaml', files: { 'a.yaml': '{% include "a.yaml" %}' } }
  ],
  'a call of many': [
    '{% macro a(n) %}{{ nope if n == 0 else b(n - 1) }}{% endmacro %}\n{% macro b(n) %}{{ a(n) }}{% endmacro %}\n{{ a(20) }}',
    { name: 'a.yaml' }
  ],
  'a line with tabs and what nobody sees': ['\tx: \u202e{{ nope }}', { name: 'a.yaml' }],
  'a line that is too long': [`${'value '.repeat(60)}{{ nope }}${' value'.repeat(60)}`, { name: 'a.yaml' }],
  'line ends of Windows': ['a: b\r\nc: {{ nope }}\r\nd: e\r\n', { name: 'a.yaml' }]
}

describe('an error shows the lines around its place', () => {
  test('as the golden file has them', async () => {
    const text = Object.entries(cases).map(([title, [source, options]]) => {
      const { place, message, excerpt = [], hint } = errorOf(source, options)
      const where = `${place?.file}:${place?.line}:${place?.column}`
      return [`# ${title}`, `${where}: ${message}`, ...excerpt, ...(hint === undefined ? [] : [`→ ${hint}`])].join('\n')
    })
    await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot('../fixtures/excerpts/templates.txt')
  })

  test.each(Object.entries(cases))('with one caret, under the column: %s', (_, [source, options]) => {
    const { excerpt = [], place } = errorOf(source, options)
    const faulty = excerpt.findIndex(line => line.startsWith('>'))
    expect(excerpt[faulty]).toContain(`> ${place?.line} |`)
    expect(excerpt[faulty + 1]).toMatch(/^ +\| +\t? *\^$/)
    expect(excerpt.length).toBeLessThanOrEqual(15)
  })

  test('and none of a file that is refused', () => {
    const files = (path: string): string | undefined => {
      if (path === '.env')
        throw new ProjectError('outside-root', '".env" may hold secrets and is not read', { file: path })
      return undefined
    }
    const { excerpt, place, message } = errorOf('a\n{% include ".env" %}', { name: 'a.yaml', files })
    expect([message, place?.file, place?.line]).toEqual(['".env" may hold secrets and is not read', 'a.yaml', 2])
    expect(excerpt).toEqual(['  1 | a', '> 2 | {% include ".env" %}', '    |    ^'])
  })

  test('the same when the template is rendered again', () => {
    const options = { name: 'a.yaml', files: { 'b.yaml': '{{ nope }}' } }
    const first = errorOf('{% include "b.yaml" %}', options)
    expect(errorOf('{% include "b.yaml" %}', options).excerpt).toEqual(first.excerpt)
  })
})
