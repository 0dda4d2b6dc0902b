import type { FileSource } from '../ports.ts'
import { folderOf, joinPath, readEither, withParents } from './files.ts'
import { type IgnorePattern, matchesFile, parseIgnorePattern, parseIgnorePatterns } from './gitignore.ts'
import { inSource, isInSource } from './source-root.ts'

/** What of an item decides which of its files are templates. */
export type VerbatimScope = {
  readonly folder: string
  /** Root of its source; empty for the project. */
  readonly sourceRoot: string
  /** Patterns of `templateExcludes`, relative to `folder`. */
  readonly templateExcludes: readonly string[]
}

/** Tells whether a file of an item is copied as it is. */
export type IsVerbatim = (item: VerbatimScope, path: string) => boolean

/** Patterns of one folder. */
type Rules = { readonly folder: string; readonly patterns: readonly IgnorePattern[] }

/**
 * Makes the decision which files of an item are no templates (kluctl-semantics 5.5): those that a `.templateignore` names, in a folder between
 * the file and the root of its source, the last line that matches deciding; those of charts, `charts` beside a helm-chart.yaml, `.git`,
 * `*.sealme`; and `templateExcludes`. What is read is kept, so make it once for one load.
 */
export function verbatimRules(source: FileSource): IsVerbatim {
  const files = new Map<string, { readonly value: Rules | undefined }>()
  const folders = new Map<string, { readonly value: readonly Rules[] }>()
  const charts = new Map<string, { readonly value: 'chart' | 'release' | undefined }>()
  const rulesOf = (folder: string): Rules | undefined =>
    remember(files, folder, () => {
      const text = source.read(joinPath(folder, '.templateignore'))
      return text === undefined ? undefined : { folder, patterns: parseIgnorePatterns(text) }
    })
  const rulesAbove = (sourceRoot: string, folder: string): readonly Rules[] =>
    remember(folders, `${sourceRoot}\0${folder}`, () =>
      withParents(folder)
        .filter(parent => isInSource(sourceRoot, parent))
        .flatMap(parent => rulesOf(parent) ?? [])
    )
  const chartKind = (folder: string): 'chart' | 'release' | undefined =>
    remember(charts, folder, () => {
      if (readEither(source, folder, 'Chart')) return 'chart'
      return readEither(source, folder, 'helm-chart') ? 'release' : undefined
    })
  return (item, path) => {
    if (isBuiltIn(item.folder, path, chartKind)) return true
    if (isExcluded(item, path)) return true
    for (const { folder, patterns } of rulesAbove(item.sourceRoot, folderOf(path))) {
      const found = lastMatch(patterns, inSource(folder, path).split('/'))
      if (found) return !found.isInclusion
    }
    return false
  }
}

/** What kluctl ignores by itself, in the item's folder and below. */
function isBuiltIn(
  item: string,
  path: string,
  chartKind: (folder: string) => 'chart' | 'release' | undefined
): boolean {
  if (path.endsWith('.sealme')) return true
  const steps = inSource(item, path).split('/')
  return steps.slice(0, -1).some((name, index) => {
    if (name === '.git') return true
    const parent = joinPath(item, steps.slice(0, index).join('/'))
    if (name === 'charts' && chartKind(parent) === 'release') return true
    return chartKind(joinPath(parent, name)) === 'chart'
  })
}

function isExcluded({ folder, templateExcludes }: VerbatimScope, path: string): boolean {
  if (templateExcludes.length === 0) return false
  const found = lastMatch(templateExcludes.map(parseIgnorePattern), inSource(folder, path).split('/'))
  return found !== undefined && !found.isInclusion
}

function lastMatch(patterns: readonly IgnorePattern[], path: readonly string[]): IgnorePattern | undefined {
  return patterns.findLast(pattern => matchesFile(pattern, path))
}

/** What is computed once for a key, undefined included. */
function remember<Value>(known: Map<string, { readonly value: Value }>, key: string, make: () => Value): Value {
  const before = known.get(key)
  if (before) return before.value
  const value = make()
  known.set(key, { value })
  return value
}
