import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative } from 'node:path'
import type { JobFrame } from './job-frame.ts'
import type { StandIn } from './stand-ins.ts'
import { readZip } from './zip.ts'

/**
 * Puts files into an artifact of the run: `path` with files, folders, lines of them and `*` in the last part. The files lie in the artifact as
 * seen from the folder that all of them have in common, hidden ones are left out, and a name that is taken is an error.
 */
export const uploadArtifact: StandIn = async (inputs, frame) => {
  const known = ['name', 'path', 'if-no-files-found', 'retention-days', 'include-hidden-files']
  refuseOthers('actions/upload-artifact', inputs, known)
  const wanted = (inputs['path'] ?? '').split('\n').map(line => line.trim())
  const searched = wanted.filter(line => line !== '').flatMap(line => search(line, frame.workspace))
  const withHidden = inputs['include-hidden-files'] === 'true'
  const files = [...new Set(searched)].filter(
    file => withHidden || !relative(frame.workspace, file).split('/').some(isHidden)
  )
  if (files.length === 0) {
    const text = `No files were found with the provided path: ${inputs['path']}. No artifacts will be uploaded.`
    if (inputs['if-no-files-found'] === 'error') throw new Error(text)
    return { outputs: {}, log: text }
  }
  const isOneFolder =
    wanted.filter(line => line !== '').length === 1 && !files.includes(resolve(frame, wanted[0] ?? ''))
  const top = isOneFolder && !/\*/.test(wanted[0] ?? '') ? resolve(frame, wanted[0] ?? '') : commonFolder(files)
  const content = Object.fromEntries(files.map(file => [relative(top, file), readFileSync(file)]))
  const id = await frame.run.artifacts.upload(inputs['name'] ?? '', content)
  const url = `https://github.com/acme/shop/actions/runs/${frame.run.runId}/artifacts/${id}`
  return { outputs: { 'artifact-id': String(id), 'artifact-url': url }, log: `Artifact ${inputs['name']} uploaded` }
}

/** Unpacks artifacts of the run: one by `name`, or those that `pattern` names, each into a folder of its name unless `merge-multiple`. */
export const downloadArtifact: StandIn = async (inputs, frame) => {
  refuseOthers('actions/download-artifact', inputs, ['name', 'path', 'pattern', 'merge-multiple'])
  const { name = '', pattern = '' } = inputs
  const all = await frame.run.artifacts.all()
  const wanted = pattern === '' ? undefined : globOf(pattern)
  const found = all.filter(one => (name === '' ? (wanted?.test(one.name) ?? true) : one.name === name))
  if (name !== '' && found.length === 0)
    throw new Error(`Unable to download artifact(s): Artifact not found for name: ${name}`)
  const folder = resolve(frame, inputs['path'] ?? '')
  mkdirSync(folder, { recursive: true })
  for (const { name: own, bytes } of found) {
    const isFlat = name !== '' || inputs['merge-multiple'] === 'true'
    for (const [path, text] of Object.entries(readZip(bytes))) {
      const file = join(folder, isFlat ? '' : own, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
  }
  return { outputs: { 'download-path': folder }, log: `Total of ${found.length} artifact(s) downloaded` }
}

/** Inputs that the stand-in would not obey must have their default. */
function refuseOthers(uses: string, inputs: Readonly<Record<string, string>>, known: readonly string[]): void {
  const harmless = ['compression-level', 'overwrite', 'archive', 'github-token', 'repository', 'run-id', 'artifact-ids']
  const others = Object.keys(inputs).filter(
    name => ![...known, ...harmless, 'skip-decompress', 'digest-mismatch'].includes(name)
  )
  if (others.length > 0) throw new Error(`the stand-in for ${uses} knows nothing of ${others.join(', ')}`)
  for (const name of ['overwrite', 'github-token', 'artifact-ids', 'skip-decompress'])
    if (!['', 'false', undefined].includes(inputs[name])) throw new Error(`the stand-in for ${uses} has no ${name}`)
}

function search(line: string, workspace: string): readonly string[] {
  const path = isAbsolute(line) ? line : join(workspace, line)
  if (!path.includes('*')) return existsSync(path) ? filesIn(path) : []
  const pattern = globOf(basename(path))
  const folder = dirname(path)
  const names = existsSync(folder) ? readdirSync(folder).filter(name => pattern.test(name)) : []
  return names.flatMap(name => filesIn(join(folder, name)))
}

function filesIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap(name => filesIn(join(path, name)))
}

function commonFolder(files: readonly string[]): string {
  let top = dirname(files[0] ?? '/')
  while (!files.every(file => file.startsWith(`${top}/`))) top = dirname(top)
  return top
}

function resolve(frame: JobFrame, path: string): string {
  return isAbsolute(path) ? path : join(frame.workspace, path)
}

function isHidden(part: string): boolean {
  return part.startsWith('.') && part !== '..' && part !== '.'
}

function globOf(pattern: string): RegExp {
  // as minimatch reads them: `*`, and `+(…)` of a class
  const parts = pattern.split(/(\+\(\[[^\]]+\]\))/)
  const read = parts.map((part, index) =>
    index % 2 === 1 ? `${part.slice(2, -1)}+` : part.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '[^/]*')
  )
  return new RegExp(`^${read.join('')}$`)
}
