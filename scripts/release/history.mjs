import { attempt, git } from './command.mjs'
import { compareVersions, greatest, isPrerelease, versionOfTag } from './version.mjs'

/** The commit that a name stands for; undefined where nothing has the name. @param {string} name */
export function commitOf(name) {
  const { ok, out } = attempt('git', ['rev-parse', '--verify', '--quiet', `${name}^{commit}`])
  return ok ? out.trim() : undefined
}

/** True where a commit is another one, or comes before it. */
export const isBefore = (ancestor, commit) => attempt('git', ['merge-base', '--is-ancestor', ancestor, commit]).ok

/** What git would not restore: changed, added and unknown files, one a line. */
export const changesOfTree = () => git('status', '--porcelain', '--untracked-files=all')

/** Tag or branch → commit at the remote, where the annotation of an annotated tag is left out. `object` is what the name itself holds. */
export function remoteRefs(...patterns) {
  const found = new Map()
  for (const line of git('ls-remote', 'origin', ...patterns)
    .split('\n')
    .filter(Boolean)) {
    const [object, name] = line.split('\t')
    const plain = name.replace(/\^\{\}$/, '')
    found.set(plain, { object: found.get(plain)?.object ?? object, commit: object })
  }
  return found
}

/** The versions that are tagged at the remote. */
export function remoteVersions() {
  return [...remoteRefs('refs/tags/v*').keys()].flatMap(name => versionOfTag(name.replace('refs/tags/', '')) ?? [])
}

/** The versions that are tagged here in the history of a commit. @param {string} commit */
export function versionsIn(commit) {
  const tags = git('tag', '--list', 'v*', '--merged', commit).split('\n')
  return tags.flatMap(tag => versionOfTag(tag) ?? [])
}

/**
 * The tag of the release before a version in the history of a commit; undefined for the first release. A release tells of its candidates' commits again, so
 * that nobody has to read both.
 * @param {import('./version.mjs').Version | undefined} version undefined for what is not released yet
 * @param {string} commit
 */
export function tagBefore(version, commit) {
  const counts = other =>
    version === undefined || (compareVersions(other, version) < 0 && (isPrerelease(version) || !isPrerelease(other)))
  const before = greatest(versionsIn(commit).filter(counts))
  return before === undefined ? undefined : `v${before.text}`
}
