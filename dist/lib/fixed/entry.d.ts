import { type Place } from '../errors.js';
import type { YamlValue } from '../yaml/parse.js';
import type { Part } from '../yaml/shape.js';
/**
 * One entry of a fixed-images list. A field that is absent matches anything; a field that is present, even if empty, is a condition.
 * Source: kluctl v2.16 and v2.28, pkg/types/target_config.go.
 */
export type FixedImage = {
    /** The argument of get_image, compared as text. Absent: any image (documented by kluctl in 2022; read by us, never written). */
    readonly image?: string;
    /** A Go regular expression, searched in the argument of get_image (kluctl v2.21 and newer). */
    readonly imageRegex?: string;
    readonly resultImage: string;
    readonly namespace?: string;
    /** `Kind/name`. */
    readonly deployment?: string;
    readonly container?: string;
    /** Keys that kluctl reads and that decide nothing: deployedImage, object, deployTags, deploymentDir. */
    readonly extra?: ReadonlyMap<string, YamlValue>;
};
/** Keys that only some versions of kluctl read: other versions refuse the whole file for them. */
export declare const keysOfOldKluctl: readonly string[];
export type EntryReader = {
    /** Told about each key that is read and ignored. */
    readonly warn: (message: string, place: Place) => void;
};
/**
 * Reads an `images:` list. Every problem is an error with line and column; unknown keys are only warned about, since kluctl of another
 * version may know them.
 * @throws FixedImagesError
 */
export declare function readEntries(list: Part, reader: EntryReader): readonly FixedImage[];
/** `Kind/name`; the name is empty for an object that has none (`generateName`). */
export declare function isDeployment(text: string): boolean;
/** Shape errors of a fixed-images list are FixedImagesErrors, with the same place. */
export declare function inFixedImages<T>(key: string, read: () => T): T;
