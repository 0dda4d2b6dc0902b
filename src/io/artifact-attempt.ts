import { statSync } from 'node:fs'
import type { ArtifactClient } from '@actions/artifact'
import type { Environment } from './github-event.ts'

/**
 * Deletes the artifact of a name that an earlier attempt of this workflow run has left: names are unique in a run, whichever attempt it is, so
 * a job that is run again would fail at its own result. What came after this job began is of another job of the same attempt, and stays.
 * @returns true where there was one and it is gone
 */
export async function removeEarlierArtifact(
  client: Pick<ArtifactClient, 'listArtifacts' | 'deleteArtifact'>,
  name: string,
  env: Environment
): Promise<boolean> {
  if (!(Number(env['GITHUB_RUN_ATTEMPT']) > 1)) return false
  const { artifacts } = await client.listArtifacts()
  const began = beginOfJob(env)
  const named = artifacts.filter(artifact => artifact.name === name)
  const isEarlier = named.every(({ createdAt }) => createdAt !== undefined && createdAt.getTime() < began)
  if (named.length === 0 || !isEarlier) return false
  await client.deleteArtifact(name)
  return true
}

/** A runner writes the event of the run when a job begins; without that, the begin of this process. */
function beginOfJob(env: Environment): number {
  const event = env['GITHUB_EVENT_PATH']
  const written = event === undefined ? undefined : statSync(event, { throwIfNoEntry: false })?.mtimeMs
  return Math.min(written ?? Number.POSITIVE_INFINITY, performance.timeOrigin)
}
