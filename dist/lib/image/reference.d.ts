import { type Repository } from './repository.js';
/** An image reference, `registry/repository:tag@digest`, taken apart. */
export type ImageReference = {
    /** The text as it was written. */
    readonly text: string;
    /** The text before tag and digest, as it was written: `nginx`, `ghcr.io/team/app`. */
    readonly name: string;
    /** Where it lives, normalised. */
    readonly repository: Repository;
    readonly tag: string | undefined;
    /** `sha256:…` */
    readonly digest: string | undefined;
};
/** True for a text that may be a tag (OCI distribution specification). */
export declare function isTag(text: string): boolean;
/** True for a text that may be a digest; `sha256` and `sha512` must have their full length in lower case. */
export declare function isDigest(text: string): boolean;
/**
 * Takes an image reference apart. The first path element is a registry if it holds a `.` or `:` or is `localhost`, as
 * Docker has it; otherwise the image is on Docker Hub, where a single name lives in `library/`.
 * @throws ImageNameError with the position of what is wrong
 */
export declare function parseImageReference(text: string): ImageReference;
/** The reference that a text is; undefined where it is none. */
export declare function readImageReference(text: string): ImageReference | undefined;
/** True for `host`, `host:port`, an IPv4 address or a bracketed IPv6 address. */
export declare function isRegistryHost(text: string): boolean;
