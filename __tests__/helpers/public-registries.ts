import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { type DockerRegistry, startDockerRegistry } from './docker-registry.ts'
import { startProxy } from './registry/proxy.ts'

/** Hosts that the certificate names: those of the images in the examples and on the pages, and Docker Hub's own. */
const hosts = ['ghcr.io', 'registry-1.docker.io', 'docker.io', 'index.docker.io', 'quay.io', 'registry.k8s.io']

export type PublicRegistries = {
  /** What is behind all of the names; `acme/web` there is `ghcr.io/acme/web`, `library/nginx` is `nginx`. */
  readonly registry: DockerRegistry
  /** What a machine has to have in its environment so that the names lead here. */
  readonly env: Readonly<Record<string, string>>
  /** `ghcr.io:443` for each connection, in order. */
  connections(): readonly string[]
  stop(): Promise<void>
}

/**
 * One real registry on loopback under the names of public ones, so that an example is run as it stands, byte for byte: a proxy leads
 * every host to it, and a certificate of this test's own names them. Nothing leaves the machine.
 */
export async function startPublicRegistries(): Promise<PublicRegistries> {
  const folder = mkdtempSync(join(tmpdir(), 'public-registries-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  makeCertificate(key, cert)
  const registry = await startDockerRegistry()
  const port = Number(registry.host.split(':')[1])
  const sockets = new Set<Socket>()
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, socket => {
    const onward = connect(port, '127.0.0.1')
    for (const [one, other] of [[socket, onward] as const, [onward, socket] as const]) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
    socket.pipe(onward).pipe(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const to = { host: '127.0.0.1', port: typeof address === 'object' && address ? address.port : 0 }
  const proxy = await startProxy({ to })
  return {
    registry,
    env: { HTTPS_PROXY: `http://${proxy.host}`, NO_PROXY: '127.0.0.1,localhost', NODE_EXTRA_CA_CERTS: cert },
    connections: () => proxy.requests.map(({ line }) => line.replace('CONNECT ', '')),
    async stop() {
      await proxy.stop()
      for (const socket of sockets) socket.destroy()
      await new Promise<void>(resolve => server.close(() => resolve()))
      await registry.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function makeCertificate(key: string, cert: string): void {
  const names = hosts.map(host => `DNS:${host}`).join(',')
  const options = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=ghcr.io'
  ]
  execFileSync(
    'openssl',
    ['req', '-x509', ...options, '-addext', `subjectAltName=${names}`, '-keyout', key, '-out', cert],
    {
      stdio: 'ignore'
    }
  )
}
