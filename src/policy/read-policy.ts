import { type Place, ProjectError } from '../errors.ts'
import { excerptOf } from '../excerpt.ts'
import { quote } from '../text.ts'
import { findAnchor } from '../yaml/anchors.ts'
import type { YamlLimits } from '../yaml/limits.ts'
import { isYamlMap, parseYaml, type YamlDocument, yamlLimits } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import type { Policy, PolicyRule, RegistryRules } from './policy.ts'
import { attempt, checkKeys, type Problems } from './policy-keys.ts'
import { readRule } from './read-rule.ts'
import { registryPatternProblem } from './registries.ts'

/** A policy is written by people. */
const limits: YamlLimits = { ...yamlLimits, bytes: 512 * 1024, nodes: 20_000 }

/** A key that has no business here and may stand before a secret: no line of such a file is shown. */
const mayHoldLogin = /(?:user|passw|token|secret|credential|auth|login|key)[\w-]*["']?\s*:/i

const everyRegistry: RegistryRules = { allow: undefined, deny: [] }

/**
 * Reads a policy file. An empty one is a policy that says nothing. Its schema for editors is `schema/policy.schema.json`.
 * @param file for the places in errors
 * @throws ProjectError with file, line and column, or an AggregateError of several
 */
export function readPolicy(text: string, file: string): Policy {
  const document = readShown(text, file)
  if (!document || document.value === null) return { rules: [], registries: everyRegistry }
  refuseAnchors(document)
  const root = new Part(document)
  const problems: Problems = []
  const policy = attempt(problems, () => readRoot(root, problems))
  const [first, ...others] = problems.toSorted((a, b) => byPlace(a.place, b.place))
  if (first && others.length > 0) throw new AggregateError([first, ...others])
  if (first || !policy) throw first
  return policy
}

const rootKeys: readonly string[] = ['rules', 'registries']

/**
 * Lines are shown of what is a policy by its keys, and of nothing else: the option may name, or a pull request may link, a file of a runner
 * that happens to be readable, and what does not parse may be anything.
 */
function readShown(text: string, file: string): YamlDocument | undefined {
  const document = parseYaml(text, file, limits, 'hidden')
  if (document === undefined || mayHoldLogin.test(text)) return document
  const { value } = document
  return isYamlMap(value) && rootKeys.some(key => value.has(key))
    ? { ...document, excerpt: place => excerptOf(text, place) }
    : document
}

function byPlace(a: Place | undefined, b: Place | undefined): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0)
}

function refuseAnchors(document: YamlDocument): void {
  const place = findAnchor(document)
  if (!place) return
  throw new ProjectError('config', 'anchors, aliases and merge keys are not used in a policy file', place, {
    hint: 'Give one rule several patterns, or write the values again.',
    excerpt: document.excerpt(place)
  })
}

function readRoot(root: Part, problems: Problems): Policy {
  checkKeys(root, rootKeys, problems)
  const rules = attempt(problems, () => readRuleList(root.at('rules'))) ?? []
  return {
    rules: rules.flatMap((rule): readonly PolicyRule[] => attempt(problems, () => [readRule(rule, problems)]) ?? []),
    registries: attempt(problems, () => readRegistries(root.at('registries'), problems)) ?? everyRegistry
  }
}

const mostRules = 1000

function readRuleList(list: Part): readonly Part[] {
  const rules = list.list()
  const surplus = rules[mostRules]
  if (surplus === undefined) return rules
  const hint = 'Give one rule several patterns where they say the same.'
  throw surplus.fail(`the file has ${rules.length} rules; at most ${mostRules} are read`, 'limit', hint)
}

const mostRegistries = 200

function readRegistries(part: Part, problems: Problems): RegistryRules {
  if (part.isEmpty) return everyRegistry
  checkKeys(part, ['allow', 'deny'], problems)
  const [allow, deny] = ['allow', 'deny'].map(key => readRegistryPatterns(part.at(key), problems))
  return { allow, deny: deny ?? [] }
}

function readRegistryPatterns(list: Part, problems: Problems): readonly string[] | undefined {
  if (list.isEmpty) return undefined
  const items = attempt(problems, () => list.list()) ?? []
  const surplus = items[mostRegistries]
  if (surplus !== undefined)
    problems.push(surplus.fail(`the list has ${items.length} registries; at most ${mostRegistries} are read`, 'limit'))
  const read = items.slice(0, mostRegistries)
  return read.flatMap(item => attempt(problems, () => [readRegistryPattern(item)]) ?? [])
}

function readRegistryPattern(item: Part): string {
  const pattern = item.text()
  const why = registryPatternProblem(pattern)
  if (why === undefined) return pattern
  throw item.fail(`${quote(pattern)} is not a registry: ${why}`)
}
