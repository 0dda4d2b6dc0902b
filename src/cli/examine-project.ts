import { type ImagesError, isImagesError, LockError } from '../errors.ts'
import { readDocument } from '../fixed/document.ts'
import type { Repository } from '../image/repository.ts'
import { findBoundary } from '../io/boundary.ts'
import { checkWritable } from '../io/file-access.ts'
import { git } from '../io/git.ts'
import { ownFiles } from '../io/machine.ts'
import { readNamedFile, readPolicyFile } from '../io/named-files.ts'
import { findProject, openProject } from '../io/project-files.ts'
import { openRendering } from '../io/project-rendering.ts'
import { readUserFile } from '../io/write-file.ts'
import { lockPath } from '../lock/lock-path.ts'
import { readLock } from '../lock/read-lock.ts'
import { fillTarget, namesTarget } from '../option-values.ts'
import type { Options } from '../options.ts'
import { readPolicy } from '../policy/read-policy.ts'
import { commandLineArgs } from '../project/args.ts'
import { readConfig } from '../project/config.ts'
import { type Builders, type Discovery, discover } from '../project/discover.ts'
import type { ImageUse } from '../project/uses.ts'
import { plural } from '../text.ts'
import { type CheckLine, failureOf, ok } from './check-line.ts'
import type { Terminal } from './command.ts'
import { refusedCalls, repositoriesOf, targetLines } from './project-lines.ts'

/** What `doctor` found out about the project. Not escaped; `secrets` may stand in it anywhere. */
export type ProjectFindings = {
  readonly lines: readonly CheckLine[]
  readonly notes: readonly string[]
  /** What its images are asked for at. */
  readonly repositories: readonly Repository[]
  /** Programs that it is built with: `helm`, `kubectl or kustomize`. */
  readonly programs: readonly string[]
  readonly secrets: readonly string[]
}

/** Targets that are rendered; a project with more says the rest itself. */
const mostTargets = 50

/** A fixed-images file that runs write, or a pattern of several; `lock` as the option lock-file says it. */
export type Output = { readonly file: string; readonly lock: string; readonly targets: readonly string[] }

/** What is looked at besides what the options say. */
export type ProjectScope = {
  /** Targets to render; all of the project if empty. */
  readonly targets: readonly string[]
  /** Files that runs write; that of the options if empty. */
  readonly outputs: readonly Output[]
}

/**
 * Looks at the project that the options name, as a run would read it, and writes nothing.
 * @throws InputError for a folder that is not there
 */
export async function examineProject(
  options: Options,
  scope: ProjectScope,
  env: Terminal['env']
): Promise<ProjectFindings> {
  const { root, home } = findProject(options)
  const source = openProject(root)
  const boundary = findBoundary(root, undefined)
  const lines: CheckLine[] = []
  const targets = attempt('.kluctl.yaml', lines, () => readConfig(source, home).targets.map(({ name }) => name))
  const named = options.target === undefined ? scope.targets : [options.target]
  const wanted = [...new Set(named.length > 0 ? named : (targets ?? []))]
  const rendered = targets === undefined ? nothing : await renderTargets(options, wanted, { env, boundary, lines })
  const own = [{ file: options.outputFile, lock: options.lockFile, targets: wanted }]
  lines.push(...fileLines(options, scope.outputs.length > 0 ? scope.outputs : own, boundary))
  const { ok: isInGit } = await git(['rev-parse', '--is-inside-work-tree'], root)
  const noGit =
    'git knows no repository around the project, so a run compares with the file before it and not with a commit'
  if (isInGit) lines.push(ok('git', 'the project is in a repository'))
  return { ...rendered, lines, notes: isInGit ? [] : [noGit] }
}

type Rendered = Pick<ProjectFindings, 'repositories' | 'programs' | 'secrets'>
const nothing: Rendered = { repositories: [], programs: [], secrets: [] }

type Look = {
  readonly env: Terminal['env']
  readonly boundary: string | undefined
  /** Takes what is found. */
  readonly lines: CheckLine[]
}

async function renderTargets(
  options: Options,
  targets: readonly string[],
  { env, boundary, lines }: Look
): Promise<Rendered> {
  const log = { debug: () => undefined, info: () => undefined, warning: () => undefined }
  const readFile = (path: string, option: string): string => readNamedFile(path, option, boundary)
  const rendering = attempt('project', lines, () => openRendering(options, { env, log, readFile }))
  if (rendering === undefined) return nothing
  const uses: ImageUse[] = []
  const secrets = new Set<string>()
  const programs = new Set<string>()
  const builders = namingPrograms(rendering.builders, programs)
  const render = async (target: string | undefined): Promise<Discovery> => {
    const { inclusion } = options
    const args = commandLineArgs(options.args, options.argsFromFile, readFile)
    const project = await rendering.render({ target, args, inclusion, ownFiles: ownFiles(options) })
    for (const secret of project.secrets) secrets.add(secret)
    return discover(project, builders)
  }
  try {
    for (const target of targets.length === 0 ? [undefined] : targets.slice(0, mostTargets)) {
      const name = target === undefined ? 'project' : `target ${target}`
      try {
        const discovery = await render(target)
        lines.push(...targetLines(name, discovery))
        uses.push(...discovery.uses)
      } catch (error) {
        lines.push(...errorsOf(error).map(one => failureOf(name, one)))
      }
    }
  } finally {
    rendering.close()
  }
  lines.push(...refusedCalls(uses))
  return { repositories: repositoriesOf(uses), programs: [...programs], secrets: [...secrets] }
}

/** Builders that note which programs they are asked to start, whether these are here or not. */
function namingPrograms({ kustomize, helm }: Builders, programs: Set<string>): Builders {
  return {
    kustomize: (tree, jobs) => {
      programs.add('kubectl or kustomize')
      return kustomize(tree, jobs)
    },
    helm: (tree, jobs) => {
      programs.add('helm')
      return helm(tree, jobs)
    }
  }
}

/** The files of ours beside the project: policy, fixed images, lock, and whether results can be written. */
function fileLines(options: Options, outputs: readonly Output[], boundary: string | undefined): readonly CheckLine[] {
  const lines: CheckLine[] = []
  attempt('policy file', lines, () => {
    const file = readPolicyFile(options, boundary)
    if (file !== undefined)
      lines.push(ok(file.name, `the policy, with ${plural(readPolicy(file.text, file.name).rules.length, 'rule')}`))
  })
  for (const file of options.fixedImagesFiles) {
    attempt(file, lines, () => {
      const entries = readDocument(readNamedFile(file, 'fixed-images-file', boundary), file, () => undefined)
      lines.push(ok(file, plural(entries.length, 'entry', 'entries')))
    })
  }
  const files = outputs.flatMap(
    output => attempt('output-file', lines, () => outputFiles(output).map(file => [file, output.lock] as const)) ?? []
  )
  for (const [file, lock] of new Map(files)) {
    attempt(file, lines, () => lines.push(ok(file, describeOutput(file, boundary))))
    attempt(file, lines, () => {
      const path = lock === 'none' ? undefined : lockPath(lock, file)
      const text = path === undefined ? undefined : readUserFile(path, boundary)
      if (path === undefined || text === undefined) return
      const entries = [...readLock(text, path).files.values()].reduce((sum, { size }) => sum + size, 0)
      lines.push(ok(path, `the lock, with ${plural(entries, 'image')}`))
    })
  }
  return lines
}

/** Each target has a file of its own where the name says so. */
function outputFiles({ file, targets }: Output): readonly string[] {
  return namesTarget(file) ? targets.map(target => fillTarget(file, target)) : [file]
}

function describeOutput(file: string, boundary: string | undefined): string {
  const text = readUserFile(file, boundary)
  checkWritable(file)
  if (text === undefined) return 'not there yet; a run writes it'
  return `${plural(readDocument(text, file, () => undefined).length, 'entry', 'entries')}, and it can be written`
}

/** What a part of the look ends with; an error of ours is a line. */
function attempt<T>(name: string, lines: CheckLine[], work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    lines.push(
      ...errorsOf(error).map(one => (one instanceof LockError ? failureOf('lock', one) : failureOf(name, one)))
    )
    return undefined
  }
}

/** @throws whatever is none of ours */
function errorsOf(error: unknown): readonly ImagesError[] {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  const ours = errors.filter(isImagesError)
  if (ours.length < errors.length || ours.length === 0) throw error
  return ours
}
