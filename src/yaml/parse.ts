import {
  Composer,
  type CST,
  type Document,
  isMap,
  isNode,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  type Tags,
  type YAMLError
} from 'yaml'
import { type Place, ProjectError } from '../errors.ts'
import { type Excerpt, excerptOf } from '../excerpt.ts'
import { byteLength, quote } from '../text.ts'
import { checkNodes, checkToken, type Trouble, tooMany, type YamlLimits } from './limits.ts'
import { closeOpenBlock } from './open-block.ts'
import type { YamlMap, YamlValue } from './value.ts'

export type { YamlMap, YamlValue } from './value.ts'

/** One document of a file: its data, and where each part of it stands. */
export type YamlDocument = {
  readonly value: YamlValue
  /** Line and column of the value at a path of keys and indexes; of the nearest parent that exists otherwise. */
  place(path?: readonly (string | number)[]): Place
  /** Line and column of a node of this document. */
  placeOf(node: Node): Place
  /** The lines around a place of this document; undefined where they are not to be shown. */
  excerpt(place: Place): Excerpt | undefined
  /** The parsed document, for callers that edit it or need ranges. */
  readonly document: Document.Parsed
}

/**
 * What a text is, for those who read its lines in an error: the file itself, what a template made of it (the careful default: it hides what may
 * be a secret), or something of which no line is shown.
 */
export type YamlForm = 'file' | 'rendered' | 'hidden'

/** Makes other values of plain words and numbers than YAML 1.2 does, given its tags. */
export type Scalars = (core: Tags) => Tags

/** Threat model section 10. */
export const yamlLimits: YamlLimits = { bytes: 5 * 1024 * 1024, depth: 100, nodes: 200_000, aliases: 50 }

/**
 * Reads all documents of a YAML 1.2 text (merge keys included, as Kubernetes manifests use them). Limits hold before and after parsing;
 * duplicate keys, unknown tags and whatever else the parser complains about are errors with line and column (threat model Y-01, Y-02).
 * @throws ProjectError `yaml` or `limit`
 */
export function parseYamlDocuments(
  text: string,
  file: string,
  limits: YamlLimits = yamlLimits,
  form: YamlForm = 'rendered',
  scalars?: Scalars
): readonly YamlDocument[] {
  if (byteLength(text) > limits.bytes) {
    throw new ProjectError('limit', `the file is larger than ${limits.bytes} bytes`, { file })
  }
  const lines = new LineCounter()
  const source: Source = { text, file, lines, limits, form }
  const documents = guard(file, () => {
    const composer = new Composer({
      intAsBigInt: true,
      merge: true,
      uniqueKeys: true,
      ...(scalars && { customTags: scalars })
    })
    return [...composer.compose(shallowTokens(source))]
  })
  return documents.map((document, index) => readYamlDocument(document, source, index === documents.length - 1))
}

type Source = {
  readonly text: string
  readonly file: string
  readonly lines: LineCounter
  readonly limits: YamlLimits
  readonly form: YamlForm
}

/** What the lexer of the package puts before each scalar, and the signs of which a text has no more than values. */
const scalarMark = '\u001f'
const signs = `${scalarMark},-?:[]{}&*!%`

/** Signs, blanks and comments that a value of an honest file has around it. */
const lexemesPerValue = 10

/** What may not stand behind a backslash; the parser would make an error of each, with its place and words. */
const badEscape = /\\[^0abtnvfre "/\\N_LPxuU\r\n\t]/g

function refuseEscapes(source: Source, text: string, offset: number): void {
  let count = 0
  for (const { index } of text.matchAll(badEscape)) {
    count += 1
    if (count > 100)
      throw failAt(source, { code: 'yaml', message: 'too many invalid escapes in one text', offset: offset + index })
  }
}

/** The composer recurses, and a stack that runs out inside it can end the process: depth is measured on its tokens. */
function* shallowTokens(source: Source): ReturnType<Parser['parse']> {
  const { text, lines, limits } = source
  const parser = new Parser(lines.addNewLine)
  const check = (token: CST.Token): CST.Token => {
    const trouble = checkToken(token, limits)
    if (trouble) throw failAt(source, trouble)
    return token
  }
  lines.addNewLine(0)
  const counts = new Map<string, number>()
  let before = ''
  let lexemes = 0
  for (const lexeme of new Lexer().lex(text)) {
    const sign = lexeme.charAt(0)
    if (before !== scalarMark && signs.includes(sign)) {
      const count = (counts.get(sign) ?? 0) + 1
      counts.set(sign, count)
      // a document is one token, which would be in memory, its errors with it, before its values could be counted
      if (count > limits.nodes) throw failAt(source, tooMany(limits, parser.offset))
    }
    if (sign === '"') refuseEscapes(source, lexeme, parser.offset)
    lexemes += 1
    if (lexemes > limits.nodes * lexemesPerValue) throw failAt(source, tooMany(limits, parser.offset))
    before = lexeme
    for (const token of parser.next(lexeme)) yield check(token)
  }
  for (const token of parser.end()) yield check(token)
}

function readYamlDocument(document: Document.Parsed, source: Source, isLast: boolean): YamlDocument {
  const { text, file, lines, limits } = source
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem) throw failAt(source, { code: 'yaml', message: describe(problem, text), offset: problem.pos[0] })
  const trouble = checkNodes(document.contents, limits)
  if (trouble) throw failAt(source, trouble)
  if (isLast) closeOpenBlock(document, text)
  const value = guard(file, () => toValue(document.toJS({ mapAsMap: true, maxAliasCount: limits.aliases }), file))
  return {
    value,
    document,
    place: path => nodePlace(nodeAt(document, path ?? []), lines, file),
    placeOf: node => nodePlace(node, lines, file),
    excerpt: place => excerptIn(source, place)
  }
}

/** The parser's words, with the name of a key that stands twice. */
function describe({ code, message, pos }: YAMLError, text: string): string {
  const key =
    code === 'DUPLICATE_KEY' ? /^["']?([^"'\s:,{}[\]]+)/.exec(text.slice(pos[0], pos[0] + 200))?.[1] : undefined
  return key === undefined ? firstLine(message) : `${quote(key)} appears twice in one map`
}

function failAt(source: Source, { code, message, offset }: Trouble): ProjectError {
  const place = offsetPlace(offset, source.lines, source.file)
  return new ProjectError(code, message, place, { excerpt: excerptIn(source, place) })
}

function excerptIn({ text, form }: Source, place: Place): Excerpt | undefined {
  if (form === 'hidden') return undefined
  return excerptOf(text, place, { isRendered: form === 'rendered' })
}

/** Reads a text that must hold at most one document, empty ones behind it aside; undefined for an empty text. */
export function parseYaml(
  text: string,
  file: string,
  limits: YamlLimits = yamlLimits,
  form: YamlForm = 'rendered'
): YamlDocument | undefined {
  const documents = parseYamlDocuments(text, file, limits, form)
  const [first, ...others] = documents
  const second = others.find(({ value }) => value !== null)
  if (second) {
    const place = second.place()
    const message = `one document is expected, and the file has ${documents.length}`
    throw new ProjectError('yaml', message, place, { excerpt: second.excerpt(place) })
  }
  return first?.document.contents === null ? undefined : first
}

/** What a person would call the kind of a value. */
export function kindOf(value: YamlValue | undefined): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'bigint' || typeof value === 'number') return 'a number'
  if (typeof value === 'boolean') return 'true or false'
  return isYamlMap(value) ? 'a map' : 'a list'
}

export function isYamlMap(value: YamlValue | undefined): value is YamlMap {
  return value instanceof Map
}

export function isYamlList(value: YamlValue | undefined): value is readonly YamlValue[] {
  return Array.isArray(value)
}

function guard<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof ProjectError) throw error
    const why =
      error instanceof RangeError
        ? 'it is nested too deeply'
        : error instanceof Error
          ? firstLine(error.message)
          : String(error)
    throw new ProjectError('yaml', why, { file, line: 1, column: 1 }, { cause: error })
  }
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message
}

function offsetPlace(offset: number | undefined, lines: LineCounter, file: string): Place {
  if (offset === undefined) return { file, line: 1, column: 1 }
  const { line, col } = lines.linePos(offset)
  // an empty text has no line for the counter
  return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
}

function nodePlace(node: Node | undefined, lines: LineCounter, file: string): Place {
  return offsetPlace(node?.range?.[0], lines, file)
}

/** The node at a path, or the nearest one above it that exists. */
function nodeAt(document: Document.Parsed, path: readonly (string | number)[]): Node | undefined {
  let node: unknown = document.contents
  for (const step of path) {
    const next = isMap(node) || isSeq(node) ? node.get(step, true) : undefined
    if (!isNode(next)) break
    node = next
  }
  return isNode(node) ? node : undefined
}

function toValue(value: unknown, file: string): YamlValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'number')
    return value
  if (Array.isArray(value)) return value.map(item => toValue(item, file))
  if (value instanceof Map) {
    const map = new Map<string, YamlValue>()
    for (const [key, item] of value) {
      const text = keyText(key, file)
      if (map.has(text)) throw new ProjectError('yaml', `${quote(text)} appears twice in one map`, { file })
      map.set(text, toValue(item, file))
    }
    return map
  }
  throw new ProjectError('yaml', `a value of an unknown kind (${quote(Object.prototype.toString.call(value))})`, {
    file
  })
}

function keyText(key: unknown, file: string): string {
  if (typeof key === 'string') return key
  if (key === null || typeof key === 'bigint' || typeof key === 'number' || typeof key === 'boolean') return String(key)
  throw new ProjectError('yaml', 'a key is a map or a list', { file })
}
