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
/** All tags of a repository, proved complete. */
export type TagList = {
    readonly tags: readonly string[];
    /** Pages that were followed. */
    readonly pages: number;
    /** Number of names that the registry sent and that are no tags (threat model R-09). */
    readonly dropped: number;
};
export interface TagSource {
    /** Rejects with RegistryError or ImageNameError; never with a short list. */
    listTags(repository: Repository): Promise<TagList>;
}
/** Where the run says what it does. Implementations escape; callers pass plain text. */
export interface Log {
    debug(message: string): void;
    info(message: string): void;
    warning(message: string): void;
}
