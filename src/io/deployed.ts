import type { DeployedSource } from '../deployed/answer.ts'
import { warnOfAbsence } from '../deployed/warn-absent.ts'
import { visible } from '../text.ts'
import { findBoundary } from './boundary.ts'
import { openDeployedFiles } from './deployed-files.ts'
import { clusterName, openCluster } from './kubectl.ts'
import type { KubeconfigSurroundings } from './kubectl-config.ts'
import type { ProgramLimits } from './program.ts'

export type DeployedRequest = {
  /** The option: `none`, `cluster`, or the path of a file or folder of objects. */
  readonly deployedImages: string
  /** The option, else the target's own context; the current one of the kubeconfig if undefined. */
  readonly context: string | undefined
  readonly surroundings: KubeconfigSurroundings
  /** For tests. */
  readonly limits?: ProgramLimits
}

/**
 * Opens what the option `deployed-images` names; undefined for none. A cluster is not asked before its objects are wanted.
 * @throws InputError where there is no such file or folder, FileError where a link leads out of the checkout, ProjectError for a file that cannot be read
 */
export function openDeployed(request: DeployedRequest): DeployedSource | undefined {
  const { deployedImages } = request
  if (deployedImages === 'none') return undefined
  if (deployedImages === 'cluster') return warnOfAbsence(openCluster(request), clusterName(request.context))
  return warnOfAbsence(openDeployedFiles(deployedImages, boundaryOf(request)), visible(deployedImages))
}

/** Around the files that others may have written; none where nobody says what the project is. */
function boundaryOf({ surroundings: { project, workspace, env } }: DeployedRequest): string | undefined {
  const checkout = workspace ?? (env['GITHUB_WORKSPACE'] || env['CI_PROJECT_DIR'] || undefined)
  return project === undefined && checkout === undefined ? undefined : findBoundary(project ?? '.', checkout)
}
