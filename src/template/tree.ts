/** The tree of a parsed template. Kinds follow Jinja2 3.1's grammar; nothing of nunjucks' own nodes is used. */

/** Where a node begins. Both count from 1. For filters and calls it is the name or bracket, as Jinja2 has it. */
export type Position = { readonly line: number; readonly column: number }

type Node<Kind extends string, Fields> = { readonly kind: Kind; readonly position: Position } & Readonly<Fields>

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**'
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in'

export type LiteralNode = Node<'literal', { value: null | boolean | string | bigint | number }>
/** `param` marks a name that a signature, a `with` or a loop declares. */
export type NameNode = Node<'name', { name: string; mode: 'load' | 'store' | 'param' }>
export type TupleNode = Node<'tuple', { items: readonly Expression[] }>
export type ListNode = Node<'list', { items: readonly Expression[] }>
export type DictNode = Node<'dict', { pairs: readonly Pair[] }>
export type Pair = { readonly key: Expression; readonly value: Expression }
export type ConditionNode = Node<
  'condition',
  { test: Expression; value: Expression; otherwise: Expression | undefined }
>
export type LogicNode = Node<'and' | 'or', { left: Expression; right: Expression }>
export type NotNode = Node<'not', { operand: Expression }>
export type BinaryNode = Node<'binary', { operator: BinaryOperator; left: Expression; right: Expression }>
export type UnaryNode = Node<'unary', { operator: '-' | '+'; operand: Expression }>
export type ConcatNode = Node<'concat', { parts: readonly Expression[] }>
export type Operand = { readonly operator: CompareOperator; readonly operand: Expression }
export type CompareNode = Node<'compare', { first: Expression; rest: readonly Operand[] }>
export type AttributeNode = Node<'attribute', { target: Expression; name: string }>
export type ItemNode = Node<'item', { target: Expression; index: Expression }>
/** Stands only as the index of an {@link ItemNode}. */
export type SliceNode = Node<
  'slice',
  { start: Expression | undefined; stop: Expression | undefined; step: Expression | undefined }
>
export type Named = { readonly name: string; readonly value: Expression; readonly position: Position }
/** What stands between the brackets of a call: values, `name=value`, `*list`, `**map`. */
export type Arguments = {
  readonly positional: readonly Expression[]
  readonly named: readonly Named[]
  readonly spread: Expression | undefined
  readonly spreadNamed: Expression | undefined
}
export type CallNode = Node<'call', { callee: Expression; args: Arguments }>
/** Without target it is the filter of a block, which is given the block's text. */
export type FilterNode = Node<'filter', { target: Expression | undefined; name: string; args: Arguments }>
export type TestNode = Node<'test', { target: Expression; name: string; args: Arguments }>

export type Expression =
  | LiteralNode
  | NameNode
  | TupleNode
  | ListNode
  | DictNode
  | ConditionNode
  | LogicNode
  | NotNode
  | BinaryNode
  | UnaryNode
  | ConcatNode
  | CompareNode
  | AttributeNode
  | ItemNode
  | SliceNode
  | CallNode
  | FilterNode
  | TestNode

/** `ns.name` on the left of a `set`. */
export type NamespaceTarget = Node<'namespace-target', { name: string; attribute: string }>
export type TupleTarget = Node<'tuple-target', { items: readonly Target[] }>
export type Target = NameNode | TupleTarget | NamespaceTarget

export type Body = readonly Statement[]
export type DataNode = Node<'data', { text: string }>
export type OutputNode = Node<'output', { value: Expression }>
export type ForNode = Node<
  'for',
  {
    target: Target
    iterable: Expression
    body: Body
    otherwise: Body
    test: Expression | undefined
    recursive: boolean
  }
>
export type IfNode = Node<'if', { test: Expression; body: Body; branches: readonly IfNode[]; otherwise: Body }>
export type MacroNode = Node<
  'macro',
  { name: string; params: readonly NameNode[]; defaults: readonly Expression[]; body: Body }
>
export type CallBlockNode = Node<
  'call-block',
  { call: CallNode; params: readonly NameNode[]; defaults: readonly Expression[]; body: Body }
>
export type FilterBlockNode = Node<'filter-block', { filter: FilterNode; body: Body }>
export type WithNode = Node<'with', { targets: readonly Target[]; values: readonly Expression[]; body: Body }>
export type SetNode = Node<'set', { target: Target; value: Expression }>
export type SetBlockNode = Node<'set-block', { target: Target; filter: FilterNode | undefined; body: Body }>
export type BlockNode = Node<'block', { name: string; body: Body; scoped: boolean; required: boolean }>
export type ExtendsNode = Node<'extends', { template: Expression }>
export type IncludeNode = Node<'include', { template: Expression; withContext: boolean; ignoreMissing: boolean }>
export type ImportNode = Node<'import', { template: Expression; target: string; withContext: boolean }>
export type ImportedName = { readonly name: string; readonly alias: string }
export type FromImportNode = Node<
  'from-import',
  { template: Expression; names: readonly ImportedName[]; withContext: boolean }
>
export type AutoescapeNode = Node<'autoescape', { value: Expression; body: Body }>
export type LoopControlNode = Node<'break' | 'continue', unknown>

export type Statement =
  | DataNode
  | OutputNode
  | ForNode
  | IfNode
  | MacroNode
  | CallBlockNode
  | FilterBlockNode
  | WithNode
  | SetNode
  | SetBlockNode
  | BlockNode
  | ExtendsNode
  | IncludeNode
  | ImportNode
  | FromImportNode
  | AutoescapeNode
  | LoopControlNode

export type TreeNode = Expression | Target | Statement

function argumentNodes(args: Arguments): TreeNode[] {
  const nodes: TreeNode[] = [...args.positional, ...args.named.map(named => named.value)]
  if (args.spread) nodes.push(args.spread)
  if (args.spreadNamed) nodes.push(args.spreadNamed)
  return nodes
}

function present(...nodes: readonly (TreeNode | undefined)[]): TreeNode[] {
  return nodes.filter(node => node !== undefined)
}

/** The nodes directly below a node, in the order in which Jinja2 visits them: scoping depends on it. */
export function childNodes(node: TreeNode): readonly TreeNode[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
    case 'namespace-target':
    case 'data':
    case 'break':
    case 'continue':
      return []
    case 'tuple':
    case 'list':
    case 'tuple-target':
      return node.items
    case 'dict':
      return node.pairs.flatMap(pair => [pair.key, pair.value])
    case 'condition':
      return present(node.test, node.value, node.otherwise)
    case 'and':
    case 'or':
    case 'binary':
      return [node.left, node.right]
    case 'not':
    case 'unary':
      return [node.operand]
    case 'concat':
      return node.parts
    case 'compare':
      return [node.first, ...node.rest.map(rest => rest.operand)]
    case 'attribute':
      return [node.target]
    case 'item':
      return [node.target, node.index]
    case 'slice':
      return present(node.start, node.stop, node.step)
    case 'call':
      return [node.callee, ...argumentNodes(node.args)]
    case 'filter':
    case 'test':
      return [...present(node.target), ...argumentNodes(node.args)]
    case 'output':
      return [node.value]
    case 'for':
      return [node.target, node.iterable, ...node.body, ...node.otherwise, ...present(node.test)]
    case 'if':
      return [node.test, ...node.body, ...node.branches, ...node.otherwise]
    case 'macro':
      return [...node.params, ...node.defaults, ...node.body]
    case 'call-block':
      return [node.call, ...node.params, ...node.defaults, ...node.body]
    case 'filter-block':
      return [...node.body, node.filter]
    case 'with':
      return [...node.targets, ...node.values, ...node.body]
    case 'set':
      return [node.target, node.value]
    case 'set-block':
      return [node.target, ...present(node.filter), ...node.body]
    case 'block':
      return node.body
    case 'extends':
    case 'include':
    case 'import':
    case 'from-import':
      return [node.template]
    case 'autoescape':
      return [node.value, ...node.body]
  }
}

/** Where the text of a node begins: for `a.b(c)` at `a`. */
export function startOf(node: TreeNode): Position {
  switch (node.kind) {
    case 'attribute':
    case 'item':
    case 'test':
      return startOf(node.target)
    case 'filter':
      return node.target ? startOf(node.target) : node.position
    case 'call':
      return startOf(node.callee)
    case 'and':
    case 'or':
    case 'binary':
      return startOf(node.left)
    case 'compare':
      return startOf(node.first)
    case 'condition':
      return startOf(node.value)
    default:
      return node.position
  }
}
