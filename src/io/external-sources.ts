import { InputError } from '../errors.ts'
import type { Options } from '../options.ts'
import { type ExternalSources, mountOf } from '../project/sources.ts'

/** Reads a file that the user named; throws InputError with the option's name where it cannot be read. */
type ReadNamedFile = (path: string, option: string) => string

/** What the options allow a project to use from outside of its folder. @throws InputError */
export function readExternalSources(
  { varsFromFile, allowEnv, localSources }: Options,
  env: Readonly<Record<string, string | undefined>>,
  readFile: ReadNamedFile
): ExternalSources {
  const standIns = varsFromFile.map(
    ({ name, path }) => [name, { file: path, text: readFile(path, 'vars-from-file') }] as const
  )
  const values = allowEnv.flatMap(name => {
    const value = env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    env: new Map(values),
    allowedEnv: allowEnv,
    standIns: new Map(standIns),
    gitFiles: new Map(),
    overrides: new Map(localSources.map(({ name }) => [name, mountOf(name)]))
  }
}

/** Real paths of the folders that stand for git and OCI sources, by where the project sees them. @throws InputError */
export function readMounts(
  { localSources }: Options,
  realFolder: (folder: string) => string
): ReadonlyMap<string, string> {
  return new Map(
    localSources.map(({ name, path }) => {
      const option = name.startsWith('oci:') ? 'local-oci-override' : 'local-git-override'
      try {
        return [mountOf(name), realFolder(path)]
      } catch (error) {
        if (!(error instanceof InputError)) throw error
        throw new InputError(option, error.message, { cause: error })
      }
    })
  )
}
