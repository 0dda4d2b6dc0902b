import ignore from 'ignore'
import { ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'
import { folderOf, joinPath, withParents } from './files.ts'

/**
 * Whether a file is excluded from rendering by a `.templateignore` in its folder or in one above (gitignore syntax, the file nearest to it
 * decides last). Such a file is taken as it is. Source: kluctl v2.28, lib/go-jinja2.
 */
export function isTemplateIgnored(source: FileSource, path: string): boolean {
  let ignored = false
  for (const folder of withParents(folderOf(path)).toReversed()) {
    const rules = source.read(joinPath(folder, '.templateignore'))
    if (rules === undefined) continue
    checkPatterns(rules, joinPath(folder, '.templateignore'))
    const relative = folder === '' ? path : path.slice(folder.length + 1)
    const result = ignore().add(rules).test(relative)
    if (result.ignored) ignored = true
    else if (result.unignored) ignored = false
  }
  return ignored
}

/** Patterns become regular expressions that go back and forth: the work grows with every star in one path segment. */
function checkPatterns(rules: string, file: string): void {
  for (const [index, line] of rules.split('\n').entries()) {
    const stars = line.split('/').map(segment => segment.split(/\*+/).length - 1)
    if (Math.max(...stars) <= 3) continue
    throw new ProjectError('limit', 'a pattern has more than three stars in one path segment', {
      file,
      line: index + 1
    })
  }
}
