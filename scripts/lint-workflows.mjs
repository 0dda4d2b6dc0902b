// Lints every workflow that we have or show: .github/workflows, action.yml, examples, and the YAML blocks of the pages. By GitHub's own validator,
// by actionlint, and by rules of our own (scripts/lint-workflows/rules.mjs). Needs no network. Ends with 1 where something was found.
import { fileURLToPath } from 'node:url'
import { lintAll } from './lint-workflows/lint.mjs'

const { documents, found } = await lintAll(fileURLToPath(new URL('..', import.meta.url)))
for (const { name, line, by, message } of found) console.error(`${name}:${line}: ${message} (${by})`)
console.log(`${documents.length} workflows and blocks, ${found.length} findings`)
process.exitCode = found.length === 0 ? 0 : 1
