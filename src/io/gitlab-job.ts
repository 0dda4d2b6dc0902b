import { GitLabError, InputError } from '../errors.ts'
import { quote } from '../text.ts'
import type { NoteRun } from './gitlab-marker.ts'
import type { Environment } from './registry/variables.ts'

/** The merge request that a job runs for, and the way to its notes. Holds a secret: never print it. */
export type GitLabJob = {
  /** Address of the API, `https://gitlab.example.com/api/v4`, without a slash at its end. */
  readonly apiUrl: string
  /** Number of the project that the merge request is for, which in a fork is not the project of the job. */
  readonly project: string
  /** Number of the merge request in that project. */
  readonly mergeRequest: string
  /** Page of the merge request; null where GitLab does not say. */
  readonly page: string | null
  readonly run: NoteRun
  /** True if the pipeline runs in a fork, whose jobs do not get the variables of the target project. */
  readonly fork: boolean
  readonly token: string
  /** The variable that the token comes from, for messages. */
  readonly tokenVariable: string
  /** Files of authorities that are trusted beside Node's own, each with the variable that names it. */
  readonly authorities: readonly { readonly variable: string; readonly file: string }[]
}

/** The way to GitLab's API, and the token for it. Holds a secret: never print it. */
export type GitLabAccess = Pick<GitLabJob, 'apiUrl' | 'fork' | 'token' | 'tokenVariable' | 'authorities'>

const tokenVariables = ['KLUCTL_IMAGES_GITLAB_TOKEN', 'GITLAB_TOKEN'] as const
const tokenHint =
  'Create a project access token with the scope api and the role Reporter, and put it into a masked CI/CD variable KLUCTL_IMAGES_GITLAB_TOKEN.'
const forkHint =
  'A pipeline of a fork does not get the variables of the target project. A member of the target project can run the pipeline there, or keep the report as an artifact of the job.'

/**
 * Reads the predefined variables of a GitLab job (docs.gitlab.com, "Predefined CI/CD variables").
 * @throws GitLabError where the job is not about a merge request or has no token that may write notes
 * @throws InputError for a variable that cannot be used
 */
export function readGitLabJob(env: Environment): GitLabJob {
  const mergeRequest = read(env, 'CI_MERGE_REQUEST_IID')
  if (mergeRequest === undefined) throw notAboutMergeRequest(env)
  const project = readNumber(env, 'CI_MERGE_REQUEST_PROJECT_ID')
  const own = read(env, 'CI_PROJECT_ID')
  const fork = own !== undefined && own !== project
  return {
    apiUrl: readApiUrl(env),
    project,
    mergeRequest: readNumber(env, 'CI_MERGE_REQUEST_IID'),
    page: readPage(env, mergeRequest),
    run: { pipeline: Number(readNumber(env, 'CI_PIPELINE_ID')), job: Number(readNumber(env, 'CI_JOB_ID')) },
    fork,
    ...readToken(env, fork),
    authorities: readAuthorities(env)
  }
}

/**
 * Reads how the API is reached and with which token, in a job of any pipeline.
 * @throws GitLabError where there is no token that may write notes
 * @throws InputError for a variable that cannot be used
 */
export function readGitLabAccess(env: Environment): GitLabAccess {
  return { apiUrl: readApiUrl(env), fork: false, ...readToken(env, false), authorities: readAuthorities(env) }
}

/** The secrets that a job of GitLab may hold in its variables, right or wrong; nothing that is shown or written may have them. */
export function gitLabSecrets(env: Environment): readonly string[] {
  return [...tokenVariables, 'CI_JOB_TOKEN'].flatMap(name => read(env, name) ?? [])
}

/** What to do where GitLab does not let a token do something: what it lacks, or that a fork has none of the target project. */
export function accessHint(job: GitLabAccess): string {
  return job.fork
    ? forkHint
    : `Check that the token in ${job.tokenVariable} has the scope api and that its user has at least the role Reporter in the project of the merge request. A locked discussion takes notes of members only.`
}

function notAboutMergeRequest(env: Environment): GitLabError {
  const source = read(env, 'CI_PIPELINE_SOURCE')
  const what =
    read(env, 'GITLAB_CI') === undefined && source === undefined
      ? 'this is not a job of GitLab CI: CI_MERGE_REQUEST_IID is not set'
      : `the pipeline is not one of a merge request: CI_MERGE_REQUEST_IID is not set${source === undefined ? '' : ` and CI_PIPELINE_SOURCE is ${quote(source, 60)}`}`
  return new GitLabError(
    'not-a-pull-request',
    what,
    {},
    {
      hint: `Give the job the rule: if: $CI_PIPELINE_SOURCE == "merge_request_event".`
    }
  )
}

function readApiUrl(env: Environment): string {
  const name = 'CI_API_V4_URL'
  const text = read(env, name)
  const problem = (what: string): InputError =>
    new InputError(name, `${name} ${what}`, { hint: 'GitLab sets it in every job; do not set it yourself.' })
  if (text === undefined) throw problem('is not set')
  if (!URL.canParse(text)) throw problem('is not an address')
  const url = new URL(text)
  const plain = read(env, 'CI_SERVER_PROTOCOL') === 'http'
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && plain)) {
    throw problem(
      `begins with ${quote(url.protocol, 20)}, and a token is sent over https only, unless CI_SERVER_PROTOCOL is "http"`
    )
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw problem('has more than a host and a path')
  return url.origin + url.pathname.replace(/\/+$/, '')
}

/** Only an address that a browser may open becomes a link. */
function readPage(env: Environment, mergeRequest: string): string | null {
  const text = read(env, 'CI_MERGE_REQUEST_PROJECT_URL')
  if (text === undefined || !/^https?:\/\/[!-~]+$/.test(text) || !URL.canParse(text)) return null
  return `${text.replace(/\/+$/, '')}/-/merge_requests/${mergeRequest}`
}

function readToken(env: Environment, fork: boolean): Pick<GitLabJob, 'token' | 'tokenVariable'> {
  const tokenVariable = tokenVariables.find(name => read(env, name) !== undefined)
  if (tokenVariable === undefined) {
    const what =
      read(env, 'CI_JOB_TOKEN') === undefined
        ? ''
        : '; the CI_JOB_TOKEN of the job is not enough, since it may read merge requests but not write notes'
    const message = `there is no token for GitLab: neither ${tokenVariables.join(' nor ')} is set${what}`
    throw new GitLabError('permission', message, {}, { hint: fork ? forkHint : tokenHint })
  }
  const token = read(env, tokenVariable) ?? ''
  // `glcbt-` is how GitLab begins the tokens of jobs since version 16.8.
  if (token === read(env, 'CI_JOB_TOKEN') || token.startsWith('glcbt-')) {
    const message = `${tokenVariable} holds the CI_JOB_TOKEN of the job, which may read merge requests but not write notes`
    throw new GitLabError('permission', message, {}, { hint: tokenHint })
  }
  if (/^\$\{?[A-Z]/.test(token)) {
    const message = `${tokenVariable} holds the name of another variable, which is not set for this job`
    const hint = fork
      ? forkHint
      : 'A protected variable is there for protected branches only; take the protection off it or protect the branch.'
    throw new GitLabError('permission', message, {}, { hint })
  }
  // The token itself is a secret, right or wrong, and not shown.
  if (/[^!-~]/.test(token)) {
    throw new InputError(tokenVariable, `${tokenVariable} holds characters that are in no token`, { hint: tokenHint })
  }
  return { token, tokenVariable }
}

/** Node reads its own variable, but only as long as nobody gives it a list. */
function readAuthorities(env: Environment): GitLabJob['authorities'] {
  const files = ['CI_SERVER_TLS_CA_FILE', 'NODE_EXTRA_CA_CERTS'].flatMap(variable => {
    const file = read(env, variable)
    return file === undefined ? [] : [{ variable, file }]
  })
  return files[0]?.variable === 'CI_SERVER_TLS_CA_FILE' ? files : []
}

function readNumber(env: Environment, name: string): string {
  const text = read(env, name)
  if (text !== undefined && /^[1-9]\d{0,14}$/.test(text)) return text
  throw new InputError(
    name,
    `${name} is ${text === undefined ? 'not set' : `${quote(text, 60)}, which is no number`}`,
    {
      hint: 'GitLab sets it in every job of a merge request pipeline; do not set it yourself.'
    }
  )
}

/** Blanks and line ends around a value come from pasting; an empty variable is as good as none. */
function read(env: Environment, name: string): string | undefined {
  const text = (env[name] ?? '').trim()
  return text === '' ? undefined : text
}
