// Makes and publishes releases: CONTRIBUTING.md, Releases, says when to use which command.
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { notes } from './release/changelog.mjs'
import { check, readTag } from './release/check.mjs'
import { Refusal } from './release/command.mjs'
import { tagBefore } from './release/history.mjs'
import { pack } from './release/pack.mjs'
import { prepare, updateChangelog } from './release/prepare.mjs'
import { publish } from './release/publish.mjs'

const usage = `node scripts/release.mjs COMMAND

  prepare VERSION                  one commit: the version everywhere, CHANGELOG.md, dist/
  changelog                        what is not released yet, into CHANGELOG.md
  check TAG                        whether the tag may be released
  notes TAG                        what it brings, as Markdown
  pack FOLDER                      npm package, archive of the Action and SHA256SUMS, the same bytes each time
  publish TAG FOLDER [--dry-run]   draft, release, npm, major tag; a second run goes on where the first one stopped`

const commands = {
  prepare: { names: ['VERSION'], run: ([version]) => prepare(version) },
  changelog: { names: [], run: updateChangelog },
  check: { names: ['TAG'], run: ([tag]) => check(tag) },
  notes: { names: ['TAG'], run: ([tag]) => printNotes(tag) },
  pack: { names: ['FOLDER'], run: ([folder]) => pack(folder) },
  publish: {
    names: ['TAG', 'FOLDER'],
    run: ([tag, folder], isDry) => publish(tag, folder, { isDry, env: process.env })
  }
}

try {
  main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  console.error(error.message)
  process.exitCode = 1
}

function main(args) {
  const { name, words, isDry } = readArguments(args)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined || words.length !== command.names.length || (isDry && name !== 'publish'))
    throw new Refusal(usage)
  const folder = command.names.indexOf('FOLDER')
  if (folder >= 0) words[folder] = resolve(words[folder])
  process.chdir(dirname(dirname(fileURLToPath(import.meta.url))))
  command.run(words, isDry)
}

function readArguments(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean' } }
    })
    const [name = '', ...words] = positionals
    return { name, words, isDry: values['dry-run'] === true }
  } catch (error) {
    throw new Refusal(`${error.message}\n\n${usage}`)
  }
}

function printNotes(tag) {
  const { version, commit } = readTag(tag)
  process.stdout.write(notes(tagBefore(version, commit), commit))
}
