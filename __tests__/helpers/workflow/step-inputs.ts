import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { at, type JsonObject, mapping, text } from './json.ts'

const knownFile = fileURLToPath(new URL('../../../scripts/lint-workflows/actions.json', import.meta.url))
let known: JsonObject | undefined

/** Inputs of an action that is not ours, with their defaults: as its own action.yml of that commit has them. */
export type KnownAction = { readonly inputs: Readonly<Record<string, string>> }

/**
 * What the action.yml of a pinned action says, from the file that the lint of workflows reads as well.
 * @throws Error for an action or a commit that the file has not
 */
export function knownAction(uses: string): KnownAction {
  known ??= mapping(JSON.parse(readFileSync(knownFile, 'utf8')))
  const [name = '', ref = ''] = uses.split('@')
  const action = mapping(known[name])
  if (action['commit'] !== ref) throw new Error(`${uses} is no action that these tests know`)
  const inputs = Object.entries(mapping(at(action, 'inputs')))
  return { inputs: Object.fromEntries(inputs.map(([input, value]) => [input, text(value)])) }
}

/** The inputs of a step with the defaults of the action. @throws Error for an input that the action has not */
export function inputsOf(uses: string, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { inputs } = knownAction(uses)
  const unknown = Object.keys(given).filter(name => !Object.hasOwn(inputs, name))
  if (unknown.length > 0) throw new Error(`${uses} has no input ${unknown.join(', ')}`)
  return { ...inputs, ...given }
}
