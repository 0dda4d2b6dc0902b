import type { VersionFilter } from './filter.js';
import type { VersionKey } from './rule.js';
/** A tag that a filter accepts, as the filter read it. */
export type Ranked = {
    readonly tag: string;
    readonly key: VersionKey;
};
/**
 * The tags that a filter accepts, each read once and named once, newest first; among tags that tie the bytewise greatest first, so that the first is that of
 * `newest` and the order of the list never matters. A heap: reading all and taking the first few takes time linear in the tags.
 * @throws FilterError where a pattern of the filter needs too many steps for these tags
 */
export declare function rankTags(filter: VersionFilter, tags: Iterable<string>): Generator<Ranked, void, undefined>;
