import { createServer } from 'node:http'

/** A comment as the stand-in keeps it. */
export type KeptComment = { readonly id: number; readonly author: string; text: string }

/** A stand-in for what Azure Repos and Bitbucket answer about the comments of a pull request, as far as the recipes ask. */
export type CommentApi = {
  readonly origin: string
  readonly comments: KeptComment[]
  /** `METHOD path` of each request. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

/**
 * Only the one token is let in, and only who wrote a comment may change it.
 * learn.microsoft.com, "Pull Request Threads" of the Azure DevOps REST API 7.1; developer.atlassian.com, "Pullrequests" of Bitbucket Cloud's.
 */
export async function startCommentApi(token: string): Promise<CommentApi> {
  const comments: KeptComment[] = []
  const requests: string[] = []
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://api')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const text = Buffer.concat(chunks).toString()
    requests.push(`${request.method} ${url.pathname}`)
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { message: 'no' })
    const isAzure = url.pathname.endsWith('/threads') || url.pathname.includes('/threads/')
    if (request.method === 'GET') return answer(200, isAzure ? azureList(comments) : bitbucketList(comments, url))
    const given = JSON.parse(text)
    const body: string = isAzure ? (given.content ?? given.comments[0].content) : given.content.raw
    if (request.method === 'POST') {
      comments.push({ id: comments.length + 1, author: 'pipeline', text: body })
      return answer(isAzure ? 200 : 201, {})
    }
    const id = Number(/\/(?:threads|comments)\/(\d+)/.exec(url.pathname)?.[1])
    const comment = comments.find(one => one.id === id)
    if (comment?.author !== 'pipeline') return answer(403, { message: 'not yours' })
    comment.text = body
    answer(200, {})
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    comments,
    requests,
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    }
  }
}

function azureList(comments: readonly KeptComment[]): object {
  const threads = comments.map(({ id, text }) => ({ id, isDeleted: false, comments: [{ id: 1, content: text }] }))
  // threads that the system itself writes, as for a push, may have a comment without text
  return { value: [{ id: 900, isDeleted: false, comments: [{ id: 1 }] }, ...threads] }
}

function bitbucketList(comments: readonly KeptComment[], url: URL): object {
  const [, key = ''] = /content\.raw ~ "([^"]*)"/.exec(url.searchParams.get('q') ?? '') ?? []
  return {
    values: comments.filter(({ text }) => text.includes(key)).map(({ id, text }) => ({ id, content: { raw: text } }))
  }
}
