import { ProjectError } from '../errors.ts'
import { quote } from '../text.ts'
import { isYamlList, isYamlMap, type YamlMap, type YamlValue } from '../yaml/parse.ts'
import type { Part } from '../yaml/shape.ts'
import { joinPart, outsideError, tryJoinInSource } from './source-root.ts'
import { type GitRef, needKey, repositoryKey } from './sources.ts'
import type { VarsContext } from './vars.ts'
import { textsIn } from './vars-path.ts'
import { findStandIn, readVariables, repositoryName, sourceIdentity } from './vars-stand-in.ts'

/** How a file of variables is read. */
export type FileOptions = { readonly ignoreMissing: boolean; readonly multidoc: boolean }

/**
 * Loads the source `file`: looked for in each searched folder, `..` included as long as it stays in the source, and rendered
 * (kluctl v2.28, lib/go-jinja2/jinja2_renderer.go). A missing file is an empty map with `ignoreMissing`.
 * @throws ProjectError `missing-file`, `outside-root`, `unsupported` for a file that SOPS encrypted
 */
export function loadFile(part: Part, vars: YamlMap, context: VarsContext, options: FileOptions): YamlValue {
  const { folders, sourceRoot, source, external } = context
  const name = part.text()
  if (/^\/|^[A-Za-z]:|[\0\\]/.test(name)) joinPart('', '', name, part)
  const found = folders.flatMap(folder => tryJoinInSource(sourceRoot, folder, name, part.place) ?? [])
  const path = found.find(candidate => source.read(candidate) !== undefined)
  const text = path === undefined ? undefined : source.read(path)
  if (path !== undefined && text !== undefined) {
    const rendered = context.renderer.render(text, path, vars, folders)
    return readPlain({ text: rendered, file: path, name }, context, options)
  }
  if (found.length === 0) throw outsideError(sourceRoot, name, part)
  if (options.ignoreMissing) return new Map()
  const standIn = external.standIns.get(`file:${name}`)
  if (standIn) return readVariables(standIn.text, standIn.file, options.multidoc)
  throw part.fail(
    `there is no file ${quote(name)}`,
    'missing-file',
    `Searched in: ${folders.map(folder => folder || 'the project folder').join(', ')}.`
  )
}

/** Reads rendered variables; for a file that SOPS encrypted, the decrypted one that stands in for it, whose values are secret. */
function readPlain(
  { text, file, name }: { readonly text: string; readonly file: string; readonly name: string },
  { external, secret }: VarsContext,
  { multidoc }: FileOptions
): YamlValue {
  const value = readVariables(text, file, multidoc)
  const parts = isYamlList(value) ? value : [value]
  if (!parts.some(part => isYamlMap(part) && isYamlMap(part.get('sops')))) return value ?? new Map()
  const standIn = external.standIns.get(`file:${name}`)
  if (standIn) {
    const plain = readVariables(standIn.text, standIn.file, multidoc)
    for (const plainText of textsIn(plain)) secret(plainText)
    return plain ?? new Map()
  }
  const line = text.split('\n').findIndex(candidate => /^\s*"?sops"?\s*:/.test(candidate)) + 1
  throw new ProjectError(
    'unsupported',
    'the file is encrypted with SOPS',
    line === 0 ? { file } : { file, line, column: 1 },
    { hint: `Decrypt it in an earlier step and give the result: vars-from-file: file:${name}=FILE` }
  )
}

/**
 * Loads the source `git`: from a local folder that replaces the repository, from a file that stands in for it, or from what was fetched.
 * Undefined where it has to be fetched first; the need is noted then.
 * @throws ProjectError
 */
export function loadGitFile(
  part: Part,
  vars: YamlMap,
  context: VarsContext,
  options: FileOptions
): YamlValue | undefined {
  part.allow(['url', 'ref', 'path'])
  const { external, renderer } = context
  const url = part.at('url').text()
  const key = repositoryKey('git', url)
  if (key === undefined) throw part.at('url').fail('this is not the url of a git repository')
  const ref = readGitRef(part.at('ref'))
  const at = part.at('path')
  const path = joinPart('', '', at.text(), at)
  const mount = external.overrides.get(key)
  if (mount !== undefined) return loadFile(at, vars, { ...context, folders: [mount], sourceRoot: mount }, options)
  const standIn = findStandIn('git', part, external)
  const read = (text: string, file: string): YamlValue =>
    readPlain({ text: renderer.render(text, file, vars, []), file, name: path }, context, options)
  if (standIn) return read(standIn.text, standIn.file)
  const need = { kind: 'git-file', url, ref, path } as const
  const answer = external.gitFiles.get(needKey(need))
  if (!answer) {
    context.need(need)
    return undefined
  }
  if ('text' in answer) return read(answer.text, `${repositoryName(url)}/${path}`)
  if (answer.isMissing === true && options.ignoreMissing) return new Map()
  throw part.fail(
    `${quote(path)} of ${repositoryName(url)} cannot be read: ${answer.error}`,
    answer.isMissing === true ? 'missing-file' : 'unsupported',
    answer.hint ?? `Give its values as a file: vars-from-file: ${sourceIdentity('git', part)}=FILE`
  )
}

/** Reads a git reference: text, as older projects write it, or exactly one of branch, tag and commit. @throws ProjectError */
export function readGitRef(part: Part): GitRef | undefined {
  if (part.isEmpty) return undefined
  if (typeof part.value === 'string') return { name: refName(part) }
  part.allow(['branch', 'tag', 'commit'])
  const given = [...part.map().keys()].filter(key => (part.at(key).optionalText() ?? '') !== '')
  const [kind] = given
  if (kind === undefined || given.length > 1) throw part.fail('exactly one of branch, tag and commit is expected')
  const text = refName(part.at(kind))
  return kind === 'branch' ? { branch: text } : kind === 'tag' ? { tag: text } : { commit: text }
}

/** What git takes for the name of a reference, and no option of its program. */
const refPattern = /^(?!-)(?!.*(?:\.\.|@\{))[^\p{Cc}\s~^:?*[\\]+$/u

function refName(part: Part): string {
  const text = part.text()
  if (refPattern.test(text)) return text
  throw part.fail(`${quote(text)} is no name of a git reference`)
}
