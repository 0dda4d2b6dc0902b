import { type CST } from 'yaml';
/** How large a YAML text may be. */
export type YamlLimits = {
    readonly bytes: number;
    readonly depth: number;
    readonly nodes: number;
    readonly aliases: number;
};
/** What is over a limit, or no data of YAML's core, and where. */
export type Trouble = {
    readonly code: 'limit' | 'yaml';
    readonly message: string;
    readonly offset: number;
};
/** Looks for nesting beyond a limit in a token of the parser, without recursion. */
export declare function tooDeep(token: CST.Token, limit: number): Trouble | undefined;
/** Counts nodes and aliases of a document whose depth is known to be small, and looks for values that are no plain data. */
export declare function checkNodes(contents: unknown, limits: YamlLimits): Trouble | undefined;
