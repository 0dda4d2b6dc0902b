import type { FixedImage } from './fixed/fixed-image.js';
import type { OptionName } from './option-table.js';
import type { Log } from './ports.js';
import type { Report } from './report/record.js';
/** Options of the main job by their names in camelCase (`projectDir`, `fixedImagesFile`); lists may be arrays. */
export type ResolveOptions = {
    readonly [Name in OptionName as CamelCase<Name>]?: string | boolean | readonly string[];
} & {
    /** Environment with `KLUCTL_REGISTRY_*`, `HOME`, `DOCKER_CONFIG`; the process's own if absent. */
    readonly env?: Readonly<Record<string, string | undefined>>;
    /** Write the files, as the command line does. Without it nothing is written. */
    readonly write?: boolean;
    readonly log?: Log;
};
type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : Text;
export type ResolveResult = {
    /** True where no gate of `failOn` failed and the project could be read. */
    readonly ok: boolean;
    /** True where every use has its answer as well: only then the file is written. */
    readonly complete: boolean;
    readonly report: Report;
    /** The new list, and its text as a fixed-images file. */
    readonly fixedImages: readonly FixedImage[];
    readonly text: string;
    /** True where the text differs from the output file as it stood. */
    readonly changed: boolean;
    /** Text of the lock for the output file alone, where one is wanted and the run is complete; written with `write`, where it joins the one that is there. */
    readonly lock: string | undefined;
    /** Rendered manifests with their images, by path. */
    readonly manifests: ReadonlyMap<string, string>;
};
/**
 * Runs the main job on a project. Trouble with single images is in the report, and `ok` is false then, unless `failOn` says otherwise.
 * @throws AggregateError of InputErrors for options that cannot be used; InputError or FixedImagesError for files that options name
 */
export declare function resolve(options?: ResolveOptions): Promise<ResolveResult>;
export {};
