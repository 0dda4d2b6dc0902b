/** A workflow or action.yml, or a block of a page that is one or a part of one. */
export type LintDocument = {
  readonly name: string
  readonly kind: 'workflow' | 'action'
  readonly text: string
  readonly line: number
  readonly indent: number
}
export function findDocuments(root: string): readonly LintDocument[]
export function blocksOf(name: string, page: string): readonly LintDocument[]
