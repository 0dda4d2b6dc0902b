import type { VersionFilter } from './filter.js';
import { type Trap } from './trap.js';
/**
 * Warns where tags look like something that the filter mistakes for a version. At most one trap of each kind; none for lists of one kind of
 * tag. With `prefix` the tags are only those that begin with it. Takes time linear in the tags.
 * @throws FilterError where a pattern of the filter needs too many steps for these tags
 */
export declare function findTraps(filter: VersionFilter, tags: Iterable<string>, prefix?: string): readonly Trap[];
