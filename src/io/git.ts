import { devNull } from 'node:os'
import { join } from 'node:path'

/**
 * Files of a pull request can look like a repository without work tree, and its configuration names programs: git finds one only where a
 * `.git` leads to it, which cannot be committed.
 */
const noBareRepository = ['-c', 'safe.bareRepository=explicit']

/** Runs git, which fetches nothing; never rejects. @returns its standard output, and whether it ended well */
export async function git(
  args: readonly string[],
  folder?: string
): Promise<{ readonly ok: boolean; readonly text: string }> {
  const { getExecOutput } = await import('@actions/exec')
  try {
    const { exitCode, stdout } = await getExecOutput('git', [...noBareRepository, ...args], {
      silent: true,
      ignoreReturnCode: true,
      env: gitEnvironment(),
      ...(folder === undefined ? {} : { cwd: folder })
    })
    return { ok: exitCode === 0, text: stdout }
  } catch {
    return { ok: false, text: '' }
  }
}

/**
 * Runs git on what it stores: its own folder stands in for the work tree, so that neither `.gitattributes` nor any other file of the checkout
 * says how content is read. Never rejects; hands over standard output as it comes, and keeps none of it.
 * @param gitDir absolute, as `git rev-parse --absolute-git-dir` names it
 * @returns the exit status, and whether git said that something failed; undefined where it could not be started
 */
export async function streamGit(
  gitDir: string,
  args: readonly string[],
  receive: (bytes: Uint8Array) => void
): Promise<{ readonly status: number; readonly failed: boolean } | undefined> {
  const { exec } = await import('@actions/exec')
  let failed = false
  const stored = [
    '-c',
    `core.attributesFile=${devNull}`,
    '--no-pager',
    '--no-replace-objects',
    `--git-dir=${gitDir}`,
    `--work-tree=${gitDir}`
  ]
  try {
    const status = await exec('git', [...noBareRepository, ...stored, ...args], {
      silent: true,
      ignoreReturnCode: true,
      cwd: gitDir,
      // the index knows the attributes of the checkout too; messages are told apart by how they begin
      env: { ...gitEnvironment(), GIT_INDEX_FILE: join(gitDir, 'kluctl-images.none'), LC_ALL: 'C' },
      listeners: {
        stdout: receive,
        stderr: bytes => {
          failed ||= /^(?:error|fatal):/m.test(bytes.toString('latin1'))
        }
      }
    })
    return { status, failed }
  } catch {
    return undefined
  }
}

/** git gets what it needs to run, and no secret of the job (threat model K-06). */
function gitEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'LANG', 'SYSTEMROOT', 'GIT_DIR', 'GIT_CEILING_DIRECTORIES']
  const given = kept.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name] ?? '']]))
  // the second wall, also for a git before 2.38: fetching what a partial clone lacks starts programs of its configuration
  return { ...Object.fromEntries(given), GIT_ALLOW_PROTOCOL: '', GIT_TERMINAL_PROMPT: '0' }
}
