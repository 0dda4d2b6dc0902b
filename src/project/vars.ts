import { ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'
import { quote } from '../text.ts'
import {
  isYamlMap,
  parseYaml,
  parseYamlDocuments,
  type YamlDocument,
  type YamlMap,
  type YamlValue
} from '../yaml/parse.ts'
import type { Part } from '../yaml/shape.ts'
import { whenOf } from './deployment.ts'
import { folderOf, joinPath } from './files.ts'
import type { Renderer } from './renderer.ts'
import { mapAt, mapTexts, mergeMaps } from './variables.ts'

/** Where variables are looked up: their values so far, and the folders that are searched for files. */
export type VarsContext = {
  readonly source: FileSource
  readonly renderer: Renderer
  readonly folders: readonly string[]
}

const options = ['when', 'ignoreMissing', 'noOverride', 'sensitive', 'targetPath', 'multidoc']
const supported = ['values', 'file']
/** Sources that need something a CI job does not have, or that we do not read. */
const unsupported = [
  'git',
  'gitFiles',
  'http',
  'systemEnvVars',
  'clusterConfigMap',
  'clusterSecret',
  'clusterObject',
  'awsSecretsManager',
  'gcpSecretManager',
  'azureKeyVault',
  'vault'
]

/**
 * Loads a list `vars:` on top of variables, each entry seeing those before it (kluctl-semantics 5.4).
 * @throws ProjectError for a source that cannot be read here, naming it and what to do instead
 */
export function loadVars(list: Part, vars: YamlMap, context: VarsContext): YamlMap {
  return list.list().reduce((before, part) => loadEntry(part, before, context), vars)
}

function loadEntry(part: Part, vars: YamlMap, context: VarsContext): YamlMap {
  part.allow([...supported, ...unsupported, ...options])
  const kinds = [...part.map().keys()].filter(key => !options.includes(key))
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1) {
    throw part.fail(
      `exactly one source is expected, and there ${kinds.length === 0 ? 'is none' : `are ${kinds.join(' and ')}`}`
    )
  }
  if (!context.renderer.isTrue(whenOf(part), part.at('when').place, vars, context.folders)) return vars
  if (unsupported.includes(kind)) {
    throw part
      .at(kind)
      .fail(
        `the variable source ${kind} is not supported here`,
        'unsupported',
        'Write its values to a file in an earlier step and give it with args-from-file, or use a vars source "file".'
      )
  }
  const loaded = kind === 'file' ? loadFile(part, vars, context) : loadValues(part, vars, context)
  if (loaded === undefined) return vars
  const targetPath = renderedText(part.at('targetPath'), vars, context)
  if (targetPath !== undefined && !/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(targetPath)) {
    throw part.at('targetPath').fail(`${quote(targetPath)} is not a simple path of names`, 'unsupported')
  }
  if (targetPath === undefined && !isYamlMap(loaded)) throw part.at(kind).fail('a map is expected, or a targetPath')
  const values = targetPath === undefined ? loaded : mapAt(targetPath, loaded)
  if (!isYamlMap(values)) return vars
  return part.at('noOverride').boolean(false) ? mergeMaps(values, vars) : mergeMaps(vars, values)
}

function loadValues(part: Part, vars: YamlMap, context: VarsContext): YamlValue {
  const value = part.at('values').value ?? null
  return mapTexts(value, text => context.renderer.renderPart(text, part.at('values').place, vars, context.folders))
}

function renderedText(part: Part, vars: YamlMap, context: VarsContext): string | undefined {
  const text = part.optionalText()
  return text === undefined ? undefined : context.renderer.renderPart(text, part.place, vars, context.folders)
}

function loadFile(part: Part, vars: YamlMap, context: VarsContext): YamlValue | undefined {
  const at = part.at('file')
  const name = renderedText(at, vars, context) ?? at.text()
  // a name with `..` is relative to the file that says it; any other is looked up
  const folders = name.startsWith('../') ? [folderOf(at.place.file)] : context.folders
  const path = folders
    .map(folder => joinPath(folder, name, at.place))
    .find(candidate => context.source.read(candidate) !== undefined)
  const text = path === undefined ? undefined : context.source.read(path)
  if (path === undefined || text === undefined) {
    if (part.at('ignoreMissing').boolean(false)) return undefined
    throw at.fail(
      `there is no file ${quote(name)}`,
      'missing-file',
      `Searched in: ${folders.map(folder => folder || '.').join(', ')}.`
    )
  }
  const rendered = context.renderer.render(text, path, vars, context.folders)
  if (part.at('multidoc').boolean(false)) return parseYamlDocuments(rendered, path).map(document => document.value)
  const document: YamlDocument | undefined = parseYaml(rendered, path)
  if (isYamlMap(document?.value) && document.value.has('sops')) {
    throw new ProjectError(
      'unsupported',
      'the file is encrypted with SOPS',
      { file: path },
      {
        hint: 'Decrypt it in an earlier step.'
      }
    )
  }
  return document?.value ?? new Map()
}
