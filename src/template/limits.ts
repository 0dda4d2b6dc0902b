/** Limits of one render. Threat model section 10; only the workflow can change them. */
export type TemplateLimits = {
  /** UTF-16 units of one template's source. */
  readonly source: number
  /** Depth and number of nodes of one template's tree. */
  readonly treeDepth: number
  readonly treeNodes: number
  /** Iterations of all loops, and calls of macros and blocks. */
  readonly steps: number
  /** Numbers in one `range`. */
  readonly range: number
  /** Templates inside each other by include, import, extends, `load_template` and `render`; and all of them together. */
  readonly includeDepth: number
  readonly includes: number
  /** Macros, blocks and recursive loops inside each other. */
  readonly macroDepth: number
  /** UTF-16 units of the result, and of any single text. */
  readonly output: number
  readonly text: number
  /** Expressions and statements that are evaluated; stops what costs time without looping. */
  readonly operations: number
  /** Characters, and four a list item, that all operations together read and make; bounds time and memory of large values. */
  readonly work: number
}

export const defaultLimits: TemplateLimits = {
  source: 1_048_576,
  treeDepth: 100,
  treeNodes: 50_000,
  steps: 1_000_000,
  range: 10_000,
  includeDepth: 20,
  includes: 500,
  macroDepth: 50,
  output: 5 * 1_048_576,
  text: 1_048_576,
  operations: 10_000_000,
  work: 50_000_000
}
