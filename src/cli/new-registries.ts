import type { NewRegistries } from '../io/new-registries.ts'
import { gitlabBase } from '../io/new-registries-base.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import type { Terminal } from './command.ts'

/** Looks for registries that only the merge request of this GitLab pipeline brings; elsewhere on the command line none is new. */
export function newRegistriesFor(
  options: Options,
  { env }: Pick<Terminal, 'env'>,
  log: Log
): ((registries: readonly string[]) => Promise<NewRegistries>) | undefined {
  const base = gitlabBase(env)
  if (base === undefined) return undefined
  return async registries => {
    const { findNewRegistries } = await import('../io/new-registries.ts')
    const { namedRegistries } = await import('../io/new-registries-named.ts')
    return findNewRegistries(registries, { folder: options.projectDir, base, named: namedRegistries(options), log })
  }
}
