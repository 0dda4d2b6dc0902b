import { existsSync, readFileSync } from 'node:fs'
import { git, Refusal } from './command.mjs'
import { isRelease } from './release-commit.mjs'

/** @typedef {{ hash: string, subject: string, breaking: readonly string[], files: readonly string[] }} Commit */

const file = 'CHANGELOG.md'
const introduction = `# Changelog

Written from the commits by \`node scripts/release.mjs prepare\`. Breaking changes are the commits with a line \`Breaking-change: what to do\` at the end of their message.
`
const firstRelease = 'The first release. What it does is in README.md and docs/.\n'

/** The groups in their order: a commit is in the first one whose files it touches. */
const groups = [
  {
    title: 'Changes',
    holds:
      /^(?:src|schema|templates)\/|^action\.yml$|^\.github\/workflows\/(?:review|review-comment|bump|release)\.yml$/
  },
  { title: 'Documentation', holds: /^(?:docs|examples)\/|^(?:README|SECURITY)\.md$/ },
  { title: 'Tests, build and dependencies', holds: /^(?!dist\/|CHANGELOG\.md$)/ }
]

/**
 * What a version brings, as Markdown: breaking changes, then the subjects of the commits with their short hashes, in groups by the files that they touch.
 * Commits that only rebuild dist/, merges that change nothing by themselves and the release commits are left out; one that is called a release and changes more is not.
 * @param {string | undefined} from tag of the release before; undefined for the first release
 * @param {string} to a commit
 */
export function notes(from, to) {
  if (from === undefined) return firstRelease
  const commits = commitsBetween(from, to)
  const breaking = commits.flatMap(commit => commit.breaking.map(text => line(text, commit)))
  const parts = groups.map(({ title }, index) => ({
    title,
    lines: commits.filter(commit => groupOf(commit) === index).map(commit => line(commit.subject, commit))
  }))
  const shown = [{ title: 'Breaking changes', lines: breaking }, ...parts].filter(({ lines }) => lines.length > 0)
  if (shown.length === 0) return `Nothing changed since ${from}.\n`
  return shown.map(({ title, lines }) => `### ${title}\n\n${lines.join('')}`).join('\n')
}

/** Short hashes of the commits that notes name and a part of the changelog does not. @param {string} wanted @param {string} part */
export const missingHashes = (wanted, part) =>
  [...wanted.matchAll(/ \(([0-9a-f]{9})\)$/gm)].map(match => match[1]).filter(hash => !part.includes(hash))

/** CHANGELOG.md with a new part on top, instead of the part of what is not released. @param {string} title @param {string} body */
export function withPart(title, body) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : introduction
  const released = text.slice(startOf(text, /^## (?!Unreleased$)/m))
  return `${introduction}\n## ${title}\n\n${body}${released === '' ? '' : `\n${released}`}`
}

/** The part of CHANGELOG.md for a version; undefined where it has none. @param {string} version */
export function partOf(version) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const parts = text.split(/^(?=## )/m)
  return parts.find(part => part.startsWith(`## ${version} (`))
}

function startOf(text, pattern) {
  const index = text.search(pattern)
  return index < 0 ? text.length : index
}

/** @returns {Commit[]} newest first */
function commitsBetween(from, to) {
  const trailers = '%(trailers:key=Breaking-change,valueonly,unfold)'
  const fields = git('log', '--topo-order', `--format=%H%x00%s%x00${trailers}%x00`, `${from}..${to}`).split('\0')
  const commits = []
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const hash = fields[index].trim()
    if (!/^[0-9a-f]{40,64}$/.test(hash)) throw new Refusal(`git log gave no commit: ${hash}`)
    const files = git('diff-tree', '--no-commit-id', '--name-only', '--root', '-r', '-c', '-z', hash)
      .split('\0')
      .filter(Boolean)
    const breaking = fields[index + 2].split('\n').filter(text => text.trim() !== '')
    commits.push({ hash, subject: fields[index + 1], breaking, files })
  }
  return commits.filter(commit => !isRelease(commit))
}

const groupOf = commit => groups.findIndex(({ holds }) => commit.files.some(name => holds.test(name)))
const line = (text, { hash }) => `- ${plainText(text)} (${hash.slice(0, 9)})\n`

/** Words as they are, and what Markdown or GitHub would read as more than a word as code: no link, no mention, no HTML. */
function plainText(text) {
  const words = text
    .replaceAll('`', '')
    .split(/[\s\p{C}]+/u)
    .filter(Boolean)
  return words
    .map((word, index) => {
      // a list or a line, were it at the start
      if (index === 0 && /^(?:[–→=+-]+|\d+[.)])$/.test(word)) return `\`${word}\``
      const [, head, body, tail] = /^([("']*)(.*?)([)"'.,:;?!]*)$/.exec(word) ?? ['', '', word, '']
      const isPlain =
        /^(?:#\d+|[\p{L}\p{N}][\p{L}\p{N}.,:;'"()/?+=%’–-]*|[–→=-]+)?$/u.test(body) && !/:\/\/|^www\./i.test(body)
      return isPlain ? word : `${head}\`${body}\`${tail}`
    })
    .join(' ')
}
