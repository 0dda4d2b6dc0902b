import type { FileSource } from '../ports.ts'
import { quote } from '../text.ts'
import { isYamlMap, type YamlMap, type YamlValue } from '../yaml/parse.ts'
import type { Part } from '../yaml/shape.ts'
import { whenOf } from './deployment.ts'
import type { Renderer } from './renderer.ts'
import type { ExternalSources, Need } from './sources.ts'
import { mergeMaps } from './variables.ts'
import { loadEnvironment } from './vars-env.ts'
import { loadFile, loadGitFile } from './vars-file.ts'
import { loadWithoutLines } from './vars-lines.ts'
import { mapWithValueAt, parseTargetPath, textsIn } from './vars-path.ts'
import { renderedPart } from './vars-render.ts'
import { isSecretKind, loadStandIn, standInKinds } from './vars-stand-in.ts'

/** Where variables come from, and what loading them found out. */
export type VarsContext = {
  readonly source: FileSource
  readonly renderer: Renderer
  /** Folders that are searched for files: that of the deployment project, then those of the projects around it in the same source. */
  readonly folders: readonly string[]
  /** Root of the source that the definition is part of; empty for the project. */
  readonly sourceRoot: string
  readonly external: ExternalSources
  /** Takes what has to be fetched. */
  readonly need: (need: Need) => void
  /** Takes a text that must not be shown. */
  readonly secret: (text: string) => void
}

const options = ['when', 'ignoreMissing', 'noOverride', 'sensitive', 'targetPath', 'multidoc']
const kinds = ['values', 'file', 'git', 'systemEnvVars', ...standInKinds]

/**
 * Loads a list `vars:` on top of variables, each entry seeing those before it (kluctl-semantics 5.4). Undefined where something has to be
 * fetched first: it was noted, and what depends on these variables cannot be loaded yet.
 * @throws ProjectError for a source that cannot be read here, naming it and what to do instead
 */
export function loadVars(list: Part, vars: YamlMap, context: VarsContext): YamlMap | undefined {
  let loaded: YamlMap | undefined = vars
  for (const part of list.list()) {
    loaded = loadEntry(part, loaded, context)
    if (!loaded) return undefined
  }
  return loaded
}

function loadEntry(definition: Part, vars: YamlMap, context: VarsContext): YamlMap | undefined {
  definition.allow([...kinds, ...options])
  const given = kinds.filter(kind => !definition.at(kind).isEmpty)
  const [kind] = given
  if (kind === undefined || given.length > 1) {
    throw definition.fail(
      `exactly one source is expected, and there ${given.length === 0 ? 'is none' : `are ${given.toSorted().join(' and ')}`}`,
      'config',
      given.length === 0 ? `Sources: ${kinds.join(', ')}.` : 'Make one entry of each.'
    )
  }
  const isMarked = (definition.at('sensitive').value ?? false) !== false || isSecretKind(kind)
  const part = loadWithoutLines(isMarked, context.source, () => renderedPart(definition, context.renderer, vars))
  if (!context.renderer.isTrue(whenOf(part), part.at('when').place, vars, [])) return vars
  const value = loadWithoutLines(isMarked, context.source, () => loadValue(kind, part, vars, context))
  if (value === undefined) return undefined
  const isSecret = part.at('sensitive').boolean(isSecretKind(kind))
  if (isSecret) for (const text of textsIn(value)) context.secret(text)
  if (isSkipped(kind, part, value)) return vars
  const values = atTarget(part, kind, value)
  return part.at('noOverride').boolean(false) ? mergeMaps(values, vars) : mergeMaps(vars, values)
}

/** The value of the source; undefined where it has to be fetched. */
function loadValue(kind: string, part: Part, vars: YamlMap, context: VarsContext): YamlValue | undefined {
  const at = part.at(kind)
  const ignoreMissing = part.at('ignoreMissing').boolean(false)
  const multidoc = part.at('multidoc').boolean(false)
  if (multidoc && targetOf(part) === '')
    throw part.at('multidoc').fail('a list of documents needs a place', 'config', 'Add targetPath: NAME.')
  if (kind === 'values') return at.map()
  if (kind === 'file') return loadFile(at, vars, context, { ignoreMissing, multidoc })
  if (kind === 'git') return loadGitFile(at, vars, context, { ignoreMissing, multidoc })
  if (kind === 'systemEnvVars') return loadEnvironment(at, context.external, ignoreMissing)
  return loadStandIn(kind, at, { vars, renderer: context.renderer, external: context.external, multidoc })
}

/** What is missing in the cluster and may be replaces nothing, not even by an empty map at its targetPath (kluctl v2.28). */
function isSkipped(kind: string, part: Part, value: YamlValue): boolean {
  const isEmpty = value === null || (isYamlMap(value) && value.size === 0)
  return isEmpty && part.at('ignoreMissing').boolean(false) && /^cluster(?:ConfigMap|Secret)$/.test(kind)
}

function targetOf(part: Part): string {
  return part.at('targetPath').optionalText() ?? ''
}

function atTarget(part: Part, kind: string, value: YamlValue): YamlMap {
  const text = targetOf(part)
  if (text === '') {
    if (isYamlMap(value)) return value
    throw part.at(kind).fail('a map is expected, or a targetPath')
  }
  const path = parseTargetPath(text)
  if (path) return mapWithValueAt(path, value)
  throw part
    .at('targetPath')
    .fail(
      `${quote(text)} is not a simple path of names`,
      'unsupported',
      'Write names with dots between them, as a.b; a number in brackets may stand at the end.'
    )
}
