import { ProjectError } from '../errors.ts'
import { type RenderedTree, scanIndexed } from '../project/kustomize-scan.ts'
import { indexTree, kustomizationsIn, type TreeIndex } from '../project/kustomize-tree.ts'
import { plural, quote } from '../text.ts'
import {
  findProgram,
  openProgramRunner,
  type Program,
  type ProgramRunner,
  type ProgramSurroundings
} from './program.ts'
import { runJobs } from './program-lanes.ts'
import { type ProgramRoom, programReason } from './program-room.ts'

/** Builds kustomizations with the real program. */
export interface Kustomizer {
  /**
   * What kustomize makes of each folder of a rendered tree, or why it made nothing. Never rejects. A folder that the scan of K-01 refuses
   * is not built.
   */
  build(tree: RenderedTree, folders: readonly string[]): Promise<ReadonlyMap<string, string | ProjectError>>
}

/** Opens the kustomize of this machine: `kubectl kustomize`, else `kustomize`. `runner` is for tests. */
export function openKustomizer(
  surroundings: ProgramSurroundings,
  runner: ProgramRunner = openProgramRunner(surroundings)
): Kustomizer {
  return {
    build: async (tree, folders) => {
      const index = indexTree(tree)
      const results = new Map<string, string | ProjectError>()
      for (const folder of folders) {
        const problem = inOne(scanIndexed(index, folder))
        if (problem) results.set(folder, problem)
      }
      const allowed = [...new Set(folders)].filter(folder => !results.has(folder))
      const program = findProgram(['kubectl', 'kustomize'], surroundings)
      if (program === undefined) {
        for (const folder of allowed) results.set(folder, noProgram(fileOf(index, folder)))
        return results
      }
      const jobs = allowed.map(folder => ({ folder, file: fileOf(index, folder) }))
      const built = await runJobs(tree, jobs, (job, room) => buildFolder(runner, program, room, job))
      return new Map([...results, ...built])
    }
  }
}

/** The first of several problems, with the number of the others. */
function inOne([first, ...more]: readonly ProjectError[]): ProjectError | undefined {
  if (first === undefined || more.length === 0) return first
  const { code, message, place, hint, excerpt } = first
  return new ProjectError(
    code,
    `${message} (${plural(more.length, 'more problem')} in the kustomizations of this folder)`,
    place,
    { hint, excerpt }
  )
}

function fileOf(index: TreeIndex, folder: string): string {
  return kustomizationsIn(index, folder)[0] ?? (folder || '.')
}

function noProgram(file: string): ProjectError {
  return new ProjectError(
    'unsupported',
    'this kustomization needs the program kubectl or kustomize, and neither is on PATH',
    { file },
    { hint: 'Install one of them before this step; in the checked-out repository they are not looked for.' }
  )
}

async function buildFolder(
  runner: ProgramRunner,
  program: Program,
  room: ProgramRoom,
  { folder, file }: { readonly folder: string; readonly file: string }
): Promise<string | ProjectError> {
  const verb = program.name === 'kubectl' ? 'kustomize' : 'build'
  const run = await runner.run(program, [verb, '--', folder === '' ? room.tree : `${room.tree}/${folder}`], room)
  const name = quote(folder || '.')
  if (run.kind === 'stopped')
    return new ProjectError('limit', `${program.name} ${verb} of ${name} ${run.why}`, { file })
  if (run.status === 0) return run.output
  const reason = programReason(reasonIn(run.errors), room)
  const why = reason === '' ? `status ${run.status}` : reason
  return new ProjectError('config', `kustomize cannot build ${name}: ${why}`, { file }, { hint: hintFor(run.errors) })
}

/** What is wrong, without the warnings about old keys before it and without the form of kubectl's log, `E… file.go:1] "…" err="…"` or `err=<…>`. */
function reasonIn(errors: string): string {
  const [, quoted, block] = /^[EF]\d{4} .*? err=(?:"((?:[^"\\]|\\.)*)"|<\n([\s\S]*?)\n ?>)/m.exec(errors) ?? []
  if (quoted !== undefined) return quoted.replace(/\\n/g, ' ').replace(/\\(["\\])/g, '$1')
  if (block !== undefined) return block
  const start = /^error: /im.exec(errors)
  return start ? errors.slice(start.index + start[0].length) : errors
}

function hintFor(errors: string): string | undefined {
  if (/is not in or below/.test(errors))
    return 'kluctl lets a kustomization read files outside of its folder, and kustomize run on untrusted files does not: move the file below the folder, or give the other folder a kustomization and list the folder.'
  return undefined
}
