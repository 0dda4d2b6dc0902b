// Builds dist/ from nothing: bundles, type declarations of the library, licence texts. The same sources give the same bytes.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.chdir(root)
const { default: config } = await import('../rolldown.config.mjs')

rmSync('dist', { recursive: true, force: true })
const { output, ...input } = config
const bundle = await rolldown({ ...input, logLevel: 'warn' })
await bundle.write(output)
await bundle.close()
// the rendering process may read dist/ and nothing above it, and has to know what kind of modules these are
writeFileSync('dist/package.json', '{ "type": "module" }\n')

const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.lib.json'], {
  stdio: 'inherit'
})
if (tsc.status !== 0) process.exit(tsc.status ?? 1)

pruneDeclarations('dist/lib')
rewriteSuffixes('dist/lib')
console.log('dist/ is built')

/** Keeps the declarations that a user of the library can reach from index.d.ts. */
function pruneDeclarations(folder) {
  const reached = new Set()
  const visit = path => {
    if (reached.has(path)) return
    reached.add(path)
    for (const [, target] of readFileSync(path, 'utf8').matchAll(/from '(\.[^']+)\.ts'/g))
      visit(join(dirname(path), `${target}.d.ts`))
    for (const [, target] of readFileSync(path, 'utf8').matchAll(/import\("(\.[^"]+)\.ts"\)/g))
      visit(join(dirname(path), `${target}.d.ts`))
  }
  visit(join(folder, 'index.d.ts'))
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && path.endsWith('.d.ts') && !reached.has(path)) rmSync(path)
  }
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name))
  }
}

function removeEmpty(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name))
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true })
}

/** Declarations import each other as `.js`, which every TypeScript and bundler resolves. */
function rewriteSuffixes(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || !path.endsWith('.d.ts')) continue
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace(/((?:from |import\()['"]\.[^'"]+)\.ts(['"])/g, '$1.js$2'))
  }
}
