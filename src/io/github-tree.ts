import { connectGitHub, type GitHubAccess, type GitHubApi, notGitHub } from './github-api.ts'
import type { GitHubContext } from './github-event.ts'
import { type RetryOptions, withRetries } from './github-retry.ts'
import { commitMember, jsonMember, numberMember, textMember } from './json-member.ts'

/** A regular file of a commit. `id` is what git names its content, which is the same wherever the same bytes are. */
export type TreeFile = { readonly path: string; readonly id: string; readonly size: number }

/** `complete` is false where GitHub cut the list, which it does after 100,000 entries or 7 MB. */
export type CommitFiles = { readonly files: readonly TreeFile[]; readonly complete: boolean }

/** The files of a repository at commits that the clone has not. Its methods reject with ImagesError where nobody can say. */
export interface CommitFileSource {
  list(commit: string): Promise<CommitFiles>
  /** Bytes of a file by its `id`. */
  read(id: string): Promise<Uint8Array>
}

export type GitHubTreeOptions = Pick<GitHubAccess, 'timeout' | 'fetch'> & Pick<RetryOptions, 'delay' | 'now'>

/**
 * Asks GitHub for the files of a commit of the context's GitHub repository, for a checkout of depth 1. What it answers is named by its content
 * and cannot change between two requests. Rejects with GitHubError. GitHub's REST documentation, "Get a tree" and "Get a blob"; both need
 * `contents: read`.
 */
export function githubFiles(
  { repository, apiUrl }: GitHubContext,
  token: string,
  options: GitHubTreeOptions = {}
): CommitFileSource {
  let connected: Promise<GitHubApi> | undefined
  const send = (route: string, parameters: Readonly<Record<string, string>>): Promise<unknown> => {
    connected ??= connectGitHub({ apiUrl, token, timeout: options.timeout, fetch: options.fetch })
    const work = async (): Promise<unknown> =>
      (await (await connected)?.send(route, { ...repository, ...parameters }))?.data
    return withRetries(work, { ...options, fork: false, token, permission: 'contents: read' })
  }
  return {
    list: async commit =>
      readTree(await send('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', { tree_sha: commit, recursive: '1' })),
    read: async id => {
      const data = await send('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { file_sha: id })
      const content = jsonMember(data, 'content')
      if (typeof content !== 'string' || jsonMember(data, 'encoding') !== 'base64') throw notGitHub(200)
      return Buffer.from(content, 'base64')
    }
  }
}

/** @throws GitHubError */
function readTree(data: unknown): CommitFiles {
  const entries = jsonMember(data, 'tree')
  if (!Array.isArray(entries)) throw notGitHub(200)
  const files = entries.flatMap(entry => {
    const [path, id, size] = [textMember(entry, 'path'), commitMember(entry, 'sha'), numberMember(entry, 'size')]
    const isFile = textMember(entry, 'mode')?.startsWith('100') === true
    return isFile && path !== undefined && id !== undefined ? [{ path, id, size: size ?? 0 }] : []
  })
  return { files, complete: jsonMember(data, 'truncated') === false }
}
