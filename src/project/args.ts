import { type ImagesError, InputError, type Place, ProjectError } from '../errors.ts'
import { nearest, quote } from '../text.ts'
import { parseKluctlYaml } from '../yaml/kluctl-yaml.ts'
import { isYamlMap, type YamlMap, type YamlValue } from '../yaml/parse.ts'
import type { ArgDefinition } from './config.ts'
import { mapAt, mergeMaps, valueAt } from './variables.ts'

/** A line `name=value` of the option `args`. */
export type ArgAssignment = { readonly name: string; readonly text: string }

/** Reads `name=value`. @throws InputError */
export function parseArgLine(line: string): ArgAssignment {
  const match = /^([a-zA-Z0-9_./-]+)=([\s\S]*)$/.exec(line)
  if (!match) {
    throw new InputError('args', `${quote(line)} is not name=value`, {
      hint: 'A name has letters, digits and _ . / -; dots make nested maps.'
    })
  }
  return { name: match[1] ?? '', text: match[2] ?? '' }
}

/**
 * Args of the command line as one map: values are YAML, `@file` is the content of a YAML file, `\@` a plain `@`; whole files override single
 * assignments (kluctl v2.16, cmd/kluctl/args/args.go).
 * @throws InputError
 */
export function commandLineArgs(
  assignments: readonly ArgAssignment[],
  files: readonly string[],
  readFile: (path: string, option: string) => string
): YamlMap {
  let args: YamlMap = new Map()
  for (const { name, text } of assignments) {
    const value = text.startsWith('@')
      ? parseValue(readFile(text.slice(1), 'args'), text.slice(1), 'args')
      : text.startsWith('\\@')
        ? text.slice(1)
        : parseValue(text, `args ${name}`, 'args')
    args = mergeMaps(args, mapAt(name, value))
  }
  for (const file of files) {
    const value = parseValue(readFile(file, 'args-from-file'), file, 'args-from-file')
    if (value === null) continue
    if (!isYamlMap(value)) throw new InputError('args-from-file', `${file} does not hold a map`)
    args = mergeMaps(args, value)
  }
  return args
}

function parseValue(text: string, file: string, option: string): YamlValue {
  try {
    return parseKluctlYaml(text, file, 'hidden')?.value ?? null
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    const place = error.place?.line === undefined ? file : `${file}:${error.place.line}:${error.place.column ?? 1}`
    throw new InputError(option, `${place}: ${error.message}`, { cause: error })
  }
}

/** The variable `args`: defaults, under the target's, under the command line's (kluctl v2.18.3 and newer). */
export function mergeArgs(definitions: readonly ArgDefinition[], targetArgs: YamlMap, commandLine: YamlMap): YamlMap {
  const given = mergeMaps(targetArgs, commandLine)
  const defaults = new Map<string, YamlValue>()
  for (const { name, default: value } of definitions) if (value !== undefined) defaults.set(name, value)
  return mergeMaps(defaults, given)
}

/** Definitions without default that have no value in `args`; a dotted name is looked for below. Source: kluctl v2.28, external_args.go. */
export function missingArgs(definitions: readonly ArgDefinition[], args: YamlMap): readonly ArgDefinition[] {
  return definitions.filter(({ name, default: value }) => value === undefined && valueAt(args, name) === undefined)
}

const missingText = 'required args have no value: '

/** The names in a {@link missingArgsError}; empty for any other error. */
export function missingArgsIn(error: ImagesError): readonly string[] {
  const isMissing = error instanceof ProjectError && error.message.startsWith(missingText)
  return isMissing ? error.message.slice(missingText.length).split(', ') : []
}

/** A target, by what it sets. */
export type TargetArgs = { readonly name: string; readonly args: YamlMap }

/**
 * The error for args that are required and missing: how to set them, which targets would, and which given name may be a mistyped one.
 * `targets` are those that could have been chosen.
 */
export function missingArgsError(
  missing: readonly ArgDefinition[],
  place: Place | undefined,
  given: YamlMap = new Map(),
  targets: readonly TargetArgs[] = []
): ProjectError {
  const names = missing.map(({ name }) => name)
  const mistyped = [...given.keys()].find(key => nearest(key, names) !== undefined)
  const setting = targets.filter(({ args }) => missingArgs(missing, args).length === 0).map(({ name }) => name)
  const hints = [
    mistyped === undefined ? undefined : `Did you mean ${nearest(mistyped, names)} by ${quote(mistyped)}?`,
    setting.length === 0
      ? undefined
      : `${setting.length === 1 ? 'The target' : 'Targets'} ${setting.join(', ')} would set ${names.length === 1 ? 'it' : 'them'}: choose one with target.`,
    `Set ${names.length === 1 ? 'it' : 'them'} with args (${names.map(name => `--args ${name}=…`).join(' ')}), with args-from-file, or in the target.`
  ]
  return new ProjectError('config', `${missingText}${names.join(', ')}`, place, {
    hint: hints.filter(hint => hint !== undefined).join(' ')
  })
}

/** Args of the command line that nobody defined and that look like one that is: passed on as they are, as kluctl does, but worth a word. */
export function mistypedArgs(
  definitions: readonly ArgDefinition[],
  commandLine: YamlMap
): readonly { readonly message: string; readonly place: Place }[] {
  const known = definitions.map(({ name }) => name.split('.')[0] ?? name)
  return [...commandLine.keys()].flatMap(name => {
    if (known.includes(name)) return []
    const near = nearest(name, known)
    const definition = definitions.find(candidate => candidate.name.split('.')[0] === near)
    if (near === undefined || !definition) return []
    return [
      {
        message: `the arg ${quote(name)} is not defined in this project; did you mean ${near}?`,
        place: definition.place
      }
    ]
  })
}
