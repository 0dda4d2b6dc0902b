import { quote } from '../text.ts'
import type { Reader } from './reader.ts'
import type { Additions, Arguments, Budget, FilterFunction, Parameter, Quote, Rule, TextArgument } from './rule.ts'
import type { Token } from './tokens.ts'

/** The value of an argument: a filter that was read already, or a token. */
export type Value =
  | { readonly kind: 'filter'; readonly position: number; readonly rule: Rule }
  | { readonly kind: 'name' | 'string' | 'integer'; readonly position: number; readonly token: Token }

/** One argument of a call as it was given; without a name it goes by its position. */
export type Given = { readonly name: string | undefined; readonly position: number; readonly value: Value }

/** The kinds of value that a parameter takes by position; by name it takes any text for a flag or a text, as kluctl does. */
const positional = { flag: 'name', text: 'string', filter: 'filter', 'flag or text': 'string' } as const

const expectedKind = {
  flag: 'true or false',
  text: 'a string',
  filter: 'a version filter',
  'flag or text': 'true, false or a string'
} as const

const truths: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map(text => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map(text => [text, false] as const)
])

/** What the arguments of a call need of the parser around it. */
export type Surroundings = {
  readonly reader: Reader
  /** Position of the closing parenthesis. */
  readonly close: number
  readonly budget: Budget
  /** Reads the filter that a string token holds. */
  readInside(token: Token): Rule
  /** Reads the filter that is the default of a parameter. */
  readDefault(text: string): Rule
}

/**
 * Gives each argument of a call to its parameter, with kluctl's rules: positional ones first, none twice, none unknown, and only positional
 * ones must be written in the parameter's own way.
 * @throws FilterError at the argument that does not fit, or at the closing parenthesis for one that is missing
 */
export function bindArguments(called: FilterFunction, given: readonly Given[], around: Surroundings): Arguments {
  const { reader, close, budget } = around
  const bound = assign(called, given, reader)
  const flags = new Map<string, boolean>()
  const texts = new Map<string, TextArgument>()
  const rules = new Map<string, Rule>()
  for (const parameter of called.parameters) {
    const { name, kind } = parameter
    const argument = bound.get(name)
    if (!argument) {
      const isWanted = parameter.defaultWith === undefined || bound.has(parameter.defaultWith)
      if (kind === 'filter' && parameter.default !== undefined && isWanted)
        rules.set(name, around.readDefault(parameter.default))
    } else if (kind === 'filter') rules.set(name, readRule(argument, name, around))
    else if (kind === 'flag' || isTruth(argument, parameter, reader)) flags.set(name, readFlag(argument, name, reader))
    else texts.set(name, textArgument(readText(argument, name, reader), reader, budget))
  }
  return {
    flag: name => flags.get(name),
    rule: name => rules.get(name),
    optionalText: name => texts.get(name),
    text: name => texts.get(name) ?? reader.fail(close, `${called.name} needs a ${name}`, `Write ${called.usage}.`)
  }
}

/** The call as text: what it names and what has a default, in the order of the parameters. kluctl names every argument too. */
export function formatCall(
  called: FilterFunction,
  args: Arguments,
  quoteText: Quote,
  additions: Additions = nothing
): string {
  const isInnermost = !called.parameters.some(({ name }) => args.rule(name))
  const parts = called.parameters.flatMap(parameter => {
    const { name } = parameter
    const rule = args.rule(name)
    const addition = isInnermost ? additions.get(name) : undefined
    const value =
      rule?.format(quoteText, additions) ??
      (addition === undefined ? undefined : quoteText(joined(name, args.optionalText(name)?.text, addition))) ??
      writeValue(parameter, args, quoteText)
    return value === undefined ? [] : [`${name}=${value}`]
  })
  return `${called.name}(${parts.join(', ')})`
}

const nothing: Additions = new Map()

/** A second `exclude` joins the first; of any other argument the new one counts. */
function joined(name: string, old: string | undefined, added: string): string {
  return name === 'exclude' && old !== undefined ? `(?:${old})|${added}` : added
}

function writeValue({ name, kind, default: usual }: Parameter, args: Arguments, quoteText: Quote): string | undefined {
  const text = args.optionalText(name)
  if (text) return quoteText(text.text)
  const flag = args.flag(name)
  return flag === undefined ? (kind === 'flag' ? usual : undefined) : String(flag)
}

function textArgument(token: Token, reader: Reader, budget: Budget): TextArgument {
  const start = token.kind === 'string' ? token.position + 1 : token.position
  return { text: token.text, budget, fail: (offset, message, hint) => reader.fail(start + offset, message, hint) }
}

/** A truth value is a word; any other word for a parameter that takes both has forgotten its quotes. */
function isTruth({ value }: Given, { name, kind }: Parameter, reader: Reader): boolean {
  if (kind !== 'flag or text' || value.kind === 'filter') return false
  if (truths.has(value.token.text)) return true
  return value.kind === 'string' ? false : failKind(name, expectedKind[kind], value, value.position, reader)
}

function assign(called: FilterFunction, given: readonly Given[], reader: Reader): ReadonlyMap<string, Given> {
  const bound = new Map<string, Given>()
  const positionals = called.parameters.filter(one => one.positional === true)
  let named = false
  for (const [index, argument] of given.entries()) {
    const { position } = argument
    named ||= argument.name !== undefined
    if (named && argument.name === undefined) {
      reader.fail(position, 'an argument without a name follows one with a name', 'Put it first, or give it its name.')
    }
    const parameter = named ? called.parameters.find(one => one.name === argument.name) : positionals[index]
    if (!parameter) return failSurplus(called, argument, reader)
    if (bound.has(parameter.name)) reader.fail(position, `${called.name} is given ${parameter.name} twice`)
    if (!named) checkPositional(parameter, argument, reader)
    bound.set(parameter.name, argument)
  }
  return bound
}

function failSurplus(called: FilterFunction, argument: Given, reader: Reader): never {
  const all = called.parameters.map(one => one.name)
  if (argument.name !== undefined) {
    return reader.fail(
      argument.position,
      `${called.name} has no argument ${quote(argument.name, 40)}; it has ${all.join(', ')}`
    )
  }
  const known = called.parameters.flatMap(one => (one.positional === true ? [one.name] : []))
  const takes = known.length === 0 ? 'none without a name' : known.join(' and ')
  const others = all.filter(name => !known.includes(name)).join(', ')
  return reader.fail(
    argument.position,
    `${called.name} has too many arguments; it takes ${takes}`,
    `By name it also takes ${others}.`
  )
}

function checkPositional(parameter: Parameter, argument: Given, reader: Reader): void {
  const { value, position } = argument
  if (value.kind === positional[parameter.kind]) return
  failKind(parameter.name, expectedKind[parameter.kind], value, position, reader)
}

function readFlag(argument: Given, name: string, reader: Reader): boolean {
  const { value } = argument
  const flag = value.kind === 'filter' ? undefined : truths.get(value.token.text)
  return flag ?? failKind(name, expectedKind.flag, value, value.position, reader)
}

function readText(argument: Given, name: string, reader: Reader): Token {
  const { value } = argument
  return value.kind === 'filter' ? failKind(name, expectedKind.text, value, value.position, reader) : value.token
}

function readRule({ value }: Given, name: string, { reader, readInside }: Surroundings): Rule {
  if (value.kind === 'filter') return value.rule
  return value.kind === 'string'
    ? readInside(value.token)
    : failKind(name, expectedKind.filter, value, value.position, reader)
}

function failKind(name: string, expected: string, value: Value, position: number, reader: Reader): never {
  const found = value.kind === 'filter' ? 'a version filter' : `${nouns[value.kind]} ${quote(value.token.text, 40)}`
  return reader.fail(position, `${name} must be ${expected}, found ${found}`, kindHint(name, expected, value))
}

const nouns = { name: 'the name', string: 'the string', integer: 'the number' } as const

function kindHint(name: string, expected: string, value: Value): string | undefined {
  if (value.kind === 'filter') return undefined
  const { text } = value.token
  if (expected === expectedKind.filter) {
    if (value.kind === 'name') return `Write ${text}() for the version filter of that name.`
    return value.kind === 'string' ? 'Leave out the quotes: suffix=number().' : undefined
  }
  if (expected === expectedKind['flag or text']) return `Put it in quotes: '${text}'.`
  return expected === expectedKind.text ? `Put it in quotes: '${text}'.` : `Write ${name}=true or ${name}=false.`
}
