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
