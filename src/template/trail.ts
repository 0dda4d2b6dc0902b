import type { Place } from '../errors.ts'
import type { Template } from './template.ts'
import { type Position, startOf, type TreeNode } from './tree.ts'

/** What ran when another template, a macro or a block was entered, and what had led there. */
export type Visit = {
  readonly template: Template
  /** The statement that ran. */
  readonly marked: Position
  /** The expression that ran, where one did. */
  readonly current: TreeNode | undefined
  readonly outer: Visit | undefined
}

/** A recursion needs no more to be understood. */
const mostSteps = 8

/**
 * How the templates led to a place, innermost first: `included from a.yaml:3`. Calls inside one file and blocks of parents are steps as
 * well; what only follows the order of the lines is none.
 */
export function describeTrail({ file, line }: Place, visit: Visit): readonly string[] {
  const steps: string[] = []
  let inner = file
  const here = `${file}:${line}`
  for (let at: Visit | undefined = visit; at?.outer; at = at.outer) {
    const way = wayFrom(at.current) ?? (at.template.file === inner ? undefined : 'used in')
    const from = `${at.template.file}:${lineOf(at)}`
    const step = `${way} ${from}`
    const isNews = step !== steps.at(-1) && !(steps.length === 0 && from === here)
    if (way !== undefined && isNews) steps.push(step)
    inner = at.template.file
  }
  return steps.length <= mostSteps ? steps : [...steps.slice(0, mostSteps - 2), '…', ...steps.slice(-1)]
}

function lineOf({ current, marked }: Visit): number {
  return (current ? startOf(current) : marked).line
}

function wayFrom(node: TreeNode | undefined): string | undefined {
  switch (node?.kind) {
    case 'include':
      return 'included from'
    case 'import':
    case 'from-import':
      return 'imported from'
    case 'extends':
      return 'extended by'
    case 'call':
    case 'filter':
      return 'called from'
    default:
      return undefined
  }
}
