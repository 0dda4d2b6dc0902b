import { missingHashes, notes, partOf } from './changelog.mjs'
import { attempt, git, Refusal } from './command.mjs'
import { changesOfTree, commitOf, isBefore, tagBefore, versionsIn } from './history.mjs'
import { lockProblems } from './lock.mjs'
import { disagreements } from './places.mjs'
import { compareVersions, versionOfTag } from './version.mjs'

/**
 * Proves that a tag may be released: it lies on main, says its version everywhere, is above what was released before it, and its dist/ is what its sources
 * and its lock file build, byte for byte. All that is wrong is said together.
 * @param {string} tag
 */
export function check(tag) {
  const { version, commit } = readTag(tag)
  const problems = [
    ...ofTree(tag, commit),
    ...ofOrder(version, commit),
    ...disagreements(version).map(place => `${place}, and not ${version.text}`),
    ...ofChangelog(version, commit),
    ...lockProblems(),
    ...ofDist()
  ]
  if (problems.length > 0)
    throw new Refusal(`${tag} may not be released:\n${problems.map(problem => `  - ${problem}`).join('\n')}`)
  console.log(`${tag} (${commit.slice(0, 9)}) may be released`)
}

/** The version and the commit of a tag. @param {string} tag */
export function readTag(tag) {
  const version = versionOfTag(tag)
  if (version === undefined) throw new Refusal(`"${tag}" is no tag of a release. Such tags are v1.2.3 or v1.2.3-rc.1.`)
  const commit = commitOf(`refs/tags/${tag}`)
  if (commit === undefined)
    throw new Refusal(`There is no tag ${tag} here. Fetch the tags (git fetch --tags) or make it.`)
  return { version, commit }
}

function ofTree(tag, commit) {
  const main = commitOf('refs/remotes/origin/main')
  const changes = changesOfTree()
  return [
    ...(main === undefined ? ['main of origin is not here: fetch the whole history'] : []),
    ...(main !== undefined && !isBefore(commit, main)
      ? [`${tag} is not on main: merge its commit, then tag it again`]
      : []),
    ...(commitOf('HEAD') === commit ? [] : [`${tag} is not checked out: git switch --detach ${tag}`]),
    ...(changes === ''
      ? []
      : [
          `the tree is not clean: ${changes
            .split('\n')
            .map(line => line.slice(3))
            .join(', ')}`
        ])
  ]
}

function ofOrder(version, commit) {
  const above = versionsIn(commit).find(other => compareVersions(other, version) > 0)
  return above === undefined
    ? []
    : [`${version.text} is older than ${above.text}, which is in its history: choose a greater version`]
}

function ofChangelog(version, commit) {
  const part = partOf(version.text)
  if (part === undefined) return [`CHANGELOG.md has no part for ${version.text}: make the commit with prepare`]
  const missing = missingHashes(notes(tagBefore(version, commit), commit), part)
  return missing.length === 0
    ? []
    : [`CHANGELOG.md does not have ${missing.join(', ')}: main moved on, so prepare again`]
}

/** dist/ is put back where it differs, so that a second look finds the same. */
function ofDist() {
  const { ok, out, err } = attempt(process.execPath, ['scripts/check-dist.mjs'])
  if (ok) return []
  git('restore', '--', 'dist')
  git('clean', '--quiet', '-d', '--force', '--', 'dist')
  return [(err || out.trim()).split('\n')[0]]
}
