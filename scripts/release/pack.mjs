import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import { git, Refusal, run } from './command.mjs'
import { changesOfTree } from './history.mjs'
import { packageName, readVersion } from './places.mjs'

const sums = 'SHA256SUMS'
/** What the Action needs to run; `uses:` takes it from the tag, the archive is for runners that reach no GitHub. */
const actionFiles = ['action.yml', 'dist', 'LICENSE', 'README.md', 'SECURITY.md']

/** The files of a release, without folders. @param {string} version */
export const assetsOf = version => [`${packageName}-${version}.tgz`, `${packageName}-action-${version}.tar.gz`, sums]

/**
 * Writes the files of a release: the npm package, the Action as an archive, and their SHA-256 sums. The same commit gives the same bytes.
 * @param {string} folder new or empty, outside of the tree
 */
export function pack(folder) {
  const to = resolve(folder)
  if (`${to}${sep}`.startsWith(`${process.cwd()}${sep}`))
    throw new Refusal(`${folder} lies in the tree. Name a folder outside of it.`)
  if (existsSync(to) && readdirSync(to).length > 0) throw new Refusal(`${folder} is not empty. Name a new folder.`)
  const changes = changesOfTree()
  if (changes !== '') throw new Refusal(`The tree is not clean:\n${changes}\nOnly what is committed is packed.`)
  mkdirSync(to, { recursive: true })
  const version = readVersion()
  const [tarball, archive] = assetsOf(version)
  packForNpm(to)
  if (!existsSync(join(to, tarball))) throw new Refusal(`npm pack wrote no ${tarball}.`)
  const tar = join(to, 'action.tar')
  git(
    '-c',
    'tar.umask=0022',
    'archive',
    '--format=tar',
    `--prefix=${packageName}-${version}/`,
    `--output=${tar}`,
    'HEAD',
    '--',
    ...actionFiles
  )
  writeFileSync(join(to, archive), sameGzip(readFileSync(tar)))
  rmSync(tar)
  writeFileSync(join(to, sums), [archive, tarball].map(name => `${sumOf(join(to, name))}  ${name}\n`).join(''))
  for (const name of assetsOf(version)) console.log(join(to, name))
}

/**
 * The paths of the files of a release, after a look that they are all there, that nothing else is, and that they have their sums.
 * @param {string} folder
 * @param {string} version
 */
export function readAssets(folder, version) {
  const wanted = assetsOf(version).toSorted()
  const found = existsSync(folder) ? readdirSync(folder).toSorted() : []
  if (found.join() !== wanted.join())
    throw new Refusal(
      `${folder} should hold ${wanted.join(', ')} and holds ${found.join(', ') || 'nothing'}. Make it with pack.`
    )
  const lines = readFileSync(join(folder, sums), 'utf8').split('\n').filter(Boolean)
  const expected = wanted.filter(name => name !== sums).map(name => `${sumOf(join(folder, name))}  ${name}`)
  if (lines.toSorted().join() !== expected.toSorted().join())
    throw new Refusal(`The files in ${folder} do not have the sums of ${sums}. Make them again with pack.`)
  return wanted.map(name => join(folder, name))
}

/** The hash by which npm knows a package. @param {string} path */
export const integrityOf = path => `sha512-${createHash('sha512').update(readFileSync(path)).digest('base64')}`

/** npm packs the modes that files have, so it gets files with the modes that git knows. */
function packForNpm(to) {
  const copy = join(mkdtempSync(join(tmpdir(), 'pack-')), 'package')
  process.umask(0o022)
  try {
    git('checkout-index', '--all', `--prefix=${copy}/`)
    run('npm', ['pack', copy, '--silent', '--ignore-scripts', '--pack-destination', to])
  } finally {
    rmSync(dirname(copy), { recursive: true, force: true })
  }
}

const sumOf = path => createHash('sha256').update(readFileSync(path)).digest('hex')

/** gzip without a date and without the name of the system that made it (RFC 1952, section 2.3). */
function sameGzip(bytes) {
  const packed = gzipSync(bytes, { level: 9 })
  packed.fill(0, 4, 8)
  packed[9] = 255
  return packed
}
