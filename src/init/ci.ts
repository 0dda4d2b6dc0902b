import { quote } from '../text.ts'

/** The CI systems that there is a pipeline for; `none` writes the policy file only. */
export const ciNames = ['github', 'gitlab', 'jenkins', 'azure-pipelines', 'bitbucket', 'tekton', 'none'] as const

export type CiName = (typeof ciNames)[number]

/** The CI system of a repository, and what says so, as a part of a sentence. */
export type CiChoice = { readonly ci: CiName; readonly why: string }

/** What is known of a repository. */
export type CiSigns = {
  /** Whether a file or folder is there; the path counts from the root of the repository. */
  readonly has: (path: string) => boolean
  /** Host of the git remote; undefined where there is none. */
  readonly remoteHost: string | undefined
}

/** Files by which a CI system is known. */
const files: readonly (readonly [path: string, ci: CiName])[] = [
  ['.gitlab-ci.yml', 'gitlab'],
  ['.github/workflows', 'github'],
  ['Jenkinsfile', 'jenkins'],
  ['azure-pipelines.yml', 'azure-pipelines'],
  ['bitbucket-pipelines.yml', 'bitbucket'],
  ['.tekton', 'tekton']
]

/** Chooses the CI system by the files of a repository, then by where it lives. Of several the one of the remote goes first. */
export function chooseCi({ has, remoteHost }: CiSigns): CiChoice {
  const found = files.filter(([path]) => has(path))
  const hosted = remoteHost === undefined ? undefined : ciOfHost(remoteHost)
  const here = remoteHost === undefined ? '' : `the git remote is at ${quote(remoteHost)}`
  const chosen = found.find(([, ci]) => ci === hosted) ?? found[0]
  if (chosen !== undefined) {
    const [path, ci] = chosen
    const others = found.filter(one => one !== chosen).map(([other]) => other)
    const besides = others.length === 0 ? '' : `, besides ${others.join(' and ')}; --ci chooses another`
    return { ci, why: `there is ${path}${besides}` }
  }
  if (hosted !== undefined) return { ci: hosted, why: here }
  return {
    ci: 'github',
    why: `${here === '' ? 'nothing' : `${here}, and nothing`} says otherwise; --ci chooses another`
  }
}

function ciOfHost(host: string): CiName | undefined {
  if (host === 'github.com' || host.endsWith('.ghe.com')) return 'github'
  if (host === 'bitbucket.org') return 'bitbucket'
  if (host === 'dev.azure.com' || host === 'ssh.dev.azure.com' || host.endsWith('.visualstudio.com'))
    return 'azure-pipelines'
  return /(?:^|[.-])gitlab(?:[.-]|$)/.test(host) ? 'gitlab' : undefined
}

/** Host of a git remote: `https://host/…`, `ssh://git@host:22/…` or `git@host:…`. Undefined for a path and for what is none. */
export function remoteHostOf(url: string): string | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?(?<host>[A-Za-z0-9.-]+)(?::\d+)?(?:\/|$)/.exec(url)
  const short = /^(?:[^@/:]+@)?(?<host>[A-Za-z0-9.-]{2,}):(?!\\|\/\/)/.exec(url)
  return (address ?? short)?.groups?.['host']?.toLowerCase()
}
