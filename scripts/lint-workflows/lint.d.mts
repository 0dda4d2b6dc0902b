import type { LintDocument } from './documents.d.mts'

export type Finding = {
  readonly name: string
  readonly line: number
  readonly by: 'github' | 'actionlint' | 'rules'
  readonly message: string
}
export function loadLint(root: string): Promise<(document: LintDocument) => Promise<readonly Finding[]>>
export function lintAll(
  root: string
): Promise<{ readonly documents: readonly LintDocument[]; readonly found: readonly Finding[] }>
