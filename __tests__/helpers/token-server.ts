import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
  X509Certificate
} from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { tlsFixture } from './registry.ts'

/** Rights as they stand in a token (distribution, "Token Authentication Implementation"). */
export type TokenAccess = { readonly type: string; readonly name: string; readonly actions: readonly string[] }

/** One request for a token, and what came of it. */
export type TokenAsked = {
  readonly method: string
  readonly scopes: readonly string[]
  readonly service: string | undefined
  readonly user: string | undefined
  readonly status: number
}

export type TokenServerOptions = {
  readonly tls?: 'signed'
  /** How a token names its key: by the certificate or by its fingerprint; `wrong` signs with a key that nobody knows. */
  readonly key?: 'certificate' | 'fingerprint' | 'wrong'
  /** Seconds from now until the token really ends. */
  readonly life?: () => number
  /** Seconds that the answer says; not said if absent. */
  readonly says?: number
  /** The user that may pull everything; everybody else may pull what is under `public/`. */
  readonly login: { readonly username: string; readonly password: string }
  /** What the answer calls the token. */
  readonly field?: 'token' | 'access_token'
}

export type TokenServer = {
  /** `127.0.0.1:port` */
  readonly host: string
  readonly realm: string
  readonly service: string
  readonly issuer: string
  /** PEM of what a registry must trust. */
  readonly bundle: string
  readonly asked: readonly TokenAsked[]
  /** A token with these rights, for whoever has this object. */
  readonly issue: (access: readonly TokenAccess[]) => string
  stop(): Promise<void>
}

const service = 'registry service'
const issuer = 'test issuer'

/** Starts a token server in this process, on a free port. Its tokens are JWT, signed with ES256 by the test authority's server. */
export async function startTokenServer(options: TokenServerOptions): Promise<TokenServer> {
  const asked: TokenAsked[] = []
  const mint = createMint(options.key ?? 'certificate')
  const handler = (request: IncomingMessage, response: ServerResponse): void =>
    void readBody(request).then(body => {
      const answer = judge(request, body, options)
      asked.push(answer.asked)
      response.setHeader('content-type', 'application/json')
      response.statusCode = answer.asked.status
      if (!answer.access) return response.end(JSON.stringify({ details: 'incorrect username or password' }))
      const token = mint(answer.access, answer.asked.user ?? '', options.life?.() ?? 300)
      const said = options.says === undefined ? {} : { expires_in: options.says }
      return response.end(JSON.stringify({ [options.field ?? 'token']: token, ...said }))
    })
  const tls = { key: tlsFixture('server.key'), cert: tlsFixture('server.pem') }
  const server = options.tls ? createTlsServer(tls, handler) : createServer(handler)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    host,
    realm: `${options.tls ? 'https' : 'http'}://${host}/auth/token`,
    service,
    issuer,
    bundle: options.key === 'fingerprint' ? tlsFixture('server.pem') : tlsFixture('ca.pem'),
    asked,
    issue: access => createMint('certificate')(access, 'admin', 300),
    stop: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      })
  }
}

/** What somebody may have: exactly what was asked for, as far as it is allowed; nobody is told more. */
function judge(
  { method = '', url = '', headers }: IncomingMessage,
  body: string,
  { login }: TokenServerOptions
): { readonly asked: TokenAsked; readonly access: readonly TokenAccess[] | undefined } {
  const query = method === 'POST' ? new URLSearchParams(body) : new URL(url, 'http://x').searchParams
  const scopes = query.getAll('scope')
  const given = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1]
  const [user, ...rest] = given === undefined ? [] : Buffer.from(given, 'base64').toString('utf8').split(':')
  const known = user === login.username && rest.join(':') === login.password
  const status = given !== undefined && !known ? 401 : 200
  const asked = { method, scopes, service: query.get('service') ?? undefined, user, status }
  if (status !== 200) return { asked, access: undefined }
  const wanted = scopes.flatMap(scope => {
    const [type = '', name = '', actions = ''] = scope.split(':')
    return [{ type, name, actions: actions.split(',') }]
  })
  return { asked, access: wanted.filter(({ name }) => known || name.startsWith('public/')) }
}

type Mint = (access: readonly TokenAccess[], subject: string, life: number) => string

function createMint(kind: NonNullable<TokenServerOptions['key']>): Mint {
  const certificate = tlsFixture('server.pem')
  const key: KeyObject =
    kind === 'wrong'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
      : createPrivateKey(tlsFixture('server.key'))
  const named = kind === 'fingerprint' ? { kid: fingerprint(certificate) } : { x5c: [derOf(certificate)] }
  const head = encode({ typ: 'JWT', alg: 'ES256', ...named })
  return (access, sub, life) => {
    const now = Math.floor(Date.now() / 1000)
    const times = { exp: now + life, nbf: now - 600, iat: now - 600 }
    const text = `${head}.${encode({ iss: issuer, sub, aud: service, ...times, jti: randomUUID(), access })}`
    return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
  }
}

/** The name that the registry's own library gives a key: 30 bytes of its SHA-256 in base32, in groups of four. */
function fingerprint(certificate: string): string {
  const der = createPublicKey(certificate).export({ type: 'spki', format: 'der' })
  const bits = [...createHash('sha256').update(der).digest().subarray(0, 30)]
    .map(byte => byte.toString(2).padStart(8, '0'))
    .join('')
  const letters = (bits.match(/.{5}/g) ?? []).map(five => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
  return (letters.join('').match(/.{4}/g) ?? []).join(':')
}

function derOf(certificate: string): string {
  return new X509Certificate(certificate).raw.toString('base64')
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}
