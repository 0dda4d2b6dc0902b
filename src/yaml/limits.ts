import { type CST, isAlias, isMap, isNode, isPair, isScalar, isSeq } from 'yaml'
import { plural } from '../text.ts'

/** How large a YAML text may be. */
export type YamlLimits = {
  readonly bytes: number
  readonly depth: number
  readonly nodes: number
  readonly aliases: number
}

/** What is over a limit, or no data of YAML's core, and where. */
export type Trouble = { readonly code: 'limit' | 'yaml'; readonly message: string; readonly offset: number }

/** The parser compares each key of a map with all before it: at this many it takes half a second. */
const mapLimit = 10_000

/** Looks for nesting beyond the limit, and for maps that are too large, in a token of the parser, without recursion. */
export function checkToken(token: CST.Token, { depth: limit }: YamlLimits): Trouble | undefined {
  const open: [token: CST.Token, depth: number][] = [[token, 0]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [current, depth] = next
    if (depth > limit)
      return { code: 'limit', message: `nested too deeply (more than ${limit} levels)`, offset: current.offset }
    if (current.type === 'document' && current.value) open.push([current.value, depth])
    if (!('items' in current)) continue
    const isMap = current.type === 'block-map' || (current.type === 'flow-collection' && current.start.source === '{')
    if (isMap && current.items.length > mapLimit)
      return { code: 'limit', message: `more than ${mapLimit} keys in one map`, offset: current.offset }
    for (const item of current.items) {
      if (item.key) open.push([item.key, depth + 1])
      if (item.value) open.push([item.value, depth + 1])
    }
  }
  return undefined
}

/** The trouble of a text with too many values. */
export function tooMany({ nodes }: Pick<YamlLimits, 'nodes'>, offset: number): Trouble {
  return { code: 'limit', message: `more than ${nodes} values`, offset }
}

/** Counts nodes and aliases of a document whose depth is known to be small, and looks for values that are no plain data. */
export function checkNodes(contents: unknown, limits: YamlLimits): Trouble | undefined {
  let nodes = 0
  let aliases = 0
  const visit = (node: unknown): Trouble | undefined => {
    if (isPair(node)) return oddKey(node.key) ?? visit(node.key) ?? visit(node.value)
    if (!isNode(node)) return undefined
    nodes += 1
    if (isAlias(node)) aliases += 1
    const offset = node.range?.[0] ?? 0
    if (nodes > limits.nodes) return tooMany(limits, offset)
    if (aliases > limits.aliases)
      return { code: 'limit', message: `more than ${plural(limits.aliases, 'alias', 'aliases')}`, offset }
    if (isScalar(node) && typeof node.value === 'object' && node.value !== null)
      return { code: 'yaml', message: `a value with the tag ${node.tag} is not supported`, offset }
    if (!isMap(node) && !isSeq(node)) return undefined
    for (const item of node.items) {
      const trouble = visit(item)
      if (trouble) return trouble
    }
    return undefined
  }
  return visit(contents)
}

/** A map or a list as a key; most often a template expression that was never rendered: `image: {{ … }}`. */
function oddKey(key: unknown): Trouble | undefined {
  if (!isMap(key) && !isSeq(key)) return undefined
  const message = 'a key is a map or a list; is this a template that was not rendered?'
  return { code: 'yaml', message, offset: key.range?.[0] ?? 0 }
}
