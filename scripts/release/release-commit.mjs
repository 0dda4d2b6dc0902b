import { attempt, git } from './command.mjs'
import { majorTexts } from './places.mjs'

/**
 * Whether a commit is what prepare makes: it is called a release, changes the changelog, builds dist/ anew, and puts one version in the place of another in
 * files that stay otherwise as they were. What else somebody slips into it makes it a commit as any other, which the changelog tells of.
 * @param {import('./changelog.mjs').Commit} commit
 */
export function isRelease({ hash, subject, files }) {
  const [, version] = /^Release (\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)(?: \(#\d+\))?$/.exec(subject) ?? []
  if (version === undefined || !files.includes('CHANGELOG.md')) return false
  const others = files.filter(name => name !== 'CHANGELOG.md' && !name.startsWith('dist/'))
  const old = versionAt(`${hash}^`)
  return old !== undefined && others.every(name => isStamped(hash, name, [old, version]))
}

function isStamped(hash, name, versions) {
  const [before, after] = [`${hash}^`, hash].map(commit => attempt('git', ['show', `${commit}:${name}`]))
  // modes too, and no link in the place of a file
  const [modes = ''] = git('diff-tree', '--no-commit-id', '-r', '--root', '-z', hash, '--', name).split('\0')
  const isSameMode = /^:(100\d{3}) \1 /.test(modes)
  return (
    before.ok &&
    after.ok &&
    isSameMode &&
    withoutVersions(before.out, versions) === withoutVersions(after.out, versions)
  )
}

/** A text with the same word for each of the versions, and for the major versions where they are tags of ours. */
function withoutVersions(text, versions) {
  const exact = versions.map(version => version.replace(/[.+]/g, '\\$&')).join('|')
  const plain = text.replace(new RegExp(`(?<![\\w.])(v?)(?:${exact})(?![\\w-]|\\.\\d)`, 'g'), '$1VERSION')
  return majorTexts.reduce((shown, pattern) => shown.replace(pattern, '$1MAJOR'), plain)
}

function versionAt(commit) {
  const { ok, out } = attempt('git', ['show', `${commit}:package.json`])
  try {
    const { version } = ok ? JSON.parse(out) : {}
    return typeof version === 'string' ? version : undefined
  } catch {
    return undefined
  }
}
