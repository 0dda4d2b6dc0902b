import { seeded } from '../templates/corpus.mjs'

/** @typedef {{ name: string, title: string, repositories: number, tags: number }} DataSet */

/** What is listed, by the name that `--only` takes. @type {readonly DataSet[]} */
export const dataSets = [
  { name: 'small', title: '200 × 100', repositories: 200, tags: 100 },
  { name: 'medium', title: '50 × 2,000', repositories: 50, tags: 2_000 },
  { name: 'large', title: '1 × 50,000', repositories: 1, tags: 50_000 }
]

/** One that a few hundred tags begin with: they fit a page. */
export const narrow = { text: 'main-9', filter: "prefix('main-9', suffix=number())", accepts: /^main-9\d+$/ }

/** A literal prefix that one tag in ten begins with, the filter that asks for it, and which of these tags the filter accepts. */
export const prefix = { text: 'main-', filter: "prefix('main-', suffix=number())", accepts: /^main-\d+$/ }

/**
 * The repositories of a data set and their tags in the order of being pushed, the same in every run: releases with and without
 * variants, pre-releases, builds of a branch by number and by commit, pull requests, dates, moving names.
 * @param {DataSet} set
 * @returns {Map<string, string[]>}
 */
export function repositoriesOf({ name, repositories, tags }) {
  const random = seeded(repositories * 1000 + tags)
  const names = Array.from({ length: repositories }, (_, index) => `${name}/app-${String(index).padStart(3, '0')}`)
  return new Map(names.map(path => [path, makeTags(tags, random)]))
}

/** A copy in the order of code units, as registries sort that sort. @param {readonly string[]} tags */
export function lexical(tags) {
  return tags.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function makeTags(count, random) {
  const below = limit => Math.floor(random() * limit)
  const hash = () => below(0x1000_0000).toString(16).padStart(7, '0')
  const two = number => String(number).padStart(2, '0')
  const version = () => `${below(20)}.${below(60)}.${below(90)}`
  const date = () => [2019 + below(8), two(1 + below(12)), two(1 + below(28))]
  const variants = ['alpine', 'slim', 'bookworm', 'arm64']
  const kinds = [
    version,
    version,
    version,
    version,
    version,
    version,
    () => `v${version()}`,
    () => `${version()}-${variants[below(variants.length)]}`,
    () => `${version()}-${variants[below(variants.length)]}`,
    () => `${version()}-rc.${below(9)}`,
    () => `${prefix.text}${below(100_000)}`,
    () => `${prefix.text}${hash()}`,
    () => `pr-${below(30_000)}`,
    () => `${date().join('-')}-${below(9)}${below(99)}`,
    () => `${date().join('')}.${below(99)}`,
    () => `sha-${hash()}`,
    () => `release-${below(30)}.${below(99)}.${below(9)}`,
    () => `feature-${below(3_000)}-${hash()}`,
    hash,
    () => `${version()}-g${hash()}`
  ]
  const tags = new Set()
  for (let index = 0; tags.size < count - 2; index++) tags.add(kinds[index % kinds.length]())
  return [...tags, 'latest', 'stable']
}
