import type { FailureRecord, UseRecord, WarningRecord } from './record.js';
/**
 * What decides over the answers besides the calls of the project and is known before a registry is asked: options by their name, and what stands
 * in files.
 */
export declare const decidingNames: readonly ['kluctl-images', 'target', 'images', 'include-tags', 'exclude-tags', 'include-deployment-dirs', 'exclude-deployment-dirs', 'fixed-images-file', 'fixed-images', 'pins-of-target', 'update-images', 'offline-images', 'deployed-images', 'context', 'policy-file', 'platforms', 'allow-registries', 'deny-registries', 'pin-digests', 'output-file', 'previous-file', 'lock-file', 'previous-lock', 'simple', 'baseline', 'source-links', 'fail-on'];
export type DecidingName = (typeof decidingNames)[number];
/**
 * What a run of one part of the images (the option `shard`) leaves for the merge of all parts: its answers, before they are put into one list,
 * and what decides besides them. All parts of a run hold the same but for `shard`, `answers`, `warnings` and the facts of the lock.
 */
export type PartRecord = {
    /** The `index`-th of `count` parts, from 1 on. */
    readonly shard: {
        readonly index: number;
        readonly count: number;
    };
    /** Commit of the project's files; null where git knows none. */
    readonly commit: string | null;
    /** SHA-256 over all calls of the project with their places, those of other parts as well. */
    readonly project: string;
    /** Begin of the SHA-256 over each thing that decides, by its {@link DecidingName}. */
    readonly options: Readonly<Record<string, string>>;
    /** Calls of the whole project: the positions of all parts together are 0 to `total - 1`. */
    readonly total: number;
    readonly answers: readonly AnswerRecord[];
    /** The fixed-images file that the merge makes. */
    readonly file: FileRecord;
    /** Entries of the baseline that no call of the project uses. */
    readonly unused: readonly EntryRecord[];
    /** Warnings that no answer carries. */
    readonly warnings: readonly WarningRecord[];
    /** What the merge writes the lock from; null where none is wanted. */
    readonly lock: LockPartRecord | null;
};
/** The fixed-images file of a run, as far as it decides what becomes of it. */
export type FileRecord = {
    /** Its path as the run was given it. */
    readonly name: string;
    /** Its text before the run; null where there was none. */
    readonly text: string | null;
    /** SHA-256 of that text, before secrets were hidden in it; null as `text`. */
    readonly digest: string | null;
    /** Positions of the entries of it that the run is not about: they stay. */
    readonly untouched: readonly number[];
    /** True where the run is about a part of the project's deployment items only. */
    readonly partial: boolean;
    /** True for entries with image and result only, where that loses nothing. */
    readonly simple: boolean;
};
/** An answer as data: what the list, the changes, the failures and the warnings are made of. */
export type AnswerRecord = {
    /** Place among all calls of the project, in the order of the report. */
    readonly position: number;
    /** What a view shows of it. */
    readonly use: UseRecord;
    /** The version filter that tells an upgrade from a downgrade. */
    readonly orderedBy: string;
    /** Null but for an answer that failed, whose `why` is the message. */
    readonly error: ErrorRecord | null;
    /** Said of an answer of a pin, of what is deployed or of the previous file; null for nothing. */
    readonly warning: string | null;
    /** Traps of the version filter, as sentences. */
    readonly traps: readonly string[];
};
/** A failure without the uses that it hits. */
export type ErrorRecord = Omit<FailureRecord, 'image' | 'where'>;
/** An entry of a fixed-images list; a field that it has not is null. */
export type EntryRecord = {
    readonly image: string | null;
    readonly imageRegex: string | null;
    readonly resultImage: string;
    readonly namespace: string | null;
    readonly deployment: string | null;
    readonly container: string | null;
};
/** What one part found out for the lock. */
export type LockPartRecord = {
    /** Path of the lock as the run has it. */
    readonly name: string;
    /** Its text before the run; null where there was none. */
    readonly text: string | null;
    /** Time of the run, ISO 8601 in UTC with whole seconds. */
    readonly decided: string;
    readonly facts: readonly FactsRecord[];
    /** What could not be found out, and which tags were pushed again. */
    readonly warnings: readonly string[];
};
/** What a registry says of the image that a result names (the lock's `ImageFacts`); `created` is absent where it could not be read. */
export type FactsRecord = {
    readonly result: string;
    readonly digest: string | null;
    readonly platforms: readonly string[] | null;
    readonly created?: {
        readonly date: string;
        readonly source: 'registry' | 'label' | 'config';
    } | null;
};
