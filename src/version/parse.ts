import { FilterError } from '../errors.ts'
import { quote } from '../text.ts'
import { bindArguments, type Given, type Value } from './call.ts'
import { filterOf, type VersionFilter } from './filter.ts'
import { numberFunction } from './number.ts'
import { prefixFunction } from './prefix.ts'
import { isSymbol, type Reader, readerOf } from './reader.ts'
import { regexFunction } from './regex.ts'
import type { FilterFunction, Rule } from './rule.ts'
import { semverFunction } from './semver.ts'
import type { Token } from './tokens.ts'

const functions: readonly FilterFunction[] = [semverFunction, numberFunction, regexFunction, prefixFunction]

const longestText = 10_000
const deepestNesting = 50

/**
 * Reads a version filter:
 *
 *     filter := NAME "(" [ argument { "," argument } ] ")"
 *     argument := NAME "=" value | value
 *     value := filter | STRING | NAME | INTEGER
 *
 * White space and comments may stand between tokens. Each function says which parameters it has; positional arguments come first. A
 * `suffix` may be a filter or, by name, a string that holds one. Takes time linear in the text (kluctl v2.16,
 * pkg/utils/versions/latest_version_parse.go, without its defects: unknown names, text after the filter, arguments given twice).
 * @throws FilterError with the position of what is wrong; nothing else, whatever the text
 */
export function parseVersionFilter(text: string): VersionFilter {
  if (text.length > longestText) {
    const message = `the version filter is ${text.length} characters long; at most ${longestText} are allowed`
    throw new FilterError(text.slice(0, longestText), longestText, message)
  }
  return filterOf(parseWhole(readerOf(text), 1))
}

function parseWhole(reader: Reader, depth: number): Rule {
  const rule = parseCall(reader, depth)
  if (reader.peek().kind !== 'end')
    reader.unexpected('the end of the text', 'A version filter is one call, as in semver().')
  return rule
}

function parseCall(reader: Reader, depth: number): Rule {
  if (reader.peek().kind !== 'name')
    reader.unexpected(`a version filter (${names})`, `Write for example ${semverFunction.usage}.`)
  const name = reader.take()
  if (depth > deepestNesting) reader.fail(name.position, `version filters are nested more than ${deepestNesting} deep`)
  const called = functions.find(one => one.name === name.text) ?? failUnknown(reader, name)
  if (!reader.takeSymbol('(')) reader.unexpected(`"(" after ${quote(name.text)}`, `Write ${called.usage}.`)
  const given = parseArguments(reader, called, depth)
  const close = reader.take()
  return called.build(
    bindArguments(called, given, reader, close.position, (inner, token) => parseInside(inner, token, depth))
  )
}

function parseInside(reader: Reader, token: Token, depth: number): Rule {
  return parseWhole(reader.inside(token), depth + 1)
}

function parseArguments(reader: Reader, called: FilterFunction, depth: number): readonly Given[] {
  const given: Given[] = []
  while (!isSymbol(reader.peek(), ')')) {
    if (called.parameters.length === 0) reader.unexpected(`")", since ${called.name} takes no arguments`)
    if (given.length > 0 && !reader.takeSymbol(','))
      reader.unexpected('"," or ")"', literalHint(given.at(-1), reader.peek()))
    given.push(parseArgument(reader, depth))
  }
  return given
}

function parseArgument(reader: Reader, depth: number): Given {
  const { position } = reader.peek()
  if (reader.peek().kind !== 'name' || !isSymbol(reader.peekSecond(), '=')) {
    return { name: undefined, position, value: parseValue(reader, depth) }
  }
  const name = reader.take().text
  reader.take()
  return { name, position, value: parseValue(reader, depth) }
}

function parseValue(reader: Reader, depth: number): Value {
  const token = reader.peek()
  switch (token.kind) {
    case 'name':
      if (isSymbol(reader.peekSecond(), '(')) {
        return { kind: 'filter', position: token.position, rule: parseCall(reader, depth + 1) }
      }
      return { kind: 'name', position: token.position, token: reader.take() }
    case 'string':
    case 'integer':
      return { kind: token.kind, position: token.position, token: reader.take() }
    default:
      return reader.unexpected('a value (a string, a name, a whole number or a version filter)')
  }
}

const names = functions.map(one => one.name).join(', ')

function failUnknown(reader: Reader, name: Token): never {
  const lower = functions.find(one => one.name === name.text.toLowerCase())
  const helper = name.text === 'version' && isSymbol(reader.peek(), '.')
  const hint = lower
    ? `Names are lower case: write ${lower.usage}.`
    : helper
      ? 'In a text leave out "version.": write semver(), not version.semver().'
      : `Write one of ${functions.map(one => one.usage).join(', ')}.`
  return reader.fail(name.position, `there is no version filter ${quote(name.text, 40)}; there are ${names}`, hint)
}

/** Python's `r'…'` reads as a name and a string without a comma between them. */
function literalHint(last: Given | undefined, next: Token): string | undefined {
  return last?.value.kind === 'name' && next.kind === 'string'
    ? `Strings need no letter in front: a backslash is always a backslash, as in regex('\\d+').`
    : undefined
}
