import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tlsFixture } from './registry.ts'
import type { TokenServer } from './token-server.ts'

/** True where Debian's `docker-registry` is installed. */
export const dockerRegistryAvailable: boolean = findVersion() !== undefined

/** Why tests against the real registry are left out; undefined where they run. Print it once. */
export const dockerRegistryMissing: string | undefined = dockerRegistryAvailable
  ? undefined
  : 'Left out: tests against a real registry (docker-registry is not installed; Debian: apt-get install docker-registry).'

/** User and password that a registry with `htpasswd` accepts. */
export const dockerLogin = { username: 'user', password: 'correct horse' } as const
const htpasswdLine = 'user:$2y$05$arMWc701rC6Yu6XPYfVfruS65MYQoQ.De9YEjSYkGYRbyBBArywmK\n'

export type DockerRegistry = {
  /** `127.0.0.1:port` */
  readonly host: string
  /** Puts one small image under all tags of a repository. */
  pushTags(repository: string, tags: readonly string[]): Promise<void>
  /** Puts a blob or, with a media type, a manifest under a tag or its own digest. */
  push(repository: string, document: PushedDocument): Promise<void>
  /** Takes a manifest out, by its digest, with the tags that name it. */
  remove(repository: string, digest: string): Promise<void>
  stop(): Promise<void>
}

/** `name` is a tag or a digest; undefined for a blob. */
export type PushedDocument = {
  readonly bytes: Buffer
  readonly digest: string
  readonly name?: string
  readonly type?: string
}

export type DockerRegistryOptions = {
  readonly htpasswd?: boolean
  /** The server whose tokens it takes. */
  readonly token?: TokenServer
  readonly tls?: 'signed' | 'self-signed'
  /** Asks for a certificate of the test authority; with TLS only. */
  readonly clientCert?: boolean
}

/** Starts a real registry on a free port, with everything in memory. */
export async function startDockerRegistry(options: DockerRegistryOptions = {}): Promise<DockerRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'docker-registry-'))
  const port = await freePort()
  writeFileSync(join(folder, 'htpasswd'), htpasswdLine)
  const name = options.tls === 'signed' ? 'server' : 'self'
  writeFileSync(join(folder, 'cert.pem'), tlsFixture(`${name}.pem`))
  writeFileSync(join(folder, 'key.pem'), tlsFixture(`${name}.key`))
  writeFileSync(join(folder, 'ca.pem'), tlsFixture('ca.pem'))
  writeFileSync(join(folder, 'token.pem'), options.token?.bundle ?? '')
  const config = join(folder, 'config.yml')
  writeFileSync(config, configText(port, folder, options))
  const child = spawn('docker-registry', ['serve', config], { stdio: 'ignore' })
  const send = sender(port, options)
  await untilReady(child, send)
  return {
    host: `127.0.0.1:${port}`,
    pushTags: (repository, tags) => push(send, repository, tags),
    async push(repository, { bytes, digest, name, type }) {
      if (name === undefined) await pushBlob(send, repository, bytes, digest)
      else expectStatus(await send('PUT', `/v2/${repository}/manifests/${name}`, bytes, type), 201)
    },
    async remove(repository, digest) {
      expectStatus(await send('DELETE', `/v2/${repository}/manifests/${digest}`), 202)
    },
    async stop() {
      if (child.exitCode === null) {
        const ended = new Promise(resolve => child.once('exit', resolve))
        child.kill('SIGKILL')
        await ended
      }
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

type Reply = { readonly status: number; readonly location: string }
type Send = (method: string, path: string, body?: Buffer, type?: string) => Promise<Reply>

function sender(port: number, { htpasswd, token, tls, clientCert }: DockerRegistryOptions): Send {
  const auth = htpasswd ? { auth: `${dockerLogin.username}:${dockerLogin.password}` } : {}
  const certificate = clientCert ? { cert: tlsFixture('client.pem'), key: tlsFixture('client.key') } : {}
  return (method, path, body = Buffer.alloc(0), type = 'application/octet-stream') =>
    new Promise((resolve, reject) => {
      const name = /^\/v2\/(.+)\/(?:blobs|manifests)\//.exec(path)?.[1]
      const access = name === undefined ? [] : [{ type: 'repository', name, actions: ['pull', 'push', 'delete'] }]
      const bearer = token ? { authorization: `Bearer ${token.issue(access)}` } : {}
      const headers = { 'content-type': type, 'content-length': body.length, ...bearer }
      const to = { host: '127.0.0.1', port, method, path, headers, agent: false as const }
      const options = { ...to, ...auth, ...certificate }
      const request = tls ? httpsRequest({ ...options, rejectUnauthorized: false }) : httpRequest(options)
      request.on('error', reject)
      request.on('response', response => {
        response.resume()
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '' })
        )
      })
      request.end(body)
    })
}

async function push(send: Send, repository: string, tags: readonly string[]): Promise<void> {
  const blob = Buffer.from('{}')
  const digest = `sha256:${createHash('sha256').update(blob).digest('hex')}`
  await pushBlob(send, repository, blob, digest)
  const type = 'application/vnd.oci.image.manifest.v1+json'
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', size: blob.length, digest }
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: type, config, layers: [] }))
  for (const tag of tags) expectStatus(await send('PUT', `/v2/${repository}/manifests/${tag}`, manifest, type), 201)
}

async function pushBlob(send: Send, repository: string, blob: Buffer, digest: string): Promise<void> {
  const { location } = await send('POST', `/v2/${repository}/blobs/uploads/`)
  const upload = new URL(location, 'http://127.0.0.1')
  upload.searchParams.set('digest', digest)
  expectStatus(await send('PUT', `${upload.pathname}${upload.search}`, blob), 201)
}

function expectStatus({ status }: Reply, wanted: number): void {
  if (status !== wanted) throw new Error(`the registry answered ${status} to a change, not ${wanted}`)
}

async function untilReady(child: ChildProcess, send: Send): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`docker-registry ended with ${child.exitCode}`)
    const up = await send('GET', '/v2/').catch(() => undefined)
    if (up?.status === 200) return
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  throw new Error('docker-registry did not answer in time')
}

function configText(port: number, folder: string, { htpasswd, token, tls, clientCert }: DockerRegistryOptions): string {
  const asking = clientCert ? `, clientcas: [${folder}/ca.pem]` : ''
  return [
    'version: 0.1',
    'log: { level: error, accesslog: { disabled: true } }',
    'storage: { inmemory: {}, delete: { enabled: true } }',
    ...(htpasswd ? [`auth: { htpasswd: { realm: test, path: ${folder}/htpasswd } }`] : []),
    ...(token
      ? [
          'auth:',
          '  token:',
          `    realm: ${token.realm}`,
          `    service: ${token.service}`,
          `    issuer: ${token.issuer}`,
          `    rootcertbundle: ${folder}/token.pem`
        ]
      : []),
    'http:',
    `  addr: 127.0.0.1:${port}`,
    `  secret: test`,
    ...(tls ? [`  tls: { certificate: ${folder}/cert.pem, key: ${folder}/key.pem${asking} }`] : [])
  ].join('\n')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

function findVersion(): string | undefined {
  try {
    return execFileSync('docker-registry', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return undefined
  }
}
