import type { YamlValue } from '../yaml/value.js';
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
