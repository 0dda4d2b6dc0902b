import { ProjectError } from '../errors.ts'
import type { RenderedTree } from '../project/kustomize-tree.ts'
import { type ProgramRoom, withProgramRoom } from './program-room.ts'
import { createLanes } from './registry/lanes.ts'

/** What came of a job: the text that a program wrote, or why there is none. */
export type JobResult = string | ProjectError

const jobsAtATime = 4

/**
 * Runs jobs on one rendered tree, some at a time. Never rejects for a single one: a room that cannot be made is the result of all that were
 * not done. Answers by the folder of the job.
 */
export async function runJobs<J extends { readonly folder: string }>(
  tree: RenderedTree,
  jobs: readonly J[],
  run: (job: J, room: ProgramRoom, number: number) => Promise<JobResult>
): Promise<Map<string, JobResult>> {
  const results = new Map<string, JobResult>()
  if (jobs.length === 0) return results
  const lanes = createLanes(jobsAtATime)
  try {
    await withProgramRoom(tree, async room => {
      const take = async (job: J, number: number): Promise<void> => {
        results.set(job.folder, await lanes.run('job', () => run(job, room, number)))
      }
      await Promise.all(jobs.map(take))
    })
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    for (const { folder } of jobs) if (!results.has(folder)) results.set(folder, error)
  }
  return results
}
