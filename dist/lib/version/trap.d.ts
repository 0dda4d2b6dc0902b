import type { VersionFilter } from './filter.js';
/** Ways in which a filter does something else than a person would think. */
export type TrapKind = 'moving-tag' | 'git-hash' | 'timestamp' | 'calendar-version' | 'variant' | 'two-families' | 'idle-exclude' | 'few-matches';
/** A warning about a filter over a list of tags, with the text of a filter that avoids it. */
export type Trap = {
    readonly kind: TrapKind;
    readonly message: string;
    readonly suggestion: string;
};
/** An accepted tag, and the part of it that orders it. */
export type Member = {
    readonly tag: string;
    readonly core: string;
};
/** What a filter makes of a list, artefacts left out. */
export type Census = {
    readonly filter: VersionFilter;
    readonly tags: readonly string[];
    /** Set where the list holds only tags that begin with this. */
    readonly prefix: string | undefined;
    readonly members: readonly Member[];
    readonly newest: Member | undefined;
};
/** True for a list long enough to speak of its hundredth part. */
export declare function hasMany(tags: readonly string[]): boolean;
