import type { TemplateLimits } from './limits.ts'
import { Dict, Markup, TemplateRuntimeError, Tuple, type Value } from './value.ts'

/** Counts what one render uses against its limits. Everything over a limit is an error of type `LimitError`. Threat model T-10. */
export class Meter {
  readonly limits: TemplateLimits
  private steps = 0
  private operations = 0
  private work = 0
  private includes = 0
  private includeDepth = 0
  private macroDepth = 0

  constructor(limits: TemplateLimits) {
    this.limits = limits
  }

  countSteps(count: number): void {
    this.steps += count
    if (this.steps > this.limits.steps) overLimit(`loops with more than ${this.limits.steps} steps`)
  }

  countOperation(): void {
    if (++this.operations > this.limits.operations)
      overLimit(`the template needs more than ${this.limits.operations} operations`)
  }

  /** Counts the size of a value that an operation reads or makes. */
  countValue(value: Value): void {
    const size = sizeOf(value)
    if (size > 0) this.countWork(size)
  }

  countWork(units: number): void {
    this.work += units
    if (this.work > this.limits.work) overLimit('the template works on too much text or too many items')
  }

  /** Runs something that another template does. */
  includeTemplate<T>(action: () => T): T {
    if (++this.includes > this.limits.includes) overLimit(`more than ${this.limits.includes} templates are included`)
    if (++this.includeDepth > this.limits.includeDepth)
      overLimit(`templates include each other more than ${this.limits.includeDepth} deep`)
    try {
      return action()
    } finally {
      this.includeDepth--
    }
  }

  /** Runs the body of a macro, a block or a recursive loop. */
  enterMacro<T>(action: () => T): T {
    this.countSteps(1)
    if (++this.macroDepth > this.limits.macroDepth)
      overLimit(`macros, blocks or recursive loops call each other more than ${this.limits.macroDepth} deep`)
    try {
      return action()
    } finally {
      this.macroDepth--
    }
  }

  checkText(text: string): string {
    if (text.length > this.limits.text)
      overLimit(`a text of ${text.length} characters is over the limit of ${this.limits.text}`)
    return text
  }

  checkRange(length: bigint): void {
    if (length > BigInt(this.limits.range)) overLimit(`range of ${length} is over the limit of ${this.limits.range}`)
  }
}

/** Nearly every integer is small, and costs nothing worth counting. */
const smallInteger = 1n << 63n

function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length + 8
  if (typeof value === 'bigint') return value < smallInteger && value > -smallInteger ? 0 : 1000
  if (Array.isArray(value)) return 4 * value.length
  if (value instanceof Tuple) return 4 * value.items.length
  if (value instanceof Dict) return 4 * value.size
  return value instanceof Markup ? value.text.length : 0
}

export function overLimit(message: string): never {
  throw new TemplateRuntimeError('LimitError', message)
}

/** Text that grows piece by piece and never above a limit. */
export class Output {
  private readonly pieces: string[] = []
  private length = 0
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  append(text: string): void {
    this.length += text.length
    if (this.length > this.limit) overLimit(`the output is over the limit of ${this.limit} characters`)
    if (text !== '') this.pieces.push(text)
  }

  toString(): string {
    return this.pieces.join('')
  }
}
