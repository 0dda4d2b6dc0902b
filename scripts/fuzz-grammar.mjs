/** Templates for the fuzzer, made from a seed and a number alone: valid, nearly valid and hostile ones, and valid ones with broken bytes. */

/** @returns a case: its kind, the template, the files that it may include, and variables */
export function generateCase(seed, number) {
  const random = generator(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b))
  const pick = list => list[Math.floor(random() * list.length)]
  const kind = pick(['valid', 'valid', 'nearly', 'hostile', 'broken'])
  const grammar = new Grammar(random, pick, kind)

  const names = ['a.j2', 'b.j2', 'dir/c.j2']
  const files = Object.fromEntries(names.map(name => [name, grammar.template(2)]))
  const source = grammar.template(4)
  return { kind, source: kind === 'broken' ? breakBytes(source, random) : source, files, vars: variables(grammar) }
}

/** A small generator (mulberry32): the same numbers everywhere. */
function generator(start) {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function words(text) {
  return text.trim().split(/\s+/)
}

function variables({ pick }) {
  const scalars = [null, true, -7, 2.5, 12345678901234567890n, '', 'text', 'ä😀', '{{ x }}', '\u0000', 'a\'b"c\\']
  return {
    args: { list: [pick(scalars), pick(scalars)], map: { b: pick(scalars), a: 1, __proto__x: 2 }, text: 'a, b' },
    value: pick(scalars),
    x: pick(scalars),
    y: [pick(scalars), pick(scalars)],
    ns: { x: 1, y: pick(scalars) },
    nested: [[1, [2, [3]]], { k: [pick(scalars)] }]
  }
}

function breakBytes(source, random) {
  const units = [...source]
  const strange = [...'{}%#|()[]-`"\'\\\0\r\u2028\ud800']
  for (let times = 1 + Math.floor(random() * 4); times > 0; times -= 1) {
    const at = Math.floor(random() * units.length)
    const sign = strange[Math.floor(random() * strange.length)]
    const way = random()
    if (way < 0.4) units.splice(at, 1)
    else if (way < 0.7) units.splice(at, 0, sign)
    else if (way < 0.9) units[at] = sign
    else units.splice(at, 0, ...units.slice(at, at + 20))
  }
  return units.join('')
}

const names = ['value', 'args', 'nested', 'x', 'y', 'loop', 'm', 'ns', 'missing', 'images', 'version', 'self', 'caller']
const knownNames = ['value', 'args', 'nested', 'x', 'y', 'ns', 'args.list', 'args.map', 'args.text']
const hostileNames = words(`
  constructor __proto__ prototype __class__ process toString _x env this
`)
const filters = words(`
  abs attr batch capitalize center count default
  dictsort escape filesizeformat first float format groupby indent int items join last length list lower map max min
  pprint reject rejectattr replace reverse round safe select selectattr slice sort string striptags sum title tojson
  trim truncate unique upper urlencode urlize wordcount wordwrap xmlattr b64encode b64decode from_yaml to_yaml to_json
  render sha256 slugify random
`)
const tests = words(`
  boolean callable defined divisibleby(2) eq(1) even false filter float ge(1) gt(1) in([1,"a"]) integer iterable le(1) lower
  lt(1) mapping ne(1) none number odd sameas(none) sequence string test true undefined upper
`)
const methods = words(`
  upper split replace format items keys values get append extend pop insert sort strip rsplit join find rfind count
  index startswith endswith center ljust zfill expandtabs title swapcase partition splitlines update setdefault copy
  clear popitem
`)
const functions = words(`
  range dict namespace cycler joiner get_var merge_dict update_dict load_template render load_base64 load_sha256 raise
  debug_print images.get_image version.semver version.regex m loop
`)
const operators = ['+', '-', '*', '/', '//', '%', '**', '~', '==', '!=', '<', '>=', 'in', 'not in', 'and', 'or']
const texts = ["''", "'a'", "'%s %d'", "'{} {0}'", "'{:>5}'", "'a.b'", "'ä😀'", "'a: [1, {b: c}]'", "'a.j2'", "'x\\ny'"]
const hostileTexts = [
  "'../a'",
  "'/etc/passwd'",
  "'{{ x }}'",
  "'__proto__'",
  "'%999999999d'",
  "'{:999999999}'",
  "'a*a*a*b'"
]
const numbers = ['0', '1', '-1', '2', '3', '10', '2.5', '1e3', 'true', 'none']
const hugeNumbers = ['10000', '999999999999', '2 ** 63', '10 ** 30', '1e308', '-(2 ** 70)', '0.1 + 0.2']

const calm = words(`
  string string|upper string|length string|replace('a',x|string) tojson to_yaml string|list|sort string|list|unique|join
  string|slugify string|urlencode string|wordwrap(3) string|indent string|title default(1) pprint string|int
`)

class Grammar {
  constructor(random, pick, kind) {
    this.random = random
    this.pick = pick
    this.isHostile = kind === 'hostile'
    this.isNearly = kind === 'nearly'
  }

  chance(part) {
    return this.random() < part
  }

  many(most, make) {
    return Array.from({ length: Math.floor(this.random() * (most + 1)) }, make)
  }

  template(depth) {
    const start = this.chance(0.08) ? "{% extends 'a.j2' %}" : ''
    return start + this.body(depth)
  }

  body(depth) {
    return [this.piece(depth), ...this.many(3, () => this.piece(depth))].join(this.pick(['', ' ', '\n', '  \n']))
  }

  piece(depth) {
    if (depth <= 0 || this.chance(0.3))
      return this.pick(['text', 'a: b\n', '', '}', '%}', '# c\n', '\t', ...(this.isNearly ? ['{', '{{'] : [])])
    if (this.chance(0.5)) return `{{${this.dash()} ${this.expression(depth)} ${this.chance(0.1) ? '-' : ''}}}`
    return this.statement(depth - 1)
  }

  dash() {
    return this.chance(0.1) ? this.pick(['-', '+']) : ''
  }

  /** Nearly valid templates lack a piece here and there. */
  tag(text) {
    if (this.isNearly && this.chance(0.08))
      return this.pick(['', `{% ${text}`, `${text} %}`, `{{ ${text} }}`, '{% end %}'])
    return `{%${this.dash()} ${text} ${this.dash()}%}`
  }

  statement(depth) {
    const body = () => this.body(depth)
    const value = () => this.expression(depth)
    const name = this.name()
    const block = (begin, end, inside = body()) => this.tag(begin) + inside + this.tag(end)
    switch (Math.floor(this.random() * 15)) {
      case 0:
        return (
          this.tag(`if ${value()}`) +
          body() +
          this.tag(this.pick(['else', `elif ${value()}`])) +
          body() +
          this.tag('endif')
        )
      case 1:
        return block(
          `for ${name} in ${value()}${this.chance(0.2) ? ` if ${value()}` : ''}${this.chance(0.15) ? ' recursive' : ''}`,
          'endfor'
        )
      case 2:
        return block(`for x, y in ${value()}`, 'endfor', body() + this.tag('else') + body())
      case 3:
        return this.tag(`set ${name} = ${value()}`)
      case 4:
        return this.tag(`set ns = namespace(${name}=${value()})`) + this.tag(`set ns.${this.name()} = ${value()}`)
      case 5:
        return block(`set ${name}`, 'endset')
      case 6:
        return (
          block(`macro m(x${this.chance(0.5) ? `, y=${value()}` : ''})`, 'endmacro') + `{{ m(${this.args(depth)}) }}`
        )
      case 7:
        return block(`call m(${this.args(depth)})`, 'endcall')
      case 8:
        return block(`filter ${this.filter(depth)}`, 'endfilter')
      case 9:
        return block(`with ${name} = ${value()}`, 'endwith')
      case 10:
        return this.tag(
          `include ${this.file()}${this.pick(['', ' ignore missing', ' with context', ' without context'])}`
        )
      case 11:
        return this.tag(`import ${this.file()} as m`) + `{{ m.${this.name()} }}`
      case 12:
        return this.tag(`from ${this.file()} import x, m as y`)
      case 13:
        return block(`block ${name}`, 'endblock', body() + this.pick(['', '{{ super() }}', `{{ self.${name}() }}`]))
      default:
        return this.pick([
          '{% raw %}{{ x }}{% endraw %}',
          '{# c #}',
          this.tag('break'),
          this.tag('continue'),
          this.tag('do x')
        ])
    }
  }

  file() {
    const hostile = ["'../x'", "'/etc/passwd'", "'.git/config'", "'constructor'", "'a\\0'"]
    return this.pick([
      "'a.j2'",
      "'b.j2'",
      "'./dir/c.j2'",
      "['none', 'b.j2']",
      'value',
      ...(this.isHostile ? hostile : [])
    ])
  }

  name() {
    if (this.isHostile && this.chance(0.1)) return this.pick(hostileNames)
    return this.pick(this.chance(0.8) ? ['x', 'y', 'value', 'ns'] : names)
  }

  args(depth) {
    const args = this.many(2, () => this.expression(depth - 2))
    if (this.chance(0.15)) args.push(`${this.name()}=${this.expression(depth - 2)}`)
    if (this.chance(0.05)) args.push(this.pick(['*nested', '**args', '*value']))
    return args.join(', ')
  }

  filter(depth) {
    const name = this.pick(filters)
    if (['map', 'select', 'reject'].includes(name) && this.chance(0.7)) return `${name}('${this.pick(filters)}')`
    return this.chance(0.5) ? name : `${name}(${this.args(depth)})`
  }

  expression(depth) {
    if (depth <= 0) return this.atom()
    const inner = () => this.expression(depth - 1)
    const whole = () => `(${inner()})`
    if (this.isHostile && this.chance(0.1)) return this.growth(depth)
    // a large part of all templates shall come to its end
    if (!this.isHostile && this.chance(0.35)) return this.safe(depth)
    switch (Math.floor(this.random() * 14)) {
      case 0:
      case 1:
        return `${whole()} ${this.pick(operators)} ${whole()}`
      case 2:
      case 3:
      case 4:
        return `${whole()} | ${this.filter(depth)}`
      case 5:
        return `${whole()} is ${this.pick(['', 'not '])}${this.pick(tests)}`
      case 6:
        return `${whole()}.${this.pick(methods)}(${this.args(depth)})`
      case 7:
        return `${this.pick(functions)}(${this.args(depth)})`
      case 8:
        return `[${this.many(3, inner).join(', ')}]`
      case 9:
        return `{${this.many(3, () => `${this.atom()}: ${inner()}`).join(', ')}}`
      case 10:
        return `(${inner()}${this.pick([')', ',)', ` if ${inner()} else ${inner()})`])}`
      case 11:
        return `${this.pick(['not ', '-', '+'])}${whole()}`
      case 12:
        return `${whole()}[${this.pick([inner(), '1:', ':-1', '::2', '::-1', "'a'"])}]`
      default:
        return `${whole()}.${this.name()}`
    }
  }

  /** Hardly ever an error, whatever the value is. */
  safe(depth) {
    const inner = this.expression(depth - 1)
    return `(${inner}) | ${this.pick(calm)}`
  }

  /** Something that asks for much of time or memory. */
  growth(depth) {
    const large = this.pick([
      "'ab' * 400000",
      '[1] * 90000',
      'range(9999) | list',
      "('a ' * 90000).split()",
      '7 ** 5000'
    ])
    const many = `[${large}] * ${this.pick(['3', '1000', '90000'])}`
    const value = this.pick([large, many, `${many} | map('${this.pick(filters)}')`])
    return `(${value}) | ${this.filter(depth - 1)}`
  }

  atom() {
    const way = this.random()
    if (way < 0.4) return this.chance(0.9) ? this.pick(knownNames) : this.name()
    if (way < 0.7) return this.pick(this.isHostile ? [...texts, ...hostileTexts] : texts)
    return this.pick(this.isHostile ? [...numbers, ...hugeNumbers] : numbers)
  }
}
