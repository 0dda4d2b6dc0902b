/** Runs git; never rejects. @returns its standard output, and whether it ended well */
export async function git(
  args: readonly string[],
  folder?: string
): Promise<{ readonly ok: boolean; readonly text: string }> {
  const { getExecOutput } = await import('@actions/exec')
  try {
    const { exitCode, stdout } = await getExecOutput('git', [...args], {
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
  return Object.fromEntries(
    kept.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name] ?? '']]))
  )
}
