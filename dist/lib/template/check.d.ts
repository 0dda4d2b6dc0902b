import type { TemplateLimits } from './limits.js';
import { type Body } from './tree.js';
/** Names that no template may use, in whatever place a name can stand. Threat model T-03. */
export declare function isRefusedName(name: string): boolean;
/** What the filters and tests are called that exist. */
export type KnownNames = {
    readonly filters: NameSet;
    readonly tests: NameSet;
};
type NameSet = {
    has(name: string): boolean;
    keys(): Iterable<string>;
};
/**
 * The gate between parsing and evaluating: names, depth, number of nodes, and what Jinja2 itself refuses when it compiles.
 * Throws SyntaxProblem. Threat model T-02, T-03.
 */
export declare function checkTree(body: Body, limits: TemplateLimits, known: KnownNames): void;
export {};
