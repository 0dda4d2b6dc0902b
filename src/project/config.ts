import { InputError, type Place, ProjectError } from '../errors.ts'
import { type FixedImage, readEntries } from '../fixed/entry.ts'
import type { FileSource } from '../ports.ts'
import { byCodeUnit, nearest, quote } from '../text.ts'
import { parseKluctlYaml } from '../yaml/kluctl-yaml.ts'
import type { YamlMap, YamlValue } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import { readEither } from './files.ts'
import type { Renderer } from './renderer.ts'
import { renderTexts } from './vars-render.ts'

/** Definition of an argument; one without default must be given. Source: kluctl v2.28, pkg/types/kluctl_project.go. */
export type ArgDefinition = { readonly name: string; readonly default: YamlValue | undefined; readonly place: Place }

/** What `.kluctl.yaml` says. A project without one has no targets and no args. */
export type KluctlConfig = {
  readonly file: string
  /** False where the project has no such file. */
  readonly isPresent: boolean
  readonly targets: readonly TargetConfig[]
  readonly args: readonly ArgDefinition[]
  /** Template of the discriminator for targets that set none. */
  readonly discriminator: Part | undefined
  readonly warnings: readonly { readonly message: string; readonly place: Place }[]
}

type TargetConfig = { readonly name: string; readonly part: Part }

/** The chosen target, rendered. Without a choice it is empty, as in kluctl: `target.name` is "". */
export type Target = {
  readonly name: string | undefined
  /** Everything the target says, as the variable `target`. */
  readonly variables: YamlMap
  readonly args: YamlMap
  readonly images: readonly FixedImage[]
}

const configKeys = ['targets', 'args', 'discriminator', 'aws', 'secretsConfig', 'clusters', 'deployment']
const targetKeys = [
  'name',
  'context',
  'args',
  'images',
  'discriminator',
  'aws',
  'dynamicArgs',
  'targetConfig',
  'sealingConfig',
  'cluster'
]

/** Reads `.kluctl.yaml` or `.kluctl.yml`; it is no template as a whole. @throws ProjectError */
export function readConfig(source: FileSource, home: string): KluctlConfig {
  const found = readEither(source, home, '.kluctl', '.yml')
  const nothing = { targets: [], args: [], discriminator: undefined, warnings: [] }
  if (!found) return { file: '.kluctl.yaml', isPresent: false, ...nothing }
  const document = parseKluctlYaml(found.text, found.path, 'file')
  if (!document) return { file: found.path, isPresent: true, ...nothing }
  const root = new Part(document)
  root.allow(configKeys)
  if (!root.at('deployment').isEmpty) {
    throw root
      .at('deployment')
      .fail(
        'a deployment project in another repository is not supported',
        'unsupported',
        'Check it out, and name its folder with project-dir.'
      )
  }
  const parts = root.at('targets').list()
  for (const part of parts) part.allow(targetKeys)
  const targets = parts.map(part => ({ name: part.at('name').optionalText() ?? '', part }))
  const discriminator = root.at('discriminator')
  return {
    file: found.path,
    isPresent: true,
    targets: targets.filter(({ name }) => name !== ''),
    args: readArgDefinitions(root.at('args')),
    discriminator: (discriminator.optionalText() ?? '') === '' ? undefined : discriminator,
    warnings: [...nameless(targets), ...sameNames(targets), ...oldKeys(root)]
  }
}

type Warnings = KluctlConfig['warnings']

/** Targets without a name: nobody can choose them, and kluctl skips them too. */
function nameless(targets: readonly TargetConfig[]): Warnings {
  return targets
    .filter(({ name }) => name === '')
    .map(({ part }) => ({ message: `${part.name} has no name and is skipped`, place: part.place }))
}

/** Names that more than one target has: the first of each is taken, as kluctl does. */
function sameNames(targets: readonly TargetConfig[]): Warnings {
  return targets
    .filter(({ name }, index) => name !== '' && targets.findIndex(other => other.name === name) < index)
    .map(({ name, part }) => ({
      message: `the target ${quote(name)} is defined before; the first one is taken`,
      place: part.place
    }))
}

/** Keys of older kluctl that the current one refuses. */
function oldKeys(root: Part): Warnings {
  const parts = root.at('targets').list()
  const old = [
    root.at('secretsConfig'),
    root.at('clusters'),
    ...['dynamicArgs', 'targetConfig', 'sealingConfig'].flatMap(key => parts.map(part => part.at(key)))
  ]
  return old
    .filter(part => !part.isEmpty)
    .slice(0, 1)
    .map(part => ({
      message: `${part.name} is ignored here, and refused by current versions of kluctl`,
      place: part.place
    }))
}

/** Reads `args:` of `.kluctl.yaml`, or of the root deployment.yaml of a project for kluctl before v2.17. */
export function readArgDefinitions(list: Part): readonly ArgDefinition[] {
  return list.list().map(part => {
    part.allow(['name', 'default'])
    if (part.at('name').isEmpty) throw part.fail('an arg needs a name', 'config', 'Add name: NAME.')
    const value = part.at('default').value
    return { name: part.at('name').text(), default: value === null ? undefined : value, place: part.place }
  })
}

/**
 * Chooses a target by its name; of two with one name the first wins.
 * @throws InputError naming the targets there are
 */
export function chooseTarget(config: KluctlConfig, name: string | undefined): TargetConfig | undefined {
  if (name === undefined) return undefined
  const target = config.targets.find(candidate => candidate.name === name)
  if (target) return target
  if (!config.isPresent) {
    throw new InputError('target', `there is no target ${quote(name)}: the project has no .kluctl.yaml to define it`, {
      hint: 'Is project-dir the folder of the project?'
    })
  }
  const names = config.targets.map(candidate => candidate.name).toSorted(byCodeUnit)
  throw new InputError('target', `there is no target ${quote(name)} in ${config.file}`, {
    hint: targetHint(config.file, name, names)
  })
}

function targetHint(file: string, name: string, names: readonly string[]): string {
  if (names.length === 0) return `${file} defines no targets.`
  const near = nearest(name, names)
  return `${near === undefined ? '' : `Did you mean ${near}? `}Targets of this project: ${names.join(', ')}.`
}

/** Rounds of rendering until nothing changes, as kluctl does (v2.16, pkg/kluctl_project/load_targets.go). */
const renderRounds = 10

/**
 * Renders every text of the target, with the variables `target` and `args`, until nothing changes. Without a chosen target only the
 * discriminator is rendered. `argsFor` computes the args from those the target sets.
 * @throws ProjectError
 */
export function renderTarget(
  config: KluctlConfig,
  chosen: TargetConfig | undefined,
  renderer: Renderer,
  argsFor: (targetArgs: YamlMap) => YamlMap,
  warn: (message: string, place: Place) => void
): Target {
  const template = chosen?.part ?? config.discriminator
  const begin = targetTemplate(config, chosen)
  if (!template) return { name: undefined, variables: begin, args: new Map(), images: [] }
  let value = begin
  const renderOnce = (lenient: boolean): YamlMap => {
    const args = template.holding(value).at('args').optionalMap() ?? new Map()
    const vars = new Map<string, YamlValue>([
      ['target', value],
      ['args', argsFor(args)]
    ])
    return renderRound(template.holding(value), { renderer, vars, lenient, name: chosen?.name ?? '' })
  }
  for (let round = 1; round < renderRounds; round += 1) {
    const next = renderOnce(true)
    const isStable = JSON.stringify(next, plain) === JSON.stringify(value, plain)
    value = next
    if (isStable) break
  }
  // what an early round could not render must be rendered in the end
  value = renderOnce(false)
  const rendered = template.holding(value)
  return {
    name: chosen?.name,
    variables: value,
    args: rendered.at('args').optionalMap() ?? new Map(),
    images: readEntries(rendered.at('images'), { warn })
  }
}

/** The warning for a run without target in a project that has some: current versions of kluctl refuse it. */
export function noTarget({ targets, file }: KluctlConfig): Warnings[number] {
  const names = targets.map(({ name }) => name).toSorted(byCodeUnit)
  return {
    message: `no target is chosen, so that args and images of none count; targets: ${names.join(', ')}`,
    place: { file }
  }
}

/** The target before rendering; the project's discriminator stands in for one that it does not set. */
function targetTemplate({ discriminator }: KluctlConfig, chosen: TargetConfig | undefined): YamlMap {
  // kluctl has a context for every target, if only an empty one
  const value = new Map<string, YamlValue>([['context', ''], ...(chosen?.part.map() ?? new Map([['name', '']]))])
  const own = value.get('discriminator') ?? ''
  return own === '' && discriminator ? new Map([...value, ['discriminator', discriminator.text()]]) : value
}

type Round = { readonly renderer: Renderer; readonly vars: YamlMap; readonly lenient: boolean; readonly name: string }

function renderRound(part: Part, { renderer, vars, lenient, name }: Round): YamlMap {
  const value = renderTexts(part, (text, at) => {
    try {
      return renderer.render(text, at.place.file, vars, [])
    } catch (error) {
      if (!(error instanceof ProjectError)) throw error
      if (lenient) return text
      const { place, excerpt } = at
      throw new ProjectError(error.code, `${name === '' ? '' : `target ${quote(name)}: `}${error.message}`, place, {
        hint: error.hint,
        excerpt,
        cause: error
      })
    }
  })
  return part.holding(value).map()
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...value]
  return typeof value === 'bigint' ? `${value}n` : value
}
