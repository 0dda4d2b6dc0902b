// Cuts blocks of the pages from files that tests run: the block under `<!-- snippet: PATH -->` is the file, that under
// `<!-- snippet: PATH#NAME -->` the lines between `# region NAME` and `# endregion` in it. Runs on the checkout in the working directory;
// with --check nothing is written, and exit code 1 says that a page and its file differ.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromMarkdown } from 'mdast-util-from-markdown'

const roots = ['examples/', 'schema/', 'templates/']
const comment = /^<!-- ([\s\S]*?) -->$/
const differ = []

for (const page of pages()) {
  const before = readFileSync(page, 'utf8')
  const after = update(page, before)
  if (after === before) continue
  differ.push(page)
  if (!process.argv.includes('--check')) writeFileSync(page, after)
}

if (process.argv.includes('--check')) {
  for (const page of differ) console.log(`${page} differs from its examples; run npm run update-snippets`)
  process.exitCode = differ.length === 0 ? 0 : 1
} else {
  for (const page of differ) console.log(`${page} is up to date again`)
}

/** README, the pages of docs/ and the READMEs of the examples. */
function pages() {
  const under = folder =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name.endsWith('.md'))
      .map(entry => join(entry.parentPath, entry.name))
  return ['README.md', ...under('docs'), ...under('examples')]
}

/** The page with each of its snippets as the file has it now; the last one first, so that places stay right. */
function update(page, text) {
  let result = text
  for (const { path, node } of snippets(fromMarkdown(text)).reverse()) {
    const where = `${page}:${node.position.start.line}`
    const [begin, end] = [node.position.start.offset, node.position.end.offset]
    const [opening] = text.slice(begin, end).split('\n')
    if (node.position.start.column !== 1) throw new Error(`${where}: a snippet may not be indented`)
    result = `${result.slice(0, begin)}${opening}\n${cut(where, path)}\n${/^`+/.exec(opening)[0]}${result.slice(end)}`
  }
  return result
}

/** Fenced blocks with the file that the comments right above them name. */
function snippets(parent) {
  const children = parent.children ?? []
  return children.flatMap((node, index) => {
    if (node.type !== 'html') return snippets(node)
    const [, path] = /^snippet: (\S+)$/.exec(comment.exec(node.value)?.[1] ?? '') ?? []
    if (path === undefined) return []
    const block = children.slice(index + 1).find(({ type, value }) => type !== 'html' || !comment.test(value))
    if (block?.type !== 'code') throw new Error(`no block stands under the snippet ${path}`)
    return [{ path, node: block }]
  })
}

/** The text of a file or of a region in it, without the marks of regions and without the indentation that all of its lines have. */
function cut(where, name) {
  const [path, region] = name.split('#')
  if (!roots.some(folder => path.startsWith(folder)) || path.split('/').includes('..'))
    throw new Error(`${where}: ${path} is not in ${roots.join(', ')}`)
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  const chosen = region === undefined ? lines : regionOf(where, name, lines, region)
  const kept = chosen.filter(line => !/^\s*(?:#|\/\/) (?:region \S+|endregion)$/.test(line))
  const depth = Math.min(...kept.filter(line => line.trim() !== '').map(line => /^ */.exec(line)[0].length))
  return kept.map(line => line.slice(depth)).join('\n')
}

function regionOf(where, name, lines, region) {
  const marks = [`# region ${region}`, `// region ${region}`]
  const begins = lines.flatMap((line, index) => (marks.includes(line.trim()) ? [index] : []))
  if (begins.length !== 1) throw new Error(`${where}: ${name} is there ${begins.length} times, not once`)
  const rest = lines.slice(begins[0] + 1)
  const end = rest.findIndex(line => /^\s*(?:#|\/\/) endregion$/.test(line))
  if (end < 1) throw new Error(`${where}: ${name} has no line, or no endregion`)
  return rest.slice(0, end)
}
