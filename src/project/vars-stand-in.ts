import { isImagesError, ProjectError } from '../errors.ts'
import { nearest, quote } from '../text.ts'
import { parseKluctlDocuments, parseKluctlYaml } from '../yaml/kluctl-yaml.ts'
import { isYamlMap, type YamlMap, type YamlValue } from '../yaml/parse.ts'
import type { Part } from '../yaml/shape.ts'
import type { Renderer } from './renderer.ts'
import { type ExternalSources, repositoryKey, type StandIn } from './sources.ts'
import { mapWithValueAt, parseTargetPath } from './vars-path.ts'

const clusterObjectKeys = ['name', 'labels', 'namespace', 'key', 'targetPath']

/** Sources that a run cannot read itself: their keys, and whether kluctl treats what they hold as secret and renders it. */
const kinds: Readonly<
  Record<string, { readonly keys: readonly string[]; readonly isSecret: boolean; readonly isRendered: boolean }>
> = {
  http: { keys: ['url', 'method', 'body', 'headers', 'jsonPath'], isSecret: false, isRendered: false },
  clusterConfigMap: { keys: clusterObjectKeys, isSecret: false, isRendered: true },
  clusterSecret: { keys: clusterObjectKeys, isSecret: true, isRendered: true },
  clusterObject: {
    keys: ['kind', 'apiVersion', 'namespace', 'name', 'labels', 'list', 'path', 'render', 'parseYaml'],
    isSecret: true,
    isRendered: false
  },
  awsSecretsManager: { keys: ['secretName', 'region', 'profile'], isSecret: true, isRendered: true },
  gcpSecretManager: { keys: ['secretName'], isSecret: true, isRendered: true },
  azureKeyVault: { keys: ['vaultUri', 'secretName'], isSecret: true, isRendered: true },
  vault: { keys: ['address', 'path'], isSecret: true, isRendered: true },
  gitFiles: { keys: ['url', 'ref', 'files'], isSecret: false, isRendered: false }
}

/** Kinds of variable sources that can only be given as a file. */
export const standInKinds: readonly string[] = Object.keys(kinds)

/** True where kluctl hides the values of a source by default. */
export function isSecretKind(kind: string): boolean {
  return kinds[kind]?.isSecret ?? kind === 'systemEnvVars'
}

/**
 * What tells one source of a kind from another, as messages and the option `vars-from-file` call it: `clusterSecret:namespace/name`,
 * `vault:path`, `http:https://host/path`. Without credentials and query. The kind alone where the definition says nothing of use.
 */
export function sourceIdentity(kind: string, part: Part): string {
  const text = (key: string): string => {
    const { value } = part.at(key)
    return typeof value === 'string' ? value : ''
  }
  const named = (): string => text('name') || labelText(part.at('labels').value)
  const identities: Readonly<Record<string, () => readonly string[]>> = {
    http: () => [
      text('url')
        .replace(/[?#].*$/, '')
        .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1')
    ],
    clusterConfigMap: () => [text('namespace'), named()],
    clusterSecret: () => [text('namespace'), named()],
    clusterObject: () => [text('namespace'), text('kind'), named()],
    awsSecretsManager: () => [text('secretName')],
    gcpSecretManager: () => [text('secretName')],
    azureKeyVault: () => [text('vaultUri').replace(/^https?:\/\/|\/+$/g, ''), text('secretName')],
    vault: () => [text('path')],
    git: () => [repositoryName(text('url')), text('path')],
    gitFiles: () => [repositoryName(text('url'))]
  }
  const identity = (identities[kind]?.() ?? []).filter(step => step !== '').join('/')
  return identity === '' ? kind : `${kind}:${identity}`
}

/** Host and path of a repository, without scheme and user. */
export function repositoryName(url: string): string {
  return repositoryKey('git', url)?.replace('git://', '') ?? ''
}

function labelText(labels: YamlValue | undefined): string {
  if (!isYamlMap(labels)) return ''
  return [...labels].map(([key, value]) => `${key}=${String(value)}`).join(',')
}

/** The file that stands in for a source: one for its very key first, then for the source, then for the kind. */
export function findStandIn(
  kind: string,
  part: Part,
  { standIns }: Pick<ExternalSources, 'standIns'>
): StandIn | undefined {
  const identity = sourceIdentity(kind, part)
  const { value: key } = part.at('key')
  const names = [...(typeof key === 'string' ? [`${identity}/${key}`] : []), identity, kind]
  return names.map(name => standIns.get(name)).find(found => found !== undefined)
}

/**
 * The value of a source that a run cannot read, from the file that stands in for it.
 * @throws ProjectError `unsupported` where there is none, with the line that would give one
 */
export function loadStandIn(
  kind: string,
  part: Part,
  options: {
    readonly vars: YamlMap
    readonly renderer: Renderer
    readonly external: ExternalSources
    readonly multidoc: boolean
  }
): YamlValue {
  part.allow(kinds[kind]?.keys ?? [])
  const identity = sourceIdentity(kind, part)
  const standIn = findStandIn(kind, part, options.external)
  if (!standIn) {
    const which = identity === kind ? '' : ` (${identity.slice(kind.length + 1)})`
    throw part.fail(
      `the variable source ${kind}${which} is not supported here`,
      'unsupported',
      `Give its values as a file: vars-from-file: ${identity}=FILE${givenHint(identity, options.external)}`
    )
  }
  const isRendered = kinds[kind]?.isRendered === true || part.at('render').boolean(false)
  const value = readStandIn(
    standIn,
    identity,
    isSecretKind(kind),
    text => (isRendered ? options.renderer.render(text, standIn.file, options.vars, []) : text),
    options.multidoc
  )
  return innerTarget(part, value)
}

function givenHint(identity: string, { standIns }: ExternalSources): string {
  const near = nearest(identity, [...standIns.keys()])
  return near === undefined ? '' : ` (given is ${quote(near)})`
}

/** Reads YAML that stands in for a source; of a secret one, nothing that could show its text is said. @throws ProjectError */
function readStandIn(
  { file, text }: StandIn,
  identity: string,
  isSecret: boolean,
  render: (text: string) => string,
  multidoc: boolean
): YamlValue {
  try {
    return readVariables(render(text), file, multidoc)
  } catch (error) {
    if (!isSecret || !isImagesError(error)) throw error
    const place = error instanceof ProjectError ? (error.place ?? { file }) : { file }
    throw new ProjectError(
      'yaml',
      `the file that stands in for ${identity} cannot be rendered or is not valid YAML`,
      place
    )
  }
}

/** YAML of variables; with `multidoc` the list of its documents that are not empty (kluctl v2.28, lib/yaml). @throws ProjectError */
export function readVariables(text: string, file: string, multidoc: boolean): YamlValue {
  if (!multidoc) return parseKluctlYaml(text, file)?.value ?? null
  return parseKluctlDocuments(text, file)
    .map(document => document.value)
    .filter(value => value !== null)
}

/** The older `targetPath` inside of clusterConfigMap and clusterSecret. */
function innerTarget(part: Part, value: YamlValue): YamlValue {
  const at = part.at('targetPath')
  const text = at.optionalText()
  if (text === undefined || text === '') return value
  const path = parseTargetPath(text)
  if (!path) throw at.fail(`${text} is not a simple path of names`, 'unsupported')
  return mapWithValueAt(path, value)
}
