import { InputError } from '../errors.ts'
import { quote } from '../text.ts'
import type { PullRequest, SourceRun } from './github-event.ts'
import { jsonMember } from './json-member.ts'

/** What the job of a pull request says about itself to the job that comments. */
export type Handover = {
  /** Number of the pull request. */
  readonly number: number
  /** Its newest commit, 40 or 64 hexadecimal digits in lower case. */
  readonly headSha: string
}

const fileName = 'pull-request.json'
const version = 1
const commit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** Text of `pull-request.json`. */
export function formatHandover({ number, headSha }: Handover): string {
  return `${JSON.stringify({ version, number, headSha })}\n`
}

/**
 * Reads `pull-request.json`, which anybody may have written.
 * @throws InputError
 */
export function parseHandover(text: string): Handover {
  const value = parse(text)
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : []
  const number = jsonMember(value, 'number')
  const headSha = jsonMember(value, 'headSha')
  if (jsonMember(value, 'version') !== version) return refuse(`has not the version ${version}`)
  if (names.length !== 3) return refuse('has other members than version, number and headSha')
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1)
    return refuse('has no number of a pull request')
  if (typeof headSha !== 'string' || !commit.test(headSha)) return refuse('has no commit')
  return { number, headSha }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('is no JSON')
  }
}

function refuse(why: string): never {
  throw new InputError(fileName, `${fileName} ${why}`, {
    hint: 'It has to be as kluctl-images of the same version wrote it.'
  })
}

/** `stale`: there is a newer run to come, or nothing left to comment on; no comment, and nothing is wrong. */
export type HandoverCheck =
  | { readonly kind: 'agreed' }
  | { readonly kind: 'stale'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string; readonly hint: string }

/** The run that handed over, as the event says; only GitHub writes that. */
export type HandoverRun = Pick<SourceRun, 'eventName' | 'headSha' | 'headRepository'>

/** A pull request as GitHub's API has it now. */
export type PullRequestNow = Pick<PullRequest, 'number' | 'state' | 'headSha' | 'headRepository'>

/**
 * Whether the pull request that the artifact names is the one whose run made it (threat model W-02): the run's own commit and repository, which
 * GitHub says, must be those of the pull request. Else an artifact could have a comment written on any other.
 * @param now undefined where there is no such pull request
 */
export function checkHandover(run: HandoverRun, handover: Handover, now: PullRequestNow | undefined): HandoverCheck {
  const hint = 'No comment is written. Somebody may have changed the workflow of the pull request.'
  const refused = (message: string): HandoverCheck => ({ kind: 'refused', message, hint })
  const name = `pull request ${handover.number}`
  if (run.eventName !== 'pull_request') {
    return {
      kind: 'refused',
      message: `the run was started by ${quote(run.eventName ?? '')} and not by pull_request`,
      hint: 'Let the workflow that comments run after one with "on: pull_request".'
    }
  }
  if (run.headSha !== handover.headSha)
    return refused(`the artifact names the commit ${handover.headSha}, and its run was for ${quote(run.headSha ?? '')}`)
  if (now === undefined || now.number !== handover.number)
    return refused(`the artifact names the ${name}, which there is not`)
  if (run.headRepository === undefined || !isSame(run.headRepository, now.headRepository))
    return refused(`the artifact names the ${name}, which comes from another repository than the run`)
  if (now.state !== 'open')
    return { kind: 'stale', message: `the ${name} is ${now.state} by now; no comment is written` }
  if (now.headSha !== handover.headSha)
    return { kind: 'stale', message: `the ${name} has a newer commit by now; the comment is left to its run` }
  return { kind: 'agreed' }
}

/** GitHub's names know no upper case. */
function isSame(a: string, b: string | undefined): boolean {
  return a.toLowerCase() === b?.toLowerCase()
}
