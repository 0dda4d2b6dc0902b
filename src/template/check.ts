import { isConstant, isUnwritable } from './constant-floats.ts'
import type { TemplateLimits } from './limits.ts'
import { SyntaxProblem } from './syntax-error.ts'
import { type Body, childNodes, type Expression, type Position, type TreeNode } from './tree.ts'

const refusedNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Names that no template may use, in whatever place a name can stand. Threat model T-03. */
export function isRefusedName(name: string): boolean {
  return refusedNames.has(name)
}

/** What the filters and tests are called that exist. */
export type KnownNames = {
  readonly filters: NameSet
  readonly tests: NameSet
}

type NameSet = { has(name: string): boolean; keys(): Iterable<string> }

/** What surrounds a node and decides whether it is allowed. */
type Surroundings = {
  readonly depth: number
  /** Links of chains such as `a + b + c` and `x.a.b` on the way here: they nest in the tree and not for a reader. */
  readonly links: number
  /** Inside a loop of the same function: `break` is allowed. */
  readonly inLoop: boolean
  /** Loops of the same function around: Python compiles 20. */
  readonly loops: number
  /** Inside an `if`: Jinja2 looks filters and tests up when they are used, not before. */
  readonly soft: boolean
  /** Inside something whose text is caught: there Jinja2 itself gets `include … without context` wrong. */
  readonly caught: boolean
  /** Inside an output without a variable: Jinja2 prints what it computed in advance. */
  readonly constant: boolean
  /** In the outermost scope, where `extends` is allowed. */
  readonly top: boolean
}

/**
 * The gate between parsing and evaluating: names, depth, number of nodes, and what Jinja2 itself refuses when it compiles.
 * Throws SyntaxProblem. Threat model T-02, T-03.
 */
export function checkTree(body: Body, limits: TemplateLimits, known: KnownNames): void {
  new Gate(limits, known).body(body, {
    depth: 1,
    links: 0,
    loops: 0,
    inLoop: false,
    soft: false,
    caught: false,
    constant: false,
    top: true
  })
}

class Gate {
  private nodes = 0
  private readonly blocks = new Set<string>()
  private readonly limits: TemplateLimits
  private readonly known: KnownNames

  constructor(limits: TemplateLimits, known: KnownNames) {
    this.limits = limits
    this.known = known
  }

  body(nodes: readonly TreeNode[], around: Surroundings): void {
    for (const node of nodes) this.node(node, around)
  }

  private node(node: TreeNode, around: Surroundings): void {
    if (++this.nodes > this.limits.treeNodes)
      refuse('limit', `the template has more than ${this.limits.treeNodes} parts`, node.position)
    if (around.depth > this.limits.treeDepth)
      refuse('limit', `the template is nested more than ${this.limits.treeDepth} deep`, node.position)
    if (around.links > maxLinks)
      refuse('limit', `an expression is a chain of more than ${maxLinks} links`, node.position)
    this.names(node)
    this.placement(node, around)
    const link = linkOf(node)
    const soft = around.soft || node.kind === 'condition'
    if (link) this.node(link, { ...around, soft, links: around.links + 1 })
    this.children(node, { ...around, depth: around.depth + 1 }, link)
  }

  private children(node: TreeNode, around: Surroundings, link: TreeNode | undefined): void {
    const inner = { ...around, soft: false, top: false }
    switch (node.kind) {
      case 'for':
        this.body([node.target, node.iterable], around)
        this.body([...node.body, ...(node.test ? [node.test] : [])], {
          ...inner,
          inLoop: true,
          loops: node.recursive ? 1 : around.loops + 1,
          caught: around.caught || node.recursive
        })
        this.body(node.otherwise, node.recursive ? { ...inner, inLoop: false, loops: 0, caught: true } : inner)
        break
      case 'if':
      case 'condition':
        this.body(
          childNodes(node).filter(child => child !== link),
          { ...around, soft: true }
        )
        break
      case 'macro':
        this.body(childNodes(node), { ...inner, inLoop: false, loops: 0, caught: true })
        break
      case 'block':
        this.body(childNodes(node), { ...inner, inLoop: false, loops: 0, caught: false })
        break
      case 'call-block':
        this.node(node.call, around)
        this.body([...node.params, ...node.defaults, ...node.body], { ...inner, inLoop: false, loops: 0, caught: true })
        break
      case 'output':
        this.node(node.value, { ...around, constant: isConstant(node.value) })
        break
      case 'with':
        this.body([...node.targets, ...node.values], around)
        this.body(node.body, inner)
        break
      case 'filter-block':
      case 'set-block':
        this.body(childNodes(node), { ...inner, caught: true })
        break
      case 'autoescape':
        this.body(childNodes(node), inner)
        break
      default:
        this.body(
          childNodes(node).filter(child => child !== link),
          around
        )
    }
  }

  private placement(node: TreeNode, around: Surroundings): void {
    if (!around.constant && isUnwritable(node))
      refuse('unsupported', 'an infinite number or NaN as a constant, where Jinja2 itself fails', node.position)
    switch (node.kind) {
      case 'break':
      case 'continue':
        if (!around.inLoop) refuse('TemplateSyntaxError', `'${node.kind}' outside loop`, node.position)
        break
      case 'extends':
        if (!around.top) refuse('TemplateAssertionError', 'cannot use extend from a non top-level scope', node.position)
        break
      case 'filter':
        if (!around.soft && !this.known.filters.has(node.name))
          refuse('TemplateAssertionError', `No filter named '${node.name}'.`, node.position)
        break
      case 'test':
        if (!around.soft && !this.known.tests.has(node.name))
          refuse('TemplateAssertionError', `No test named '${node.name}'.`, node.position)
        break
      case 'block':
        if (this.blocks.has(node.name))
          refuse('TemplateAssertionError', `block '${node.name}' defined twice`, node.position)
        this.blocks.add(node.name)
        break
      case 'include':
        if (!node.withContext && around.caught)
          refuse('unsupported', 'include without context inside a macro, call, filter or block set', node.position)
        break
      case 'for':
        refuseLoopTarget(node)
        if (around.loops >= maxLoops) refuse('limit', `loops are nested more than ${maxLoops} deep`, node.position)
        break
      case 'item':
        if (node.index.kind === 'tuple') node.index.items.forEach(refuseSlice)
        break
      case 'autoescape':
        if (node.value.kind !== 'literal' || node.value.value !== false)
          refuse('unsupported', 'autoescape is supported with false only', node.position)
        break
      case 'macro':
      case 'call-block':
        refuseRepeated(node.params, name => `duplicate argument '${name}' in function definition`)
        break
      default:
    }
  }

  private names(node: TreeNode): void {
    for (const name of namesOf(node))
      if (isRefusedName(name)) refuse('SecurityError', `access to "${name}" is not allowed`, node.position)
    if (node.kind === 'call' || node.kind === 'filter' || node.kind === 'test')
      refuseRepeated(node.args.named, name => `keyword argument repeated: ${name}`)
  }
}

/** Python's own limit, without which Jinja2 could go on. */
const maxLoops = 20

/** Python itself takes about 200: each link becomes a bracket in what Jinja2 compiles. */
const maxLinks = 198

/** The child in which a chain goes on: of `a + b + c` it is `a + b`, of `x.a.b` it is `x.a`. */
function linkOf(node: TreeNode): TreeNode | undefined {
  switch (node.kind) {
    case 'and':
    case 'or':
    case 'binary':
      return node.left
    case 'attribute':
    case 'item':
    case 'filter':
    case 'test':
      return node.target
    case 'call':
      return node.callee
    case 'condition':
      return node.otherwise
    default:
      return undefined
  }
}

function namesOf(node: TreeNode): readonly string[] {
  switch (node.kind) {
    case 'name':
    case 'attribute':
    case 'macro':
    case 'block':
      return [node.name]
    case 'call':
      return node.args.named.map(named => named.name)
    case 'filter':
    case 'test':
      return [...node.name.split('.'), ...node.args.named.map(named => named.name)]
    case 'namespace-target':
      return [node.name, node.attribute]
    case 'import':
      return [node.target]
    case 'from-import':
      return node.names.flatMap(imported => [imported.name, imported.alias])
    case 'item':
      return textOf(node.index)
    case 'dict':
      return node.pairs.flatMap(pair => textOf(pair.key))
    default:
      return []
  }
}

function textOf(node: Expression): readonly string[] {
  return node.kind === 'literal' && typeof node.value === 'string' ? [node.value] : []
}

function refuseLoopTarget(node: TreeNode): void {
  if (node.kind === 'name' && node.mode === 'store' && node.name === 'loop')
    refuse('TemplateAssertionError', "Can't assign to special loop variable in for-loop target", node.position)
  for (const child of childNodes(node)) refuseLoopTarget(child)
}

function refuseSlice(node: Expression): void {
  if (node.kind === 'slice') refuse('TemplateSyntaxError', 'a slice cannot stand beside another index', node.position)
}

function refuseRepeated(
  names: readonly { readonly name: string; readonly position: Position }[],
  message: (name: string) => string
): void {
  const seen = new Set<string>()
  for (const { name, position } of names) {
    if (seen.has(name)) refuse('TemplateSyntaxError', message(name), position)
    seen.add(name)
  }
}

function refuse(type: string, message: string, position: Position): never {
  throw new SyntaxProblem(type, message, position)
}
