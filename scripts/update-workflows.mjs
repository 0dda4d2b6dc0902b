// Writes the inputs of the Action into the reusable workflows, between their markers: which ones each takes, with the words and defaults of
// action.yml, and how they are handed on. A test fails where they differ. Run it after scripts/update-options.mjs.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))))
const { inputs } = parse(readFileSync('action.yml', 'utf8'))

const project =
  `project-dir source-root target args args-from-file vars-from-file local-git-override local-oci-override include-tags
  exclude-tags include-deployment-dirs exclude-deployment-dirs policy-file platforms allow-registries deny-registries`.split(
    /\s+/
  )
const resolving = [
  ...project,
  ...'images fixed-images-file fixed-images deployed-images pin-digests offline-images output-file lock-file simple'.split(
    ' '
  ),
  ...'source-links fail-on commit-subjects job-summary artifact-name artifact-retention-days'.split(' ')
]

/** What each workflow takes. */
const workflows = {
  review: { takes: [...resolving, 'update-images', 'baseline', 'comment', 'comment-tag'] },
  bump: { takes: resolving },
  release: { takes: [...project, 'job-summary'] }
}
/** In a fan-out each part has its own, and only the last job speaks. */
const ownOfPart = ['target', 'artifact-name', 'job-summary', 'comment', 'comment-tag']

const isCheck = process.argv.includes('--check')
for (const [name, { takes }] of Object.entries(workflows)) {
  const file = `.github/workflows/${name}.yml`
  const before = readFileSync(file, 'utf8')
  const declared = takes.map(
    input =>
      `      ${input}:\n        description: ${quoted(inputs[input].description)}\n        type: string\n        default: ${quoted(inputs[input].default ?? '')}\n`
  )
  const handed = left =>
    takes.filter(input => !left.includes(input)).map(input => `          ${input}: \${{ inputs.${input} }}\n`)
  let after = between(before, '      # inputs of the Action', declared)
  after = between(after, '          # every input', handed([]))
  after = between(after, '          # every input of a part', handed(ownOfPart))
  after = between(after, '          # every input of a merge', handed(['target']))
  if (after !== before && isCheck) {
    console.error(`${file} has not the inputs of action.yml; run node scripts/update-workflows.mjs`)
    process.exitCode = 1
  } else if (after !== before) {
    writeFileSync(file, after)
  }
}

function between(text, marker, lines) {
  const begin = `${marker}: begin\n`
  const end = `${marker}: end\n`
  return text
    .split(begin)
    .map((part, index) => {
      if (index === 0) return part
      const to = part.indexOf(end)
      if (to < 0) throw new Error(`a region has no end: ${marker}`)
      return lines.join('') + part.slice(to)
    })
    .join(begin)
}

function quoted(text) {
  return `'${String(text).replaceAll("'", "''")}'`
}
