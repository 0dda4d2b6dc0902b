import { type Options, parseOptions } from '../options.ts'
import type { ParsedFlags } from './flags.ts'

/**
 * Options of a command that works on a project; its argument is the project's folder.
 * @throws AggregateError of InputErrors, all of them
 */
export function readOptions({ raw, positionals: [folder] }: ParsedFlags): Options {
  const { options, problems } = parseOptions(folder === undefined ? raw : { ...raw, 'project-dir': folder })
  if (problems.length > 0) throw new AggregateError(problems)
  return options
}
