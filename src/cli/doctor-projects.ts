import { join, relative, sep } from 'node:path'
import { type ImagesError, InputError } from '../errors.ts'
import { findBoundary } from '../io/boundary.ts'
import { findInitPlace } from '../io/init-place.ts'
import { openProject, realFolder } from '../io/project-files.ts'
import { parseOptions, type RawOptions } from '../options.ts'
import { quote } from '../text.ts'
import { type CheckLine, failureOf, warning } from './check-line.ts'
import type { Terminal } from './command.ts'
import { examineProject, type Output, type ProjectFindings } from './examine-project.ts'
import type { PipelineSetup } from './pipeline-setup.ts'

/** Projects of one repository that are looked at. */
const mostProjects = 20

/**
 * Looks at the project that the flags name or that one stands in, else at those that the pipelines of the repository are for, else at the one that
 * `init` would find. Targets, files and args that the flags do not say are those of the pipelines.
 * @throws InputError for a folder that is not there
 */
export async function examineProjects(
  raw: RawOptions,
  pipelines: readonly PipelineSetup[],
  env: Terminal['env']
): Promise<ProjectFindings> {
  const here = realFolder('.')
  const start = realFolder(raw['project-dir'] ?? '.')
  const root = findBoundary(start, undefined) ?? start
  const lost: CheckLine[] = []
  const setups = pipelines.flatMap(setup => {
    const folder = folderOf(setup, root)
    if (folder === undefined) lost.push(notThere(setup))
    return folder === undefined ? [] : [{ setup, folder }]
  })
  const isNamed = Object.keys(raw).some(name => name !== 'offline-images')
  const below = here === root && !isNamed ? setups.map(({ folder }) => folder) : []
  const own = isNamed || isProject(start) ? [start] : []
  const chosen = [...new Set([...own, ...below])].slice(0, mostProjects)
  const found = chosen.length > 0 ? { folders: chosen, note: undefined } : findOne()
  const all: ProjectFindings[] = []
  for (const folder of found.folders) {
    const fitting = setups.filter(one => one.folder === folder).map(({ setup }) => setup)
    const projectDir = raw['project-dir'] ?? (relative(here, folder) || '.')
    const given = { ...raw, ...(projectDir === '.' ? {} : { 'project-dir': projectDir }) }
    const findings = await examineSetups(given, fitting, relative(here, root), env)
    all.push(found.folders.length > 1 ? { ...findings, lines: named(findings.lines, projectDir) } : findings)
  }
  const unique = <T>(list: readonly T[]): readonly T[] => [
    ...new Map(list.map(item => [JSON.stringify(item), item])).values()
  ]
  return {
    lines: unique([...lost, ...all.flatMap(({ lines }) => lines)]),
    notes: unique([...(found.note === undefined ? [] : [found.note]), ...all.flatMap(({ notes }) => notes)]),
    repositories: unique(all.flatMap(({ repositories }) => repositories)),
    programs: unique(all.flatMap(({ programs }) => programs)),
    secrets: all.flatMap(({ secrets }) => secrets)
  }
}

/** The folder of a setup; undefined where it is not there, or a link leads out of the repository to it. */
function folderOf({ projectDir }: PipelineSetup, root: string): string | undefined {
  try {
    const folder = realFolder(join(root, projectDir))
    return folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep) ? folder : undefined
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}

function notThere({ from, projectDir }: PipelineSetup): CheckLine {
  const what = `has the project-dir ${quote(projectDir)}, which is no folder of the repository, so that its runs fail`
  return warning(from, what, 'Name the folder of the project there; it counts from the root of the repository.')
}

function isProject(folder: string): boolean {
  const source = openProject(folder)
  return ['.kluctl.yaml', '.kluctl.yml', 'deployment.yaml', 'deployment.yml'].some(
    name => source.read(name) !== undefined
  )
}

/** The one project in the working directory, as `init` finds it. */
function findOne(): { readonly folders: readonly string[]; readonly note: string | undefined } {
  const note = (why: string): string => `${why}; name one to look at it: --project-dir DIR`
  try {
    const { root, project, others } = findInitPlace(undefined)
    if (others.length === 0) return { folders: [join(root, project)], note: undefined }
    return { folders: [], note: note(`there are several kluctl projects here: ${[project, ...others].join(', ')}`) }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const isSeveral = error.message.startsWith('there are several')
    return { folders: [], note: note(isSeveral ? error.message : 'there is no kluctl project in this folder') }
  }
}

/** Setups that are rendered alike are looked at together; without any, what the flags say is looked at. */
async function examineSetups(
  raw: RawOptions,
  setups: readonly PipelineSetup[],
  above: string,
  env: Terminal['env']
): Promise<ProjectFindings> {
  const { target } = raw
  const groups = new Map<string, PipelineSetup[]>()
  for (const setup of setups) {
    if (target !== undefined && setup.targets.length > 0 && !setup.targets.includes(target)) continue
    const key = JSON.stringify(setup.raw)
    groups.set(key, [...(groups.get(key) ?? []), setup])
  }
  const all: ProjectFindings[] = []
  for (const group of groups.size === 0 ? [[]] : groups.values()) {
    const [first] = group
    const { options, problems } = parseOptions({ ...fromHere(first?.raw ?? {}, above), ...raw }, { eachTarget: true })
    if (problems.length > 0) all.push({ ...nothing, lines: failures(first?.from ?? '', problems) })
    else {
      const targets = [...new Set(group.flatMap(setup => setup.targets))]
      const outputs = raw['output-file'] === undefined ? outputsOf(group, target, above) : []
      all.push(await examineProject(options, { targets, outputs }, env))
    }
  }
  return {
    lines: all.flatMap(({ lines }) => lines),
    notes: all.flatMap(({ notes }) => notes),
    repositories: all.flatMap(({ repositories }) => repositories),
    programs: all.flatMap(({ programs }) => programs),
    secrets: all.flatMap(({ secrets }) => secrets)
  }
}

const nothing: ProjectFindings = { lines: [], notes: [], repositories: [], programs: [], secrets: [] }

function failures(from: string, problems: readonly ImagesError[]): readonly CheckLine[] {
  return problems.map(problem => failureOf(from, problem))
}

function outputsOf(setups: readonly PipelineSetup[], target: string | undefined, above: string): readonly Output[] {
  return setups.flatMap(({ output, targets }) => {
    if (output === undefined) return []
    const { file, lock } = output
    const lockFile = ['auto', 'none'].includes(lock) ? lock : join(above, lock)
    return [{ file: join(above, file), lock: lockFile, targets: target === undefined ? targets : [target] }]
  })
}

/** Paths that count from the root of the repository, from the working directory. */
function fromHere(raw: RawOptions, above: string): RawOptions {
  const change = (name: string, line: string): string => {
    if (name === 'vars-from-file') return line.replace(/^(.*=)(.*)$/, (_, source, path) => source + join(above, path))
    return ['source-root', 'policy-file', 'args-from-file'].includes(name) ? join(above, line) : line
  }
  return Object.fromEntries(
    Object.entries(raw).map(([name, text]) => [
      name,
      text
        .split('\n')
        .map(line => change(name, line))
        .join('\n')
    ])
  )
}

/** Lines of several projects say which; those of a file name it. */
function named(lines: readonly CheckLine[], projectDir: string): readonly CheckLine[] {
  return lines.map(line =>
    /^(?:target .*|project|calls|lock|policy file|\.kluctl.*)$/s.test(line.name)
      ? { ...line, name: `${projectDir}: ${line.name}` }
      : line
  )
}
