import { parseImageReference } from '../image/reference.ts'
import { formatRepository, type Repository } from '../image/repository.ts'
import type { Discovery } from '../project/discover.ts'
import { plural, quote } from '../text.ts'
import { type CheckLine, failureOf, ok, warning } from './check-line.ts'

/** Problems and warnings of a target that have a line each before the rest is counted. */
const mostLines = 5

type Asked = Pick<Discovery, 'uses' | 'problems' | 'warnings'>

/** What `doctor` says of one rendered target. */
export function targetLines(name: string, { uses, problems, warnings }: Asked): readonly CheckLine[] {
  const images = new Set(uses.map(({ call }) => call.image))
  const asks = `renders; ${plural(uses.length, 'call')} of get_image for ${plural(images.size, 'image')}`
  const cautions = warnings.map(({ message, place }) =>
    warning(
      name,
      place === undefined ? message : `${place.file}${place.line === undefined ? '' : `:${place.line}`}: ${message}`
    )
  )
  return [
    ...(problems.length > 0 || uses.length === 0 ? [] : [ok(name, asks)]),
    ...capped(problems.map(problem => failureOf(name, problem))),
    ...capped(unique(cautions))
  ]
}

/**
 * One line for all targets. A second argument of `get_image` was the version filter until kluctl v2.19; v2.20 to v2.27 ignore it, and rendering fails from v2.28 on
 * (kluctl-semantics section 1).
 */
export function refusedCalls(uses: Asked['uses']): readonly CheckLine[] {
  const calls = new Map(uses.map(({ call }) => [JSON.stringify([call.image, call.filter, call.place]), call]))
  const withFilter = [...calls.values()].filter(({ filter }) => filter !== undefined)
  const [first] = withFilter
  if (first === undefined) return []
  const isEach = withFilter.length === calls.size
  const which = isEach
    ? 'each call of get_image names'
    : `${withFilter.length} of ${calls.size} calls of get_image ${withFilter.length === 1 ? 'names' : 'name'}`
  const example = `${quote(`${first.image} = ${first.filter}`, 120)}`
  return [
    warning(
      'calls',
      `${which} a version filter, which kluctl 2.20 to 2.27 ignore and 2.28 and newer refuse`,
      `If such a kluctl deploys this project, move the filters to the option images, as ${example}, or to filter in .kluctl-images.yaml.`
    )
  ]
}

/** Repositories that calls ask for, each once; a name that is no image reference is a failure of the run, and told there. */
export function repositoriesOf(uses: Asked['uses']): readonly Repository[] {
  const repositories = uses.flatMap(({ call }) => {
    try {
      return [parseImageReference(call.image).repository]
    } catch {
      return []
    }
  })
  return [...new Map(repositories.map(one => [formatRepository(one), one])).values()]
}

function unique(lines: readonly CheckLine[]): readonly CheckLine[] {
  return [...new Map(lines.map(line => [line.message, line])).values()]
}

function capped(lines: readonly CheckLine[]): readonly CheckLine[] {
  if (lines.length <= mostLines) return lines
  const [first] = lines
  const rest = lines.length - mostLines + 1
  const last = `and ${rest} more like these`
  return first === undefined ? [] : [...lines.slice(0, mostLines - 1), { ...first, message: last, hint: null }]
}
