import { plural } from '../text.ts'
import type { Report } from './record.ts'

/**
 * The run in one line, as `3 images change, 1 is new, 1 could not be resolved`. The numbers are the record's: entries of
 * `changes` by kind, and failures.
 */
export function verdict(report: Report): string {
  const { changed, added, removed } = report.counts
  const images = report.failures.filter(failure => failure.image !== null).length
  const others = report.failures.length - images
  const parts = [
    part(changed, 'changes', 'change'),
    part(added, 'is new', 'are new'),
    part(removed, 'is removed', 'are removed'),
    part(images, 'could not be resolved', 'could not be resolved')
  ].filter(text => text !== undefined)
  const [first, ...rest] = parts
  const text = first === undefined ? 'No image changes' : [withNoun(first), ...rest].join(', ')
  if (others === 0) return text
  const errors = plural(others, 'error in the project', 'errors in the project')
  return first === undefined ? `${errors}, no image changes` : `${text}, ${errors}`
}

function part(count: number, one: string, many: string): string | undefined {
  return count === 0 ? undefined : `${count} ${count === 1 ? one : many}`
}

function withNoun(text: string): string {
  return text.replace(/^(\d+)/, (_, count: string) => plural(Number(count), 'image'))
}
