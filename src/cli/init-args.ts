import { InputError } from '../errors.ts'
import type { Setup } from '../init/setup.ts'
import { unwritable } from '../init/yaml-scalar.ts'
import { pathInRepository } from '../io/init-path.ts'
import { realFolder } from '../io/project-files.ts'
import type { RawOptions } from '../options.ts'
import { quote } from '../text.ts'

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
