import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findNewRegistries, type NewRegistriesRequest, type PullRequestBase } from '../../../src/io/new-registries.ts'

export type Files = Readonly<Record<string, string | Buffer>>

/** A real repository whose branch `main` is the base of a pull request. */
export type Scene = {
  readonly folder: string
  git(...args: string[]): string
  /** Writes files and commits everything. @returns the commit */
  commit(files: Files): string
  /** A clone of the newest commit only, as actions/checkout makes it. @returns its folder */
  cloneShallow(...options: string[]): string
  remove(): void
}

export const address = 'https://github.com/acme/shop'

export function makeScene(base: Files): Scene & { readonly base: string } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'new-registries-')))
  const folder = join(root, 'repo')
  mkdirSync(folder)
  const run = (cwd: string, args: readonly string[]): string => {
    const settings = ['-c', 'user.name=t', '-c', 'user.email=t@e.test', '-c', 'protocol.file.allow=always']
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
    return execFileSync('git', [...settings, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }).toString('utf8')
  }
  const git = (...args: string[]): string => run(folder, args)
  const commit = (files: Files): string => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
    git('add', '-A', '-f')
    git('commit', '-qm', 'change', '--allow-empty')
    return git('rev-parse', 'HEAD').trim()
  }
  git('init', '-q', '-b', 'main')
  git('config', 'uploadpack.allowFilter', 'true')
  let clones = 0
  return {
    folder,
    base: commit(base),
    git,
    commit,
    cloneShallow(...options) {
      const clone = join(root, `clone${++clones}`)
      run(root, ['clone', '-q', '--depth', '1', ...options, `file://${folder}`, clone])
      run(clone, ['remote', 'set-url', 'origin', `${address}.git`])
      return clone
    },
    remove: () => rmSync(root, { recursive: true, force: true })
  }
}

export type Found = {
  readonly new: readonly string[]
  readonly unknown: readonly string[]
  readonly said: readonly string[]
}

/** Asks for registries with what a test says of the pull request. */
export async function find(
  registries: readonly string[],
  folder: string,
  base: Partial<PullRequestBase> | undefined,
  more: Partial<NewRegistriesRequest> = {}
): Promise<Found> {
  const said: string[] = []
  const found = await findNewRegistries(registries, {
    folder,
    base: base && { commits: [], repositories: [address], ...base },
    named: [],
    log: { debug: message => void said.push(message) },
    ...more
  })
  return { new: [...found.new], unknown: [...found.unknown], said }
}
