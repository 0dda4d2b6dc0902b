import type { CommitList, CommitSource } from '../ports.ts'
import { shorten } from '../text.ts'
import { connectGitHub, type GitHubAccess, type GitHubApi, notGitHub } from './github-api.ts'
import { isRateLimit, readFailure, statusOf } from './github-failure.ts'
import { commitMember, jsonMember, numberMember, textMember } from './json-member.ts'

const mostSubjects = 10
const longestSubject = 200
const mostOnPage = 100
/** A reviewer can do without the list, so that nobody waits long for it, and it is asked for once. */
const patience = 10_000

/**
 * Commits of GitHub repositories on the host of this run, the newest ten with their subjects. Undefined where the token may not see the
 * repository or it has no such commits. Rejects with GitHubError. GitHub's REST documentation, "Compare two commits".
 */
export function githubCommits(access: GitHubAccess): CommitSource {
  let api: Promise<GitHubApi> | undefined
  return {
    list: async (owner, repo, from, to) => {
      if (![owner, repo].every(isName) || ![from, to].every(isRevision)) return undefined
      api ??= connectGitHub({ timeout: patience, ...access })
      try {
        return await listCommits(await api, { owner, repo, basehead: `${from}...${to}` })
      } catch (thrown) {
        const status = statusOf(thrown)
        if (status === 404 || (status === 403 && !isRateLimit(thrown))) return undefined
        throw readFailure(thrown, { fork: false, now: Date.now, timeout: patience, token: access.token }).error
      }
    }
  }
}

type Comparison = { readonly owner: string; readonly repo: string; readonly basehead: string }

/** The oldest commits come first, so that of many the last page is asked for. */
async function listCommits(api: GitHubApi, comparison: Comparison): Promise<CommitList> {
  const first = await readPage(api, comparison, mostSubjects, 1)
  if (first.total <= mostSubjects) return first
  const size = pageSize(first.total)
  const last = await readPage(api, comparison, size, Math.ceil(first.total / size))
  return { total: first.total, subjects: last.subjects.slice(-mostSubjects) }
}

/** The smallest page that leaves enough commits for the last one. */
function pageSize(total: number): number {
  for (let size = mostSubjects; size < mostOnPage; size++) {
    const left = total % size
    if (left === 0 || left >= mostSubjects) return size
  }
  return mostOnPage
}

async function readPage(api: GitHubApi, comparison: Comparison, size: number, page: number): Promise<CommitList> {
  const parameters = { ...comparison, per_page: size, page }
  const { data } = await api.send('GET /repos/{owner}/{repo}/compare/{basehead}', parameters)
  const total = numberMember(data, 'total_commits')
  const commits = jsonMember(data, 'commits')
  if (total === undefined || !Array.isArray(commits)) throw notGitHub(200)
  const subjects = commits.slice(0, size).flatMap(item => {
    const sha = commitMember(item, 'sha')
    const message = textMember(jsonMember(item, 'commit'), 'message') ?? ''
    const subject = shorten((message.split(/[\r\n]/, 1)[0] ?? '').trim(), longestSubject)
    return sha === undefined ? [] : [{ sha, subject }]
  })
  return { total, subjects }
}

/** Labels of an image name them: no way out of the path. */
function isName(text: string): boolean {
  return /^[\w.-]{1,100}$/.test(text) && !/^\.+$/.test(text)
}

function isRevision(text: string): boolean {
  return /^[0-9a-f]{7,64}$/i.test(text)
}
