/**
 * The error taxonomy. Everything a user can meet is an {@link ImagesError}; anything else that is thrown is a bug and is
 * shown with its stack. Messages say what was wrong with the name the user wrote; `hint` says what to do next.
 */
/** A place in a file of the project. `line` and `column` count from 1; `file` is relative to the project folder. */
export type Place = {
    readonly file: string;
    readonly line?: number;
    readonly column?: number;
};
export type ErrorDetails = {
    readonly hint?: string | undefined;
    readonly cause?: unknown;
};
/** Base of every error that a user can cause or meet. Match on `code`, never on the text. */
export declare abstract class ImagesError extends Error {
    abstract readonly code: string;
    /** What to do next, one sentence; absent where the message says it all. */
    readonly hint: string | undefined;
    constructor(message: string, details?: ErrorDetails);
}
export declare function isImagesError(value: unknown): value is ImagesError;
/** An option, input, flag or environment variable has a value that cannot be used. CLI exit 2. */
export declare class InputError extends ImagesError {
    readonly code = "input";
    /** Name of the option, input, flag or variable. */
    readonly input: string;
    constructor(input: string, message: string, details?: ErrorDetails);
}
export type ProjectErrorCode = 'config' | 'template' | 'yaml' | 'missing-file' | 'outside-root' | 'unsupported' | 'limit';
export type ProjectErrorDetails = ErrorDetails & {
    readonly excerpt?: readonly string[] | undefined;
};
/** Something in the project's files: configuration, template, YAML, a missing or forbidden file. */
export declare class ProjectError extends ImagesError {
    readonly code: ProjectErrorCode;
    readonly place: Place | undefined;
    /** The lines around the place, numbered and marked (see excerpt.ts), then the templates that led there; absent where they are not at hand. */
    readonly excerpt: readonly string[] | undefined;
    constructor(code: ProjectErrorCode, message: string, place?: Place, details?: ProjectErrorDetails);
}
/** A text is not an image reference. `position` counts UTF-16 units from 0. */
export declare class ImageNameError extends ImagesError {
    readonly code = "image-name";
    readonly text: string;
    readonly position: number;
    constructor(text: string, position: number, message: string, details?: ErrorDetails);
}
/** A text is not a version filter. `position` counts UTF-16 units from 0; `caret()` shows it under the text. */
export declare class FilterError extends ImagesError {
    readonly code = "filter";
    readonly filter: string;
    readonly position: number;
    constructor(filter: string, position: number, message: string, details?: ErrorDetails);
    /** Two lines: the filter on one line, a caret under the position. */
    caret(): string;
}
/** A fixed-images file or flag that cannot be used. `key` names the entry's key or the path in the document. */
export declare class FixedImagesError extends ImagesError {
    readonly code = "fixed-images";
    readonly place: Place | undefined;
    readonly key: string | undefined;
    constructor(message: string, place?: Place, key?: string, details?: ErrorDetails);
}
/** The registry answered, and no tag passes the version filter. */
export declare class NoTagError extends ImagesError {
    readonly code = "no-tag";
    readonly repository: string;
    readonly filter: string;
    /** Number of tags the registry listed. */
    readonly seen: number;
    /** Up to five tags that the filter rejected, to see what the names look like. */
    readonly examples: readonly string[];
    constructor(repository: string, filter: string, seen: number, examples: readonly string[], details?: ErrorDetails);
}
export type RegistryErrorCode = 'unauthorized' | 'denied' | 'not-found' | 'rate-limited' | 'unavailable' | 'tls' | 'timeout' | 'protocol' | 'incomplete' | 'refused' | 'credentials';
export type RegistryErrorFields = {
    readonly registry: string;
    readonly repository?: string | undefined;
    /** HTTP status of the answer, where there was one. */
    readonly status?: number | undefined;
    /** Method and redacted address of the request. */
    readonly request?: string | undefined;
    /** The registry's own first error code and message, at most 300 characters, redacted and escaped. */
    readonly diagnostic?: string | undefined;
    /** True where the same request may succeed later. */
    readonly temporary?: boolean | undefined;
};
/** A registry could not be asked, or its answer cannot be trusted. Never holds a secret. */
export declare class RegistryError extends ImagesError {
    readonly code: RegistryErrorCode;
    readonly registry: string;
    readonly repository: string | undefined;
    readonly status: number | undefined;
    readonly request: string | undefined;
    readonly diagnostic: string | undefined;
    readonly temporary: boolean;
    constructor(code: RegistryErrorCode, message: string, fields: RegistryErrorFields, details?: ErrorDetails);
}
/** A use cannot be answered for a reason of our own rules (offline, conflicting answers, not selected). */
export declare class ResolveError extends ImagesError {
    readonly code: 'no-answer' | 'conflict' | 'image-empty';
    constructor(code: 'no-answer' | 'conflict' | 'image-empty', message: string, details?: ErrorDetails);
}
export type PolicyErrorCode = 
/** The registry is denied, or not among those that are allowed. */
'registry-denied'
/** No tag that the version filter takes passes the policy. */
 | 'no-candidate'
/** A hold has nothing to hold. */
 | 'held';
/** The policy forbids an answer, or leaves none. */
export declare class PolicyError extends ImagesError {
    readonly code: PolicyErrorCode;
    constructor(code: PolicyErrorCode, message: string, details?: ErrorDetails);
}
export type DeployedErrorCode = 'no-program' | 'kubeconfig' | 'cluster' | 'denied';
/** What is deployed could not be found out. Never holds a secret. */
export declare class DeployedError extends ImagesError {
    readonly code: DeployedErrorCode;
    constructor(code: DeployedErrorCode, message: string, details?: ErrorDetails);
}
/** The lock beside a fixed-images file cannot be read. */
export declare class LockError extends ImagesError {
    readonly code = "lock";
    readonly place: Place;
    constructor(message: string, place: Place, details?: ErrorDetails);
}
export type MergeErrorCode = 'missing' | 'disagreement';
/** The records of the parts of a run make no whole: one is missing, or they cannot be of one run. */
export declare class MergeError extends ImagesError {
    readonly code: MergeErrorCode;
    constructor(code: MergeErrorCode, message: string, details?: ErrorDetails);
}
export type FileErrorCode = 'read' | 'write' | 'outside-workspace' | 'changed';
/** A file could not be read or written. */
export declare class FileError extends ImagesError {
    readonly code: FileErrorCode;
    readonly file: string;
    constructor(code: FileErrorCode, file: string, message: string, details?: ErrorDetails);
}
export type GitHubErrorCode = 'permission' | 'not-a-pull-request' | 'too-large' | 'unavailable' | 'artifact';
/** GitHub refused something beside the main job; the run goes on with a warning. */
export declare class GitHubError extends ImagesError {
    readonly code: GitHubErrorCode;
    readonly status: number | undefined;
    constructor(code: GitHubErrorCode, message: string, status?: number, details?: ErrorDetails);
}
export type GitLabErrorFields = {
    /** HTTP status of the answer, where there was one. */
    readonly status?: number | undefined;
    /** Milliseconds after which the same request may succeed, 0 where that is not known; absent where it will not. */
    readonly retryAfter?: number | undefined;
};
export type GitLabErrorCode = 'permission' | 'not-a-pull-request' | 'too-large' | 'unavailable';
/** GitLab refused something beside the main job; the run goes on with a warning. Never holds a secret. */
export declare class GitLabError extends ImagesError {
    readonly code: GitLabErrorCode;
    readonly status: number | undefined;
    readonly retryAfter: number | undefined;
    constructor(code: GitLabErrorCode, message: string, fields?: GitLabErrorFields, details?: ErrorDetails);
}
