import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { FileError } from '../errors.ts'
import { type CiSigns, remoteHostOf } from '../init/ci.ts'
import { unwritable } from '../init/yaml-scalar.ts'
import { git } from './git.ts'
import { readUserFile } from './write-file.ts'

/** What a repository says of itself without anybody being asked. */
export type InitRepository = CiSigns & {
  /** The branch that pull requests go to, as far as the clone knows. */
  readonly branch: string
  /** Text of a file; undefined where there is nothing of that name, empty for what is no plain file in the repository. */
  readonly read: (path: string) => string | undefined
}

/** @param root real path of the root of the repository */
export async function readInitRepository(root: string): Promise<InitRepository> {
  return {
    remoteHost: await findRemoteHost(root),
    branch: await findBranch(root),
    has: path => lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined,
    read: path => readPlain(join(root, path), root)
  }
}

async function findRemoteHost(root: string): Promise<string | undefined> {
  const { text } = await git(['config', '--get-regexp', '^remote\\..*\\.url$'], root)
  const remotes = text.split('\n').map(line => line.trim().split(' '))
  const [, url] = remotes.find(([name]) => name === 'remote.origin.url') ?? remotes[0] ?? []
  return url === undefined ? undefined : remoteHostOf(url)
}

/** The branch of the remote, else one of the usual names, else the one that is checked out. */
async function findBranch(root: string): Promise<string> {
  const [remote, own] = await Promise.all([
    git(['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'], root),
    git(['symbolic-ref', '--quiet', '--short', 'HEAD'], root)
  ])
  const usual = await git(['for-each-ref', '--format=%(refname:short)', 'refs/heads/main', 'refs/heads/master'], root)
  const candidates = [
    remote.text.trim().replace(/^origin\//, ''),
    usual.text.split('\n')[0]?.trim() ?? '',
    own.text.trim()
  ]
  return candidates.find(name => unwritable(name) === undefined) ?? 'main'
}

function readPlain(path: string, root: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return undefined
  if (!stats.isFile()) return ''
  try {
    return readUserFile(path, root) ?? ''
  } catch (error) {
    if (error instanceof FileError) return ''
    throw error
  }
}
