import type { Workload } from '../deployed/workload.ts'
import { DeployedError } from '../errors.ts'
import { quote, shorten, visible } from '../text.ts'

/** What kubectl was asked for, for messages. */
export type KubectlRequest = {
  readonly namespace: string
  readonly workloads: readonly Workload[]
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string
  /** True where a program makes the login: nothing of what was written is shown then, for it may be from that program. */
  readonly hasLoginProgram: boolean
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
 * concerns the whole run. Only phrases of kubectl are ever shown: login programs write to the same place, and may write what they know.
 */
export function readFailure(errors: string, status: number, request: KubectlRequest): KubectlFailure {
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
  return { denied, all: others.length > 0 || denied.size === 0 ? describe(others, status, request) : undefined }
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

/** How kubectl and its libraries begin what they say for people. */
const phrase =
  /^(?:error: |Error from server|Error in configuration|Unable to connect to the server|The connection to the server|context "[^"]*" does not exist$)/i
/** What a proxy or a server may have put into its words, besides what the kubeconfig says. */
const tokens = /\bBearer\s+\S+|\beyJ[\w-]{8,}(?:\.[\w-]+)*|(?<=:\/\/)[^/\s@]+@/gi
const absolutePath = /"(?:\/|[A-Za-z]:[\\/])[^"]*"|(?<![\w:/.@-])(?:\/|[A-Za-z]:[\\/])[^\s"',;:)]+/g

/** Why the run failed: `words` to tell causes apart, and of them what may be shown. */
type Said = { readonly words: string; readonly shown: string; readonly status: number }

function describe(lines: readonly string[], status: number, request: KubectlRequest): DeployedError {
  const words = lines.filter(line => phrase.test(line)).join('; ')
  const said = { words, shown: request.hasLoginProgram ? '' : shownOf(words, request), status }
  for (const make of known) {
    const error = make(said, request)
    if (error) return error
  }
  return clusterError(reasonOf(said), request, undefined)
}

function shownOf(words: string, { redact }: KubectlRequest): string {
  const plain = redact(words.replace(/^error: /i, ''))
    .replace(tokens, '***')
    .replace(absolutePath, '…')
  return visible(shorten(plain.replace(/\s+/g, ' '), 300))
}

/** What kubectl said, or what is known of it without its words. */
function reasonOf({ words, shown, status }: Said): string {
  if (shown !== '') return shown
  const cause = causes.find(([pattern]) => pattern.test(words))?.[1]
  return cause ?? `kubectl ended with status ${status}`
}

const causes: readonly (readonly [pattern: RegExp, cause: string])[] = [
  [/no such host/i, 'its host is not known'],
  [/certificate/i, 'its certificate is not trusted'],
  [/timeout|deadline exceeded/i, 'it did not answer in time'],
  [/refused/i, 'it refused the connection'],
  [/Unable to connect/i, 'it cannot be reached'],
  [/^Error from server/i, 'the server answered with an error']
]

/** Makes the error of a reason that it knows. */
type Make = (said: Said, request: KubectlRequest) => DeployedError | undefined

const withWords = (why: string, { shown }: Said): string => (shown === '' ? why : `${why}: ${shown}`)

const known: readonly Make[] = [
  said =>
    /context "[^"]*" does not exist|context was not found|error loading config|invalid configuration|no configuration/i.test(
      said.words
    )
      ? new DeployedError('kubeconfig', withWords('kubectl cannot use the kubeconfig', said), {
          hint: 'Check KUBECONFIG and the name in context.'
        })
      : undefined,
  ({ words }) =>
    /getting credentials|exec (?:authentication )?plugin|executable .* not found|auth plugin/i.test(words)
      ? new DeployedError('kubeconfig', `the login program of the kubeconfig failed${howItFailed(words)}`, {
          hint: 'It sees PATH, KUBECONFIG, proxies and an empty home folder only; a kubeconfig with a token needs no program.'
        })
      : undefined,
  (said, { namespace }) =>
    /Unauthorized|must be logged in|provide credentials/i.test(said.words)
      ? new DeployedError(
          'denied',
          withWords(
            `the cluster does not take the login of the kubeconfig, asked for namespace ${quote(namespace)}`,
            said
          ),
          { hint: 'Renew the token or certificate of its user.' }
        )
      : undefined,
  (said, { namespace }) =>
    /\(Forbidden\)/.test(said.words)
      ? new DeployedError(
          'denied',
          withWords(`the cluster does not let kubectl read namespace ${quote(namespace)}`, said),
          { hint: 'Give the user of the kubeconfig a Role with the verbs get and list on the workload kinds.' }
        )
      : undefined,
  (said, request) =>
    /unable to connect|was refused|no such host|i\/o timeout|deadline exceeded|certificate|connection (?:refused|reset)/i.test(
      said.words
    )
      ? clusterError(
          reasonOf(said),
          request,
          'Check that this machine reaches the server of the kubeconfig, and its certificate.'
        )
      : undefined
]

/** Nothing but a number or a fixed word of it: the rest may be of the program. */
function howItFailed(words: string): string {
  const code = /failed with exit code (\d{1,3})\b/.exec(words)?.[1]
  if (code !== undefined) return ` with status ${code}`
  return /executable \S+ not found/.test(words) ? ': it is not there' : ''
}

function clusterError(why: string, { namespace }: KubectlRequest, hint: string | undefined): DeployedError {
  return new DeployedError('cluster', `what is deployed in namespace ${quote(namespace)} cannot be read: ${why}`, {
    hint: hint ?? 'Run kubectl get with the same kubeconfig by hand, or set deployed-images to none or to a file.'
  })
}
