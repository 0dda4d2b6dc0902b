import { FilterError } from '../errors.ts'
import { quote } from '../text.ts'
import { bindArguments, formatCall, type Given, type Value } from './call.ts'
import { filterOf, type VersionFilter } from './filter.ts'
import { filterFunctions } from './functions.ts'
import { newBudget } from './pattern.ts'
import { isSymbol, type Reader, readerOf } from './reader.ts'
import { restrict } from './restrict.ts'
import type { Budget, Rule } from './rule.ts'
import type { Token } from './tokens.ts'

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
  return filterOf(parseWhole({ reader: readerOf(text), budget: newBudget() }, 1))
}

/** A text being read, and what the patterns of the whole filter may still cost. */
type Source = { readonly reader: Reader; readonly budget: Budget }

function parseWhole(source: Source, depth: number): Rule {
  const { reader } = source
  const rule = parseCall(source, depth)
  if (reader.peek().kind !== 'end')
    reader.unexpected('the end of the text', 'A version filter is one call, as in semver().')
  return rule
}

function parseCall(source: Source, depth: number): Rule {
  const { reader, budget } = source
  if (reader.peek().kind !== 'name') reader.unexpected(`a version filter (${names})`, 'Write for example semver().')
  const name = reader.take()
  if (depth > deepestNesting) reader.fail(name.position, `version filters are nested more than ${deepestNesting} deep`)
  const called = filterFunctions.find(one => one.name === name.text) ?? failUnknown(reader, name)
  if (!reader.takeSymbol('(')) reader.unexpected(`"(" after ${quote(name.text)}`, `Write ${called.usage}.`)
  const given = parseArguments(source, depth)
  const close = reader.take().position
  const args = bindArguments(called, given, {
    ...{ reader, close, budget },
    readInside: token => parseWhole({ reader: reader.inside(token), budget }, depth + 1),
    readDefault: text => parseWhole({ reader: readerOf(text), budget }, depth + 1)
  })
  return {
    ...restrict(called.build(args), args),
    format: (quoteText, additions) => formatCall(called, args, quoteText, additions)
  }
}

function parseArguments(source: Source, depth: number): readonly Given[] {
  const { reader } = source
  const given: Given[] = []
  while (!isSymbol(reader.peek(), ')')) {
    if (given.length > 0 && !reader.takeSymbol(','))
      reader.unexpected('"," or ")"', literalHint(given.at(-1), reader.peek()))
    given.push(parseArgument(source, depth))
  }
  return given
}

function parseArgument(source: Source, depth: number): Given {
  const { reader } = source
  const { position } = reader.peek()
  if (reader.peek().kind !== 'name' || !isSymbol(reader.peekSecond(), '=')) {
    return { name: undefined, position, value: parseValue(source, depth) }
  }
  const name = reader.take().text
  reader.take()
  return { name, position, value: parseValue(source, depth) }
}

function parseValue(source: Source, depth: number): Value {
  const { reader } = source
  const token = reader.peek()
  switch (token.kind) {
    case 'name':
      if (isSymbol(reader.peekSecond(), '(')) {
        return { kind: 'filter', position: token.position, rule: parseCall(source, depth + 1) }
      }
      return { kind: 'name', position: token.position, token: reader.take() }
    case 'string':
    case 'integer':
      return { kind: token.kind, position: token.position, token: reader.take() }
    default:
      return reader.unexpected('a value (a string, a name, a whole number or a version filter)')
  }
}

const names = filterFunctions.map(one => one.name).join(', ')

function failUnknown(reader: Reader, name: Token): never {
  const lower = filterFunctions.find(one => one.name === name.text.toLowerCase())
  const helper = name.text === 'version' && isSymbol(reader.peek(), '.')
  const hint = lower
    ? `Names are lower case: write ${lower.usage}.`
    : helper
      ? 'In a text leave out "version.": write semver(), not version.semver().'
      : `Write one of ${filterFunctions.map(one => one.usage).join(', ')}.`
  return reader.fail(name.position, `there is no version filter ${quote(name.text, 40)}; there are ${names}`, hint)
}

/** Python's `r'…'` reads as a name and a string without a comma between them. */
function literalHint(last: Given | undefined, next: Token): string | undefined {
  return last?.value.kind === 'name' && next.kind === 'string'
    ? `Strings need no letter in front: a backslash is always a backslash, as in regex('\\d+').`
    : undefined
}
