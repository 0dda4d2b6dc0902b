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

/** git gets what it needs to run, and no secret of the job (threat model K-06). */
function gitEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'LANG', 'SYSTEMROOT', 'GIT_DIR', 'GIT_CEILING_DIRECTORIES']
  const given = kept.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name] ?? '']]))
  // the second wall, also for a git before 2.38: fetching what a partial clone lacks starts programs of its configuration
  return { ...Object.fromEntries(given), GIT_ALLOW_PROTOCOL: '', GIT_TERMINAL_PROMPT: '0' }
}
