import { Scope } from './scope.js';
import type { BlockNode, Body, CallBlockNode, ForNode, MacroNode } from './tree.js';
/** Which special values a macro's body reads, so that they are collected for it. */
export type MacroPlan = {
    readonly caller: boolean;
    readonly explicitCaller: boolean;
    readonly kwargs: boolean;
    readonly varargs: boolean;
};
/** A parsed and checked template with what is known about it before it runs. */
export declare class Template {
    /** The name it was found by; relative names inside it are relative to it. A leading `/` stands for the project folder. */
    readonly name: string;
    /** Project-relative path, for messages. */
    readonly file: string;
    readonly body: Body;
    /** A text given to `render`: it has no lines of its own in messages. */
    readonly inline: boolean;
    readonly blocks: ReadonlyMap<string, BlockEntry>;
    private root;
    private readonly loops;
    private readonly macros;
    constructor(name: string, file: string, body: Body, inline?: boolean);
    get rootScope(): Scope;
    /** Does this loop's body see `loop`? */
    isExtended(node: ForNode): boolean;
    planOf(node: MacroNode | CallBlockNode): MacroPlan;
}
/** A block of one template. Two entries are the same block only where they are the same object. */
export declare class BlockEntry {
    readonly node: BlockNode;
    readonly template: Template;
    private known;
    constructor(node: BlockNode, template: Template);
    get scope(): Scope;
}
