import { readFileSync, writeFileSync } from 'node:fs'
import { git, Refusal } from './command.mjs'
import { isPrerelease } from './version.mjs'

/** The repository and the name on npm, as everything that is published spells them. */
export const repository = 'kluctl-images/kluctl-images'
export const packageName = 'kluctl-images'

const exact = String.raw`\d+\.\d+\.\d+(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?`

/** Where one file says its version: `(before)(version)`. Each has to match, as often as `count` says. */
const ownPlaces = [
  { file: 'package.json', pattern: new RegExp(`^(  "version": ")(${exact})`, 'gm'), count: 1 },
  {
    file: 'package-lock.json',
    pattern: new RegExp(
      `(^\\{\\n  "name": "${packageName}",\\n  "version": "|^    "": \\{\\n      "name": "${packageName}",\\n      "version": ")(${exact})`,
      'gm'
    ),
    count: 2
  },
  { file: 'src/about.ts', pattern: new RegExp(`^(export const version = ')(${exact})`, 'gm'), count: 1 }
]

/** What texts say that people copy, in any file: `(before)(version)`. */
const exactTexts = [
  // the Action, its reusable workflows and components
  new RegExp(`(\\b${repository}(?:/[\\w./-]+)?@v?)(${exact})`, 'g'),
  // links to files, releases and archives of one version
  new RegExp(
    `(\\b${repository}/(?:(?:blob|raw|tree|releases/tag|releases/download|archive/refs/tags|-/raw)/|)v)(${exact})`,
    'g'
  ),
  // the package
  new RegExp(`((?<![\\w/@-])${packageName}@)(${exact})`, 'g')
]
/** What texts say that follow a major tag, in any file: `(before)(major)`. */
export const majorTexts = [new RegExp(`(\\b${repository}(?:/[\\w./-]+)?@v)(\\d+)(?![\\d]|\\.\\d)`, 'g')]

/** The default of the input `version` of a GitLab component. */
const componentDefault = new RegExp(`(^ {4}version:\\n(?: {6,}.*\\n)*? {6}default: ['"]?)(${exact})`, 'gm')

/**
 * Writes a version into every tracked file that says one. Tests keep what they say of other versions.
 * @param {import('./version.mjs').Version} version
 * @returns {string[]} the files that changed
 */
export function stamp(version) {
  const old = readVersion()
  const changed = []
  for (const file of textFiles()) {
    const before = readFileSync(file, 'utf8')
    let after = before
    for (const { pattern, expected } of patternsFor(file, version))
      after = after.replace(pattern, (whole, head, found) =>
        isTest(file) && found !== old && found !== old.split('.')[0] ? whole : head + expected
      )
    if (after === before) continue
    writeFileSync(file, after)
    changed.push(file)
  }
  return changed
}

/**
 * Every place that says another version than it should, as `file:line says x`. Tests are left to themselves: they fail by themselves.
 * @param {import('./version.mjs').Version} version
 */
export function disagreements(version) {
  const problems = []
  for (const { file, pattern, count } of ownPlaces) {
    const found = [...readFileSync(file, 'utf8').matchAll(pattern)].length
    if (found !== count)
      problems.push(`${file} says its version ${found} times and should ${count === 1 ? 'once' : 'twice'}`)
  }
  for (const file of textFiles().filter(file => !isTest(file))) {
    const text = readFileSync(file, 'utf8')
    for (const { pattern, expected } of patternsFor(file, version))
      for (const match of text.matchAll(pattern))
        if (match[2] !== expected) problems.push(`${file}:${lineOf(text, match)} says ${match[2]}`)
  }
  return problems
}

/** The version of package.json. */
export function readVersion() {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  if (typeof version !== 'string') throw new Refusal('package.json has no version.')
  return version
}

/** A release candidate is no reason to send people to a major tag that does not exist. */
function patternsFor(file, version) {
  const expect = expected => pattern => ({ pattern, expected })
  const own = ownPlaces.filter(place => place.file === file).map(place => place.pattern)
  const component = file.startsWith('templates/') ? [componentDefault] : []
  const major = isPrerelease(version) ? [] : majorTexts.map(expect(String(version.numbers[0])))
  return [...[...own, ...component, ...exactTexts].map(expect(version.text)), ...major]
}

/** dist/ is built, the changelog tells of old versions, and these scripts and their tests speak of versions in general. */
function textFiles() {
  const files = git('ls-files', '-z').split('\0').filter(Boolean)
  return files.filter(
    file =>
      !/^(?:dist|scripts\/release|__tests__\/release)\//.test(file) &&
      file !== 'CHANGELOG.md' &&
      /(?:\.(?:md|ya?ml|json|[cm]?[jt]s|sh|txt|groovy|html|snap)|\/[^/.]+|^[^/.]+)$/.test(file)
  )
}

const isTest = file => file.startsWith('__tests__/')
const lineOf = (text, match) => text.slice(0, match.index + match[1].length).split('\n').length
