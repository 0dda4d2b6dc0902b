import type { Place } from './errors.js';
/**
 * The few lines of a text around a place, ready to be printed in a font of equal widths: numbered, the line of the place marked with `>`, and
 * a caret under its column. What a reader could not see is shown as `\u{…}`; tabs stay, and stand in the caret's line as well, so that the
 * caret fits however wide they are drawn. Each sink still escapes the lines as it needs (threat model O-02 to O-04).
 */
export type Excerpt = readonly string[];
export type ExcerptOptions = {
    /** True for text that templates made: the excerpt says so, and hides what may be a secret. */
    readonly isRendered?: boolean;
    /** Changes what is shown of a line; given the part before the column and the part behind it. */
    readonly rewrite?: (text: string) => string;
};
/**
 * The lines around a place of a text; undefined where the place names no line that the text has, and for rendered text with a Secret in it. Lines end with `\n` or `\r\n`.
 * A line that is too long is cut around the column, at blanks where it can be, so that no word is shown by half.
 */
export declare function excerptOf(text: string, place: Place, options?: ExcerptOptions): Excerpt | undefined;
/** The lines of an excerpt that are shown, however it was made: one that comes from elsewhere may be of any size. */
export declare function shownExcerpt(excerpt: Excerpt): Excerpt;
