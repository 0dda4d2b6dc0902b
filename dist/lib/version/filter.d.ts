import { type Order } from './loose.js';
import type { Additions, Rule, VersionKey } from './rule.js';
/**
 * Which tags count as versions of an image, and how they are ordered. Made by `parseVersionFilter`. Whatever reads tags throws a
 * FilterError where a pattern of the filter turns out to need too many steps for them.
 */
export interface VersionFilter {
    /** True for a tag that counts. Tags of signatures and attestations never do. */
    accepts(tag: string): boolean;
    /** Orders two tags; 0 is a tie. Accepted tags are above all others. */
    compare(a: string, b: string): Order;
    /**
     * Canonical text as kluctl prints it: every argument by name, strings between double quotes whatever they hold. A string with a
     * double quote in it does therefore not read back; see {@link VersionFilter.toSource}.
     */
    toString(): string;
    /** The canonical text, with single quotes around a string that holds a double quote: always reads back to an equal filter. */
    toSource(): string;
    /**
     * Reads a tag once, for many comparisons; undefined where the tag does not count. With a `floor` it may also be for a tag that counts and
     * is below it.
     */
    read(tag: string, floor?: VersionKey): VersionKey | undefined;
    /** Orders what `read` gave. */
    compareKeys(a: VersionKey, b: VersionKey): Order;
    /** Why a tag does not count: `does not begin with a number`. */
    rejection(tag: string): string;
    /** The part of an accepted tag that orders it: what follows a prefix, what a group holds, or the whole tag. */
    core(tag: string): string;
    /** What every accepted tag begins with, in characters of a tag; empty where nothing is known. A registry need not list other tags. */
    readonly literalPrefix: string;
    /** Filter text of the same filter with more arguments at the call that orders; another `exclude` joins the first. */
    refine(additions: Additions): string;
}
/** Makes a filter for whole tags out of a rule. */
export declare function filterOf(rule: Rule): VersionFilter;
/**
 * The newest of the tags that a filter accepts; among tags that tie, the bytewise greatest, so that the order of the list never matters.
 * One scan, each tag read once (kluctl v2.16 sorts, and the order of the registry's list breaks ties; correction B-TIE).
 */
export declare function newest(filter: VersionFilter, tags: Iterable<string>): string | undefined;
/** How a decision came about: what was seen, what was left out and why, and how close it was. Independent of the order of the tags. */
export type Explanation = {
    /** Number of different tags in the list. */
    readonly seen: number;
    /** Number of tags that the filter accepts. */
    readonly matched: number;
    readonly newest: string | undefined;
    /** What would have won without the newest. */
    readonly runnerUp: string | undefined;
    /** Other tags that are equal in order to the newest, greatest first, at most three. */
    readonly ties: readonly string[];
    /** What was left out, the most frequent reason first. */
    readonly rejected: readonly Rejection[];
};
/** Tags left out for one reason, with the bytewise smallest three as examples. */
export type Rejection = {
    readonly reason: string;
    readonly count: number;
    readonly examples: readonly string[];
};
/** Explains what {@link newest} decides, in one scan. A tag that stands in the list more than once counts once. */
export declare function explain(filter: VersionFilter, tags: Iterable<string>): Explanation;
