import { isImagesError } from '../errors.ts'
import { readGitLabToken } from '../io/gitlab-token.ts'
import { type CheckLine, failure, failureOf, ok, warning } from './check-line.ts'
import type { Terminal } from './command.ts'
import { gitLabLines, nameOf, usualStages } from './gitlab-lines.ts'
import { findGitLabPipeline } from './gitlab-pipeline.ts'
import { type PipelineSetup, readSetup } from './pipeline-setup.ts'

/** What `doctor` says of the pipeline of a repository at GitLab. Not escaped. */
export type GitLabFindings = {
  /** @param programs those that the project is built with */
  readonly lines: (programs: readonly string[]) => readonly CheckLine[]
  /** What it says of projects. */
  readonly setups: readonly PipelineSetup[]
}

const writes: ReadonlyMap<string, 'nothing' | 'branch'> = new Map([
  ['kluctl-images-bump', 'branch'],
  ['kluctl-images-release', 'nothing']
])

/** Reads the pipeline of the repository around a folder, and judges what it includes of ours. */
export function openGitLabPipeline(projectDir: string): GitLabFindings {
  const { uses, stages, lines } = findGitLabPipeline(projectDir, usualStages)
  return {
    lines: programs => [...lines, ...uses.flatMap(use => gitLabLines(use, { stages, programs }))],
    setups: uses.flatMap(use => readSetup(nameOf(use), use.inputs, writes.get(use.component) ?? 'file') ?? [])
  }
}

/** In a job of GitLab CI: whether its token can write notes. Elsewhere there is nothing to say. */
export async function examineGitLab(env: Terminal['env']): Promise<readonly CheckLine[]> {
  if (!env['GITLAB_CI']) return []
  const name = 'GitLab token'
  try {
    const { variable, scopes, active, expires } = await readGitLabToken(env)
    if (!active)
      return [failure(name, `the token in ${variable} is revoked or expired`, 'Create a new one and put it there.')]
    if (!scopes.includes('api')) {
      const has = scopes.length === 0 ? 'none' : scopes.join(', ')
      const hint = `Create a project access token with the scope api and the role Reporter for ${variable}.`
      return [failure(name, `the token in ${variable} has not the scope api (it has ${has})`, hint)]
    }
    return [ok(name, `${variable} has the scope api${expires === undefined ? '' : `, until ${expires}`}`)]
  } catch (error) {
    if (!isImagesError(error)) throw error
    // A pipeline without merge request notes needs no token.
    const isMissing = error.code === 'permission' && error.message.startsWith('there is no token')
    return [
      isMissing
        ? warning(name, `${error.message}, so no note can be written`, error.hint ?? null)
        : failureOf(name, error)
    ]
  }
}
