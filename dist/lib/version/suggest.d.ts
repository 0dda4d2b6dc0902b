/** A filter that fits a list of tags. */
export type Suggestion = {
    /** Filter text. */
    readonly filter: string;
    /** The tag that it picks. */
    readonly newest: string;
    /** Number of tags that it accepts. */
    readonly matched: number;
    /** Number of tags that belong to the family it was made for, pre-releases and the like included. */
    readonly explained: number;
    /** A few words on the family: `versions`, `main- and a number`. */
    readonly family: string;
};
/**
 * Proposes filters for a list of tags, the one that explains most of them first, but versions before their variants unless one of those has
 * twice as many tags. Tags are put into families by their shape, and each family has one filter. Moving tags, `1` beside `1.2`, hashes and
 * numbers as long as these, and artefacts are no family. Takes time linear in the tags.
 */
export declare function suggestFilters(tags: Iterable<string>): readonly Suggestion[];
/**
 * Filter text for the family that one tag belongs to, whether it is in the list or not; undefined where it has none, or that picks nothing
 * of the list.
 */
export declare function suggestLike(tag: string, tags: readonly string[]): string | undefined;
/** Filter text of the best suggestion; undefined where no family is found. */
export declare function firstSuggestion(tags: readonly string[]): string | undefined;
