// node ours.mjs LIBRARY FOLDER OUTPUT: renders the corpus with the library, one call a manifest.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [library, folder, output] = process.argv.slice(2)
const { renderTemplate } = await import(pathToFileURL(library).href)
const { files, variables } = JSON.parse(readFileSync(join(folder, 'corpus.json'), 'utf8'))
const known = new Map()
const read = path => {
  if (!known.has(path))
    known.set(path, existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined)
  return known.get(path)
}
const texts = files.map(file =>
  renderTemplate(readFileSync(join(folder, file.path), 'utf8'), {
    vars: variables[file.variables],
    name: file.path,
    files: read
  })
)
writeFileSync(output, JSON.stringify(texts))
