import { FilterError } from '../errors.ts'
import type { VersionFilter } from './filter.ts'
import { parseVersionFilter } from './parse.ts'
import type { Census, Trap } from './trap.ts'

const lastExclude = /exclude="([^"]+)"[^"]*$/

/** An `exclude` that leaves nothing out because it must match the whole text, and would if it could stand anywhere: `-rc` for `.*-rc.*`. */
export function findExcludeTrap({ filter, tags, members }: Census): Trap | undefined {
  const pattern = lastExclude.exec(filter.toSource())?.[1]
  if (pattern === undefined) return undefined
  const accepted = new Set(members.map(({ tag }) => tag))
  if (tags.some(tag => !accepted.has(tag) && filter.rejection(tag).startsWith('is excluded by'))) return undefined
  const wide = parseOrNothing(filter.refine(new Map([['exclude', `.*(?:${pattern}).*`]])))
  const left = wide && members.find(({ tag }) => !wide.accepts(tag))
  if (!wide || !left) return undefined
  return {
    kind: 'idle-exclude',
    message: `exclude="${pattern}" leaves nothing out, since it must match from beginning to end; ${left.tag} only holds it`,
    suggestion: wide.toSource()
  }
}

/** The pattern may be too large once it is wrapped. */
function parseOrNothing(text: string): VersionFilter | undefined {
  try {
    return parseVersionFilter(text)
  } catch (error) {
    if (error instanceof FilterError) return undefined
    throw error
  }
}
