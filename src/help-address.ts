import { version } from './about.ts'
import type {
  DeployedErrorCode,
  FileError,
  GitHubError,
  GitLabError,
  MergeErrorCode,
  PolicyErrorCode,
  ProjectErrorCode,
  RegistryErrorCode,
  ResolveError
} from './errors.ts'

/** The codes of each class of error; a class or code that is missing does not compile, or fails the test that reads errors.ts. */
type Codes = {
  readonly InputError: 'input'
  readonly ProjectError: ProjectErrorCode
  readonly ImageNameError: 'image-name'
  readonly FilterError: 'filter'
  readonly FixedImagesError: 'fixed-images'
  readonly NoTagError: 'no-tag'
  readonly RegistryError: RegistryErrorCode
  readonly ResolveError: ResolveError['code']
  readonly PolicyError: PolicyErrorCode
  readonly DeployedError: DeployedErrorCode
  readonly LockError: 'lock'
  readonly MergeError: MergeErrorCode
  readonly FileError: FileError['code']
  readonly GitHubError: GitHubError['code']
  readonly GitLabError: GitLabError['code']
}

type AnchorTable = { readonly [Class in keyof Codes]: Readonly<Record<Codes[Class], string>> }

/**
 * Where docs/troubleshooting.md explains each error: `registry-unauthorized`, or only `filter` where a class has one code. Links lead here from
 * releases that are out, so that none of these names may ever change.
 */
export const anchors: AnchorTable = {
  InputError: { input: 'input' },
  ProjectError: {
    config: 'project-config',
    template: 'project-template',
    yaml: 'project-yaml',
    'missing-file': 'project-missing-file',
    'outside-root': 'project-outside-root',
    unsupported: 'project-unsupported',
    limit: 'project-limit'
  },
  ImageNameError: { 'image-name': 'image-name' },
  FilterError: { filter: 'filter' },
  FixedImagesError: { 'fixed-images': 'fixed-images' },
  NoTagError: { 'no-tag': 'no-tag' },
  RegistryError: {
    unauthorized: 'registry-unauthorized',
    denied: 'registry-denied',
    'not-found': 'registry-not-found',
    'rate-limited': 'registry-rate-limited',
    unavailable: 'registry-unavailable',
    tls: 'registry-tls',
    timeout: 'registry-timeout',
    protocol: 'registry-protocol',
    incomplete: 'registry-incomplete',
    refused: 'registry-refused',
    credentials: 'registry-credentials'
  },
  ResolveError: {
    'no-answer': 'resolve-no-answer',
    conflict: 'resolve-conflict',
    'image-empty': 'resolve-image-empty'
  },
  PolicyError: {
    'registry-denied': 'policy-registry-denied',
    'no-candidate': 'policy-no-candidate',
    held: 'policy-held'
  },
  DeployedError: {
    'no-program': 'deployed-no-program',
    kubeconfig: 'deployed-kubeconfig',
    cluster: 'deployed-cluster',
    denied: 'deployed-denied'
  },
  LockError: { lock: 'lock' },
  MergeError: { missing: 'merge-missing', disagreement: 'merge-disagreement' },
  FileError: {
    read: 'file-read',
    write: 'file-write',
    'outside-workspace': 'file-outside-workspace',
    changed: 'file-changed'
  },
  GitHubError: {
    permission: 'github-permission',
    'not-a-pull-request': 'github-not-a-pull-request',
    'too-large': 'github-too-large',
    unavailable: 'github-unavailable',
    artifact: 'github-artifact'
  },
  GitLabError: {
    permission: 'gitlab-permission',
    'not-a-pull-request': 'gitlab-not-a-pull-request',
    'too-large': 'gitlab-too-large',
    unavailable: 'gitlab-unavailable'
  }
}

/** Names an error: what a record says of it, or the error itself. Both texts may come from a report that somebody else wrote. */
export type ErrorKind = { readonly error: string; readonly code: string }

/** The kind of an error of ours. */
export function kindOf({ name, code }: { readonly name: string; readonly code: string }): ErrorKind {
  return { error: name, code }
}

/** The page of an error's explanation at this version's tag; undefined for a class and code that are none of ours. */
export function helpAddress({ error, code }: ErrorKind): string | undefined {
  const codes: Readonly<Record<string, string>> | undefined = Object.hasOwn(anchors, error)
    ? anchors[error as keyof Codes]
    : undefined
  const anchor = codes !== undefined && Object.hasOwn(codes, code) ? codes[code] : undefined
  return anchor === undefined ? undefined : `${guide}#${anchor}`
}

const guide = `https://github.com/kluctl-images/kluctl-images/blob/v${version}/docs/troubleshooting.md`

/** The address for the first error of each kind, undefined for the rest: forty failures of one kind need one link. */
export function helpAddresses(kinds: readonly ErrorKind[]): readonly (string | undefined)[] {
  const shown = new Set<string>()
  return kinds.map(kind => {
    const address = helpAddress(kind)
    if (address === undefined || shown.has(address)) return undefined
    shown.add(address)
    return address
  })
}

/** A text that ends with the page of one of our errors, in its two parts; the address is undefined where it ends otherwise. */
export function splitHelp(text: string): { readonly text: string; readonly address: string | undefined } {
  const [, before, address] = /^(.*) See (https:\S+)$/s.exec(text) ?? []
  const isOurs = Object.values(anchors).some(codes =>
    Object.values(codes).some(anchor => address === `${guide}#${anchor}`)
  )
  return before !== undefined && isOurs ? { text: before, address } : { text, address: undefined }
}
