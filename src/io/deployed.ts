import type { DeployedSource } from '../deployed/answer.ts'
import { openDeployedFiles } from './deployed-files.ts'
import { openCluster } from './kubectl.ts'
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
 * @throws InputError where there is no such file or folder, ProjectError for a file that cannot be read
 */
export function openDeployed(request: DeployedRequest): DeployedSource | undefined {
  const { deployedImages } = request
  if (deployedImages === 'none') return undefined
  return deployedImages === 'cluster' ? openCluster(request) : openDeployedFiles(deployedImages)
}
