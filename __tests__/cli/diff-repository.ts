import { execFileSync } from 'node:child_process'
import { version } from '../../src/about.ts'
import { runCommand } from '../../src/cli/main.ts'
import { makeWorkspace, type Workspace } from '../helpers/workspace.ts'

/** The last line of an error about what was given. */
export const seeInput = `  See https://github.com/kluctl-images/kluctl-images/blob/v${version}/docs/troubleshooting.md#input\n`

/** A folder with a git repository whose commits have the dates they are given. */
export type Repository = Workspace & {
  /** Commits all files as they are now. `ago` is in hours. */
  commit(ago: number): void
  git(...args: readonly string[]): string
}

/** The moment from which the hours of the commits count back. */
export const begin: number = Date.now()

/** The day, or the minute, that many hours ago, as it is shown. */
export function when(hours: number): string {
  return new Date(begin - hours * 3_600_000).toISOString().slice(0, 10)
}

export function makeRepository(files: Readonly<Record<string, string>> = {}): Repository {
  const workspace = makeWorkspace(files)
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false']
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): string =>
    execFileSync('git', [...identity, ...args], {
      cwd: workspace.folder,
      encoding: 'utf8',
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...env }
    }).trim()
  run(['init', '-q', '-b', 'main'])
  return {
    ...workspace,
    git: (...args) => run(args),
    commit(ago) {
      const date = `${Math.floor(begin / 1000) - ago * 3600} +0000`
      run(['add', '-A'])
      run(['commit', '-q', '--allow-empty', '-m', 'change'], {
        GIT_COMMITTER_DATE: date,
        GIT_AUTHOR_DATE: '2000-01-01T00:00:00Z'
      })
    }
  }
}

/** A fixed-images file with one result for each image. */
export function fixed(results: Readonly<Record<string, string>>): string {
  const entries = Object.entries(results).map(([image, tag]) => `- {image: ${image}, resultImage: "${image}:${tag}"}\n`)
  return `images:\n${entries.join('')}`
}

export type Outcome = { readonly code: number; readonly out: string; readonly err: string }

/** Runs a command in this process. Paths of the folder are left out of what it says. */
export async function runIn(folder: string, args: readonly string[]): Promise<Outcome> {
  let [out, err] = ['', '']
  const code = await runCommand(args, {
    env: {},
    out: text => {
      out += text
    },
    err: text => {
      err += text
    },
    readInput: async () => '',
    isInputTerminal: false,
    color: false,
    errorColor: false,
    width: 140,
    isErrorTerminal: false,
    errorWidth: 80,
    status: () => undefined
  })
  return { code, out, err: err.replaceAll(`${folder}/`, '') }
}
