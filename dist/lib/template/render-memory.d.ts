import type { Template } from './template.js';
import type { Value } from './value.js';
/**
 * What the renders of one project need not do twice: parse a template, and read the variables that they were given. Nothing a template does
 * reaches it: trees do not change, and of variables each render gets copies (threat model T-07). All renders must have the same limits.
 */
export declare class RenderMemory {
    private readonly templates;
    /** The set that was wanted last stands last. */
    private readonly variables;
    private characters;
    /** The template of that name, file and source; `parse` makes it. It is kept from the second time on: most are asked for once. */
    template(name: string, file: string, source: string, parse: () => Template): Template;
    /** The variables of an object that is never changed; `read` converts them. Errors of `read` are not remembered. */
    variablesOf(vars: object, read: () => ReadonlyMap<string, Value>): ReadonlyMap<string, Value>;
}
