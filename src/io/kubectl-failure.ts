import type { Workload } from '../deployed/workload.ts'
import { DeployedError } from '../errors.ts'
import { quote, shorten, visible } from '../text.ts'

/** What kubectl was asked for, for messages. */
export type KubectlRequest = {
  readonly namespace: string
  readonly workloads: readonly Workload[]
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string
}

/** Why a run failed: for single kinds, and for all others. */
export type KubectlFailure = {
  /** By resource, as `deployments.apps`. */
  readonly denied: ReadonlyMap<string, DeployedError>
  /** Undefined where every line of the errors is about kinds that are denied. */
  readonly all: DeployedError | undefined
}

/**
 * Reads what kubectl wrote as its errors. It goes on after a kind that it may not list, and writes one line for each; whatever else it says
 * concerns the whole run.
 */
export function readFailure(errors: string, request: KubectlRequest): KubectlFailure {
  const lines = [...new Set(errors.split(/\r?\n/).map(line => line.trim()))].filter(
    line => line !== '' && !line.startsWith('Warning:')
  )
  const denied = new Map<string, DeployedError>()
  const others: string[] = []
  for (const line of lines) {
    const resource = forbiddenResource(line, request)
    if (resource === undefined) others.push(line)
    else denied.set(resource, notAllowed(resource, request))
  }
  return { denied, all: others.length > 0 || denied.size === 0 ? describe(others, request) : undefined }
}

/** A run that was not brought to its end, or whose output cannot be read. */
export function brokenRun(why: string, request: KubectlRequest): DeployedError {
  return clusterError(why, request, undefined)
}

function forbiddenResource(line: string, { workloads }: KubectlRequest): string | undefined {
  if (!/\(Forbidden\)/.test(line)) return undefined
  const named = /cannot (?:list|get) resource "([^"]*)" in API group "([^"]*)"/.exec(line)
  if (!named) return undefined
  const resource = [named[1], named[2]].filter(part => part !== '').join('.')
  return workloads.some(workload => workload.resource === resource) ? resource : undefined
}

function notAllowed(resource: string, { namespace, workloads }: KubectlRequest): DeployedError {
  const workload = workloads.find(one => one.resource === resource)
  const plain = resource.split('.')[0] ?? resource
  return new DeployedError(
    'denied',
    `the cluster does not let kubectl list ${resource} in namespace ${quote(namespace)}`,
    {
      hint: `Give the user of the kubeconfig a Role in this namespace with apiGroups ["${workload?.group ?? ''}"], resources ["${plain}"] and verbs ["get", "list"].`
    }
  )
}

/** What a login program or a proxy may have put into its words, besides what the kubeconfig says. */
const tokens = /\bBearer\s+\S+|\beyJ[\w-]{8,}(?:\.[\w-]+)*|(?<=:\/\/)[^/\s@]+@/gi

function describe(lines: readonly string[], request: KubectlRequest): DeployedError {
  // its log repeats in other words what the last lines say
  const plain = lines.filter(line => !/^[EFIW]\d{4} /.test(line))
  const told = plain.length > 0 ? plain : lines
  const reason = told.join('; ').replace(/^error: /i, '')
  const text = visible(shorten(request.redact(reason).replace(tokens, '***').replace(/\s+/g, ' '), 300))
  for (const make of known) {
    const error = make(text, request)
    if (error) return error
  }
  return clusterError(text, request, undefined)
}

/** Makes the error of a reason that it knows. */
type Make = (text: string, request: KubectlRequest) => DeployedError | undefined

const known: readonly Make[] = [
  text =>
    /context "[^"]*" does not exist|context was not found|error loading config|invalid configuration|no configuration/i.test(
      text
    )
      ? new DeployedError('kubeconfig', `kubectl cannot use the kubeconfig: ${text}`, {
          hint: 'Check KUBECONFIG and the name in context.'
        })
      : undefined,
  text =>
    /getting credentials|exec plugin|executable .* not found/i.test(text)
      ? new DeployedError('kubeconfig', `the login program of the kubeconfig failed: ${text}`, {
          hint: 'It sees PATH, KUBECONFIG, proxies and an empty home folder only; a kubeconfig with a token needs no program.'
        })
      : undefined,
  (text, { namespace }) =>
    /Unauthorized|must be logged in|provide credentials/i.test(text)
      ? new DeployedError(
          'denied',
          `the cluster does not take the login of the kubeconfig, asked for namespace ${quote(namespace)}: ${text}`,
          {
            hint: 'Renew the token or certificate of its user.'
          }
        )
      : undefined,
  (text, { namespace }) =>
    /\(Forbidden\)/.test(text)
      ? new DeployedError('denied', `the cluster does not let kubectl read namespace ${quote(namespace)}: ${text}`, {
          hint: 'Give the user of the kubeconfig a Role with the verbs get and list on the workload kinds.'
        })
      : undefined,
  (text, request) =>
    /unable to connect|was refused|no such host|i\/o timeout|deadline exceeded|certificate|connection (?:refused|reset)/i.test(
      text
    )
      ? clusterError(
          text,
          request,
          'Check that this machine reaches the server of the kubeconfig, and its certificate.'
        )
      : undefined
]

function clusterError(why: string, { namespace }: KubectlRequest, hint: string | undefined): DeployedError {
  const reason = why === '' ? 'kubectl failed without a word' : why
  return new DeployedError('cluster', `what is deployed in namespace ${quote(namespace)} cannot be read: ${reason}`, {
    hint: hint ?? 'Run kubectl get with the same kubeconfig by hand, or set deployed-images to none or to a file.'
  })
}
