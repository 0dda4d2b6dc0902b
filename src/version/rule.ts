import type { LooseKey, Order } from './loose.ts'

/** What a rule reads out of a text: all that is needed to order it among the others. */
export type VersionKey = LooseKey

/**
 * The inside of a version filter: which texts count, and how they are ordered. A rule sees the whole tag, or what the prefix around it
 * leaves of it. Every rule takes time linear in the text.
 */
export interface Rule {
  /** Reads a text once; undefined where the rule does not accept it. */
  read(text: string): VersionKey | undefined
  /** Orders two keys that this rule has read. */
  compareKeys(a: VersionKey, b: VersionKey): Order
  /** Why a text is not accepted, in words that go on from its name: `does not begin with a number`. */
  rejection(text: string): string
  /** The rule as text, with `quote` putting every string between quotes. */
  format(quote: (text: string) => string): string
}

/** A string argument of a function. */
export type TextArgument = {
  readonly text: string
  /** Throws a FilterError that points at an offset in this argument. */
  fail(offset: number, message: string, hint?: string): never
}

/** The arguments of one call, checked against the parameters of its function. */
export interface Arguments {
  /** Undefined where the call does not name it. */
  flag(name: string): boolean | undefined
  /** Throws a FilterError where the call does not name it. */
  text(name: string): TextArgument
  /** Undefined where the call does not name it. */
  rule(name: string): Rule | undefined
}

/** `flag` is a truth value, `text` a string, `filter` another version filter. */
export type Parameter = { readonly name: string; readonly kind: 'flag' | 'text' | 'filter' }

/** A function of the filter language: its name, its parameters in the order of positions, and the rule that a call makes. */
export type FilterFunction = {
  readonly name: string
  readonly parameters: readonly Parameter[]
  /** How it is written, for messages: `prefix('…', suffix=…)`. */
  readonly usage: string
  build(args: Arguments): Rule
}
