import { isImagesError } from '../errors.ts'
import type { Lock } from '../lock/lock.ts'
import { readLock } from '../lock/read-lock.ts'
import type { Log } from '../ports.ts'
import { type BaselineRequest, readBaseline } from './baseline.ts'

export type ProposalRequest = {
  /** As the option: a branch or commit; undefined for none. */
  readonly proposal: string | undefined
  /** Asks for a file of the repository at a branch or commit that git has not; undefined where there is nobody to ask. */
  readonly fetchFile?: BaselineRequest['fetchFile']
  readonly log: Log
}

/**
 * The lock that an earlier run proposed. Undefined where there is none, and where it cannot be read: whoever proposes again writes it anew, and
 * all that is lost is the day of its entries.
 */
export async function readProposal(
  lockName: string,
  { proposal, fetchFile, log }: ProposalRequest
): Promise<Lock | undefined> {
  if (proposal === undefined) return undefined
  const silent = { debug: log.debug, info: () => undefined, warning: () => undefined }
  const request = { baseline: 'auto', outputFile: lockName, baseCommit: proposal, fetchFile, log: silent }
  const found = await readBaseline(request, undefined)
  if (found === undefined) return undefined
  try {
    return readLock(found.text, found.name)
  } catch (error) {
    if (!isImagesError(error)) throw error
    log.debug(`the lock of the proposal counts for nothing: ${error.message}`)
    return undefined
  }
}
