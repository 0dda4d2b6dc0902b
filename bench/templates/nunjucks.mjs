// node nunjucks.mjs FOLDER OUTPUT: renders the corpus with nunjucks as it is published.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import nunjucks from 'nunjucks'
import { stringify } from 'yaml'

const [folder, output] = process.argv.slice(2)
const { files, variables } = JSON.parse(readFileSync(join(folder, 'corpus.json'), 'utf8'))
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(folder), {
  autoescape: false,
  throwOnUndefined: true
})
environment.addFilter('to_yaml', value => stringify(value, { singleQuote: true }))
environment.addGlobal('images', {
  get_image: (image, filter) =>
    `kluctl-images.call.${Buffer.from(JSON.stringify([image, filter ?? null, null])).toString('base64url')}.llac`
})
const texts = files.map(file => environment.render(file.path, variables[file.variables]))
writeFileSync(output, JSON.stringify(texts))
