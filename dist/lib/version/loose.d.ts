/**
 * The order of versions: kluctl's "loose version", with its corrections (kluctl v2.16, pkg/utils/versions/looseversion.go; corrected:
 * numbers of any size, and a leading `v` belongs to the version only before a digit).
 */
export type Order = -1 | 0 | 1;
/** A number of any size: up to 15 digits as a number, above as its digits without leading zeros. */
type Integer = number | {
    readonly digits: string;
};
/** A component of what follows the leading numbers; dots only separate. */
type Component = string | Integer;
/** A text read once, ready to be compared many times. */
export type LooseKey = {
    /** The dotted numbers at the beginning; `[0]` where there are none. */
    readonly numbers: readonly Integer[];
    /** Everything after them. */
    readonly rest: string;
    /** Components of `rest`; split at the first comparison that needs them, since the numbers usually decide. */
    components: readonly Component[] | undefined;
};
/** Splits a text into its leading dotted numbers and the rest. Takes time linear in the text. */
export declare function readLooseKey(text: string): LooseKey;
/**
 * As {@link readLooseKey}; undefined for a text that does not begin with a number, and for one whose numbers are already below those of
 * `floor`. That is what most tags are while the newest is looked for, and nothing has to be made of them.
 */
export declare function readVersionKey(text: string, floor?: LooseKey): LooseKey | undefined;
/**
 * Compares by the leading numbers, one by one; where one list begins with the other, the shorter is smaller. Then an empty rest is the
 * largest (`1.0-rc1` < `1.0`, and `1.0-alpine` < `1.0` too). Then the components of the rest from left to right: a word is smaller than
 * a number, words go by bytes, and the longer list is larger.
 */
export declare function compareLooseKeys(a: LooseKey, b: LooseKey): Order;
/** Compares two texts as loose versions; 0 is a tie such as `v1.0` and `1.0`, `1.0-rc.1` and `1.0-rc1`. */
export declare function compareLoose(a: string, b: string): Order;
/** Order of the UTF-8 bytes of two texts, which is the order of their code points. */
export declare function compareBytes(a: string, b: string): Order;
export {};
