import { dataSets, narrow, prefix, repositoriesOf } from './tags.mjs'

/**
 * A data set at a registry with a habit, and the ways to list it. `options` are those of server.mjs.
 * @typedef {{ name: string, title: string, set: import('./tags.mjs').DataSet, options: readonly string[], ways: readonly string[] }} Scenario
 */

const [small, medium, large] = dataSets
const everybody = ['ours', 'resolve', 'floor', 'renovate', 'files', 'listing', 'skopeo']

/** In the order of the table; `--only` names them. @type {readonly Scenario[]} */
export const scenarios = [
  { name: 'small', title: '200 × 100', set: small, options: [], ways: everybody },
  { name: 'medium', title: '50 × 2,000', set: medium, options: [], ways: everybody },
  {
    name: 'large',
    title: '1 × 50,000, lexical order',
    set: large,
    options: [],
    ways: ['ours', 'prefix', 'narrow', 'explained', 'floor', 'renovate', 'listing', 'skopeo']
  },
  {
    name: 'pushed',
    title: '1 × 50,000, order not lexical',
    set: large,
    options: ['--order', 'pushed'],
    ways: ['ours', 'prefix', 'floor']
  },
  {
    name: 'limited',
    title: '200 × 100, 100 requests a second',
    set: small,
    options: ['--rate', '100'],
    ways: ['ours', 'resolve']
  }
]

/**
 * What is wrong with what a way printed; undefined if nothing.
 * @param {import('./tags.mjs').DataSet} set @param {import('./ways.mjs').Way} way @param {string} output
 */
export function findWrong(set, { shows, read }, output) {
  let found
  try {
    found = read(output)
  } catch (error) {
    return `its output: ${error instanceof Error ? error.message : error}`
  }
  if (found === undefined) return undefined
  const expected = repositoriesOf(set)
  if (found.size !== expected.size) return `${found.size} of ${expected.size} repositories`
  for (const [path, tags] of expected) {
    const listed = new Set(found.get(path))
    const known = new Set(tags)
    const strange = [...listed].find(tag => !known.has(tag))
    if (strange !== undefined) return `${path} has no tag ${strange}`
    const sought = { prefix, narrow }[shows]
    const needed = shows === 'all' ? tags : sought ? tags.filter(tag => sought.accepts.test(tag)) : []
    const lost = needed.find(tag => !listed.has(tag))
    if (lost !== undefined || listed.size === 0) return `${path} lacks tag ${lost ?? ''}`
  }
  return undefined
}
