import type { Place } from '../errors.ts'
import { nearest } from '../text.ts'
import { actionsHint, goStatementHint } from './foreign-template.ts'
import type { Template } from './template.ts'
import { childNodes, type Expression, type TreeNode } from './tree.ts'
import { Dict, type Value } from './value.ts'
import type { Variables } from './variables.ts'

/** What an undefined value is measured against: the template it stands in and the variables that every template sees. */
export type Surroundings = {
  readonly template: Template
  readonly globals: Variables
  readonly place: Place
  /** The line of the place as it was written. */
  readonly line: string
}

/** What to do about a value that is not defined: the name that was most likely meant, or where values come from. */
export function undefinedHint(message: string, around: Surroundings): string {
  const name = /^'(.+)' is undefined$/s.exec(message)?.[1]
  if (name !== undefined) return foreignHint(name, around.line) ?? nameHint(name, around)
  const attribute = /has no attribute '(.+)'$/s.exec(message)?.[1]
  const near = attribute === undefined ? undefined : nearestOf(attribute, keysBeside(attribute, around))
  return `${didYouMean(near)}Check its spelling, or write a default behind it: {{ a.b | default(…) }}.`
}

function nameHint(name: string, { template, globals }: Surroundings): string {
  const near = nearestOf(name, [...globals.keys(), ...namesIn(template.body)])
  return `${didYouMean(near)}Give it a value in vars, in args or in the target, or write a default: {{ ${name} | default(…) }}.`
}

/** Comparing costs as much as the names are long, and a template may have any number of them. */
function nearestOf(word: string, names: readonly string[]): string | undefined {
  return nearest(word, [...new Set(names)].filter(name => name.length <= 60).slice(0, 1000))
}

function didYouMean(near: string | undefined): string {
  return near === undefined ? '' : `Did you mean ${near}? `
}

const nothing: ReadonlySet<string> = new Set(['null', 'nil', 'undefined', 'NULL', 'Null'])
const actionsContexts: ReadonlySet<string> = new Set(['github', 'secrets', 'env', 'vars', 'inputs', 'matrix', 'steps'])

/** Names of other languages. */
function foreignHint(name: string, line: string): string | undefined {
  if (nothing.has(name)) return 'Jinja2 writes none for it.'
  if (actionsContexts.has(name) && line.includes('${{')) return actionsHint
  const isStatement = /^(?:if|else|end|range|with|define|template|include|block)$/.test(name)
  return isStatement && new RegExp(`\\{\\{-?\\s*${name}\\b`).test(line) ? goStatementHint : undefined
}

/** The names that a template gives a value somewhere. */
function namesIn(nodes: readonly TreeNode[]): readonly string[] {
  return walk(nodes).flatMap(node => {
    switch (node.kind) {
      case 'name':
        return node.mode === 'load' ? [] : [node.name]
      case 'macro':
        return [node.name]
      case 'import':
        return [node.target]
      case 'from-import':
        return node.names.map(({ alias }) => alias)
      default:
        return []
    }
  })
}

/** The keys of the maps that the template asks for this attribute, those of the place's line first. */
function keysBeside(attribute: string, { template, globals, place }: Surroundings): readonly string[] {
  const maps = walk(template.body)
    .filter(node => nameOf(node) === attribute)
    .toSorted((a, b) => Number(b.position.line === place.line) - Number(a.position.line === place.line))
    .flatMap(node =>
      node.kind === 'attribute' || node.kind === 'item' ? (knownValue(node.target, globals) ?? []) : []
    )
  const map = maps.find(value => value instanceof Dict && !value.has(attribute))
  return map instanceof Dict ? [...map.keys()].filter(key => typeof key === 'string') : []
}

function nameOf(node: TreeNode): string | undefined {
  if (node.kind === 'attribute') return node.name
  const text = node.kind === 'item' && node.index.kind === 'literal' ? node.index.value : undefined
  return typeof text === 'string' ? text : undefined
}

/** The value of a path of names, as far as it can be seen without running anything. */
function knownValue(node: Expression, globals: Variables): Value | undefined {
  if (node.kind === 'name') return globals.get(node.name)
  if (node.kind !== 'attribute' && node.kind !== 'item') return undefined
  const target = knownValue(node.target, globals)
  const name = nameOf(node)
  return target instanceof Dict && name !== undefined ? target.get(name) : undefined
}

/** All nodes; a loop, since a tree may be deeper than the stack has room for beside what failed. */
function walk(nodes: readonly TreeNode[]): readonly TreeNode[] {
  const found: TreeNode[] = []
  const waiting = [...nodes]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    found.push(node)
    for (const child of childNodes(node)) waiting.push(child)
  }
  return found
}
