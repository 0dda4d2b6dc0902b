import { filterUses } from './filter-uses.ts'
import { type Kind, literals } from './literals.ts'
import type { Random } from './random.ts'
import { methodUses, testUses, type Use } from './uses.ts'

type Wanted = Kind | 'any'

const kinds: readonly Kind[] = ['text', 'int', 'float', 'list', 'dict', 'bool', 'rows']
const marks: Readonly<Record<string, Wanted>> = {
  t: 'text',
  i: 'int',
  f: 'float',
  l: 'list',
  d: 'dict',
  b: 'bool',
  r: 'rows',
  a: 'any'
}
const arithmetic = ['+', '-', '*', '/', '//', '%']
const comparisons = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in']
/** Names of every kind, one of them unknown. */
const someNames = [
  'x',
  'n',
  'f',
  'yes',
  'nil',
  'xs',
  'names',
  'd',
  'rows',
  'conf',
  'tree',
  'text',
  'uni',
  'nope',
  'loop',
  'ns',
  'y',
  'i'
]
const paths = [
  'd.a',
  "d['b']",
  'd.c[1].k',
  'conf.image.repo',
  "conf['image']['tag']",
  'conf.items',
  "conf['items']",
  'conf.labels',
  'xs[0]',
  'xs[-1]',
  'xs.0',
  'xs[9]',
  'd.zz',
  'rows[0].name',
  'rows[1].tags',
  'tree[0].kids',
  'text[0]',
  'uni[-1]',
  'nope.a',
  'x.y',
  'd.c.0',
  'conf.empty',
  'nil.a',
  "rows[0]['b']",
  'd[n]',
  'xs[n]',
  'x[nil]'
]

/** Writes random expressions, most of them with fitting types. */
export class ExpressionWriter {
  private readonly random: Random
  /** Names that the statements around have made. */
  readonly names: string[]

  constructor(random: Random, names: string[] = []) {
    this.random = random
    this.names = names
  }

  write(wanted: Wanted, depth: number): string {
    const { random } = this
    if (random.chance(4)) return this.write('any', depth)
    const kind = wanted === 'any' ? random.pick(kinds) : wanted
    if (depth <= 0 || random.chance(22)) return this.leaf(kind, wanted === 'any')
    const roll = random.below(100)
    if (roll < 40) return this.filtered(kind, depth)
    if (roll < 58) return this.called(kind, depth)
    if (roll < 72) return this.operated(kind, depth)
    if (roll < 78)
      return `(${this.write(kind, depth - 1)} if ${this.write('bool', depth - 1)}${random.chance(85) ? ` else ${this.write(kind, depth - 1)}` : ''})`
    if (roll < 84) return this.sliced(kind, depth)
    if (roll < 90)
      return `(${this.write(kind, depth - 1)} ${random.pick(['and', 'or'])} ${this.write(kind, depth - 1)})`
    if (roll < 95) return this.collected(depth)
    return this.leaf(kind, true)
  }

  private leaf(kind: Kind, any: boolean): string {
    const { random } = this
    if (any && random.chance(30)) return random.pick([...someNames, ...this.names])
    if (any && random.chance(30)) return random.pick(paths)
    return random.pick(literals[kind])
  }

  /** Fills the places of a pattern in. */
  private fill(pattern: string, depth: number): string {
    return pattern.replace(/\$([a-z])/g, (_, mark: string) => this.write(marks[mark] ?? 'any', depth))
  }

  private use(uses: readonly Use[], kind: Kind): Use | undefined {
    const fitting = uses.filter(([, , , to]) => to === kind || to === 'any')
    return fitting.length === 0 ? undefined : this.random.pick(fitting)
  }

  private filtered(kind: Kind, depth: number): string {
    const use = this.use(filterUses, kind)
    if (!use) return this.leaf(kind, false)
    const [from, name, args] = use
    return `(${this.write(from, depth - 1)} | ${name}${this.fill(this.random.pick(args), depth - 2)})`
  }

  private called(kind: Kind, depth: number): string {
    if (kind === 'bool') return this.tested(depth)
    const use = this.use(methodUses, kind)
    if (!use) return this.leaf(kind, false)
    const [from, name, args] = use
    return `(${this.write(from, depth - 1)}).${name}${this.fill(this.random.pick(args), depth - 2)}`
  }

  private tested(depth: number): string {
    const [name, args] = this.random.pick(testUses)
    if (args.length === 0) return `(${this.write('any', depth - 1)} == ${this.write('any', depth - 1)})`
    return `(${this.write('any', depth - 1)} is ${this.random.chance(25) ? 'not ' : ''}${name}${this.fill(this.random.pick(args), depth - 2)})`
  }

  private operated(kind: Kind, depth: number): string {
    const { random } = this
    const inner = (wanted: Wanted): string => this.write(wanted, depth - 1)
    switch (kind) {
      case 'text':
        return random.pick([
          () => `(${inner('any')} ~ ${inner('any')}${random.chance(30) ? ` ~ ${inner('any')}` : ''})`,
          () => `(${inner('text')} + ${inner('text')})`,
          () => `(${inner('text')} * ${inner('int')})`,
          () =>
            `(${random.pick(["'%s'", "'%5.2f'", "'%03d|'", "'%r %s'", "'%x'", "'%(a)s'", "'%e'", "'%-6s|'", "'%+d'", "'%%'", "'%c'", "'%g'", "'%i %s'"])} % ${inner('any')})`
        ])()
      case 'bool':
        return random.chance(30)
          ? `(not ${inner('any')})`
          : `(${inner('any')} ${random.pick(comparisons)} ${inner('any')}${random.chance(15) ? ` ${random.pick(comparisons)} ${inner('any')}` : ''})`
      case 'list':
        return random.chance(60)
          ? `(${inner('list')} + ${inner('list')})`
          : `(${inner('list')} * ${random.pick(['0', '2', '-1', 'n'])})`
      case 'int':
      case 'float':
        if (random.chance(15)) return `(${random.pick(['-', '+', '--', '-+'])}${inner(kind)})`
        if (random.chance(12))
          return `(${random.pick(['2', '-2', '10', '1.5', '0', '0.0', 'n', 'f'])} ** ${random.pick(['3', '0', '-2', '0.5', '64', '2.0', '-1.5', 'n', 'f'])})`
        return `(${inner(random.pick(['int', 'float', kind]))} ${random.pick(arithmetic)} ${random.chance(50) ? random.pick(['2', '3', '-2', '0', '10', '2.0', '0.5']) : inner(kind)})`
      default:
        return this.leaf(kind, true)
    }
  }

  private sliced(kind: Kind, depth: number): string {
    const bound = (): string => this.random.pick(['', '', '0', '1', '-1', '2', '-2', '99', 'n', 'none'])
    const of = this.write(kind === 'text' ? 'text' : 'list', depth - 1)
    if (this.random.chance(40)) return `${of}[${this.write('int', depth - 2)}]`
    return `${of}[${bound()}:${bound()}${this.random.chance(30) ? `:${this.random.pick(['', '2', '-1', '-2', '0', '1'])}` : ''}]`
  }

  private collected(depth: number): string {
    const inner = (): string => this.write('any', depth - 2)
    return this.random.pick([
      () => `[${inner()}, ${inner()}]`,
      () => `(${inner()}, ${inner()},)`,
      () => `{${this.write('text', 0)}: ${inner()}, ${this.write('any', 0)}: ${inner()}}`,
      () => `dict(${this.write('dict', depth - 2)}, k=${inner()})`,
      () => `range(${this.random.pick(['3', '-2', '1, 4', '5, 1, -2', 'n'])})`,
      () => `namespace(a=${inner()}, b=1).a`
    ])()
  }
}
