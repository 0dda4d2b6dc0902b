import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { DeployedSource } from '../deployed/answer.ts'
import { findDeployed } from '../deployed/find.ts'
import { identityKey } from '../deployed/identity.ts'
import { type DeployedObject, findDeployedObjects, type IsWanted, indexObjects } from '../deployed/objects.ts'
import { plainValue } from '../deployed/plain-value.ts'
import { openRenderedUses } from '../deployed/rendered-use.ts'
import { InputError, ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'
import { isSecretName } from '../project/secret-name.ts'
import { quote } from '../text.ts'
import { parseYamlDocuments, yamlLimits } from '../yaml/parse.ts'
import { keepInside } from './boundary.ts'
import { openProject } from './project-files.ts'

/** A file with objects: its path as messages name it, and its text. */
type ObjectFile = { readonly path: string; readonly text: string }

/**
 * What files say is deployed: a file, or a folder with all that is below it, of YAML or JSON as `kubectl get` writes it, or as manifests are
 * rendered. Links that lead out of the folder are refused, and files whose names tell of secrets are not opened. The files are read at once,
 * and an object in them is looked at only where a use asks for it.
 * @param boundary the folder that others may have written to: a path in it that a link leads out of is refused; none if undefined
 * @throws InputError where there is no such file or folder, FileError for a link out, ProjectError for a file that cannot be read
 */
export function openDeployedFiles(path: string, boundary?: string): DeployedSource {
  keepInside(path, boundary)
  const files = readFiles(path)
  // what is broken is told before the work begins
  const documents = files.map(file => ({ path: file.path, values: readValues(file) }))
  return {
    find: async uses => {
      const reader = openRenderedUses()
      const wanted = uses.map(use => reader.find(use))
      const keys = new Set(wanted.flatMap(rendered => (rendered ? [identityKey(rendered.identity)] : [])))
      const isWanted: IsWanted = identity => keys.has(identityKey(identity))
      const objects = documents.flatMap(({ path: source, values }) =>
        values.flatMap((value): readonly DeployedObject[] => findDeployedObjects(value, source, isWanted))
      )
      const index = indexObjects(objects)
      return uses.map((use, at) => findDeployed(use, wanted[at], index))
    }
  }
}

function readFiles(path: string): readonly ObjectFile[] {
  const real = realPathOf(path)
  const shown = path.replace(/\/+$/, '') || '/'
  if (!statSync(real).isDirectory()) return readFile(openProject(dirname(real)), basename(real), shown)
  const source = openProject(real)
  return below(source, '').flatMap(name => readFile(source, name, join(shown, name).replaceAll('\\', '/')))
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch (cause) {
    throw new InputError('deployed-images', `there is no file or folder ${quote(path)}`, {
      cause,
      hint: 'Write none, cluster, or the path of a file or folder of objects, as kubectl get -o yaml writes them.'
    })
  }
}

/** Paths of the files of objects, in one order. */
function below(source: FileSource, folder: string): readonly string[] {
  return (source.list(folder) ?? []).flatMap(({ name, kind }) => {
    const path = folder === '' ? name : `${folder}/${name}`
    if (isSecretName(path)) return []
    if (kind === 'folder') return below(source, path)
    return /\.(?:ya?ml|json)$/i.test(name) ? [path] : []
  })
}

function readFile(source: FileSource, name: string, path: string): readonly ObjectFile[] {
  try {
    const text = source.read(name)
    return text === undefined ? [] : [{ path, text }]
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    throw new ProjectError(error.code, `deployed-images: ${error.message}`, { file: path }, { cause: error })
  }
}

/** No line of such a file is ever shown: it may hold Secrets. */
function readValues({ path, text }: ObjectFile): readonly unknown[] {
  const json = /\.json$/i.test(path) ? parseJson(text) : undefined
  if (json !== undefined) return [plainValue(json, path)]
  // it says where broken JSON is broken, and takes several documents
  return parseYamlDocuments(text, path, yamlLimits, 'hidden').map(({ value }) => value)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
