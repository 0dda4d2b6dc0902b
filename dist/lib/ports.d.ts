import type { ImageReference } from './image/reference.js';
import type { Repository } from './image/repository.js';
/**
 * What the pure part needs from outside. `src/io` implements these for a real machine; tests and the library's users may
 * bring their own.
 */
/** A folder that is read, and only read. Paths are relative to its root, with `/`, and never leave it. */
export interface FileSource {
    /** Content of a file; undefined where there is no such file. Throws ProjectError for a path that is not allowed. */
    read(path: string): string | undefined;
    /** Bytes of a file, which need be no text; undefined where there is no such file. Throws as {@link FileSource.read} does. */
    readBytes(path: string): Uint8Array | undefined;
    /** Entries directly in a folder, sorted by code unit; undefined where there is no such folder. */
    list(path: string): readonly FolderEntry[] | undefined;
}
export type FolderEntry = {
    readonly name: string;
    readonly kind: 'file' | 'folder';
};
/** The tags of a repository, proved complete. */
export type TagList = {
    /** All of them, or with `prefix` all that begin with it. */
    readonly tags: readonly string[];
    /** Set where only tags that begin with this were read. */
    readonly prefix?: string | undefined;
    /** Pages that were followed. */
    readonly pages: number;
    /** Number of names that the registry sent and that are no tags (threat model R-09). */
    readonly dropped: number;
};
/** Which tags of a repository are of use. */
export type WantedTags = {
    /** Only those that begin with this; the whole list is an answer too, and the only one where no tag does. */
    readonly prefix?: string | undefined;
};
export interface TagSource {
    /** Rejects with RegistryError or ImageNameError; never with a short list. */
    listTags(repository: Repository, wanted?: WantedTags): Promise<TagList>;
}
/**
 * What the labels of an image say of its source (OCI image specification, "Pre-Defined Annotation Keys"): texts from outside of 1 to 400
 * characters, as they stand there.
 */
export type ImageLabels = {
    /** `org.opencontainers.image.source`, or what came before it. */
    readonly source: string | undefined;
    /** `org.opencontainers.image.revision`, of the same place as the source; undefined where that says none. */
    readonly revision: string | undefined;
};
export interface LabelSource {
    /** Rejects with RegistryError or ImageNameError. */
    readLabels(reference: ImageReference): Promise<ImageLabels>;
}
/** An image for one platform. */
export type PlatformImage = {
    /** `linux/arm64/v8`, as its index or its configuration says. */
    readonly platform: string;
    /** Of the manifest for this platform. */
    readonly digest: string;
};
/** What a reference leads to, without the content of the images. */
export type ImagePlatforms = {
    /** Of the document that the reference names: the index where there is one, never one of its platforms. */
    readonly digest: string;
    readonly isIndex: boolean;
    /** Without attestations, sorted by platform and digest. Of a single image the platform that its configuration names. */
    readonly platforms: readonly PlatformImage[];
};
/**
 * Who says when an image came to be: `registry` is the date of the push, as the registry keeps it; `label` is the annotation or label
 * `org.opencontainers.image.created`, and `config` the field `created` of the image configuration, both of which the publisher writes.
 */
export type DateSource = 'registry' | 'label' | 'config';
/** A date of an image, ISO 8601 in UTC with whole seconds: `2026-11-22T19:30:00Z`. */
export type ImageDate = {
    readonly date: string;
    readonly source: DateSource;
};
/**
 * What a registry knows of single images. Every method rejects with RegistryError (`not-found` where there is no such image) and remembers
 * what it was told, so that a reference is asked for once.
 */
export interface ImageSource {
    /**
     * Digest of what the reference names: of the index for an image of several platforms. Asked with HEAD; by `document` it is that of the bytes
     * that are there, which the other answers are read from.
     */
    readDigest(reference: ImageReference, by?: 'head' | 'document'): Promise<string>;
    readPlatforms(reference: ImageReference): Promise<ImagePlatforms>;
    /** The date by the best source there is; undefined where none says one that can be true. */
    readDate(reference: ImageReference): Promise<ImageDate | undefined>;
}
/** Commits between two others. */
export type CommitList = {
    readonly total: number;
    /** Some of them, newest last; a subject is the first line of a message. */
    readonly subjects: readonly {
        readonly sha: string;
        readonly subject: string;
    }[];
};
export interface CommitSource {
    /** The commits that `to` has and `from` has not; undefined where that cannot be said. Rejects with ImagesError. */
    list(owner: string, repo: string, from: string, to: string): Promise<CommitList | undefined>;
}
/** Where the run says what it does. Implementations escape; callers pass plain text. */
export interface Log {
    debug(message: string): void;
    info(message: string): void;
    warning(message: string): void;
}
