import { isImagesError, type Place, ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'
import { quote } from '../text.ts'
import type { YamlMap, YamlValue } from '../yaml/parse.ts'
import type { Part } from '../yaml/shape.ts'
import { mergeArgs, missingArgs, missingArgsError, mistypedArgs } from './args.ts'
import { type ArgDefinition, chooseTarget, type KluctlConfig, noTarget, readConfig, renderTarget } from './config.ts'
import { type DeploymentFile, type DeploymentItem, oldKeys, readDeployment, whenOf } from './deployment.ts'
import { readEither } from './files.ts'
import { includedFolder } from './include.ts'
import { defaultTags, isIncluded, itemTags } from './inclusion.ts'
import { includedVariables } from './library.ts'
import { oldArgDefinitions } from './old-args.ts'
import { oldCluster } from './old-cluster.ts'
import type { LoadedProject, ProjectItem, ProjectRequest } from './project.ts'
import { createRenderer, type Renderer, type RenderWatch } from './renderer.ts'
import { Secrets } from './secrets.ts'
import { inSource, joinPart } from './source-root.ts'
import { type ExternalSources, type Need, needKey, noExternalSources } from './sources.ts'
import { loadVars, type VarsContext } from './vars.ts'

export type { LoadedProject, ProjectItem, ProjectRequest } from './project.ts'

/** A deployment project on its way: the folder of a deployment.yaml and what it inherits. */
type Level = {
  readonly folder: string
  readonly sourceRoot: string
  /** Folders that are searched for templates: this one, and those of the projects around it in the same source (kluctl v2.28). */
  readonly folders: readonly string[]
  readonly vars: YamlMap
  readonly tags: readonly string[]
  readonly overrideNamespace: string | undefined
  /** Folders of the projects that include this one, to notice a circle. */
  readonly chain: readonly string[]
  /** What includes it; undefined for the root. */
  readonly part: Part | undefined
}

/**
 * Loads a kluctl project: target, args, deployment.yaml files, variables, items. A folder that has neither `.kluctl.yaml` nor
 * `deployment.yaml` is the YAML files in and below it.
 * @throws ProjectError where nothing can be loaded at all
 */
export function loadProject(source: FileSource, request: ProjectRequest, watch: RenderWatch): LoadedProject {
  return new Loader(source, request, watch).load()
}

/** Items of all deployment.yaml files: includes of includes of includes multiply. */
const itemLimit = 10_000

class Loader {
  private readonly source: FileSource
  private readonly request: ProjectRequest
  private readonly home: string
  private readonly external: ExternalSources
  private readonly renderer: Renderer
  private readonly items: ProjectItem[] = []
  private readonly problems: ProjectError[] = []
  private readonly warnings: { message: string; place: Place }[] = []
  private readonly needs = new Map<string, Need>()
  private readonly secrets = new Secrets()
  private readonly reused = new Map<string, number>()
  private readonly oldKeys = new Set<string>()
  private count = 0

  constructor(source: FileSource, request: ProjectRequest, watch: RenderWatch) {
    this.source = source
    this.request = request
    this.home = request.home ?? ''
    this.external = request.external ?? noExternalSources
    this.renderer = createRenderer(source, watch)
  }

  load(): LoadedProject {
    const config = readConfig(this.source, this.home)
    this.warnings.push(...config.warnings)
    const definitions = config.args.length > 0 ? config.args : oldArgDefinitions(this.source, this.home)
    this.warnings.push(...mistypedArgs(definitions, this.request.args))
    const argsFor = (targetArgs: YamlMap): YamlMap => mergeArgs(definitions, targetArgs, this.request.args)
    const warn = (message: string, place: Place): void => void this.warnings.push({ message, place })
    const chosen = chooseTarget(config, this.request.target)
    if (!chosen && config.targets.length > 0) this.warnings.push(noTarget(config))
    // before anything is rendered with args that are not there
    this.checkArgs(definitions, argsFor(chosen?.part.at('args').optionalMap() ?? new Map()), config)
    const target = renderTarget(config, chosen, this.renderer, argsFor, warn)
    const args = argsFor(target.args)
    const vars = new Map<string, YamlValue>([
      ['args', args],
      ['target', target.variables],
      ...oldCluster(this.source, this.home, target)
    ])
    this.loadRoot({
      folder: this.home,
      sourceRoot: '',
      folders: [this.home],
      vars,
      tags: [],
      overrideNamespace: undefined,
      chain: [],
      part: undefined
    })
    return {
      target,
      items: this.items,
      problems: this.problems.map(problem => this.secrets.hide(problem)),
      warnings: this.warnings,
      renderer: this.renderer,
      needs: [...this.needs.values()],
      secrets: this.secrets.texts
    }
  }

  private checkArgs(definitions: readonly ArgDefinition[], args: YamlMap, { targets }: KluctlConfig): void {
    const missing = missingArgs(definitions, args)
    if (missing.length === 0) return
    const others = this.request.target === undefined ? targets : []
    const setting = others.map(({ name, part }) => ({ name, args: part.at('args').optionalMap() ?? new Map() }))
    throw missingArgsError(missing, missing[0]?.place, this.request.args, setting)
  }

  private loadRoot(level: Level): void {
    const found = readEither(this.source, this.home, 'deployment', '.yml')
    const isManifest = found !== undefined && /^apiVersion:/m.test(found.text) && /^kind:/m.test(found.text)
    if (found && !isManifest) {
      this.guard(found.path, () => this.loadLevel(level))
      return
    }
    const hasConfig = readEither(this.source, this.home, '.kluctl', '.yml') !== undefined
    if (!isIncluded(this.request.inclusion, { tags: [], folder: this.home, always: false })) return
    this.items.push({
      folder: this.home,
      deploymentDir: this.home,
      tags: [],
      vars: level.vars,
      folders: level.folders,
      overrideNamespace: undefined,
      scope: hasConfig ? 'folder' : 'tree',
      onlyRender: false,
      sourceRoot: '',
      templateExcludes: [],
      place: { file: found?.path ?? '.' }
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

  private varsContext({ folders, sourceRoot }: Level): VarsContext {
    return {
      source: this.source,
      renderer: this.renderer,
      external: this.external,
      folders,
      sourceRoot,
      need: need => void this.needs.set(needKey(need), need),
      secret: text => this.secrets.add(text)
    }
  }

  private loadLevel(level: Level): void {
    const { folder, folders } = level
    const deployment = readDeployment(this.source, this.renderer, folder, level.vars, folders)
    if (!deployment) throw this.noDeployment(level)
    const isRoot = level.chain.length === 0
    if (!isRoot && !deployment.root.at('args').isEmpty)
      throw deployment.root.at('args').fail('only the root deployment.yaml may define args')
    this.warnOldKeys(deployment)
    const when = whenOf(deployment.root)
    if (isRoot && when !== '') throw deployment.root.at('when').fail('the root deployment.yaml cannot have a condition')
    const vars = loadVars(deployment.root.at('vars'), level.vars, this.varsContext(level))
    if (!vars) return
    // the condition sees the variables of its own file
    if (!this.renderer.isTrue(when, deployment.root.at('when').place, vars, [])) return
    for (const item of deployment.items) {
      this.count += 1
      // said once
      if (this.count > itemLimit + 1) return
      this.guard(deployment.file, () => this.loadItem(item, deployment, { ...level, vars }))
    }
  }

  private noDeployment({ folder, part }: Level): ProjectError {
    const kustomization = readEither(this.source, folder, 'kustomization')
    const hint = kustomization
      ? 'It has a kustomization: name it with path instead of include.'
      : 'An include needs one; a folder of manifests is named with path.'
    const message = `there is no deployment.yaml in ${quote(folder)}`
    return part?.fail(message, 'missing-file', hint) ?? new ProjectError('missing-file', message, undefined, { hint })
  }

  private warnOldKeys(deployment: DeploymentFile): void {
    for (const part of oldKeys(deployment)) {
      if (this.oldKeys.has(part.name)) continue
      this.oldKeys.add(part.name)
      const message = `${quote(part.name)} is a key of older projects; current versions of kluctl refuse it`
      this.warnings.push({ message, place: part.place })
    }
  }

  private loadItem(item: DeploymentItem, deployment: DeploymentFile, level: Level): void {
    if (this.count > itemLimit)
      throw item.part.fail(`more than ${itemLimit} items and includes in the project`, 'limit')
    if (!this.renderer.isTrue(item.when, item.part.at('when').place, level.vars, [])) return
    if (item.kind === 'none') return
    if (item.kind === 'path') this.loadPath(item, deployment, level)
    else this.loadInclude(item, deployment, level)
  }

  private loadInclude(item: DeploymentItem, deployment: DeploymentFile, level: Level): void {
    const { folder, sourceRoot, part } = includedFolder(item, level, this.external)
    if (this.source.list(folder) === undefined) throw missingFolder(part, sourceRoot, folder)
    const chain = [...level.chain, level.folder]
    if (chain.includes(folder)) throw part.fail(`${quote(folder || '.')} includes itself`)
    const begin = includedVariables(this.source, folder, item, level.vars)
    const vars = loadVars(item.part.at('vars'), begin, this.varsContext(level))
    if (!vars) return
    const isSameSource = sourceRoot === level.sourceRoot
    this.loadLevel({
      folder,
      sourceRoot,
      folders: [...new Set([folder, ...(isSameSource ? level.folders : [])])],
      vars,
      tags: itemTags(item.tags ?? defaultTags(item.path), [...deployment.tags, ...level.tags]),
      overrideNamespace: deployment.overrideNamespace ?? level.overrideNamespace,
      chain,
      part
    })
  }

  private loadPath(item: DeploymentItem, deployment: DeploymentFile, level: Level): void {
    const at = item.part.at('path')
    const { sourceRoot } = level
    const folder = joinPart(sourceRoot, level.folder, item.path, at)
    if (this.source.list(folder) === undefined) throw missingFolder(at, sourceRoot, folder)
    const tags = itemTags([...deployment.tags, ...level.tags], item.tags ?? defaultTags(item.path))
    // a partial run must call a reused folder what a whole run calls it
    const deploymentDir = this.deploymentDir(folder, sourceRoot)
    const { inclusion } = this.request
    if (!isIncluded(inclusion, { tags, folder: inSource(sourceRoot, folder), always: item.always })) return
    const vars = loadVars(item.part.at('vars'), level.vars, this.varsContext(level))
    if (!vars) return
    this.items.push({
      folder,
      deploymentDir,
      tags,
      vars,
      folders: [...new Set([folder, ...level.folders])],
      overrideNamespace: deployment.overrideNamespace ?? level.overrideNamespace,
      scope: item.recursive ? 'tree' : 'folder',
      onlyRender: item.onlyRender,
      sourceRoot,
      templateExcludes: deployment.templateExcludes,
      place: at.place
    })
  }

  private deploymentDir(folder: string, sourceRoot: string): string {
    const count = this.reused.get(folder) ?? 0
    this.reused.set(folder, count + 1)
    const name = inSource(sourceRoot, folder)
    return count === 0 ? name : `${name}-${count}`
  }
}

function missingFolder(part: Part, sourceRoot: string, folder: string): ProjectError {
  const where = sourceRoot === '' ? '' : ` in the source ${quote(sourceRoot)}`
  return part.fail(`there is no folder ${quote(inSource(sourceRoot, folder) || '.')}${where}`, 'missing-file')
}
