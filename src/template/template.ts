import { analyse, blocksOf, isExtendedLoop, Scope, undeclaredNames } from './scope.ts'
import type { BlockNode, Body, CallBlockNode, ForNode, MacroNode } from './tree.ts'

/** Which special values a macro's body reads, so that they are collected for it. */
export type MacroPlan = {
  readonly caller: boolean
  readonly explicitCaller: boolean
  readonly kwargs: boolean
  readonly varargs: boolean
}

/** A parsed and checked template with what is known about it before it runs. */
export class Template {
  /** The name it was found by; relative names inside it are relative to it. A leading `/` stands for the project folder. */
  readonly name: string
  /** Project-relative path, for messages. */
  readonly file: string
  readonly body: Body
  /** A text given to `render`: it has no lines of its own in messages. */
  readonly inline: boolean
  readonly blocks: ReadonlyMap<string, BlockEntry>
  private root: Scope | undefined
  private readonly loops = new Map<ForNode, boolean>()
  private readonly macros = new Map<MacroNode | CallBlockNode, MacroPlan>()

  constructor(name: string, file: string, body: Body, inline = false) {
    this.name = name
    this.file = file
    this.body = body
    this.inline = inline
    this.blocks = new Map(blocksOf(body).map(node => [node.name, new BlockEntry(node, this)]))
  }

  get rootScope(): Scope {
    this.root ??= functionScope(this.body, ['self'])
    return this.root
  }

  /** Does this loop's body see `loop`? */
  isExtended(node: ForNode): boolean {
    const extended = this.loops.get(node) ?? isExtendedLoop(node)
    this.loops.set(node, extended)
    return extended
  }

  planOf(node: MacroNode | CallBlockNode): MacroPlan {
    const plan = this.macros.get(node) ?? planMacro(node)
    this.macros.set(node, plan)
    return plan
  }
}

/** A block of one template. Two entries are the same block only where they are the same object. */
export class BlockEntry {
  readonly node: BlockNode
  readonly template: Template
  private known: Scope | undefined

  constructor(node: BlockNode, template: Template) {
    this.node = node
    this.template = template
  }

  get scope(): Scope {
    this.known ??= functionScope(this.node.body, ['self', 'super'])
    return this.known
  }
}

function functionScope(body: Body, special: readonly string[]): Scope {
  const scope = new Scope()
  for (const name of undeclaredNames(body, special)) scope.parameter(name)
  analyse(scope, body)
  return scope
}

function planMacro(node: MacroNode | CallBlockNode): MacroPlan {
  const params = new Set(node.params.map(param => param.name))
  const read = undeclaredNames(node.body, ['caller', 'kwargs', 'varargs'])
  return {
    caller: read.has('caller'),
    explicitCaller: params.has('caller'),
    kwargs: read.has('kwargs') && !params.has('kwargs'),
    varargs: read.has('varargs') && !params.has('varargs')
  }
}
