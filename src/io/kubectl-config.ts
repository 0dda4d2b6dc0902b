import { statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { DeployedError } from '../errors.ts'
import { quote } from '../text.ts'
import { type KubeconfigLogin, readKubeconfigLogin } from './kubectl-secrets.ts'
import { type ConnectedSurroundings, isOurs } from './program-connected.ts'

/** What the search for a kubeconfig may know of this machine. */
export type KubeconfigSurroundings = ConnectedSurroundings & {
  /** The home folder of the user; undefined where there is none. */
  readonly home: string | undefined
}

/** The kubeconfig that kubectl gets. */
export type Kubeconfig = KubeconfigLogin & {
  /** Value for KUBECONFIG: absolute paths. */
  readonly value: string
}

const hint = 'Set KUBECONFIG in the workflow to a file outside of the checked-out repository, written from a secret.'

/**
 * The kubeconfig of this machine: each file that KUBECONFIG names, else `~/.kube/config`. It can start programs, read files and name proxies,
 * so one that a pull request can change is refused, also by way of a symbolic link and as one of several (threat model K-04).
 * @throws DeployedError `kubeconfig`
 */
export function findKubeconfig(surroundings: KubeconfigSurroundings): Kubeconfig {
  const { env, home } = surroundings
  const named = (env['KUBECONFIG'] ?? '').split(delimiter).filter(path => path !== '')
  const name = named.length > 0 ? 'KUBECONFIG' : '~/.kube/config'
  const paths =
    named.length > 0 ? named.map(path => resolve(path)) : home ? [join(resolve(home), '.kube', 'config')] : []
  if (paths.some(path => isOurs(path, surroundings))) {
    const verb = named.length > 0 ? 'points into' : 'is in'
    throw new DeployedError('kubeconfig', `${name} ${verb} the checked-out repository`, {
      hint: 'A pull request can change files there, and a kubeconfig can start programs: write it from a secret to a file elsewhere first.'
    })
  }
  // kubectl passes over the missing ones of several
  const files = paths.filter(isFile)
  if (files.length > 0) {
    const logins = files.map(readKubeconfigLogin)
    return {
      value: files.join(delimiter),
      secrets: logins.flatMap(({ secrets }) => secrets),
      hasLoginProgram: logins.some(({ hasLoginProgram }) => hasLoginProgram)
    }
  }
  const why =
    named.length > 0
      ? `KUBECONFIG names ${named.map(path => quote(path)).join(', ')}, and there is no such file`
      : 'there is no kubeconfig: KUBECONFIG is not set, and there is no ~/.kube/config'
  throw new DeployedError('kubeconfig', why, { hint })
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
