import { existsSync, readFileSync } from 'node:fs'

/**
 * What does not fit between package.json, package-lock.json and the installed packages: a build is made of what the lock file names, byte for byte.
 * @returns {string[]}
 */
export function lockProblems() {
  const manifest = read('package.json')
  const lock = read('package-lock.json')
  return [...ofManifest(manifest, lock), ...ofEntries(lock.packages), ...ofInstalled(lock.packages)]
}

function ofManifest(manifest, lock) {
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies']
  const same = kinds.every(kind => sorted(manifest[kind]) === sorted(lock.packages['']?.[kind]))
  return same ? [] : ['package-lock.json was made for another package.json: run npm install and commit it']
}

/** A package from anywhere else than npm, or without the hash of its content, is one that nobody reviewed. */
function ofEntries(packages) {
  return dependenciesOf(packages).flatMap(([path, entry]) => {
    if (entry.link === true || (entry.resolved ?? npm).slice(0, npm.length) !== npm)
      return [`package-lock.json takes ${path} from elsewhere than ${npm}`]
    return /^sha512-/.test(entry.integrity ?? '') ? [] : [`package-lock.json has no hash of ${path}`]
  })
}

function ofInstalled(packages) {
  const record = 'node_modules/.package-lock.json'
  if (!existsSync(record)) return ['no packages are installed: run npm ci --ignore-scripts']
  const installed = read(record).packages
  const different = dependenciesOf(packages).filter(([path, entry]) => {
    const found = installed[path]
    return found === undefined ? entry.optional !== true : found.integrity !== entry.integrity
  })
  const unknown = Object.keys(installed).filter(path => packages[path] === undefined)
  const names = [...different.map(([path]) => path), ...unknown]
  if (names.length === 0) return []
  return [
    `node_modules is not what package-lock.json names (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}): run npm ci --ignore-scripts`
  ]
}

const npm = 'https://registry.npmjs.org/'
const dependenciesOf = packages => Object.entries(packages).filter(([path]) => path !== '')
const read = file => JSON.parse(readFileSync(file, 'utf8'))
const sorted = (entries = {}) => JSON.stringify(Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1)))
