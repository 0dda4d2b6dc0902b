import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { findPlaceholders } from '../../src/template/placeholder.ts'
import { type RenderOptions, renderTemplate } from '../../src/template/render.ts'
import { formatPrefixCall, formatRegexCall, formatSemverCall } from '../../src/version/helpers.ts'

const vars = { a: { b: [{ 'c d': 1 }, 2], 'x-y': 'dash' }, z: null, name: 'web' }
const files = {
  'hello.j2': 'hello {{ name }}{{ extra | default("") }}',
  'merged.j2': '{{ a }}',
  'self.j2': 'me {{ load_sha256("self.j2") }}',
  'nested/inner.j2': '{{ load_template("./other.j2") }}',
  'nested/other.j2': 'other',
  'raw.txt': '{{ not rendered }}'
}

function render(source: string, options: RenderOptions = {}): string {
  return renderTemplate(source, { vars, files, ...options })
}

describe('images.get_image', () => {
  test.each([
    ["{{ images.get_image('r/x') }}", 'r/x', undefined],
    ["{{ images.get_image(image='r/x') }}", 'r/x', undefined],
    ["{{ images.get_image('r/x', none) }}", 'r/x', undefined],
    ["{{ images.get_image('r/x', 'number()') }}", 'r/x', 'number()'],
    ["{{ images.get_image('r/x', latest_version=version.number()) }}", 'r/x', 'number()'],
    ["{{ images.get_image('r/' ~ name, version.prefix('m-')) }}", 'r/web', formatPrefixCall('m-', undefined)]
  ])('%s gives a placeholder with the call', (source, image, filter) => {
    expect(findPlaceholders(render(source)).map(found => found.call)).toMatchObject([{ image, filter }])
  })

  test('the placeholder knows file, line and column of the call', () => {
    const text = render("a: 1\nb: {{ images.get_image('r/x') }}", { name: 'deploy/web.yml' })
    expect(findPlaceholders(text)[0]?.call.place).toEqual({ file: 'deploy/web.yml', line: 2, column: 7 })
  })

  test('a call in a macro of another file is placed there', () => {
    const macro = '{% macro image(n) %}\n  {{ images.get_image(n) }}{% endmacro %}'
    const text = render("{% from 'lib.j2' import image %}{{ image('r/x') }}", { files: { 'lib.j2': macro } })
    expect(findPlaceholders(text)[0]?.call.place).toEqual({ file: 'lib.j2', line: 2, column: 6 })
  })

  test('several calls in one text are several placeholders', () => {
    const text = render("{{ images.get_image('a') }},{{ images.get_image('b') }}")
    expect(findPlaceholders(text).map(found => found.call.image)).toEqual(['a', 'b'])
  })
})

describe("kluctl's functions", () => {
  test.each([
    ["{{ load_template('hello.j2') }}", 'hello web'],
    ["{{ load_template('hello.j2', extra='!') }}", 'hello web!'],
    ["{{ load_template(path='hello.j2', name='other') }}", 'hello other'],
    ["{% set extra = '?' %}{{ load_template('hello.j2') }}", 'hello web?'],
    ["{% for extra in [1] %}{{ load_template('hello.j2') }}{% endfor %}", 'hello web'],
    ["{{ load_template('nested/inner.j2') }}", 'other'],
    ["{{ load_base64('raw.txt') }}", 'e3sgbm90IHJlbmRlcmVkIH19'],
    ["{{ load_base64('raw.txt', width=10) }}", 'e3sgbm90IH\nJlbmRlcmVk\nIH19'],
    ['{{ get_var(\'a.b[0]["c d"]\') }}', '1'],
    ["{{ get_var('$.a.b[1]') }}", '2'],
    ["{{ get_var('a.b[-1]') }}", '2'],
    ["{{ get_var('a.x-y') }}", 'dash'],
    ["{{ get_var('a.nope') }} {{ get_var('a.nope', 'd') }}", 'None d'],
    ["{{ get_var(['nope', 'a.b[1]'], 'd') }}", '2'],
    ["{{ get_var([['a', 'b', 0, 'c d']]) }}", '1'],
    ["{{ get_var('z', 'd') }}", 'None'],
    ["{{ get_var('a.b[0].*') }}", '1'],
    ["{{ get_var('a.b[1:]') }}", '2'],
    ['{{ get_var("a[\'x*\']") }}', 'dash'],
    ["{{ get_var([['a', 'x-*']]) }}", 'dash'],
    ["{{ get_var(' $ . a [ b ] [ 1 ] ') }}", '2'],
    ["{{ get_var('a.b.0', 'd') }}", 'd'],
    ["{{ get_var('a.b[9]', 'd') }} {{ get_var('a[9]', 'd') }} {{ get_var('z[0]', 'd') }}", 'd d d'],
    ["{{ get_var('a.x-y[0]') }} {{ get_var('a.x-y[-1]') }}", 'd h'],
    ["{{ get_var('a.x-y[*]') }} {{ get_var('a.b[1][:]') }}", 'dash 2'],
    ["{{ get_var('a[\\'true\\']', 'd') }}", 'd'],
    ["{{ merge_dict({'k': 1}, []) }}{{ merge_dict({'k': 1}, '') }}", "{'k': 1}{'k': 1}"],
    ["{{ time.parse_iso('2024-02-28T23:59:59') + 2 * time.second }}", '2024-02-29T00:00:01'],
    ["{{ time.parse_iso('2024-01-01') - time.hour }}", '2023-12-31T23:00:00'],
    [
      "{% set t = time.parse_iso('2024-01-01 10:20:30.5') if false else time.parse_iso('2024-01-01 10:20:30.500') %}{{ t }} {{ t.weekday() }} {{ t.hour() }} {{ t.nanosecond() }}",
      '2024-01-01T10:20:30.500000 0 10 500000000'
    ],
    ["{{ time.parse_iso('2024-01-01T01:00:00+02:00').as_timezone('UTC') }}", '2023-12-31T23:00:00+00:00'],
    ["{{ time.parse_iso('2024-01-01') < time.parse_iso('2024-01-02') }}", 'True'],
    [
      "{{ load_template('hello.j2', a={'z': 1}) }}{{ load_template('merged.j2', a={'z': 1}) }}",
      "hello web{'b': [{'c d': 1}, 2], 'x-y': 'dash', 'z': 1}"
    ],
    ["{% set own = 5 %}{{ get_var('own') }}", '5'],
    ["{{ merge_dict({'a': {'b': 1, 'c': [1]}}, {'a': {'b': 2}, 'd': 3}) }}", "{'a': {'b': 2, 'c': [1]}, 'd': 3}"],
    [
      "{% set d = {'a': {'b': 1}} %}{% set m = merge_dict(d, {'a': {'b': 2}}) %}{{ d }}{{ m }}",
      "{'a': {'b': 1}}{'a': {'b': 2}}"
    ],
    ["{% set d = {'a': 1} %}{{ update_dict(d, {'b': 2}) }}{{ d }}", "{'a': 1, 'b': 2}"],
    ["{{ render('{{ name }}!') }} {{ '{{ name }}?' | render }}", 'web! web?'],
    ["{% set own = 'set' %}{{ render('{{ own }}') }}", 'set'],
    ["{% for i in [1] %}{% set own = 'in' %}{{ render('{{ own }}') }}{% endfor %}", 'in'],
    ["{% for own in [1] %}{{ render('{{ own is defined }}') }}{% endfor %}", 'False'],
    ['{{ version.semver() }}', formatSemverCall(false)],
    ["{{ version.regex('a.b') }}", formatRegexCall('a.b')]
  ])('%s gives %s', (source, text) => {
    expect(render(source)).toBe(text)
  })

  test('load_base64 takes the bytes of a file that is no text', () => {
    const bytes = new Uint8Array([0, 255, 254, 10, 128])
    const read = (path: string): Uint8Array | undefined => (path === 'logo.png' ? bytes : undefined)
    expect(render("{{ load_base64('logo.png') }}", { files: read })).toBe('AP/+CoA=')
    expect(() => render("{% include 'logo.png' %}", { files: read })).toThrow(/UnicodeDecodeError/)
  })

  test('load_sha256 hashes the rendered file, which may hash itself', () => {
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
    expect(render("{{ load_sha256('hello.j2') }}")).toBe(hash('hello web'))
    expect(render("{{ load_sha256('hello.j2', 8) }}")).toBe(hash('hello web').slice(0, 8))
    expect(render("{{ load_sha256('self.j2') }}")).toBe(hash('me __self_sha256__'))
  })

  test('debug_print hands its message over and prints nothing', () => {
    const messages: string[] = []
    expect(render("a{{ debug_print([1, 'x']) }}b", { debug: message => messages.push(message) })).toBe('ab')
    expect(messages).toEqual(["[1, 'x']"])
  })

  test.each([
    ["{{ raise('stop here') }}", 'template', 'TemplateError: stop here'],
    ['{{ time.now() }}', 'unsupported', 'time.now and time.utcnow are not supported'],
    ["{{ load_latest_git_commit('x') }}", 'unsupported', 'load_latest_git_commit is not supported'],
    ['{{ lipsum() }}', 'unsupported', 'lipsum is not supported'],
    ["{{ get_var('a.b[?x]') }}", 'unsupported', 'get_var: the path'],
    ["{{ get_var('*') }}", 'unsupported', 'get_var: the path'],
    ["{{ get_var('a.*') }}", 'template', 'get_var: the path names several values'],
    ["{{ get_var('a[0]', 'd') }}", 'template', 'KeyError: 0'],
    ["{{ get_var('a.b[-9]', 'd') }}", 'template', 'IndexError: list index out of range'],
    ["{{ get_var('a.b[1][0]', 'd') }}", 'template', "object of type 'int' has no len()"],
    ["{{ get_var('a.truename', 'd') }}", 'template', 'cannot read the name "truename"'],
    ["{{ get_var([['where']], 'd') }}", 'template', 'cannot read the name "where"'],
    ["{{ time.parse_iso('2024-02-30') }}", 'template', 'ValueError: Invalid isoformat string'],
    ["{{ time.parse_iso('2024-02-03').as_timezone('Europe/Berlin') }}", 'unsupported', 'as_timezone'],
    ["{{ time.parse_iso('2024-02-03') == 1 }}", 'template', 'ValueError: value is not a SimpleTime'],
    ["{{ [time.parse_iso('2024-02-03')] }}", 'unsupported', 'cannot be printed'],
    ["{{ load_template('nope.j2') }}", 'missing-file', 'TemplateNotFound: template "nope.j2" not found'],
    ["{{ version.prefix('a', suffix='nope') }}", 'template', 'FilterError: version.prefix'],
    ['{{ version.semver(nope) }}', 'template', "UndefinedError: 'nope' is undefined"]
  ])('%s is an error of kind %s', (source, code, message) => {
    expect(() => render(source)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }))
  })
})

describe('places of errors', () => {
  test.each([
    ['a\n  {{ nope }}', { file: 'm.yml', line: 2, column: 6 }],
    ['{{ 1 }}{{ x.y }}', { file: 'm.yml', line: 1, column: 11 }],
    ['{% if a %}\n{% endfor %}', { file: 'm.yml', line: 2, column: 4 }],
    ["\n{{ render('{{ nope }}') }}", { file: 'm.yml', line: 2, column: 4 }],
    ["\n{{ render('{% if %}') }}", { file: 'm.yml', line: 2, column: 4 }],
    ["{% include 'bad.j2' %}", { file: 'bad.j2', line: 2, column: 4 }]
  ])('%j fails at %j', (source, place) => {
    const options = { name: 'm.yml', files: { 'bad.j2': '\n{{ nope }}' } }
    expect(() => render(source, options)).toThrow(expect.objectContaining({ place }))
  })
})

describe('variables', () => {
  test('reach templates with sorted keys and are not changed by them', () => {
    const given = { m: { z: 1, a: { y: 1, b: 2 } }, list: [1] }
    expect(renderTemplate('{{ m }}{{ list.append(2) }}{{ list }}', { vars: given })).toBe(
      "{'a': {'b': 2, 'y': 1}, 'z': 1}None[1, 2]"
    )
    expect(given).toEqual({ m: { z: 1, a: { y: 1, b: 2 } }, list: [1] })
  })

  test('nothing survives a render', () => {
    const given = { files: { 's.j2': '{% set l = [] %}{% macro add() %}{{ l.append(1) }}{{ l }}{% endmacro %}' } }
    const source = "{% from 's.j2' import add %}{{ add() }}"
    expect([renderTemplate(source, given), renderTemplate(source, given)]).toEqual(['None[1]', 'None[1]'])
  })

  test('a file function is asked for the candidates in order', () => {
    const asked: string[] = []
    const read = (path: string): string | undefined => {
      asked.push(path)
      return path === 'x.j2' ? 'root' : undefined
    }
    expect(
      renderTemplate("{% include 'x.j2' %}", { name: 'a/b/m.yml', files: read, searchDirs: ['a/b', 'a', ''] })
    ).toBe('root')
    expect(asked).toEqual(['a/b/x.j2', 'a/x.j2', 'x.j2'])
  })
})

test('a file that may not be read is reported where the template asks for it', () => {
  const files = (path: string): string => {
    throw new ProjectError('outside-root', `"${path}" may hold secrets and is not read`, { file: path })
  }
  expect(() => renderTemplate('line\n{% include ".git/config" %}', { name: 'web.yaml', files })).toThrow(
    expect.objectContaining({ code: 'outside-root', place: expect.objectContaining({ file: 'web.yaml', line: 2 }) })
  )
})
