import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { parse } from 'yaml'

/**
 * Everything that a person may copy into a workflow: our own, action.yml, those of the examples, and the YAML blocks of the pages that are a
 * workflow or steps of one. Each is a `{ name, kind, text, line, indent }`: `line` is what to add to a line of the text to be in the file.
 */
export function findDocuments(root) {
  const workflows = [...filesIn(root, '.github/workflows'), ...filesIn(root, 'examples')].filter(path =>
    /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path)
  )
  const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...filesIn(root, 'docs'), ...filesIn(root, 'examples')]
  const whole = path => ({ name: path, text: readFileSync(join(root, path), 'utf8'), line: 0, indent: 0 })
  return [
    { ...whole('action.yml'), kind: 'action' },
    ...workflows.map(path => ({ ...whole(path), kind: 'workflow' })),
    ...pages
      .filter(path => path.endsWith('.md') && existsSync(join(root, path)))
      .flatMap(path => blocksOf(path, readFileSync(join(root, path), 'utf8')))
  ]
}

/** The blocks of a page that are a workflow, its jobs or its steps, made into workflows where they are a part. */
export function blocksOf(name, page) {
  return yamlBlocks(fromMarkdown(page)).flatMap(({ value, position }) => {
    const kind = kindOf(value)
    if (kind === undefined) return []
    const frame = frames[kind]
    const indented = value.replace(/^(?=.)/gm, ' '.repeat(frame.indent))
    const line = position.start.line - frame.top.split('\n').length + 1
    return [{ name, kind: 'workflow', text: frame.top + indented, line, indent: frame.indent }]
  })
}

const head = 'on: [push, pull_request]\npermissions: {}\njobs:\n'
const frames = {
  workflow: { top: '', indent: 0 },
  jobs: { top: 'on: [push, pull_request]\npermissions: {}\n', indent: 0 },
  job: { top: head, indent: 2 },
  steps: { top: `${head}  a-job:\n    runs-on: ubuntu-24.04\n    steps:\n`, indent: 6 }
}

function kindOf(text) {
  const value = parsed(text)
  if (Array.isArray(value)) return value.some(step => step?.uses ?? step?.run) ? 'steps' : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if (value.jobs !== undefined) return value.on === undefined ? 'jobs' : 'workflow'
  const isJob = job =>
    job !== null && typeof job === 'object' && (job.steps ?? job['runs-on'] ?? job.uses) !== undefined
  return Object.values(value).some(isJob) ? 'job' : undefined
}

function parsed(text) {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}

function yamlBlocks(node) {
  if (node.type === 'code' && /^ya?ml$/.test(node.lang ?? '')) return [node]
  return (node.children ?? []).flatMap(yamlBlocks)
}

function filesIn(root, folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .flatMap(entry => {
      const path = `${folder}/${entry.name}`
      return entry.isDirectory() ? filesIn(root, path) : [path]
    })
    .sort()
}
