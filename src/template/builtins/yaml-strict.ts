import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, type Pair, Scalar } from 'yaml'
import { TemplateRuntimeError } from '../value.ts'
import { unsupported } from './limits.ts'

/**
 * Refuses layouts that the YAML package reads and PyYAML reads differently or not at all: tabs between tokens, explicit, empty and
 * multi-line keys, a block at the start of a line that is the whole document, `...`, anchors that occur twice. Throws `Unsupported`
 * and YAMLError.
 */
export function refuseLooseYaml(document: Document.Parsed, source: string): void {
  if (/^\.\.\./m.test(source)) throw unsupported('the end mark "..." in YAML is not supported')
  const { contents } = document
  if (isScalar(contents) && isBlock(contents) && /^\S/.test(afterHeader(contents, source)))
    throw unsupported('a YAML document that is one block needs its text indented')
  const walk = new Walk(source)
  walk.visit(contents, false)
  refuseOpenTabs(source, walk.closed)
}

/** `closed` are the parts inside of quotes and blocks, in the order of the text. */
function refuseOpenTabs(source: string, closed: readonly Part[]): void {
  let next = 0
  for (let at = source.indexOf('\t'); at >= 0; at = source.indexOf('\t', at + 1)) {
    while ((closed[next]?.[1] ?? Number.POSITIVE_INFINITY) <= at) next += 1
    if ((closed[next]?.[0] ?? Number.POSITIVE_INFINITY) > at)
      throw unsupported('a tab in YAML outside of quotes and blocks is not supported')
  }
}

/** Start and end offset. */
type Part = readonly [start: number, end: number]

const quoted = /^(?:'(?:[^']|'')*'|"(?:[^"\\]|\\[\s\S])*")$/

class Walk {
  /** Quotes and blocks: tabs are text there. */
  readonly closed: Part[] = []
  private readonly anchors = new Set<string>()
  private readonly source: string

  constructor(source: string) {
    this.source = source
  }

  visit(node: unknown, isFlow: boolean): void {
    if (isNode(node) && !isAlias(node)) this.anchor(node.anchor)
    if (isScalar(node) && node.range) this.scalar(node, isFlow)
    if (isPair(node)) this.pair(node, isFlow)
    if (isMap(node) || isSeq(node)) for (const item of node.items) this.visit(item, isFlow || node.flow === true)
  }

  private anchor(name: string | undefined): void {
    if (name === undefined) return
    if (this.anchors.has(name)) throw new TemplateRuntimeError('YAMLError', `found duplicate anchor '${name}'`)
    this.anchors.add(name)
  }

  private scalar(node: Scalar, isFlow: boolean): void {
    const [start, end] = node.range ?? [0, 0]
    const text = this.source.slice(start, end)
    if (node.type === Scalar.PLAIN) {
      if (isFlow && /^:|\?/.test(text)) throw unsupported(`the text ${text} in YAML between brackets needs quotes`)
      return
    }
    if (!isBlock(node) && !quoted.test(text)) throw unsupported('a quote in YAML is not closed')
    this.closed.push([start, end])
  }

  private pair(pair: Pair, isFlow: boolean): void {
    const { key } = pair
    if (pair.srcToken?.start.some(token => token.type === 'explicit-key-ind'))
      throw unsupported('keys with "?" in YAML are not supported')
    const text = isScalar(key) && key.range ? this.source.slice(key.range[0], key.range[1]) : undefined
    if (key === null || text === '') throw unsupported('empty keys in YAML are not supported')
    if (text?.includes('\n') || this.colonIsBelow(key))
      throw unsupported('keys of several lines in YAML are not supported')
    this.visit(key, isFlow)
    this.visit(pair.value, isFlow)
  }

  /** True where the colon after a key stands on a later line. */
  private colonIsBelow(key: unknown): boolean {
    if (!isNode(key) || !key.range) return false
    const after = this.source.slice(key.range[1])
    return /^[ \t]*(?:#.*)?\n(?:\s|#.*\n)*:/.test(after.slice(0, 1000))
  }
}

/** True for text after `|` or `>`. */
export function isBlock(node: Scalar): boolean {
  return node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED
}

/** Text of a block; PyYAML adds no line end where the source has none. Throws `Unsupported` where the source ends in blanks. */
export function blockText(node: Scalar, text: string, source: string): string {
  const isLast = (node.range?.[1] ?? 0) >= source.length && !source.endsWith('\n')
  if (!isLast) return text
  if (/(?:^|\n) *$/.test(source)) throw unsupported('blanks at the end of a block of YAML are not supported')
  return text.endsWith('\n') ? text.slice(0, -1) : text
}

/** What follows the line of `|` or `>`, without its first empty lines. */
function afterHeader(node: Scalar, source: string): string {
  const start = node.range?.[0] ?? 0
  const end = source.indexOf('\n', start)
  return end < 0 ? '' : source.slice(end + 1).replace(/^\n+/, '')
}
