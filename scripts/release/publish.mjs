import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { notes } from './changelog.mjs'
import { readTag } from './check.mjs'
import { attempt, Refusal, runInSight, show } from './command.mjs'
import { isBefore, remoteRefs, remoteVersions, tagBefore } from './history.mjs'
import { integrityOf, readAssets } from './pack.mjs'
import { packageName, repository } from './places.mjs'
import { compareVersions, isPrerelease, majorTagOf, parseVersion } from './version.mjs'

const npmRegistry = 'https://registry.npmjs.org/'
const workflow = `${repository}/.github/workflows/publish.yml`

/**
 * @typedef {object} Release
 * @property {string} tag
 * @property {import('./version.mjs').Version} version
 * @property {string} commit
 * @property {readonly string[]} assets paths
 * @property {boolean} isGreatest no greater version is tagged, release candidates aside
 * @property {string} scratch folder for what commands read and write
 * @property {boolean} isDry
 */

/**
 * @typedef {{ done: string } | { stop: string } | { commands: readonly (readonly string[])[] }} Look
 * What a look at the world found: nothing to do, a reason to stop, or what to run.
 */

/**
 * The steps in their order. A step looks first, and changes nothing by that; so a second run goes on where the first one stopped. The major tag is last:
 * whoever follows it gets a release that is complete.
 * @type {readonly { name: string, look: (release: Release) => Look, changes: boolean }[]}
 */
const steps = [
  { name: 'the npm that publishes', look: lookAtNpm, changes: false },
  { name: 'attestations of the files', look: lookAtAttestations, changes: false },
  { name: 'draft release with the files', look: lookAtDraft, changes: true },
  { name: 'files of the release', look: lookAtFiles, changes: false },
  { name: 'published release', look: lookAtRelease, changes: true },
  { name: 'release that nobody can change', look: lookAtImmutability, changes: false },
  { name: 'npm package', look: lookAtPackage, changes: true },
  { name: 'major tag', look: lookAtMajorTag, changes: true }
]

/**
 * Publishes a tag that was checked, from files that were packed and attested. In a dry run everything that changes nothing is run, and the rest is printed.
 * @param {string} tag
 * @param {string} folder of the files
 * @param {{ isDry: boolean, env: Readonly<Record<string, string | undefined>> }} options
 */
export function publish(tag, folder, { isDry, env }) {
  if (!isDry) refuseElsewhere(env)
  const { version, commit } = readTag(tag)
  const remote = remoteRefs(`refs/tags/${tag}`, `refs/tags/${tag}^{}`).get(`refs/tags/${tag}`)?.commit
  if (remote !== undefined && remote !== commit)
    throw new Refusal(
      `${tag} is another commit at origin (${remote.slice(0, 9)}) than here (${commit.slice(0, 9)}). A tag of a release never moves.`
    )
  if (remote === undefined && !isDry) throw new Refusal(`${tag} is not at origin. Push it first.`)
  const isGreatest = remoteVersions().every(other => isPrerelease(other) || compareVersions(other, version) <= 0)
  const scratch = mkdtempSync(join(tmpdir(), 'release-'))
  try {
    const assets = readAssets(folder, version.text)
    writeFileSync(join(scratch, 'notes.md'), notes(tagBefore(version, commit), commit))
    go({ tag, version, commit, assets, isGreatest, scratch, isDry })
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

function go(release) {
  const { isDry } = release
  const stops = []
  for (const [index, { name, look, changes }] of steps.entries()) {
    const title = `${index + 1}. ${name}`
    const found = look(release)
    if ('done' in found) console.log(`${title}: ${found.done}`)
    else if ('stop' in found) {
      // what a step before it would have made is missing in a dry run
      if (!isDry) throw new Refusal(`${title}: ${found.stop}`)
      console.log(`${title}: a run would stop here: ${found.stop}`)
      stops.push(name)
    } else {
      console.log(`${title}:${isDry && changes ? ' a run would do this' : ''}`)
      for (const command of found.commands) {
        console.log(`   ${show(command)}`)
        if (!isDry) runInSight(command[0], command.slice(1))
      }
    }
  }
  if (stops.length > 0) throw new Refusal(`A run would stop at: ${stops.join(', ')}.`)
  console.log(isDry ? `${release.tag} can be published` : `${release.tag} is published`)
}

/** A release that a laptop makes has no attestation, and its npm package no provenance. */
function refuseElsewhere(env) {
  if (env.GITHUB_ACTIONS !== 'true')
    throw new Refusal(
      'Releases are published by .github/workflows/publish.yml only: push the tag. Here, use --dry-run.'
    )
  const token = ['NPM_TOKEN', 'NODE_AUTH_TOKEN'].find(name => (env[name] ?? '') !== '')
  if (token !== undefined)
    throw new Refusal(`${token} is set. npm trusts this workflow by its identity; take the token away.`)
}

/** https://docs.npmjs.com/trusted-publishers: from npm 11.5.1 on. */
function lookAtNpm() {
  const { out } = attempt('npm', ['--version'])
  const version = parseVersion(out.trim())
  const least = parseVersion('11.5.1')
  if (version === undefined || compareVersions(version, least) < 0)
    return {
      stop: `npm is ${out.trim() || 'not here'}, and publishes without a token from ${least.text} on. Use a newer Node.js.`
    }
  return { done: `npm ${version.text}` }
}

function lookAtAttestations({ assets, commit }) {
  for (const asset of assets) {
    const { ok, err } = attempt('gh', attestationCommand(asset, commit))
    if (!ok)
      return {
        stop: `${asset} has no attestation of ${workflow} at ${commit.slice(0, 9)}. Run the whole workflow again. gh says: ${err}`
      }
  }
  return { done: `${assets.length} files` }
}

const attestationCommand = (asset, commit) => [
  ...['attestation', 'verify', asset, '--repo', repository, '--signer-workflow', workflow],
  ...['--source-digest', commit, '--deny-self-hosted-runners']
]

/** A draft may be half of one: its files are uploaded again. */
function lookAtDraft({ tag, version, assets, scratch }) {
  const release = readRelease(tag)
  if (release !== undefined && !release.isDraft) return { done: 'published before' }
  const text = ['--title', tag, '--notes-file', join(scratch, 'notes.md')]
  if (release === undefined) {
    const pre = isPrerelease(version) ? ['--prerelease'] : []
    return { commands: [gh('release', 'create', tag, ...assets, '--draft', '--verify-tag', ...text, ...pre)] }
  }
  return { commands: [gh('release', 'upload', tag, ...assets, '--clobber'), gh('release', 'edit', tag, ...text)] }
}

/** What users will download is what was packed and attested, and nothing else. */
function lookAtFiles({ tag, assets, scratch, isDry }) {
  const release = readRelease(tag)
  if (release === undefined)
    return isDry ? { done: 'to be compared when they are there' } : { stop: 'there is no draft' }
  const names = release.assets.map(({ name }) => name).toSorted()
  const wanted = assets.map(nameOf).toSorted()
  if (names.join() !== wanted.join())
    return { stop: `the release ${tag} holds ${names.join(', ') || 'no files'} and should hold ${wanted.join(', ')}` }
  const folder = mkdtempSync(join(scratch, 'there-'))
  const { ok, err } = attempt('gh', gh('release', 'download', tag, '--dir', folder).slice(1))
  if (!ok) return { stop: `the files of ${tag} cannot be read back. gh says: ${err}` }
  const other = assets.find(asset => !readFileSync(asset).equals(readFileSync(join(folder, nameOf(asset)))))
  if (other !== undefined)
    return { stop: `${nameOf(other)} of the release ${tag} is not the file that was packed here` }
  return { done: `${assets.length} files, as packed` }
}

function lookAtRelease({ tag, version, isGreatest }) {
  const release = readRelease(tag)
  if (release !== undefined && !release.isDraft) return { done: 'published before' }
  const isLatest = isGreatest && !isPrerelease(version)
  return { commands: [gh('release', 'edit', tag, '--draft=false', `--latest=${isLatest}`)] }
}

/** Before npm, where nothing can be taken back: a setting that somebody switched off is found here. */
function lookAtImmutability({ tag, isDry }) {
  const release = readRelease(tag)
  if (isDry && (release === undefined || release.isDraft)) return { done: 'to be looked at when it is published' }
  if (release?.isImmutable === true) return { done: 'immutable' }
  return {
    stop: `the release ${tag} can still be changed. Switch on Settings → General → Releases → immutable releases, delete this release but not its tag, and run again.`
  }
}

function lookAtPackage({ version, assets, isGreatest }) {
  const tarball = assets.find(asset => asset.endsWith('.tgz')) ?? ''
  const published = readPackage(version)
  if (published === integrityOf(tarball)) return { done: 'published before' }
  if (published !== undefined)
    return {
      stop: `${packageName}@${version.text} on npm is not the package that was packed here. Versions on npm are never replaced: release a greater one.`
    }
  const label = isPrerelease(version) ? 'next' : isGreatest ? 'latest' : 'previous'
  const options = ['--provenance', '--access', 'public', '--tag', label, '--ignore-scripts', '--registry', npmRegistry]
  return { commands: [['npm', 'publish', tarball, ...options]] }
}

/** Forward only, and only if nobody moved it since we looked. */
function lookAtMajorTag({ version, commit }) {
  if (isPrerelease(version)) return { done: 'stays where it is: this is a release candidate' }
  const tag = majorTagOf(version)
  const there = remoteRefs(`refs/tags/${tag}`, `refs/tags/${tag}^{}`).get(`refs/tags/${tag}`)
  if (there?.commit === commit) return { done: `${tag} moved before` }
  if (there !== undefined && !isBefore(there.commit, commit)) {
    if (isBefore(commit, there.commit)) return { done: `${tag} stays at a later release (${there.commit.slice(0, 9)})` }
    return {
      stop: `${tag} is at ${there.commit.slice(0, 9)}, which is not in the history of this release. Find out who moved it.`
    }
  }
  const helpers = ['-c', 'credential.helper=', '-c', 'credential.helper=!gh auth git-credential']
  const lease = `--force-with-lease=refs/tags/${tag}:${there?.object ?? ''}`
  return { commands: [['git', ...helpers, 'push', lease, 'origin', `${commit}:refs/tags/${tag}`]] }
}

const gh = (...args) => ['gh', ...args, '--repo', repository]
const nameOf = path => path.slice(path.lastIndexOf('/') + 1)

/** The release of a tag, a draft too; undefined where there is none. */
function readRelease(tag) {
  const { ok, out, err } = attempt('gh', gh('release', 'view', tag, '--json', 'isDraft,isImmutable,assets').slice(1))
  if (ok) return JSON.parse(out)
  if (/release not found/i.test(err)) return undefined
  throw new Refusal(`gh could not say whether there is a release ${tag}: ${err}`)
}

/** The hash of a version on npm; undefined where npm does not have it. */
function readPackage(version) {
  const name = `${packageName}@${version.text}`
  const { ok, out, err } = attempt('npm', [
    'view',
    name,
    'dist.integrity',
    '--json',
    '--prefer-online',
    '--registry',
    npmRegistry
  ])
  if (ok) return out.trim() === '' ? undefined : JSON.parse(out)
  if (/"code": *"E404"|\bE404\b/.test(out + err)) return undefined
  throw new Refusal(`npm could not say whether it has ${name}: ${err}`)
}
