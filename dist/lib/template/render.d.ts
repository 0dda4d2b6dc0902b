import { type TemplateLimits } from './limits.js';
import { type TemplateFiles } from './loader.js';
export type { TemplateLimits } from './limits.js';
export type { TemplateFiles } from './loader.js';
export type RenderOptions = {
    /** Variables: plain data, also bigint and Map. They are copied, and maps reach templates with sorted keys. */
    readonly vars?: Readonly<Record<string, unknown>>;
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
 * Renders a template as kluctl's Jinja2 does (strict undefined, no autoescape, `break` and `continue`). Calls of `images.get_image`
 * become placeholders, see placeholder.ts. kluctl-semantics 5.6 to 5.9.
 * @throws ProjectError `template`, `missing-file`, `outside-root`, `unsupported` or `limit`, with the place
 */
export declare function renderTemplate(source: string, options?: RenderOptions): string;
