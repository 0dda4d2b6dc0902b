import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { version } from '../../src/about.ts'
import { root, type Workspace } from './workspace.ts'

/** A registry of npm packages on loopback that has one package: this checkout, as `npm pack` makes it. */
export type NpmRegistry = {
  /** What npm and npx have to find in the environment to ask this registry and no other. */
  readonly environment: Readonly<Record<string, string>>
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

/** @param workspace has room for the package and for npm's cache */
export async function startNpmRegistry(workspace: Workspace): Promise<NpmRegistry> {
  const environment = {
    HOME: workspace.folder,
    npm_config_cache: join(workspace.folder, 'npm-cache'),
    npm_config_audit: 'false',
    npm_config_fetch_retries: '0',
    npm_config_update_notifier: 'false'
  }
  const tarball = pack(workspace, environment)
  const requests: string[] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://registry')
    requests.push(pathname)
    const origin = `http://${request.headers.host ?? ''}`
    if (pathname === '/kluctl-images') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(packument(tarball, origin)))
    } else if (pathname === tarballPath) response.end(tarball)
    else response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"Not found"}')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    environment: { ...environment, npm_config_registry: `http://127.0.0.1:${port}/` },
    requests,
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    }
  }
}

const tarballPath = `/kluctl-images/-/kluctl-images-${version}.tgz`

function pack(workspace: Workspace, environment: Readonly<Record<string, string>>): Buffer {
  const args = ['pack', '--ignore-scripts', '--pack-destination', workspace.folder]
  const env = { PATH: process.env['PATH'], ...environment, npm_config_cache: join(workspace.folder, 'pack-cache') }
  execFileSync('npm', args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  return readFileSync(join(workspace.folder, `kluctl-images-${version}.tgz`))
}

/** What a registry says of a package (npm, "registry/docs/responses/package-metadata.md"), as far as an installation reads it. */
function packument(tarball: Buffer, origin: string): object {
  const { name, bin, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const hash = (algorithm: string, form: 'hex' | 'base64'): string => createHash(algorithm).update(tarball).digest(form)
  const dist = {
    tarball: origin + tarballPath,
    shasum: hash('sha1', 'hex'),
    integrity: `sha512-${hash('sha512', 'base64')}`
  }
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, bin, engines, dist } } }
}
