import { type Place, ProjectError } from '../errors.ts'
import { quote } from '../text.ts'
import { findAnchor } from '../yaml/anchors.ts'
import type { YamlLimits } from '../yaml/limits.ts'
import { parseYaml, type YamlDocument, yamlLimits } from '../yaml/parse.ts'
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
  const document = parseYaml(text, file, limits, mayHoldLogin.test(text) ? 'hidden' : 'file')
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
  checkKeys(root, ['rules', 'registries'], problems)
  const rules = attempt(problems, () => root.at('rules').list()) ?? []
  return {
    rules: rules.flatMap((rule): readonly PolicyRule[] => attempt(problems, () => [readRule(rule, problems)]) ?? []),
    registries: attempt(problems, () => readRegistries(root.at('registries'), problems)) ?? everyRegistry
  }
}

function readRegistries(part: Part, problems: Problems): RegistryRules {
  if (part.isEmpty) return everyRegistry
  checkKeys(part, ['allow', 'deny'], problems)
  const [allow, deny] = ['allow', 'deny'].map(key => readRegistryPatterns(part.at(key), problems))
  return { allow, deny: deny ?? [] }
}

function readRegistryPatterns(list: Part, problems: Problems): readonly string[] | undefined {
  if (list.isEmpty) return undefined
  const items = attempt(problems, () => list.list()) ?? []
  return items.flatMap(item => attempt(problems, () => [readRegistryPattern(item)]) ?? [])
}

function readRegistryPattern(item: Part): string {
  const pattern = item.text()
  const why = registryPatternProblem(pattern)
  if (why === undefined) return pattern
  throw item.fail(`${quote(pattern)} is not a registry: ${why}`)
}
