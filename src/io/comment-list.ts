import { GitHubError } from '../errors.ts'
import type { CommentAuthor } from './comment-author.ts'
import { type Marker, readMarker } from './comment-marker.ts'
import { type GitHubApi, notGitHub } from './github-api.ts'
import type { GitHubRepository } from './github-event.ts'
import { jsonMember, numberMember, textMember } from './json-member.ts'

/** The pull request whose comments are meant. */
export type CommentPlace = { readonly repository: GitHubRepository; readonly pullRequest: number }

/** A comment that carries a marker of ours. */
export type MarkedComment = {
  readonly id: number
  readonly url: string
  readonly marker: Marker
  readonly author: CommentAuthor | undefined
}

const mostPages = 100
const pageSize = 100

/**
 * Comments with the marker of this key in their first line that we ourselves wrote, oldest first. Another's comment never counts,
 * whatever it quotes (threat model O-07).
 * @throws GitHubError, also for a list that does not end; and whatever Octokit throws
 */
export async function listOwnComments(
  api: GitHubApi,
  place: CommentPlace,
  author: CommentAuthor,
  key: string
): Promise<readonly MarkedComment[]> {
  const own: MarkedComment[] = []
  for (let page = 1; page <= mostPages; page++) {
    const parameters = { ...place.repository, issue_number: place.pullRequest, per_page: pageSize, page }
    const { data, link } = await api.send('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', parameters)
    // taken for an empty list, it would bring a second comment
    if (!Array.isArray(data)) throw notGitHub(200)
    for (const item of data) {
      const comment = parseComment(item)
      if (comment !== undefined && isOwnComment(comment, author, key)) own.push(comment)
    }
    if (!/\brel="?next"?/.test(link)) return own.toSorted((a, b) => a.id - b.id)
  }
  // taken for the whole list, it would bring another comment in each run
  throw endless()
}

function endless(): GitHubError {
  const message = `the pull request has more than ${mostPages * pageSize} comments, and ours is not looked for among so many`
  return new GitHubError('unavailable', message, undefined, {
    hint: 'Set comment to never, or delete comments that nobody needs.'
  })
}

/** True for a comment of this author and key. */
export function isOwnComment(comment: MarkedComment, author: CommentAuthor, key: string): boolean {
  if (comment.marker.key !== key || comment.author?.id !== author.id) return false
  return author.type === undefined || comment.author.type === author.type
}

/** Reads a comment as GitHub answers it; undefined where it carries no marker. */
export function parseComment(value: unknown): MarkedComment | undefined {
  const id = numberMember(value, 'id')
  const marker = readMarker(textMember(value, 'body') ?? '')
  if (id === undefined || marker === undefined) return undefined
  const user = jsonMember(value, 'user')
  const authorId = numberMember(user, 'id')
  const type: CommentAuthor['type'] = jsonMember(user, 'type') === 'Bot' ? 'Bot' : undefined
  const author = authorId === undefined ? undefined : { id: authorId, type }
  return { id, url: textMember(value, 'html_url') ?? '', marker, author }
}
