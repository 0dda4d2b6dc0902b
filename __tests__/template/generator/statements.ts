import { ExpressionWriter } from './expressions.ts'
import { variables } from './literals.ts'
import { Random } from './random.ts'

/** A template with the files it may use. */
export type Generated = {
  readonly source: string
  readonly files: Readonly<Record<string, string>>
  readonly vars: Readonly<Record<string, unknown>>
}

const words = [
  'a',
  ' ',
  '\n',
  '  \n  ',
  'k: v\n',
  '-',
  '{',
  '}}',
  ' # x\n',
  '\r\n',
  '"q"',
  "'",
  '\t',
  '%}',
  'ü',
  '{ {',
  '- '
]

/** Files with fixed content: what they give depends on the caller. */
const libraries: Readonly<Record<string, string>> = {
  'inc.j2': '<{{ x }}{{ y | default("-") }}{{ i | default("?") }}{{ loop is defined }}>\n',
  'set.j2': '{% set y = "set" %}{% set x = "changed" %}{{ x }}',
  'lib.j2':
    '{% macro m(a, b="B", c=x) %}[{{ a }}{{ b }}{{ c }}{{ varargs }}{{ kwargs }}]{% endmacro %}{% macro w(a="d") %}<{{ caller(a) if caller }}>{% endmacro %}{% set v = [1, 2] %}{% set _p = 1 %}lib {{ x }}',
  'lib2.j2':
    '{% from "lib.j2" import m with context %}{% macro n(k) %}{{ m(k, *[1, 2, 3]) }}{% endmacro %}{% set q = y | default("no y") %}',
  'base.j2':
    '{% set bv = "base" %}B({% block a %}ba{{ x }}{% endblock %}|{% block b scoped %}bb{{ self.a() }}{% endblock b %}){{ y | default("~") }}',
  'mid.j2': '{% extends "base.j2" %}{% set mv = 1 %}drop{% block a %}mid{{ super() }}{% endblock %}',
  'sub/rel.j2': '{% include "./other.j2" %}{% include "inc.j2" %}',
  'sub/other.j2': 'other{{ y | default("") }}',
  'loop.j2': '{% for i in xs %}{{ i }}{% include "inc.j2" %}{% endfor %}',
  'bad.j2': '\n{{ nope }}',
  'broken.j2': '\n{% if %}'
}

/** Writes random templates: statements inside each other over random expressions. */
export class TemplateWriter {
  private readonly random: Random
  private readonly names: string[] = ['y', 'i']
  private readonly expressions: ExpressionWriter
  private readonly files: Record<string, string> = { ...libraries }
  private blocks = 0
  private loops = 0

  constructor(seed: number) {
    this.random = new Random(seed)
    this.expressions = new ExpressionWriter(this.random, this.names)
  }

  template(): Generated {
    const { random } = this
    const roll = random.below(100)
    let source: string
    if (roll < 45) source = `{{ ${this.expressions.write('any', 3)} }}`
    else if (roll < 53) source = this.child()
    else source = this.body(2 + random.below(2), 2)
    return { source, files: this.files, vars: variables }
  }

  private child(): string {
    const parent = this.random.pick(['base.j2', 'mid.j2', 'mid.j2', 'lib.j2'])
    const extendsTag = this.random.chance(90)
      ? `{% extends "${parent}" %}`
      : `{% extends ${this.random.pick(['x', "'base' ~ '.j2'", 'none', 'yes'])} %}`
    const block = (name: string): string =>
      this.random.chance(70)
        ? `{% block ${name}${this.random.chance(20) ? ' scoped' : ''} %}${this.body(1, 1)}${this.random.pick(['', '{{ super() }}', '{{ self.a() }}', '{{ super.super() }}', "{{ bv | default('u') }}"])}{% endblock %}`
        : ''
    return `${this.random.chance(20) ? this.body(1, 1) : ''}${extendsTag}${this.body(1, 1)}${block('a')}${block('b')}`
  }

  body(count: number, depth: number): string {
    let text = ''
    for (let index = 0; index < count; index++) text += this.random.chance(30) ? this.data() : this.statement(depth)
    return text
  }

  private data(): string {
    return this.random.pick(words) + this.random.pick(words)
  }

  /** A tag, with signs for white space here and there. */
  private tag(content: string): string {
    const sign = (): string => (this.random.chance(88) ? '' : this.random.pick(['-', '+', '-']))
    return `{%${sign()} ${content} ${sign()}%}`
  }

  private expression(kind: Parameters<ExpressionWriter['write']>[0] = 'any', depth = 1): string {
    return this.expressions.write(kind, depth)
  }

  private output(): string {
    return `{{${this.random.pick(['', '', '-', '+'])} ${this.expression('any', 2)} ${this.random.pick(['', '', '-'])}}}`
  }

  private statement(depth: number): string {
    const { random } = this
    if (depth <= 0) return this.output()
    const inner = (): string => this.body(1 + random.below(2), depth - 1)
    const name = (): string => random.pick(['y', 'i', 'x', 'z', 'xs', 'v'])
    const choices: (() => string)[] = [
      () => this.output(),
      () => this.output(),
      () => this.loop(depth),
      () => this.loop(depth),
      () =>
        `${this.tag(`if ${this.expression('bool')}`)}${inner()}${random.chance(30) ? this.tag(`elif ${this.expression('any')}`) + inner() : ''}${random.chance(50) ? this.tag('else') + inner() : ''}${this.tag('endif')}`,
      () => this.tag(`set ${name()} = ${this.expression('any', 2)}`),
      () =>
        this.tag(
          random.pick([
            `set y, i = ${this.expression('list')}`,
            `set (y, z), i = [${this.expression('list')}, 1]`,
            `set y = 1, 2`,
            `set x = x ~ '!'`
          ])
        ),
      () =>
        `${this.tag(`set ${name()}${random.pick(['', ' | upper', ' | indent(2)', ' | trim | length', " | replace('a', 'x')", ' | list'])}`)}${inner()}${this.tag('endset')}`,
      () =>
        `{% set ns = namespace(${random.pick(['v=0', "{'v': 1}", 'v=[], w=x', ''])}) %}${this.loopOver(`{% set ns.v = ${random.pick(['ns.v + 1', 'i', 'loop.index', "ns.v ~ ','", 'ns.v + [i]'])} %}`)}{{ ns.v }}`,
      () =>
        `${this.tag(`with ${random.pick([`y = ${this.expression()}`, `y = 1, i = y`, `y = x, x = y | default(3)`, 'y, i = (1, 2)', ''])}`)}${inner()}${this.tag('endwith')}`,
      () => this.macro(depth),
      () => this.macro(depth),
      () =>
        `{% from 'lib.j2' import ${random.pick(['m', 'm as mm', 'm, w', 'v', 'nothere', '_p', 'm, w,'])}${random.pick(['', ' with context', ' without context'])} %}{{ ${random.pick(['m(1)', 'm(1, 2, 3, 4)', 'm(a=1, z=2)', 'm()', 'm(*xs)', 'm(1, **d)', 'v', 'mm(x)', 'm', 'm.name', 'm.arguments', 'm is callable', 'nothere'])} }}`,
      () =>
        `{% import '${random.pick(['lib.j2', 'lib2.j2', 'set.j2', 'inc.j2', 'nofile.j2'])}' as l${random.pick(['', ' with context', ' without context'])} %}{{ ${random.pick(['l.m(1)', 'l.v', 'l.n(2)', 'l.y', 'l.q', 'l.nope', 'l', 'l.m', 'l._p', 'l is defined', "l['v']", 'l.x'])} }}`,
      () =>
        `${this.tag(`include ${random.pick(["'inc.j2'", "'set.j2'", "['none.j2', 'inc.j2']", "'none.j2' ignore missing", "['no.j2'] ignore missing", "'none.j2'", "'sub/rel.j2'", "'loop.j2'", "x ~ '.j2' ignore missing", "('inc' ~ '.j2')", "'bad.j2'", "'broken.j2'", '[]', 'nil', 'nope'])}${random.pick(['', '', '', ' with context', ' without context'])}`)}{{ y | default('U') }}`,
      () =>
        `${this.tag(`filter ${random.pick(['upper', "replace('a', 'b')", 'indent(2, true) | trim', 'title', 'wordcount | string', 'escape', 'trim', 'string', "default('q', true)", 'tojson'])}`)}${inner()}${this.tag('endfilter')}`,
      () =>
        `{% call${random.pick(['', '(y)', '(y, z=3)', '(*a)'])} ${random.pick(["w('p')", 'w()', 'k(1)', 'k()'])} %}${inner()}{% endcall %}`,
      () =>
        `{#${random.pick(['', '-', '+'])} ${random.pick(['c', '{{ x }}', '{% raw %}', '\n'])} ${random.pick(['', '-', '+'])}#}`,
      () =>
        `{%${random.pick(['', '-', '+'])} raw ${random.pick(['', '-'])}%}${random.pick([' {{ x }} ', '\n{% if %}\n', '{#', ' '])}{%${random.pick(['', '-', '+'])} endraw ${random.pick(['', '-', '+'])}%}`,
      () =>
        `{% block b${this.blocks++}${random.pick(['', ' scoped', ''])} %}${inner()}{% endblock %}${random.pick(['', `{{ self.b${this.blocks - 1}() }}`])}`,
      () => `{% autoescape false %}${inner()}{% endautoescape %}`,
      () => this.tag(`print ${this.expression()}`),
      () =>
        this.tag(`${this.loops > 0 ? `if ${this.expression('bool', 1)}` : 'if true'}`) +
        (this.loops > 0 ? this.tag(random.pick(['break', 'continue'])) : 'x') +
        this.tag('endif')
    ]
    return random.pick(choices)()
  }

  private loopOver(content: string): string {
    return `{% for i in ${this.expression('list')} %}${content}{% endfor %}`
  }

  private loop(depth: number): string {
    const { random } = this
    const head = random.pick([
      `i in ${this.expression('list')}`,
      'i in xs',
      `i in ${this.expression('text', 1)}`,
      `i, y in ${random.pick(['d.items()', 'conf.labels | dictsort', '[[1, 2], [3, 4]]', 'd.items() | list', "[('a', 1)]", 'rows | groupby("b")', this.expression('list')])}`,
      `i in ${random.pick(['rows', 'names', 'conf', 'range(4)', "rows | map(attribute='name')", 'xs | batch(2)'])}`,
      `i in xs if ${this.expression('bool', 1)}`,
      `i in range(5) if ${random.pick(['i is odd', 'i > 1', 'not loop.first', 'i not in xs', 'x', 'y'])}`
    ])
    this.loops++
    const members =
      '{{ loop.index }}{{ loop.first }}{{ loop.last }}{{ loop.revindex0 }}{{ loop.length }}{{ loop.previtem | default("p") }}{{ loop.nextitem | default("n") }}'
    const inside = random.pick([
      () => this.body(1 + random.below(2), depth - 1),
      () =>
        `{{ i }}${random.pick([members, '{{ loop.cycle("a", "b") }}', '{{ loop.changed(i) }}', '{{ loop.depth }}', '{% if not loop.last %},{% endif %}', '{{ loop }}', '{{ y | default("-") }}{% set y = i %}'])}`
    ])()
    this.loops--
    if (random.chance(10))
      return `{% for i in tree${random.pick(['', " if i.name != 'b'"])} recursive %}${random.pick(['{{ i.name }}', '{{ loop.depth }}', members])}{{ ${random.pick(['loop(i.kids)', '(loop(i.kids))', 'loop(i.kids) | upper', 'loop(i.kids) if i.kids'])} }}${inside}{% else %}none{% endfor %}`
    return `${this.tag(`for ${head}`)}${inside}${random.chance(30) ? this.tag('else') + this.body(1, depth - 1) : ''}${this.tag('endfor')}`
  }

  private macro(depth: number): string {
    const { random } = this
    const loops = this.loops
    this.loops = 0
    const params = random.pick([
      '',
      'a',
      'a, b=2',
      "a='d', b=a",
      'a, b=x',
      'i',
      'a, caller=none',
      'x',
      'a, b, c=3',
      'a=[]',
      'a=y',
      'y=y'
    ])
    const body = random.pick([
      () => this.body(1 + random.below(2), depth - 1),
      () => '{{ a }}{{ b }}{{ varargs }}{{ kwargs }}',
      () => '{{ a | default("none") }}{{ x }}',
      () => '{{ caller() if caller else "-" }}{{ varargs | length }}',
      () => '{{ a.append(1) }}{{ a }}',
      () => '{{ i | default("i?") }}{% set x = 2 %}{{ x }}'
    ])()
    this.loops = loops
    const call = random.pick([
      'k()',
      'k(1)',
      'k(1, 2)',
      'k(1, 2, 3)',
      'k(a=5)',
      'k(b=1, a=2)',
      'k(*[1, 2])',
      "k(**{'a': 1})",
      'k(x, zz=1)',
      'k(1, a=1)',
      'k',
      'k.name ~ k.arguments ~ k.catch_varargs',
      'k(nope)',
      'k(k())',
      'k(1) | upper',
      'k(1) + "s"',
      'k() is string',
      'k(1) ~ k(2)'
    ])
    return `{% macro k(${params}) %}${body}{% endmacro %}{{ ${call} }}${random.chance(15) ? '{{ k() }}' : ''}`
  }
}

/** The template of a seed. */
export function generateTemplate(seed: number): Generated {
  return new TemplateWriter(seed).template()
}
