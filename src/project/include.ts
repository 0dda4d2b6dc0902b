import { quote } from '../text.ts'
import type { Part } from '../yaml/shape.ts'
import type { DeploymentItem } from './deployment.ts'
import { joinPart } from './source-root.ts'
import { type ExternalSources, repositoryKey } from './sources.ts'
import { readGitRef } from './vars-file.ts'

/** Where an included project lies. */
export type IncludedFolder = {
  readonly folder: string
  /** Root of its source; empty for the project itself. */
  readonly sourceRoot: string
  /** What names it in deployment.yaml. */
  readonly part: Part
}

/**
 * Finds the folder of an include. A git or OCI source is only read from a local folder that replaces it: text, or `url`, `ref` and `subDir`
 * (kluctl-semantics 5.3).
 * @throws ProjectError `unsupported` for a source without a local folder, with the line that would give one
 */
export function includedFolder(
  item: DeploymentItem,
  from: { readonly folder: string; readonly sourceRoot: string },
  external: ExternalSources
): IncludedFolder {
  const { kind, part } = item
  if (kind !== 'git' && kind !== 'oci') {
    const at = part.at('include')
    return {
      folder: joinPart(from.sourceRoot, from.folder, item.path, at),
      sourceRoot: from.sourceRoot,
      part: at
    }
  }
  const at = part.at(kind)
  const { url, subDir } = readRemote(at, kind)
  const key = repositoryKey(kind, url.text())
  if (key === undefined) {
    throw url.fail(
      kind === 'git' ? 'this is not the url of a git repository' : 'this is not the url of an OCI source',
      'config',
      kind === 'git'
        ? 'As https://github.com/org/repo.git or git@github.com:org/repo.'
        : 'As oci://registry.example.com/org/source.'
    )
  }
  const mount = external.overrides.get(key)
  if (mount === undefined) {
    const name = key.replace(/^git:\/\//, '')
    throw at.fail(
      `the ${kind === 'git' ? 'git' : 'OCI'} source ${quote(name)} is not supported here`,
      'unsupported',
      `Check it out in an earlier step and give its folder: local-${kind}-override: ${name}=FOLDER`
    )
  }
  return { folder: joinPart(mount, mount, subDir?.text() ?? '', subDir ?? at), sourceRoot: mount, part: at }
}

function readRemote(at: Part, kind: 'git' | 'oci'): { readonly url: Part; readonly subDir: Part | undefined } {
  if (kind === 'git' && typeof at.value === 'string') return { url: at, subDir: undefined }
  at.allow(['url', 'ref', 'subDir'])
  if (at.at('url').isEmpty) throw at.fail(`a ${kind} source needs an url`)
  if (kind === 'git') readGitRef(at.at('ref'))
  else if (!at.at('ref').isEmpty) at.at('ref').allow(['tag', 'digest'])
  return { url: at.at('url'), subDir: at.at('subDir').isEmpty ? undefined : at.at('subDir') }
}
