import { ProjectError } from '../errors.ts'
import { quote } from '../text.ts'

/**
 * Refuses names that could reach outside the project: absolute paths, drive letters, backslashes, NUL, addresses. Throws ProjectError
 * with code `outside-root`; the caller adds the place. Threat model F-02.
 */
export function refuseForeignName(name: string): void {
  const foreign =
    name.startsWith('/') || name.includes('\\') || name.includes('\0') || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(name)
  if (foreign) throw outside(name)
}

export function outside(name: string): ProjectError {
  return new ProjectError('outside-root', `${quote(name)} points outside the project`)
}

/**
 * A name that begins with `./` or `../` is relative to the template that uses it; any other stays what it is. The result begins with
 * `/` where it is a path from the project folder, else it is for the search folders. Source: kluctl v2.28, jinja2_utils.py.
 */
export function joinName(name: string, user: string | undefined): string {
  refuseForeignName(name)
  if (user === undefined || !(name.startsWith('./') || name.startsWith('../'))) return name
  const absolute = user.startsWith('/')
  const parts = (absolute ? user.slice(1) : user).split('/').slice(0, -1)
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) throw outside(name)
  }
  return (absolute ? '/' : '') + parts.join('/')
}

/** The project-relative paths where a joined name is looked for, in order. Throws ProjectError for `..` parts. */
export function candidatePaths(joined: string, searchDirs: readonly string[]): readonly string[] {
  if (joined.startsWith('/')) {
    const path = joined.slice(1)
    return searchDirs.some(dir => dir === '' || path.startsWith(`${dir}/`)) ? [path] : []
  }
  const parts = joined.split('/').filter(part => part !== '' && part !== '.')
  if (parts.includes('..')) throw outside(joined)
  const path = parts.join('/')
  return path === '' ? [] : searchDirs.map(dir => (dir === '' ? path : `${dir}/${path}`))
}
