import { InputError, type Place, ProjectError } from '../errors.ts'
import { type FixedImage, readEntries } from '../fixed/entry.ts'
import type { FileSource } from '../ports.ts'
import { byCodeUnit, quote } from '../text.ts'
import { parseYaml, type YamlDocument, type YamlMap, type YamlValue } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import { readEither } from './files.ts'
import { type Renderer, searchFolders } from './renderer.ts'
import { mapTexts } from './variables.ts'

/** Definition of an argument; one without default must be given. Source: kluctl v2.28, pkg/types/kluctl_project.go. */
export type ArgDefinition = { readonly name: string; readonly default: YamlValue | undefined; readonly place: Place }

/** What `.kluctl.yaml` says. A project without one has no targets and no args. */
export type KluctlConfig = {
  readonly file: string
  readonly targets: readonly TargetConfig[]
  readonly args: readonly ArgDefinition[]
}

type TargetConfig = { readonly name: string; readonly part: Part; readonly document: YamlDocument }

/** The chosen target, rendered. Without a choice it is empty, as in kluctl: `target.name` is "". */
export type Target = {
  readonly name: string | undefined
  /** Everything the target says, as the variable `target`. */
  readonly variables: YamlMap
  readonly args: YamlMap
  readonly images: readonly FixedImage[]
}

const configKeys = ['targets', 'args', 'discriminator', 'aws', 'secretsConfig']
const targetKeys = [
  'name',
  'context',
  'args',
  'images',
  'discriminator',
  'aws',
  'dynamicArgs',
  'targetConfig',
  'sealingConfig'
]

/** Reads `.kluctl.yaml` or `.kluctl.yml`. @throws ProjectError */
export function readConfig(source: FileSource): KluctlConfig {
  const found = readEither(source, '', '.kluctl')
  const document = found && parseYaml(found.text, found.path)
  if (!found || !document) return { file: '.kluctl.yaml', targets: [], args: [] }
  const root = new Part(document)
  root.allow(configKeys)
  const targets = root
    .at('targets')
    .list()
    .map(part => {
      part.allow(targetKeys)
      return { name: part.at('name').optionalText() ?? '', part, document }
    })
  return { file: found.path, targets, args: readArgDefinitions(root.at('args')) }
}

/** Says which names more than one target has: the first of each is taken, as kluctl does. */
export function sameNames({ targets }: KluctlConfig): readonly { readonly message: string; readonly place: Place }[] {
  return targets
    .filter(({ name }, index) => targets.findIndex(other => other.name === name) < index)
    .map(({ name, part }) => ({
      message: `the target ${quote(name)} is defined before; the first one is taken`,
      place: part.place
    }))
}

/** Reads `args:` of `.kluctl.yaml`, or of the root deployment.yaml of a project for kluctl before v2.17. */
export function readArgDefinitions(list: Part): readonly ArgDefinition[] {
  return list.list().map(part => {
    part.allow(['name', 'default'])
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
  const names = config.targets.map(candidate => candidate.name).toSorted(byCodeUnit)
  throw new InputError('target', `there is no target ${quote(name)} in ${config.file}`, {
    hint: names.length === 0 ? `${config.file} defines no targets.` : `Targets of this project: ${names.join(', ')}.`
  })
}

/** Rounds of rendering until nothing changes, as kluctl does (v2.16, pkg/kluctl_project/load_targets.go). */
const renderRounds = 10

/**
 * Renders every text of the target, with the variables `target` and `args`, until nothing changes. `argsFor` computes the args from those
 * the target sets.
 * @throws ProjectError
 */
export function renderTarget(
  config: TargetConfig | undefined,
  renderer: Renderer,
  argsFor: (targetArgs: YamlMap) => YamlMap,
  warn: (message: string, place: Place) => void
): Target {
  if (!config)
    return { name: undefined, variables: new Map<string, YamlValue>([['name', '']]), args: new Map(), images: [] }
  const { part, document } = config
  let value: YamlMap = part.map()
  const renderOnce = (lenient: boolean): YamlMap => {
    const vars = new Map<string, YamlValue>([
      ['target', value],
      ['args', argsFor(argsOf(part, value))]
    ])
    return renderTexts(value, part, renderer, vars, lenient)
  }
  for (let round = 1; round < renderRounds; round += 1) {
    const next = renderOnce(true)
    const isStable = JSON.stringify(next, plain) === JSON.stringify(value, plain)
    value = next
    if (isStable) break
  }
  // what an early round could not render must be rendered in the end
  value = renderOnce(false)
  const rendered = new Part(document, part.path, value)
  return {
    name: config.name,
    variables: value,
    args: argsOf(rendered, value),
    images: readEntries(rendered.at('images'), { warn })
  }
}

function renderTexts(value: YamlMap, part: Part, renderer: Renderer, vars: YamlMap, lenient: boolean): YamlMap {
  const render = (text: string): string => {
    if (!text.includes('{')) return text
    try {
      return renderer.render(text, part.place.file, vars, searchFolders(''))
    } catch (error) {
      if (!(error instanceof ProjectError)) throw error
      if (lenient) return text
      throw new ProjectError(error.code, `target ${quote(String(value.get('name')))}: ${error.message}`, part.place, {
        cause: error
      })
    }
  }
  return new Map([...value].map(([key, item]) => [key, mapTexts(item, render)]))
}

function argsOf(part: Part, value: YamlMap): YamlMap {
  const args = value.get('args')
  return args instanceof Map ? args : (part.at('args').optionalMap() ?? new Map())
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...value]
  return typeof value === 'bigint' ? `${value}n` : value
}
