import { compareBytes } from './loose.ts'
import { isMovingTag, movingTag } from './moving.ts'
import type { FilterFunction, Reading } from './rule.ts'

/** `alphabetical()`: every tag but moving ones, ordered by the bytes of the text, as Flux's policy of that name does. */
function alphabeticalReading(): Reading {
  return {
    read: text => (isMovingTag(text) ? undefined : { numbers: [], rest: text, components: undefined }),
    compareKeys: (a, b) => compareBytes(a.rest, b.rest),
    rejection: () => movingTag
  }
}

/** `alphabetical()` in the filter language. */
export const alphabeticalFunction: FilterFunction = {
  name: 'alphabetical',
  parameters: [],
  usage: 'alphabetical()',
  meaning: 'Every tag but moving ones, ordered by text: `rc-9` is above `rc-10`.',
  build: alphabeticalReading
}
