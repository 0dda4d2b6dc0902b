import type { TemplateLimits } from './limits.js';
import type { TemplateFiles } from './loader.js';
export type RenderOptions = {
    /** Variables: plain data, also bigint and Map. They are copied, and maps reach templates with sorted keys. */
    readonly vars?: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>;
    /** Project-relative path of the source, for messages and relative names; default `template`. */
    readonly name?: string;
    /** Other templates by project-relative path. */
    readonly files?: TemplateFiles;
    /** Where names of templates are looked up, in order; default: the folder of `name`, then the project folder. */
    readonly searchDirs?: readonly string[];
    readonly limits?: Partial<TemplateLimits>;
    /** Receives what `debug_print` prints. */
    readonly debug?: (message: string) => void;
    /**
     * True where kluctl's functions hide variables of the same name, as `images` and `version`: kluctl installs them after the variables
     * (v2.28, kluctl-semantics 2.5). By default the caller's variables win.
     */
    readonly functionsWin?: boolean;
};
/**
 * Refuses what the types would, for callers without types: a mistake there would else be a template without variables.
 * @throws ProjectError `config` naming the option
 */
export declare function checkRenderCall(source: unknown, options: unknown): void;
