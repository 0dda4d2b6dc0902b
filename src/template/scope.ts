import { type Body, childNodes, type ForNode, type TreeNode } from './tree.ts'
import { spend } from './work.ts'

/** How a variable gets its first value when a scope is entered. */
export type Load = 'parameter' | 'resolve' | 'alias' | 'undefined'

/**
 * The variables of one scope, decided before anything runs, as Jinja2's compiler decides it: a name that is only read is looked up
 * once when the scope is entered; a name that is written is the scope's own, and begins with the outer value, or with nothing.
 * That is why `{% for x in xs %}{% set y = x %}{% endfor %}{{ y }}` sees the outer `y`. Source: Jinja2 3.1 symbol tracking.
 */
export class Scope {
  readonly parent: Scope | undefined
  loads: Map<string, Load> = new Map()
  stores: Set<string> = new Set()
  private readonly inner = new Map<object, Scope>()

  constructor(parent?: Scope) {
    this.parent = parent
  }

  /** Is the name known here or further out? */
  knows(name: string): boolean {
    return this.loads.has(name) || (this.parent?.knows(name) ?? false)
  }

  parameter(name: string): void {
    this.stores.add(name)
    this.loads.set(name, 'parameter')
  }

  store(name: string): void {
    this.stores.add(name)
    if (!this.loads.has(name)) this.loads.set(name, this.parent?.knows(name) ? 'alias' : 'undefined')
  }

  load(name: string): void {
    if (!this.knows(name)) this.loads.set(name, 'resolve')
  }

  /** Names that were written here or further out: what an include is given besides the context. */
  storedNames(): Set<string> {
    return new Set([...this.stores, ...(this.parent?.storedNames() ?? [])])
  }

  /** The scope inside a node, analysed once. `key` is whatever stands for it in the tree. */
  within(key: object, analyse: (scope: Scope) => void): Scope {
    const known = this.inner.get(key)
    if (known) return known
    const scope = new Scope(this)
    analyse(scope)
    this.inner.set(key, scope)
    return scope
  }

  /** What happens in the branches of an `if`: each begins with what is known before it. */
  branches(visits: readonly ((scope: Scope) => void)[]): void {
    spend(10 * visits.length * (this.loads.size + this.stores.size))
    const copies = visits.map(visit => {
      const copy = new Scope(this.parent)
      copy.loads = new Map(this.loads)
      copy.stores = new Set(this.stores)
      visit(copy)
      return copy
    })
    const counts = new Map<string, number>()
    for (const copy of copies)
      for (const name of copy.stores) if (!this.stores.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
    for (const copy of copies) {
      for (const [name, load] of copy.loads) this.loads.set(name, load)
      for (const name of copy.stores) this.stores.add(name)
    }
    for (const [name, count] of counts)
      if (count < copies.length) this.loads.set(name, this.parent?.knows(name) ? 'alias' : 'resolve')
  }
}

/** Analyses nodes that belong to a scope. Scopes further inside are left to themselves. */
export function analyse(scope: Scope, nodes: readonly TreeNode[]): void {
  for (const node of nodes) visit(scope, node)
}

function visit(scope: Scope, node: TreeNode): void {
  switch (node.kind) {
    case 'name':
      if (node.mode === 'load') scope.load(node.name)
      else if (node.mode === 'store') scope.store(node.name)
      else scope.parameter(node.name)
      break
    case 'namespace-target':
      scope.load(node.name)
      break
    case 'if':
      visit(scope, node.test)
      scope.branches([
        branch => analyse(branch, node.body),
        branch => analyse(branch, node.branches),
        branch => analyse(branch, node.otherwise)
      ])
      break
    case 'macro':
      scope.store(node.name)
      break
    case 'import':
      visit(scope, node.template)
      scope.store(node.target)
      break
    case 'from-import':
      visit(scope, node.template)
      for (const name of node.names) scope.store(name.alias)
      break
    case 'set':
      visit(scope, node.value)
      visit(scope, node.target)
      break
    case 'for':
      visit(scope, node.iterable)
      break
    case 'call-block':
      visit(scope, node.call)
      break
    case 'filter-block':
      visit(scope, node.filter)
      break
    case 'with':
      analyse(scope, node.values)
      break
    case 'set-block':
      visit(scope, node.target)
      break
    case 'block':
    case 'autoescape':
      break
    default:
      analyse(scope, childNodes(node))
  }
}

/** Declares the names of a target as parameters: loop targets. */
export function declareTarget(scope: Scope, node: TreeNode): void {
  if (node.kind === 'name') scope.parameter(node.name)
  else if (node.kind === 'namespace-target') scope.load(node.name)
  else for (const child of childNodes(node)) declareTarget(scope, child)
}

/**
 * Which of the names are read in the nodes before anything there writes them. Blocks are not looked into. It is how Jinja2 finds out
 * whether a loop needs `loop` and a macro `caller`, `varargs` or `kwargs`.
 */
export function undeclaredNames(nodes: readonly TreeNode[], names: readonly string[]): Set<string> {
  const wanted = new Set(names)
  const found = new Set<string>()
  const look = (node: TreeNode): void => {
    if (node.kind === 'block') return
    if (node.kind !== 'name') for (const child of childNodes(node)) look(child)
    else if (node.mode === 'load' && wanted.has(node.name)) found.add(node.name)
    else wanted.delete(node.name)
  }
  for (const node of nodes) look(node)
  return found
}

/** Does the loop's body see `loop`? */
export function isExtendedLoop(node: ForNode): boolean {
  return node.recursive || undeclaredNames(node.body, ['loop']).has('loop') || hasScopedBlock(node)
}

function hasScopedBlock(node: TreeNode): boolean {
  return (node.kind === 'block' && node.scoped) || childNodes(node).some(hasScopedBlock)
}

/** All blocks of a template, those inside others too. */
export function blocksOf(nodes: Body | readonly TreeNode[]): Extract<TreeNode, { kind: 'block' }>[] {
  const found: Extract<TreeNode, { kind: 'block' }>[] = []
  const look = (node: TreeNode): void => {
    if (node.kind === 'block') found.push(node)
    // most nodes are one of these, and hold expressions at most
    if (node.kind !== 'data' && node.kind !== 'output' && node.kind !== 'set') childNodes(node).forEach(look)
  }
  nodes.forEach(look)
  return found
}
