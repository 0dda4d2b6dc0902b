import { isImagesError, type Place, ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'
import { quote } from '../text.ts'
import { parseYaml, type YamlMap, type YamlValue } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import { mergeArgs, missingArgs, missingArgsError } from './args.ts'
import { chooseTarget, readArgDefinitions, readConfig, renderTarget, sameNames, type Target } from './config.ts'
import { type DeploymentFile, type DeploymentItem, readDeployment, whenOf } from './deployment.ts'
import { joinPath, readEither } from './files.ts'
import { defaultTags, type Inclusion, isIncluded, itemTags } from './inclusion.ts'
import { createRenderer, type Renderer, searchFolders } from './renderer.ts'
import { loadVars } from './vars.ts'

/** What a run wants from a project. */
export type ProjectRequest = {
  readonly target: string | undefined
  /** Args of the command line. */
  readonly args: YamlMap
  readonly inclusion: Inclusion
}

/** A folder of manifests with the variables it is rendered with. */
export type ProjectItem = {
  readonly folder: string
  /** The folder, with `-N` for its N-th reuse, as kluctl names the rendered one. */
  readonly deploymentDir: string
  readonly tags: readonly string[]
  readonly vars: YamlMap
  /** Folders that are searched for templates. */
  readonly folders: readonly string[]
  readonly overrideNamespace: string | undefined
  /** `folder`: the YAML files directly in it. `tree`: those below it as well. */
  readonly scope: 'folder' | 'tree'
  readonly place: Place
}

export type LoadedProject = {
  readonly target: Target
  readonly items: readonly ProjectItem[]
  /** What is wrong with single parts; the others were loaded all the same. */
  readonly problems: readonly ProjectError[]
  readonly warnings: readonly { readonly message: string; readonly place: Place }[]
  readonly renderer: Renderer
}

type Level = {
  readonly folder: string
  readonly vars: YamlMap
  readonly tags: readonly string[]
  readonly overrideNamespace: string | undefined
  /** Folders of the projects that include this one, to notice a circle. */
  readonly chain: readonly string[]
}

/**
 * Loads a kluctl project: target, args, deployment.yaml files, variables, items. A folder that has neither `.kluctl.yaml` nor
 * `deployment.yaml` is the YAML files in and below it.
 * @throws ProjectError where nothing can be loaded at all
 */
export function loadProject(
  source: FileSource,
  request: ProjectRequest,
  debug: (message: string) => void
): LoadedProject {
  return new Loader(source, request, debug).load()
}

/** Includes of includes of includes multiply. */
const deploymentLimit = 10_000

class Loader {
  private readonly source: FileSource
  private readonly request: ProjectRequest
  private readonly renderer: Renderer
  private readonly items: ProjectItem[] = []
  private readonly problems: ProjectError[] = []
  private readonly warnings: { message: string; place: Place }[] = []
  private readonly reused = new Map<string, number>()
  private count = 0

  constructor(source: FileSource, request: ProjectRequest, debug: (message: string) => void) {
    this.source = source
    this.request = request
    this.renderer = createRenderer(source, debug)
  }

  load(): LoadedProject {
    const config = readConfig(this.source)
    this.warnings.push(...sameNames(config))
    const definitions = config.args.length > 0 ? config.args : this.oldArgDefinitions()
    const argsFor = (targetArgs: YamlMap): YamlMap => mergeArgs(definitions, targetArgs, this.request.args)
    const warn = (message: string, place: Place): void => void this.warnings.push({ message, place })
    const target = renderTarget(chooseTarget(config, this.request.target), this.renderer, argsFor, warn)
    const args = argsFor(target.args)
    const missing = missingArgs(definitions, args)
    if (missing.length > 0) throw missingArgsError(missing, missing[0]?.place)
    const vars = new Map<string, YamlValue>([
      ['args', args],
      ['target', new Map([...target.variables, ['args', args]])]
    ])
    this.loadRoot({ folder: '', vars, tags: [], overrideNamespace: undefined, chain: [] })
    const { items, problems, warnings, renderer } = this
    return { target, items, problems, warnings, renderer }
  }

  /** Before kluctl v2.17 the root deployment.yaml defined the args; it is read unrendered for them. */
  private oldArgDefinitions(): ReturnType<typeof readArgDefinitions> {
    const found = readEither(this.source, '', 'deployment')
    if (!found || !/^args:/m.test(found.text)) return []
    const head = /^args:.*(?:\r?\n(?:[ \t#-].*)?)*/m.exec(found.text)?.[0] ?? ''
    const lead = '\n'.repeat(found.text.slice(0, found.text.indexOf(head)).split('\n').length - 1)
    const document = parseYaml(lead + head, found.path)
    return document === undefined ? [] : readArgDefinitions(new Part(document).at('args'))
  }

  private loadRoot(level: Level): void {
    const found = readEither(this.source, '', 'deployment')
    const isManifest = found !== undefined && /^apiVersion:/m.test(found.text) && /^kind:/m.test(found.text)
    if (found && !isManifest) {
      this.guard(found.path, () => this.loadLevel(level))
      return
    }
    const hasConfig = readEither(this.source, '', '.kluctl') !== undefined
    const place = { file: found?.path ?? '.' }
    if (!isIncluded(this.request.inclusion, { tags: [], folder: '', always: false })) return
    this.addItem({
      folder: '',
      deploymentDir: '',
      tags: [],
      vars: level.vars,
      overrideNamespace: undefined,
      scope: hasConfig ? 'folder' : 'tree',
      place
    })
  }

  /** Runs a part of the loading; what is wrong with it is kept, and the other parts go on. */
  private guard(file: string, load: () => void): void {
    try {
      load()
    } catch (error) {
      if (!isImagesError(error)) throw error
      this.problems.push(
        error instanceof ProjectError ? error : new ProjectError('config', error.message, { file }, { cause: error })
      )
    }
  }

  private loadLevel(level: Level): void {
    const deployment = readDeployment(this.source, this.renderer, level.folder, level.vars)
    if (!deployment) {
      throw new ProjectError('missing-file', `there is no deployment.yaml in ${quote(level.folder)}`, {
        file: level.folder || '.'
      })
    }
    this.count += 1
    if (this.count > deploymentLimit) throw deployment.root.fail(`more than ${deploymentLimit} includes`, 'limit')
    if (level.folder !== '' && !deployment.root.at('args').isEmpty)
      throw deployment.root.at('args').fail('only the root deployment.yaml may define args')
    const when = whenOf(deployment.root)
    const folders = searchFolders(level.folder)
    if (when !== '') {
      if (level.folder === '') throw deployment.root.at('when').fail('the root deployment.yaml cannot have a condition')
      if (!this.renderer.isTrue(when, deployment.root.at('when').place, level.vars, folders)) return
    }
    const vars = loadVars(deployment.root.at('vars'), level.vars, {
      source: this.source,
      renderer: this.renderer,
      folders
    })
    for (const item of deployment.items)
      this.guard(deployment.file, () => this.loadItem(item, deployment, { ...level, vars }))
  }

  private loadItem(item: DeploymentItem, deployment: DeploymentFile, level: Level): void {
    const { part } = item
    const folders = searchFolders(level.folder)
    if (!this.renderer.isTrue(item.when, part.at('when').place, level.vars, folders)) return
    if (item.kind === 'none') return
    if (item.kind === 'git' || item.kind === 'oci') {
      throw part
        .at(item.kind)
        .fail(
          `${item.kind} includes are not supported here`,
          'unsupported',
          'Check the source out and include it as a folder.'
        )
    }
    const place = part.at(item.kind).place
    const folder = joinPath(level.folder, item.path, place)
    if (this.source.list(folder) === undefined)
      throw part.at(item.kind).fail(`there is no folder ${quote(folder)}`, 'missing-file')
    const tags = itemTags([...deployment.tags, ...level.tags], item.tags ?? defaultTags(item.path))
    const overrideNamespace = deployment.overrideNamespace ?? level.overrideNamespace
    const context = { source: this.source, renderer: this.renderer, folders }
    if (item.kind === 'include') {
      if (level.chain.includes(folder)) throw part.at('include').fail(`${quote(folder)} includes itself`)
      if (readEither(this.source, folder, '.kluctl-library')) {
        throw part.at('include').fail('an include with .kluctl-library.yaml is not supported here', 'unsupported')
      }
      const vars = loadVars(part.at('vars'), level.vars, context)
      const inherited = itemTags(item.tags ?? defaultTags(item.path), [...deployment.tags, ...level.tags])
      this.loadLevel({ folder, vars, tags: inherited, overrideNamespace, chain: [...level.chain, folder] })
      return
    }
    // a partial run must call a reused folder what a whole run calls it
    const deploymentDir = this.deploymentDir(folder)
    if (!isIncluded(this.request.inclusion, { tags, folder, always: item.always }) || item.onlyRender) return
    const vars = loadVars(part.at('vars'), level.vars, { ...context, folders: searchFolders(folder, level.folder) })
    this.addItem({
      folder,
      deploymentDir,
      tags,
      vars,
      overrideNamespace,
      scope: item.recursive ? 'tree' : 'folder',
      place
    })
  }

  private addItem(item: Omit<ProjectItem, 'folders'>): void {
    this.items.push({ ...item, folders: searchFolders(item.folder) })
  }

  private deploymentDir(folder: string): string {
    const count = this.reused.get(folder) ?? 0
    this.reused.set(folder, count + 1)
    return count === 0 ? folder : `${folder}-${count}`
  }
}
