import type { VersionFilter } from './filter.js';
import type { Ranked } from './rank.js';
/**
 * What a change does to the version. `digest`: the same tag with another digest. `other`: tags that have no numbers to compare, as
 * hashes, dates, build numbers and another variant. `downgrade`: the new tag orders below the old one, whatever the number.
 */
export type Bump = 'major' | 'minor' | 'patch' | 'digest' | 'other' | 'downgrade' | 'new' | 'removed';
/**
 * What a change does to the version of an image. Nothing is guessed: where the rules do not say it, the answer is `other`.
 *
 * 1. Nothing before is `new`, nothing after is `removed`. The same repository and tag with another digest, one more or one less is
 *    `digest`. A side that is no image reference or has no tag is `other`, and so is the same tag of another repository.
 * 2. Compared is the whole tag, or what the filter orders by if it takes both: what follows a prefix, what a group holds. A hash in it counts
 *    for nothing. Texts without a number, or with other words before it (but for a `v`), are `other`, and so are two variants of the same
 *    version, as `1.2` and `1.2-alpine`.
 * 3. What is older says the filter if it takes both; else the numbers from left to right, then a release above its pre-releases, then the
 *    words and numbers behind. The older one after the newer is `downgrade`. With `alphabetical()` only the filter says it, of any text.
 * 4. Else the first number that differs says the level: the first `major`, the second `minor`, any other `patch`. With the same numbers a later
 *    pre-release, the release after it and a later revision (`r4`, `r5`) are `patch`; a later variant (`alpine3.20`) is `other`.
 * 5. There are no levels, so `other`, with `number()`, `date()` and `alphabetical()`; where a first number has four digits or more, which is a
 *    year, a date or a build; and for a single number behind a word or hash (`main-41`) or before a hash or a number of seven digits or more.
 *
 * @param filter version filter as template or workflow wrote it; null where none is known, as between two files
 */
export declare function bumpOf(old: string | null, now: string | null, filter: string | null): Bump;
/**
 * What {@link bumpOf} says of the step from a tag to any other of its repository that the filter accepts: for many tags at once, of which
 * nothing is read twice. The same tag is `other`.
 */
export declare function bumpsFrom(old: string, filter: VersionFilter): (next: Ranked) => Bump;
