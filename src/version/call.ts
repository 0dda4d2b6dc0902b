import { quote } from '../text.ts'
import type { Reader } from './reader.ts'
import type { Arguments, FilterFunction, Parameter, Rule } from './rule.ts'
import type { Token } from './tokens.ts'

/** The value of an argument: a filter that was read already, or a token. */
export type Value =
  | { readonly kind: 'filter'; readonly position: number; readonly rule: Rule }
  | { readonly kind: 'name' | 'string' | 'integer'; readonly position: number; readonly token: Token }

/** One argument of a call as it was given; without a name it goes by its position. */
export type Given = { readonly name: string | undefined; readonly position: number; readonly value: Value }

/** The kinds of value that a parameter takes by position; by name it takes any text for a flag or a text, as kluctl does. */
const positional = { flag: 'name', text: 'string', filter: 'filter' } as const

const expectedKind = { flag: 'true or false', text: 'a string', filter: 'a version filter' } as const

const truths: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map(text => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map(text => [text, false] as const)
])

/** Reads the filter that a string token holds. */
type ReadInside = (reader: Reader, token: Token) => Rule

/**
 * Gives each argument of a call to its parameter, with kluctl's rules: positional ones first, none twice, none unknown, and only positional
 * ones must be written in the parameter's own way.
 * @throws FilterError at the argument that does not fit, or at `close`, the closing parenthesis, for one that is missing
 */
export function bindArguments(
  called: FilterFunction,
  given: readonly Given[],
  reader: Reader,
  close: number,
  readInside: ReadInside
): Arguments {
  const bound = assign(called, given, reader)
  const flags = new Map<string, boolean>()
  const rules = new Map<string, Rule>()
  for (const { name, kind } of called.parameters) {
    const argument = bound.get(name)
    if (argument && kind === 'flag') flags.set(name, readFlag(argument, name, reader))
    if (argument && kind === 'filter') rules.set(name, readRule(argument, name, reader, readInside))
  }
  return {
    flag: name => flags.get(name),
    rule: name => rules.get(name),
    text: name => {
      const argument = bound.get(name)
      if (!argument) return reader.fail(close, `${called.name} needs a ${name}`, `Write ${called.usage}.`)
      const token = readText(argument, name, reader)
      const start = token.kind === 'string' ? token.position + 1 : token.position
      return { text: token.text, fail: (offset, message, hint) => reader.fail(start + offset, message, hint) }
    }
  }
}

function assign(called: FilterFunction, given: readonly Given[], reader: Reader): ReadonlyMap<string, Given> {
  const bound = new Map<string, Given>()
  let named = false
  for (const [index, argument] of given.entries()) {
    const { position } = argument
    named ||= argument.name !== undefined
    if (named && argument.name === undefined) {
      reader.fail(position, 'an argument without a name follows one with a name', 'Put it first, or give it its name.')
    }
    const parameter = named ? called.parameters.find(one => one.name === argument.name) : called.parameters[index]
    if (!parameter) return failSurplus(called, argument, reader)
    if (bound.has(parameter.name)) reader.fail(position, `${called.name} is given ${parameter.name} twice`)
    if (!named) checkPositional(parameter, argument, reader)
    bound.set(parameter.name, argument)
  }
  return bound
}

function failSurplus(called: FilterFunction, argument: Given, reader: Reader): never {
  const known = called.parameters.map(one => one.name).join(' and ')
  if (argument.name !== undefined) {
    reader.fail(argument.position, `${called.name} has no argument ${quote(argument.name, 40)}; it has ${known}`)
  }
  return reader.fail(argument.position, `${called.name} has too many arguments; it takes ${known}`)
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

function readRule(argument: Given, name: string, reader: Reader, readInside: ReadInside): Rule {
  const { value } = argument
  if (value.kind === 'filter') return value.rule
  return value.kind === 'string'
    ? readInside(reader, value.token)
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
  return expected === expectedKind.text ? `Put it in quotes: '${text}'.` : `Write ${name}=true or ${name}=false.`
}
