import { readlinkSync } from 'node:fs'
import { dirname, join, parse, resolve, sep } from 'node:path'

/** As many links as Linux follows in one path. */
const linkLimit = 40

/** What a path leads through. */
export type PathTrail = {
  /** Where it ends, without links; what is not there counts as no link. */
  readonly end: string
  /** Every folder and link on the way, and the end, each by the real path of the folder that it lies in. */
  readonly steps: ReadonlySet<string>
}

/** Follows a path as the system does, so that whoever changes one of the links or folders on the way is seen. */
export function followPath(path: string): PathTrail {
  const { root } = parse(resolve(path))
  const steps = new Set<string>()
  const open = partsOf(resolve(path).slice(root.length))
  let end = root
  for (let links = 0, part = open.shift(); part !== undefined; part = open.shift()) {
    if (part === '..') {
      end = dirname(end)
      continue
    }
    const step = join(end, part)
    steps.add(step)
    const target = links < linkLimit ? linkTarget(step) : undefined
    if (target === undefined) end = step
    else {
      links += 1
      const base = parse(target).root
      if (base !== '') end = base
      open.unshift(...partsOf(target.slice(base.length)))
    }
  }
  return { end, steps }
}

function partsOf(path: string): string[] {
  return path.split(sep).filter(part => part !== '' && part !== '.')
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
