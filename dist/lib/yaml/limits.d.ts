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
/** Looks for nesting beyond the limit, and for maps that are too large, in a token of the parser, without recursion. */
export declare function checkToken(token: CST.Token, { depth: limit }: YamlLimits): Trouble | undefined;
/** The trouble of a text with too many values. */
export declare function tooMany({ nodes }: Pick<YamlLimits, 'nodes'>, offset: number): Trouble;
/** Counts nodes and aliases of a document whose depth is known to be small, and looks for values that are no plain data. */
export declare function checkNodes(contents: unknown, limits: YamlLimits): Trouble | undefined;
