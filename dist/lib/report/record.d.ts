import type { Place } from '../errors.js';
import type { Bump } from '../version/bump.js';
import type { PartRecord } from './part-record.js';
/**
 * The decision record: everything a run decided, as plain JSON. Comment, summary, terminal table, annotations, step outputs and the
 * report file are views of it; none computes a number of its own. It holds no time and no path of the machine, so that the same
 * inputs give the same bytes. Its JSON Schema is `schema/report.schema.json`.
 */
export type Report = {
    readonly version: 1;
    /** Name of the kluctl target; null where none was chosen, and where the record is of several. */
    readonly target: string | null;
    readonly counts: Counts;
    /** Every gate that the workflow asked for with `fail-on`, in the order of `gateNames`, with what it found. */
    readonly gates: readonly GateRecord[];
    /** What differs from the baseline, grouped: one entry for each image, old, new and reason. */
    readonly changes: readonly Change[];
    readonly failures: readonly FailureRecord[];
    readonly warnings: readonly WarningRecord[];
    readonly uses: readonly UseRecord[];
    readonly cost: CostRecord;
    /** What merge needs of a run of one part of the images; null where the record is whole. */
    readonly part: PartRecord | null;
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
    /** Distinct images with a use that has no answer, whatever becomes of their other uses. */
    readonly failedImages: number;
    /**
     * Distinct images by what becomes of them, here and in the next three. An image counts once among these, for the first that holds: it
     * changes, is new, is removed, or is held.
     */
    readonly changedImages: number;
    readonly addedImages: number;
    readonly removedImages: number;
    /** Images that stay because something holds them: a fixed image, or the previous entry of what is not selected or offline. */
    readonly heldImages: number;
    /** Distinct images whose entry in the committed file the change under review has changed, and a run would not leave so. */
    readonly committedImages: number;
    /** Distinct images with a trap among the warnings; a trap that is about no single image counts as one. */
    readonly traps: number;
    /** Failures that are not about one image: a file that cannot be read or rendered. */
    readonly errors: number;
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
    readonly bump: Bump;
    readonly links: ChangeLinks;
    readonly where: readonly Where[];
};
/** Addresses for a reviewer. All are https, and built by us from checked parts (threat model O-11). */
export type ChangeLinks = {
    /** Page of the tag at its registry; null where the registry has none, or where there is no tag. */
    readonly old: string | null;
    readonly new: string | null;
    /** Where the source of both images is known from their labels; null where nobody asked, or there is nothing to say. */
    readonly source: SourceRecord | null;
};
/** What the OCI labels of the old and the new image say about their source. Labels are text from outside. */
export type SourceRecord = {
    /** `org.opencontainers.image.source` of the new image, as it stands there, at most 400 characters. */
    readonly source: string;
    /** `org.opencontainers.image.revision` of both; null where it is missing or no commit. */
    readonly from: string | null;
    readonly to: string | null;
    /** Page that compares the two commits; null where that cannot be said. */
    readonly compare: string | null;
    /** Why there is no comparison, in a few words; null where there is one. */
    readonly note: string | null;
    /** Commits between the two, newest last, where they were asked for; `total` may be more than are listed. */
    readonly commits: {
        readonly total: number;
        readonly subjects: readonly CommitRecord[];
    } | null;
};
/** A commit with the first line of its message, at most 200 characters. */
export type CommitRecord = {
    readonly sha: string;
    readonly subject: string;
};
export declare const gateNames: readonly ['unresolved', 'downgrade', 'major', 'unpinned', 'trap', 'change'];
/** What a run may be made to fail on. */
export type GateName = (typeof gateNames)[number];
export type GateRecord = {
    readonly gate: GateName;
    readonly passed: boolean;
    /** Images that hit the gate, sorted; empty where it passed. */
    readonly images: readonly string[];
    /** What would satisfy the gate, as an order to the reader: `pin the image, or take major out of fail-on`; null where it passed. */
    readonly remedy: string | null;
};
/** `target` is there only where the record is of several targets. */
export type Where = {
    readonly namespace: string;
    readonly deployment: string;
    readonly container: string;
    readonly target?: string;
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
    /** Who answered. `deployed` is what the workload runs already, `previous` the output file as it stood before the run. */
    readonly origin: 'fixed' | 'deployed' | 'registry' | 'previous' | null;
    readonly why: string;
    readonly explanation: ExplanationRecord | null;
    /** What the policy did; null where it did nothing. */
    readonly policy: PolicyRecord | null;
};
/** What the policy file did to the answer of a use. */
export type PolicyRecord = {
    /** Tags above the answer that the version filter takes and the policy does not, best first. */
    readonly passedOver: readonly {
        readonly tag: string;
        readonly rule: 'skip' | 'max-bump' | 'no-downgrade' | 'minimum-age' | 'platforms' | 'missing';
        /** A few words for people, to follow the tag. */
        readonly message: string;
    }[];
    /** The date that `minimum-age` judged the answer by, in UTC, and who says it; null where none was asked for, or there is none. */
    readonly date: {
        readonly date: string;
        readonly source: 'registry' | 'label' | 'config';
    } | null;
    /** The hold that keeps the image where it is; null for none. `expiry` is its last day, in UTC. */
    readonly hold: {
        readonly reason: string;
        readonly owner: string | null;
        readonly expiry: string | null;
    } | null;
};
/** Why this tag: see `explain` of the version filters. */
export type ExplanationRecord = {
    readonly repository: string;
    readonly filter: string;
    /** Set where only tags that begin with this were read, since no other can match; `seen` counts those. */
    readonly prefix: string | null;
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
/**
 * `trap`: the tags look like something that the version filter mistakes. `hold`: a hold of the policy has expired. `new-registry`: only this
 * pull request brings the registry, which was asked without login. `committed`: this pull request changes the image's entry in the fixed-images
 * file itself, to another one than the run finds.
 */
export type WarningKind = 'warning' | 'trap' | 'hold' | 'new-registry' | 'committed';
export type WarningRecord = {
    readonly kind: WarningKind;
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
    /** Of the requests, those about single images: digests, platforms, dates and labels. */
    readonly imageRequests: number;
};
/** Where nobody was asked. */
export declare const noCost: CostRecord;
/** The record without its receipt: a run that had to wait and one that had not say the same. */
export declare function withoutCost(report: Report): Report;
