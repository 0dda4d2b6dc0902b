import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { makeWorkspace } from './workspace.ts'

/** A repository that git reaches over http, as GitLab serves it: everybody may read, a token may push, and the options of a push count. */
export type GitServer = {
  /** Address of the repository, without `.git`. */
  readonly url: string
  /** Its folder, for whoever is in this process and cannot wait for the server. */
  readonly folder: string
  /** Runs git in the repository itself. */
  git(...args: readonly string[]): string
  /** Options of each push that had some, in order. */
  pushes(): readonly (readonly string[])[]
  /** Everything that came as a login, `user:password`. */
  readonly logins: readonly string[]
  close(): Promise<void>
}

/** @param token the password that a push needs, with any user name */
export async function startGitServer(token: string): Promise<GitServer> {
  const workspace = makeWorkspace()
  const repository = join(workspace.folder, 'acme/shop.git')
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['--git-dir', repository, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository])
  git('config', 'receive.advertisePushOptions', 'true')
  const record = join(workspace.folder, 'pushes')
  const hook = join(repository, 'hooks/pre-receive')
  writeFileSync(hook, hookText(record))
  chmodSync(hook, 0o755)
  const logins: string[] = []
  const server = createServer((request, response) => {
    const login = loginOf(request)
    if (login !== undefined) logins.push(login)
    const isPush = /git-receive-pack/.test(request.url ?? '')
    const isKnown = login?.endsWith(`:${token}`) === true
    if (isPush && !isKnown) response.writeHead(401, { 'www-authenticate': 'Basic realm="GitLab"' }).end()
    else serve(request, response, workspace.folder, isKnown)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/acme/shop`,
    folder: repository,
    git,
    pushes: () =>
      existsSync(record)
        ? readFileSync(record, 'utf8')
            .split('push\0')
            .map(push => push.split('\0').slice(0, -1))
            .filter(options => options.length > 0)
        : [],
    logins,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
      workspace.remove()
    }
  }
}

/** githooks, "pre-receive": the options are in variables. */
function hookText(record: string): string {
  return `#!/bin/sh
printf 'push\\0' >> '${record}'
i=0
while [ "$i" -lt "\${GIT_PUSH_OPTION_COUNT:-0}" ]; do
  eval "printf '%s\\0' \\"\\$GIT_PUSH_OPTION_$i\\""
  i=$((i + 1))
done >> '${record}'
`
}

function loginOf({ headers }: IncomingMessage): string | undefined {
  const [, encoded] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? []
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString()
}

/** git's own program for http, which speaks CGI (git-http-backend). */
function serve(request: IncomingMessage, response: ServerResponse, folder: string, isKnown: boolean): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://git')
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'],
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      ...(isKnown ? { REMOTE_USER: 'bot' } : {})
    },
    stdio: ['pipe', 'pipe', 'ignore']
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', chunk => chunks.push(chunk))
  child.on('close', () => {
    const answer = Buffer.concat(chunks)
    const end = answer.indexOf('\r\n\r\n')
    for (const line of answer.subarray(0, end).toString().split('\r\n')) {
      const [name = '', value = ''] = line.split(': ')
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10)
      else response.setHeader(name, value)
    }
    response.end(answer.subarray(end + 4))
  })
  child.stdin.on('error', () => undefined)
  request.pipe(child.stdin)
}
