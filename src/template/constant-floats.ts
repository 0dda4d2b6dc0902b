import { childNodes, type Expression, type TreeNode } from './tree.ts'

/** Filters that see the variables of the template, so that Jinja2 never computes them in advance. */
const contextFilters: ReadonlySet<string> = new Set(['map', 'select', 'reject', 'selectattr', 'rejectattr', 'render'])

/** True where nothing depends on the run: the value of the whole is known in advance. */
export function isConstant(node: TreeNode): boolean {
  switch (node.kind) {
    case 'name':
    case 'call':
      return false
    case 'filter':
      return !contextFilters.has(node.name) && childNodes(node).every(isConstant)
    default:
      return childNodes(node).every(isConstant)
  }
}

/**
 * True for a constant that is infinite or no number: `'inf' | float`. Jinja2 computes constants before it runs, writes these down as
 * the unknown names `inf` and `nan`, and fails there; unless the whole output is constant, which it prints.
 */
export function isUnwritable(node: TreeNode): boolean {
  if (node.kind === 'filter') return node.name === 'float' && node.target !== undefined && isSpecialText(node.target)
  if (node.kind !== 'binary') return false
  const [left, right] = [numberOf(node.left), numberOf(node.right)]
  if (left === undefined || right === undefined || node.operator !== '*') return false
  return !Number.isFinite(left * right)
}

function isSpecialText(node: Expression): boolean {
  return (
    node.kind === 'literal' && typeof node.value === 'string' && /^\s*[+-]?(?:inf|infinity|nan)\s*$/i.test(node.value)
  )
}

/** The value of a literal float; whole numbers do not become infinite. */
function numberOf(node: Expression): number | undefined {
  if (node.kind !== 'literal') return undefined
  return typeof node.value === 'number' ? node.value : typeof node.value === 'bigint' ? Number(node.value) : undefined
}
