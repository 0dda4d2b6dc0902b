import { isImagesError, ProjectError } from '../errors.ts'
import { plural, quote } from '../text.ts'
import { scanKeys } from './kustomize-keys.ts'
import { indexTree, kustomizationsIn, type RenderedTree, type TreeIndex } from './kustomize-tree.ts'
import { readSingle, yamlText } from './kustomize-yaml.ts'

export { withNamespace } from './kustomize-namespace.ts'
export type { RenderedTree } from './kustomize-tree.ts'

/** Kustomizations below one another, and times that one is built in all, with those of it that several others name. */
const depthLimit = 20
const buildLimit = 1000

/**
 * Threat model K-01: whether kustomize may be started in a folder of the tree. Reads every kustomization that is reachable from there, and
 * every file that configures a generator or transformer, and gives everything that is remote, starts a program, leaves the tree, names what is
 * not there, or is not known. Empty: allowed.
 */
export function scanKustomization(tree: RenderedTree, folder: string): readonly ProjectError[] {
  return scanIndexed(indexTree(tree), folder)
}

/** {@link scanKustomization} for several folders of one tree. */
export function scanIndexed(index: TreeIndex, folder: string): readonly ProjectError[] {
  const scan: Scan = { index, problems: [], done: new Map(), open: new Set() }
  const builds = visit(folder, undefined, scan)
  if (builds > buildLimit) {
    const message = `${plural(builds, 'kustomization')} would be built, counting each as often as it is named; ${buildLimit} are the most`
    scan.problems.push(new ProjectError('limit', message, { file: fileOf(scan.index, folder) }))
  }
  return scan.problems
}

type Scan = {
  readonly index: TreeIndex
  readonly problems: ProjectError[]
  /** Builds that a folder causes, for folders that were read. */
  readonly done: Map<string, number>
  readonly open: Set<string>
}

/** Reads a folder and all that it leads to, once. `from` is the file that names it. Returns the builds that it causes. */
function visit(folder: string, from: string | undefined, scan: Scan): number {
  const known = scan.done.get(folder)
  if (known !== undefined) return known
  if (scan.open.has(folder)) {
    scan.problems.push(
      new ProjectError('config', `the kustomization of ${quote(folder || '.')} is reached from itself`, {
        file: from ?? fileOf(scan.index, folder)
      })
    )
    return 0
  }
  if (scan.open.size >= depthLimit) {
    const message = `kustomizations are nested more than ${depthLimit} deep`
    scan.problems.push(new ProjectError('limit', message, { file: from ?? fileOf(scan.index, folder) }))
    return 0
  }
  scan.open.add(folder)
  const builds = readFolder(folder, from, scan).reduce(
    (sum, next) => Math.min(sum + visit(next.folder, next.file, scan), Number.MAX_SAFE_INTEGER),
    1
  )
  scan.open.delete(folder)
  scan.done.set(folder, builds)
  return builds
}

/** Folders that the kustomization of a folder names. */
function readFolder(
  folder: string,
  from: string | undefined,
  { index, problems }: Scan
): readonly { readonly folder: string; readonly file: string }[] {
  const files = kustomizationsIn(index, folder)
  const [first, second] = files
  const name = quote(folder || '.')
  if (first === undefined)
    problems.push(
      new ProjectError('missing-file', `the folder ${name} has no kustomization.yaml`, {
        file: from ?? (folder || '.')
      })
    )
  if (second !== undefined)
    problems.push(new ProjectError('config', `the folder ${name} has more than one kustomization`, { file: second }))
  return files.flatMap(file => {
    const attempt = (work: () => void): void => {
      try {
        work()
      } catch (error) {
        if (!isImagesError(error) || !(error instanceof ProjectError)) throw error
        problems.push(error)
      }
    }
    const found: string[] = []
    attempt(() => {
      const root = readSingle(yamlText(index.tree, file), file)
      if (root) scanKeys(root, { index, folder, file, attempt, enter: path => void found.push(path) })
    })
    return found.map(path => ({ folder: path, file }))
  })
}

function fileOf(index: TreeIndex, folder: string): string {
  return kustomizationsIn(index, folder)[0] ?? (folder || '.')
}
