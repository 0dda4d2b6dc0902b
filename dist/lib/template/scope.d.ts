import { type Body, type ForNode, type TreeNode } from './tree.js';
/** How a variable gets its first value when a scope is entered. */
export type Load = 'parameter' | 'resolve' | 'alias' | 'undefined';
/**
 * The variables of one scope, decided before anything runs, as Jinja2's compiler decides it: a name that is only read is looked up
 * once when the scope is entered; a name that is written is the scope's own, and begins with the outer value, or with nothing.
 * That is why `{% for x in xs %}{% set y = x %}{% endfor %}{{ y }}` sees the outer `y`. Source: Jinja2 3.1 symbol tracking.
 */
export declare class Scope {
    readonly parent: Scope | undefined;
    loads: Map<string, Load>;
    stores: Set<string>;
    private readonly inner;
    constructor(parent?: Scope);
    /** Is the name known here or further out? */
    knows(name: string): boolean;
    parameter(name: string): void;
    store(name: string): void;
    load(name: string): void;
    /** Names that were written here or further out: what an include is given besides the context. */
    storedNames(): Set<string>;
    /** The scope inside a node, analysed once. `key` is whatever stands for it in the tree. */
    within(key: object, analyse: (scope: Scope) => void): Scope;
    /** What happens in the branches of an `if`: each begins with what is known before it. */
    branches(visits: readonly ((scope: Scope) => void)[]): void;
}
/** Analyses nodes that belong to a scope. Scopes further inside are left to themselves. */
export declare function analyse(scope: Scope, nodes: readonly TreeNode[]): void;
/** Declares the names of a target as parameters: loop targets. */
export declare function declareTarget(scope: Scope, node: TreeNode): void;
/**
 * Which of the names are read in the nodes before anything there writes them. Blocks are not looked into. It is how Jinja2 finds out
 * whether a loop needs `loop` and a macro `caller`, `varargs` or `kwargs`.
 */
export declare function undeclaredNames(nodes: readonly TreeNode[], names: readonly string[]): Set<string>;
/** Does the loop's body see `loop`? */
export declare function isExtendedLoop(node: ForNode): boolean;
/** All blocks of a template, those inside others too. */
export declare function blocksOf(nodes: Body | readonly TreeNode[]): Extract<TreeNode, {
    kind: 'block';
}>[];
