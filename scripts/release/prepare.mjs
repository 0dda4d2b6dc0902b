import { readdirSync, writeFileSync } from 'node:fs'
import { notes, withPart } from './changelog.mjs'
import { git, Refusal, runInSight } from './command.mjs'
import { changesOfTree, commitOf, remoteRefs, remoteVersions, tagBefore } from './history.mjs'
import { readVersion, stamp } from './places.mjs'
import { compareVersions, greatest, parseVersion } from './version.mjs'

/**
 * Makes the one commit that a release is tagged on: the version everywhere, the changelog, dist/.
 * @param {string} text the new version, without `v`
 */
export function prepare(text) {
  const version = parseVersion(text)
  if (version === undefined) throw new Refusal(`"${text}" is no version. Write it as 1.2.3 or 1.2.3-rc.1.`)
  refuseTree()
  refuseVersion(version)
  const head = git('rev-parse', 'HEAD')
  try {
    write(version, head)
    git('add', '--all')
    git('commit', '--quiet', '--allow-empty', '--message', `Release ${version.text}`)
  } catch (error) {
    // nothing was there before that a commit does not have
    git('reset', '--quiet', '--hard', head)
    git('clean', '--quiet', '-d', '--force')
    throw error
  }
  console.log(`${git('log', '-1', '--format=%h %s')}
What comes next:
  1. a pull request of this commit into main, and its checks
  2. git switch main && git pull && git tag --annotate v${version.text} --message v${version.text} && git push origin v${version.text}
  3. a reviewer of the environment "release" approves; .github/workflows/publish.yml does the rest`)
}

/** Writes what is not released yet into CHANGELOG.md. */
export function updateChangelog() {
  writeFileSync('CHANGELOG.md', withPart('Unreleased', notes(tagBefore(undefined, 'HEAD'), 'HEAD')))
}

function write(version, head) {
  const changed = stamp(version)
  console.log(`version ${version.text} in ${changed.length} ${changed.length === 1 ? 'file' : 'files'}`)
  const title = `${version.text} (${dayOf(head)})`
  writeFileSync('CHANGELOG.md', withPart(title, notes(tagBefore(version, head), head)))
  // pages that are made from other files
  for (const name of readdirSync('scripts').filter(name => /^update-[\w-]+\.mjs$/.test(name)))
    runInSight(process.execPath, [`scripts/${name}`])
  runInSight(process.execPath, ['scripts/build.mjs'])
}

function refuseTree() {
  const changes = changesOfTree()
  if (changes !== '')
    throw new Refusal(
      `The tree is not clean:\n${changes}\nA release is made from what main has. Commit or remove this first.`
    )
  const main = remoteRefs('refs/heads/main').get('refs/heads/main')?.commit
  if (main === undefined) throw new Refusal('The remote "origin" has no branch main.')
  if (commitOf('HEAD') !== main)
    throw new Refusal(
      `HEAD is not the newest commit of main at origin (${main.slice(0, 9)}). Switch to main and pull or push first.`
    )
}

function refuseVersion(version) {
  const last = greatest([...remoteVersions(), ...versionsHere()])
  if (last !== undefined && compareVersions(version, last) <= 0)
    throw new Refusal(
      `${version.text} is not above ${last.text}, the greatest version that is tagged. Choose a greater one.`
    )
  const current = parseVersion(readVersion())
  if (current !== undefined && compareVersions(version, current) < 0)
    throw new Refusal(`${version.text} is below ${current.text}, which package.json says. Choose a greater one.`)
}

const versionsHere = () =>
  git('tag', '--list', 'v*')
    .split('\n')
    .flatMap(tag => parseVersion(tag.slice(1)) ?? [])

/** The day of the last commit that the release brings, so that the text depends on the commits alone. */
const dayOf = commit => new Date(Number(git('log', '-1', '--format=%ct', commit)) * 1000).toISOString().slice(0, 10)
