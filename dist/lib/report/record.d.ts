import type { Place } from '../errors.js';
/**
 * The decision record: everything a run decided, as plain JSON. Comment, summary, terminal table, annotations, step outputs and the
 * report file are views of it; none computes a number of its own. It holds no time and no path of the machine, so that the same
 * inputs give the same bytes. Its JSON Schema is `schema/report.schema.json`.
 */
export type Report = {
    readonly version: 1;
    /** Name of the kluctl target; null where none was chosen. */
    readonly target: string | null;
    readonly counts: Counts;
    /** What differs from the baseline, grouped: one entry for each image, old, new and reason. */
    readonly changes: readonly Change[];
    readonly failures: readonly FailureRecord[];
    readonly warnings: readonly WarningRecord[];
    readonly uses: readonly UseRecord[];
    readonly cost: CostRecord;
};
export type Counts = {
    readonly uses: number;
    /** Distinct images (as templates write them). */
    readonly images: number;
    /** Number of entries in `changes` by kind. */
    readonly changed: number;
    readonly added: number;
    readonly removed: number;
    /** Uses whose answer is the baseline's. */
    readonly unchanged: number;
    /** Uses that kept their previous entry: not selected, or offline. */
    readonly kept: number;
    /** Uses that were not selected and have no entry to keep. */
    readonly skipped: number;
    /** Uses that have no answer; `failures` tells why, and also what is wrong elsewhere. */
    readonly failed: number;
};
/** `changed`: another result than the baseline's. `added`: the baseline has none. `removed`: only the baseline has one. */
export type Change = {
    readonly kind: 'changed' | 'added' | 'removed';
    readonly image: string;
    readonly old: string | null;
    readonly new: string | null;
    /** A few words for people: `newest of 214 tags`, `pinned by fixed-images.yaml`. */
    readonly why: string;
    /** The version filter that decided, as template or workflow wrote it; null where none did. */
    readonly filter: string | null;
    /** True where old and new are in different repositories (threat model Y-05). */
    readonly movedRepository: boolean;
    readonly where: readonly Where[];
};
export type Where = {
    readonly namespace: string;
    readonly deployment: string;
    readonly container: string;
};
export type UseRecord = Where & {
    readonly image: string;
    /** The version filter that decided or would decide, as template or workflow wrote it; null where none was needed. */
    readonly filter: string | null;
    readonly field: string;
    readonly deploymentDir: string;
    readonly tags: readonly string[];
    /** Where the call stands in the template. */
    readonly place: Place | null;
    readonly status: 'resolved' | 'failed' | 'skipped';
    readonly result: string | null;
    /** Result in the baseline; null where it has none. */
    readonly old: string | null;
    /** Who answered. `previous` is the output file as it stood before the run. */
    readonly origin: 'fixed' | 'registry' | 'previous' | null;
    readonly why: string;
    readonly explanation: ExplanationRecord | null;
};
/** Why this tag: see `explain` of the version filters. */
export type ExplanationRecord = {
    readonly repository: string;
    readonly filter: string;
    readonly seen: number;
    readonly matched: number;
    readonly newest: string | null;
    readonly runnerUp: string | null;
    readonly ties: readonly string[];
    readonly rejected: readonly {
        readonly reason: string;
        readonly count: number;
        readonly examples: readonly string[];
    }[];
};
export type FailureRecord = {
    /** Class and code of the error, as `RegistryError` and `unauthorized`. */
    readonly error: string;
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
    readonly place: Place | null;
    /** Lines around the place, numbered and marked, with a caret under the column; null where they are not at hand or may hold secrets. */
    readonly excerpt: readonly string[] | null;
    /** Null for a failure that is not about one image, as a file that cannot be read. */
    readonly image: string | null;
    readonly where: readonly Where[];
};
export type WarningRecord = {
    readonly message: string;
    readonly place: Place | null;
    readonly image: string | null;
};
export type CostRecord = {
    /** Requests that were sent to registries, token requests included. */
    readonly requests: number;
    /** Pauses that requests to a registry had to wait for. */
    readonly waits: number;
    readonly repositories: number;
};
