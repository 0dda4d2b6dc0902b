import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findRenovate, findSkopeo } from './peers.mjs'
import { writeProject } from './programs.mjs'
import { narrow, prefix } from './tags.mjs'

/**
 * A way to list the tags of many images. `read` gives what a run printed, repository by repository; undefined where a way does not print
 * tags, and throws where its output is not what it should be.
 * @typedef {{ name: string, title: string, program: import('./measure.mjs').Program,
 *   read: (output: string) => Map<string, readonly string[]> | undefined, shows: 'all' | 'some' | 'prefix' | 'narrow' }} Way `shows`: every tag, those
 *   that it takes for versions, or all that the filter with the prefix accepts.
 * @typedef {{ folder: string, host: import('./host.mjs').Host, images: readonly string[],
 *   programs: { cli: string, floor: string } }} Setting
 */

const node = process.execPath

/** All ways that `--ways` may name, in the order of the table. */
export const wayNames = [
  'ours',
  'prefix',
  'narrow',
  'explained',
  'resolve',
  'floor',
  'renovate',
  'files',
  'listing',
  'skopeo'
]

/**
 * Ways for one data set at one registry, and why others are left out.
 * @param {readonly string[]} names @param {Setting} setting @returns {{ ways: Way[], missing: string[] }}
 */
export function makeWays(names, setting) {
  const { host } = setting
  mkdirSync(setting.folder, { recursive: true })
  const list = join(setting.folder, 'images.txt')
  writeFileSync(list, `${setting.images.join('\n')}\n`)
  const ours = oursIn(setting)
  const missing = []
  const env = { ...environment(setting.folder), BENCH_IMAGES: list, BENCH_CA: host.ca }
  const login = { BENCH_USERNAME: host.username, BENCH_PASSWORD: host.password }
  const makers = {
    ours: () => [
      { title: 'ours', program: ours(['tags', ...setting.images, '--list', '--json']), read: readOurs, shows: 'all' }
    ],
    narrow: () => {
      const program = ours(['tags', ...setting.images, '--list', '--filter', narrow.filter, '--json'])
      return [{ title: 'ours, narrow literal prefix', program, read: readOurs, shows: 'narrow' }]
    },
    explained: () => {
      const program = ours(['tags', ...setting.images, '--json'])
      return [{ title: 'ours, newest and why', program, read: readOurs, shows: 'all' }]
    },
    prefix: () => {
      const program = ours(['tags', ...setting.images, '--list', '--filter', prefix.filter, '--json'])
      return [{ title: 'ours, literal prefix', program, read: readOurs, shows: 'prefix' }]
    },
    resolve: () => [resolveWay(setting, ours)],
    floor: () => {
      const program = { command: [node, setting.programs.floor], env: { ...env, ...login } }
      return [{ title: 'floor', program, read: readObject, shows: 'all' }]
    },
    renovate: () => renovateWay('releases', 'Renovate', 'some'),
    files: () => renovateWay('files', 'Renovate, an image a file', 'some'),
    listing: () => renovateWay('listing', 'Renovate, its listing alone', 'all'),
    skopeo: () => {
      const found = findSkopeo()
      if ('missing' in found) return leaveOut(found)
      const certificates = join(setting.folder, 'certificates')
      mkdirSync(certificates, { recursive: true })
      copyFileSync(host.ca, join(certificates, 'ca.crt'))
      const creds = `${host.username}:${host.password}`
      const options = ['list-tags', '--cert-dir', certificates, '--creds', creds, 'docker://{}']
      const program = { command: [...found.command, ...options], env, input: list }
      return [{ title: 'skopeo, 32 at a time', program, read: readSkopeo, shows: 'all' }]
    }
  }
  const leaveOut = ({ missing: why }) => {
    missing.push(why)
    return []
  }
  const renovateWay = (what, title, shows) => {
    const found = findRenovate()
    if ('missing' in found) return leaveOut(found)
    const more = { ...login, NODE_EXTRA_CA_CERTS: host.ca, LOG_LEVEL: 'error' }
    const program = { command: [...found.command, what], env: { ...env, ...more } }
    return [{ title, program, read: readObject, shows }]
  }
  const ways = names.flatMap(name => makers[name]().map(way => ({ name, ...way })))
  return { ways, missing }
}

function oursIn({ folder, host, programs }) {
  const entry = {
    KLUCTL_REGISTRY_1_HOST: host.host,
    KLUCTL_REGISTRY_1_USERNAME: host.username,
    KLUCTL_REGISTRY_1_PASSWORD: host.password,
    KLUCTL_REGISTRY_1_CA_FILE: host.ca
  }
  return args => ({ command: [node, programs.cli, ...args], env: { ...environment(folder), ...entry } })
}

function resolveWay({ folder, images }, ours) {
  const project = join(folder, 'project')
  writeProject(project, images)
  const files = ['--output-file', join(project, 'fixed-images.yaml'), '--report-file', join(project, 'report.json')]
  const program = ours(['resolve', project, ...files, '--json'])
  const read = output => {
    const { uses, failures } = JSON.parse(output)
    if (uses.length !== images.length || failures.length > 0)
      throw new Error(`${uses.length} of ${images.length} uses, ${failures.length} failures`)
    return undefined
  }
  return { title: 'ours, resolve of a project', program, read, shows: 'some' }
}

/** Nothing of this machine's logins and proxies. */
function environment(folder) {
  return { PATH: process.env.PATH ?? '', HOME: folder, LANG: 'C.UTF-8' }
}

function readObject(output) {
  return new Map(Object.entries(JSON.parse(output)))
}

function readOurs(output) {
  const found = [JSON.parse(output)].flat()
  return new Map(found.map(({ repository, tags }) => [pathOf(repository), tags]))
}

function readSkopeo(output) {
  const found = output.split(/(?<=^})\n/m).filter(text => text.trim() !== '')
  return new Map(found.map(text => JSON.parse(text)).map(({ Repository, Tags }) => [pathOf(Repository), Tags]))
}

function pathOf(repository) {
  return repository.slice(repository.indexOf('/') + 1)
}
