import type { Options } from '../options.ts'
import { type BaselineRequest, readBaseline } from './baseline.ts'
import { policyPlaces, readPolicyFile } from './named-files.ts'

/**
 * What a pull request does to the policy file, compared with its base commit. Undefined where it does nothing, where the run is about none, and where
 * nobody can tell.
 */
export async function findPolicyChange(
  options: Options,
  around: Pick<BaselineRequest, 'baseCommit' | 'fetchFile' | 'log' | 'boundary'>
): Promise<'changed' | 'removed' | undefined> {
  const [path] = policyPlaces(options)
  if (around.baseCommit === undefined || path === undefined) return undefined
  const now = readPolicyFile(options, around.boundary)?.text
  const silent = { debug: around.log.debug, info: () => undefined, warning: () => undefined }
  const { baseCommit, fetchFile } = around
  const base = await readBaseline({ baseline: 'auto', outputFile: path, baseCommit, fetchFile, log: silent }, now)
  // without a base, which a new file has none of, nothing is lost
  if (base?.base === undefined || base.base === '' || base.base === now) return undefined
  return now === undefined ? 'removed' : 'changed'
}
