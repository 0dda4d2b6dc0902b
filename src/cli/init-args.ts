import { InputError } from '../errors.ts'
import { replacedArgs } from '../init/replaced-args.ts'
import type { Setup } from '../init/setup.ts'
import { unwritable } from '../init/yaml-scalar.ts'
import { pathInRepository } from '../io/init-path.ts'
import { readNamedFile } from '../io/named-files.ts'
import { openProject, realFolder } from '../io/project-files.ts'
import { parseOptions, type RawOptions } from '../options.ts'
import { commandLineArgs } from '../project/args.ts'
import { readConfig } from '../project/config.ts'
import { quote } from '../text.ts'
import { isYamlMap } from '../yaml/parse.ts'

/** What the user gave the templates. */
export type GivenArgs = Pick<Setup, 'args' | 'argsFromFile' | 'varsFromFile' | 'allowEnv'>

/**
 * What the user gave the templates, as a pipeline in `root` has to give it: files count from there.
 * @throws InputError for what a pipeline would not find, or not say as it is
 */
export function readGivenArgs(raw: RawOptions, root: string): GivenArgs {
  return {
    args: linesOf(raw, 'args', line => afterMark(line, /^[^=]+=@/, file => pathInRepository(file, root, 'args'))),
    argsFromFile: linesOf(raw, 'args-from-file', file => pathInRepository(file, root, 'args-from-file')),
    // the name of a source may hold an equals sign
    varsFromFile: linesOf(raw, 'vars-from-file', line =>
      afterMark(line, /^.*=/, file => pathInRepository(file, root, 'vars-from-file'))
    ),
    allowEnv: linesOf(raw, 'allow-env', line => line).flatMap(line =>
      line.split(',').flatMap(name => name.trim() || [])
    )
  }
}

/**
 * Where args that the user gives for every target replace what one of `targets` has itself. No content of a file is in it.
 * @param folder real path of the project
 * @throws InputError, ProjectError or FileError for what could not be rendered either
 */
export function readReplacedArgs(
  raw: RawOptions,
  root: string,
  folder: string,
  targets: readonly string[]
): readonly string[] {
  const { args, argsFromFile } = parseOptions(raw).options
  const readFile = (path: string, option: string): string => readNamedFile(path, option, root)
  const given = [
    ...args.map(one => ({ flag: `--args ${one.name}=${one.text}`, args: commandLineArgs([one], [], readFile) })),
    ...argsFromFile.map(file => ({ flag: `--args-from-file ${file}`, args: commandLineArgs([], [file], readFile) }))
  ]
  if (given.length === 0) return []
  const own = readConfig(openProject(folder), '').targets.flatMap(({ name, part }) => {
    const { value } = part.at('args')
    return targets.includes(name) && isYamlMap(value) ? [{ name, args: value }] : []
  })
  return replacedArgs(given, own)
}

/**
 * What templates may read besides the project, as a pipeline in `root` has to name it; undefined where the user names nothing, or the project.
 * @throws InputError for what a pipeline would not find, or not say as it is
 */
export function readSourceRoot(raw: RawOptions, root: string, project: string): string | undefined {
  const named = raw['source-root']
  if (named === undefined) return undefined
  const path = pathInRepository(
    realFolder(named, 'source-root'),
    root,
    'source-root',
    'Name a folder of the repository.'
  )
  refuseUnwritable('source-root', path === '' ? '.' : path)
  return path === '' ? '.' : path === project ? undefined : path
}

/** @throws InputError for what a pipeline file would not say as it is */
export function refuseUnwritable(option: string, text: string): void {
  const why = unwritable(text)
  if (why === undefined) return
  throw new InputError(option, `${quote(text)} cannot stand in a pipeline: ${why}`)
}

function linesOf(raw: RawOptions, option: keyof RawOptions, change: (line: string) => string): readonly string[] {
  const lines = (raw[option] ?? '').split('\n').flatMap(line => line.trim() || [])
  for (const line of lines) refuseUnwritable(option, line)
  return lines.map(change)
}

function afterMark(line: string, mark: RegExp, change: (rest: string) => string): string {
  const [before] = mark.exec(line) ?? []
  return before === undefined ? line : before + change(line.slice(before.length).trim())
}
