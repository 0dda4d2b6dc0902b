import { ProjectError } from '../errors.ts'
import { quote } from '../text.ts'
import type { Part } from '../yaml/shape.ts'
import { joinPath } from './files.ts'
import type { TreeIndex } from './kustomize-tree.ts'
import { isSecretName } from './secret-name.ts'

/**
 * Whatever kustomize may take for an address, now or in an older release: a scheme or `host:path`, `user@host`, a query, the great forges.
 * It asks so before it looks for a folder of that name (kustomize 5.5, api/internal/git/repospec.go, api/internal/loader/fileloader.go).
 */
const address = /^[^/]*:|^[^/@]+@|\?|^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)(?:\/|$)|_git\//i

/** What is no path either, unless there is a file or folder of the name: `host.tld/org/repo`, `…/repo.git//base`. */
const addressLike = /^[^/.][^/]*\.[a-z]{2,}\/.|\.git(?:\/|$)|^[^.].*\/\//i

/** True for a text that kustomize would fetch, whatever files there are. */
function isAddress(text: string): boolean {
  return address.test(text.trim())
}

/** The error for an address, without the login that may stand in it. */
export function remoteError(part: Part, text: string): ProjectError {
  const shown = text.trim().replace(/\/\/[^/@]*@/g, '//')
  return part.fail(
    `remote resource ${quote(shown)} is not allowed`,
    'unsupported',
    'Keep a copy of it in the repository and name that.'
  )
}

export type LocalEntry = { readonly kind: 'file' | 'folder'; readonly path: string }

/**
 * The file or folder of the tree that an entry of a kustomization names; so nothing is left that kustomize could take for an address.
 * @throws ProjectError for everything else: `unsupported` for an address, `outside-root`, or `missing-file`
 */
export function localEntry(part: Part, text: string, folder: string, index: TreeIndex): LocalEntry {
  if (isAddress(text)) throw remoteError(part, text)
  if (text.trim() === '') throw part.fail('a path is expected here, and it is empty')
  const path = inTree(part, text, folder)
  const kind = index.kindOf(path)
  if (kind !== undefined) return { kind, path }
  if (isSecretName(path))
    throw part.fail(
      `${quote(text)} may hold secrets and is not read`,
      'outside-root',
      'Give the file another name if it holds none, as app.properties.'
    )
  if (addressLike.test(text.trim())) throw remoteError(part, text)
  throw part.fail(`there is no file or folder ${quote(text)}`, 'missing-file')
}

/** @throws ProjectError `missing-file` where the entry names a folder */
export function localFile(part: Part, text: string, folder: string, index: TreeIndex): string {
  const { kind, path } = localEntry(part, text, folder, index)
  if (kind === 'folder') throw part.fail(`${quote(text)} is a folder, and a file is expected here`, 'missing-file')
  return path
}

function inTree(part: Part, text: string, folder: string): string {
  try {
    return joinPath(folder, text, part.place)
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    throw part.fail(error.message, error.code, error.hint)
  }
}
