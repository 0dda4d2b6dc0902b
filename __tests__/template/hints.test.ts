import { describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { type RenderOptions, renderTemplate } from '../../src/template/render.ts'

function hintOf(source: string, options: RenderOptions = {}): string | undefined {
  return errorOf(() => renderTemplate(source, options)).hint
}

function errorOf(run: () => unknown): ProjectError {
  try {
    run()
  } catch (error) {
    if (error instanceof ProjectError) return error
    throw error
  }
  throw new Error('it rendered')
}

const goTemplate = 'This looks like a Go template, as Helm has it: list the file in .templateignore'
const goStatement = 'Jinja2 writes statements in {% … %}. If this is a Go template'
const actions = '${{ … }} is an expression of GitHub Actions: list the file in .templateignore'

describe('the hint for a slip in', () => {
  test.each<[kind: string, source: string, hint: string]>([
    ['and', '{% if a && b %}{% endif %}', 'Jinja2 writes and for &&.'],
    ['a value handed to a filter', '{{ nope | to_json }}', 'A variable that is used here is undefined'],
    ['or', '{% if a || b %}{% endif %}', 'Jinja2 writes or for ||.'],
    ['or in a value', '{{ a || b }}', 'Jinja2 writes or for ||.'],
    ['not', '{% if !a %}{% endif %}', 'Jinja2 writes not for !.'],
    ['a comparison', '{% if a = 1 %}{% endif %}', 'Compare with ==; a single ='],
    ['a comparison of another language', '{% if a === 1 %}{% endif %}', 'Jinja2 writes == for ===.'],
    ['a comparison of another language, negated', '{% if a !== 1 %}{% endif %}', 'Jinja2 writes != for !==.'],
    ['a choice', '{{ a ? b : c }}', 'Jinja2 writes {{ a if condition else b }}'],
    ['a quote', "{{ 'abc }}", "The text that begins with ' here has no end"],
    ['a quote behind another text', '{{ "it" + \'x" }}', "The text that begins with ' here has no end"],
    ['a typographic quote', '{{ “a” }}', 'Texts stand between straight quotes: \' or ", not “.'],
    ['a backtick', '{{ `a` }}', `Texts stand between ' or ".`],
    ['the end of a value', '{{ x }', 'A tag that begins with {{ ends with }}.'],
    ['the end of a statement', '{% if x }a{% endif %}', 'A tag that begins with {% ends with %}.'],
    ['the end of a statement, doubled', '{% if x }}a{% endif %}', 'A tag that begins with {% ends with %}.'],
    ['a tag without end', 'a\n{{ x', 'The tag {{ of line 2 is still open here: close it with }}.'],
    ['a tag without end that swallows lines', '{{ x\n\nfoo: bar', 'The tag {{ of line 1 is still open here'],
    ['a comment without end', 'a {# b', 'Close the comment with #}.'],
    ['a raw block without end', '{% raw %} b', 'Close it with {% endraw %}.'],
    ['an if without end', 'a\n{% if x %}\nb', 'The if of line 2 is not closed: {% endif %} is missing.'],
    ['a for without end', '{% for x in y %}\n{% if x %}{% endif %}', 'The for of line 1 is not closed'],
    [
      'the order of ends',
      '{% for x in y %}\n{% if x %}\n{% endfor %}',
      'Inside this for, the if of line 2 is still open'
    ],
    ['an end of nothing', '{% endif %}', 'No if is open here.'],
    ['an end of something else', '{% if x %}{% endfor %}', 'No for is open here; the if of line 1 is.'],
    ['an end without name', '{% if x %}{% end %}', 'Close the if of line 1 with {% endif %}.'],
    ['elseif', '{% if a %}{% elseif b %}{% endif %}', 'Jinja2 writes {% elif … %}.'],
    ['else if', '{% if a %}{% else if b %}{% endif %}', 'Jinja2 writes {% elif … %}.'],
    ['a second else', '{% if a %}{% else %}{% else %}{% endif %}', 'An else stands inside an if or a for, and once'],
    ['a word', '{% incldue "a" %}', 'Did you mean include?'],
    ['a word in a block', '{% fro x in y %}', 'Did you mean for?'],
    ['an extension', '{% do x %}', 'kluctl does not switch this tag on'],
    ['a loop', '{% for x of y %}{% endfor %}', 'Jinja2 writes {% for item in list %}'],
    ['a statement that is a value', '{% 1 %}', 'Behind {% stands the name of a tag'],
    ['braces inside a statement', '{% if {{ x }} %}{% endif %}', 'Inside {% … %} a name stands without braces'],
    ['braces inside a value', '{{ {{ x }} }}', 'Inside {{ … }} a name stands without braces'],
    ['a filter', '{{ 1 | uper }}', 'Did you mean upper?'],
    ['a filter of Helm', '{{ 1 | toYaml }}', 'Did you mean to_yaml?'],
    ['a filter inside an if, which fails later', '{% if true %}{{ 1 | uper }}{% endif %}', 'Did you mean upper?'],
    ['a filter that is like none', '{{ 1 | zzzzz }}', 'Neither Jinja2 nor kluctl has a filter of that name.'],
    ['a test', '{{ 1 is defned }}', 'Did you mean defined?'],
    ['a template of Helm', 'a: {{ .Values.x }}', goTemplate],
    ['an include of Helm', '{{ include "a" . | nindent 4 }}', goTemplate],
    ['a comment of Helm', '{{/* a */}}', goTemplate],
    ['a variable of Prometheus', '{{ $labels.instance }}', goTemplate],
    ['an if of Helm', '{{- if .Values.x }}a{{- end }}', goStatement],
    ['an end of Helm', '{{ end }}', goStatement],
    ['an expression of a workflow', 'a: ${{ github.sha }}', actions],
    ['an expression of a workflow that cannot be parsed', '${{ secrets.A || 1 }}', actions],
    ['null', '{{ null }}', 'Jinja2 writes none for it.'],
    ['an image in parts', '{{ images.get_image("a").split(":")[1] }}', 'kluctl-images export --format helm-values'],
    ['an image that is compared', '{{ images.get_image("a") == "b" }}', 'so print it whole']
  ])('%s', (_, source, hint) => {
    expect(hintOf(source)).toContain(hint)
  })

  test.each<[source: string, options: RenderOptions, begin: string]>([
    ['{{ imge }}', { vars: { image: 1 } }, 'Did you mean image? '],
    ['{% set color = 1 %}{{ colour }}', {}, 'Did you mean color? '],
    ['{% macro card() %}{% endmacro %}{{ crad() }}', {}, 'Did you mean card? '],
    ['{% for entry in [1] %}{{ entyr }}{% endfor %}', {}, 'Did you mean entry? '],
    ['{{ get_vra("a") }}', {}, 'Did you mean get_var? '],
    ['{{ args.replcas }}', { vars: { args: { replicas: 1 } } }, 'Did you mean replicas? '],
    ['{{ args["replcas"] + 1 }}', { vars: { args: { replicas: 1 } } }, 'Did you mean replicas? '],
    ['{{ a.b.nmae | upper }}', { vars: { a: { b: { name: 1 } } } }, 'Did you mean name? '],
    ['{{ nothing_like_it }}', { vars: { a: 1 } }, 'Give it a value in vars, in args or in the target'],
    ['{{ a.zzz }}', { vars: { a: { b: 1 } } }, 'Check its spelling, or write a default behind it']
  ])('the name in %s', (source, options, begin) => {
    expect(hintOf(source, options)?.startsWith(begin)).toBe(true)
  })

  test('a name never tells a value', () => {
    expect(hintOf('{{ pasword }}', { vars: { password: 'hunter2' } })).not.toContain('hunter2')
  })

  test.each(['{{ 1 + "a" }}', '{{ [1][7] + 1 }}', '{% include "gone.yaml" %}', '{{ raise("no") }}'])(
    '%s is none, since the message says it all',
    source => {
      expect(hintOf(source) ?? '').not.toMatch(/Jinja2 writes|tag|quotes|Helm/)
    }
  )
})

describe('a call of renderTemplate', () => {
  const calls: readonly (readonly [what: string, args: readonly unknown[], message: string])[] = [
    ['without text', [7], 'the template is no text, but a number'],
    ['with null for options', ['x', null], 'the options of renderTemplate are no object, but null'],
    ['with a list for options', ['x', []], 'the options of renderTemplate are no object, but a list'],
    ['with text for options', ['x', 'y'], 'the options of renderTemplate are no object, but a string'],
    ['with variables in place of options', ['x', { a: 1 }], 'renderTemplate has no option "a"'],
    ['with a list of variables', ['x', { vars: [] }], 'the option vars of renderTemplate must be an object'],
    [
      'with a number for a name',
      ['x', { name: 1 }],
      'the option name of renderTemplate must be text, and it is a number'
    ]
  ]

  test.each(calls)('%s is refused in words', (_, args, message) => {
    const error = errorOf(() => Reflect.apply(renderTemplate, undefined, args))
    expect(error.message).toContain(message)
  })

  test('takes variables from a Map, and none for null', () => {
    expect(Reflect.apply(renderTemplate, undefined, ['{{ a }}', { vars: new Map([['a', 1]]) }])).toBe('1')
    expect(Reflect.apply(renderTemplate, undefined, ['x', { vars: null }])).toBe('x')
  })
})

describe('a hint costs little', () => {
  test('among many names, long names and many keys', () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `{% set name_number_${index} = 1 %}`).join('')
    const keys = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key_${index}_${'x'.repeat(99)}`, 1]))
    const start = performance.now()
    expect(hintOf(`${names}{{ nmae_number_4999 }}{{ a }}`)).toContain('Did you mean name_number_')
    expect(hintOf('{{ a.kye }}', { vars: { a: keys } })).toContain('Check its spelling')
    expect(hintOf(`${'{{ 1 }}'.repeat(5_000)}{{ x`)).toContain('is still open here')
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})
