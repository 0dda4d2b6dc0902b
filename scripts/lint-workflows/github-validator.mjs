import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { parse } from 'yaml'

const known = JSON.parse(readFileSync(new URL('actions.json', import.meta.url), 'utf8'))

/**
 * GitHub's own validator of workflows and action.yml: keys, types, contexts, inputs of actions and of the workflows that are called. It knows our
 * action.yml and workflows as they are in `root`, and those actions of others that actions.json names.
 */
export async function loadValidator(root) {
  const { validate } = await loadBundled()
  const own = parse(readFileSync(join(root, 'action.yml'), 'utf8'))
  const actionsMetadataProvider = {
    fetchActionMetadata: async ({ owner, name }) => {
      if (`${owner}/${name}` === 'kluctl-images/kluctl-images') return own
      const action = known[`${owner}/${name}`]
      return action && { name, description: '', inputs: inputsOf(action), outputs: {} }
    }
  }
  const fileProvider = {
    getFileContent: async ({ owner, repository, path }) => {
      if (owner !== undefined && `${owner}/${repository}` !== 'kluctl-images/kluctl-images')
        throw new Error(`${owner}/${repository} is not here`)
      return { name: path, content: readFileSync(join(root, path), 'utf8') }
    }
  }
  let count = 0
  return async ({ kind, text }) => {
    // it remembers what it found under an address, and knows an action by the name of its file
    const address = `file:///${++count}/${kind === 'action' ? 'action.yml' : 'workflow.yml'}`
    const document = { uri: address, languageId: 'yaml', version: 0, getText: () => text }
    const found = await validate(document, { actionsMetadataProvider, fileProvider })
    return found.map(({ message, range }) => ({ line: range.start.line + 1, message }))
  }
}

function inputsOf({ inputs, required }) {
  return Object.fromEntries(
    Object.keys(inputs).map(name => [name, { description: '', required: required.includes(name) }])
  )
}

/** Plain Node refuses how the package imports its JSON, so that it is bundled first. */
async function loadBundled() {
  const folder = mkdtempSync(join(tmpdir(), 'lint-workflows-'))
  try {
    const input = fileURLToPath(new URL('github-validator-entry.mjs', import.meta.url))
    const bundle = await rolldown({ input, platform: 'node', logLevel: 'silent' })
    await bundle.write({ file: join(folder, 'validator.mjs'), format: 'esm', codeSplitting: false })
    await bundle.close()
    return await import(/* @vite-ignore */ pathToFileURL(join(folder, 'validator.mjs')).href)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
