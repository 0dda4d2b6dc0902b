import type { LooseKey, Order } from './loose.js';
/** What a rule reads out of a text: all that is needed to order it among the others. */
export type VersionKey = LooseKey;
/** Puts a string of a filter text between quotes. */
export type Quote = (text: string) => string;
/**
 * What a function of the filter language makes of its arguments: which texts count, and how they are ordered. It sees the whole tag, or
 * what the prefix or the pattern around it leaves of it. Everything takes time linear in the text.
 */
export interface Reading {
    /** Reads a text once; undefined where the rule does not accept it, and it may be for one that is below `floor` in its order. */
    read(text: string, floor?: VersionKey): VersionKey | undefined;
    /** Orders two keys that this rule has read. */
    compareKeys(a: VersionKey, b: VersionKey): Order;
    /** Why a text is not accepted, in words that go on from its name: `does not begin with a number`. */
    rejection(text: string): string;
    /** The part of an accepted text that orders it; absent where that is all of it. */
    core?(text: string): string;
    /** What every accepted text begins with; absent where nothing is known. */
    readonly literal?: string;
}
/** Arguments to add to a filter, by name. */
export type Additions = ReadonlyMap<string, string>;
/** The inside of a version filter: a reading that can say how it is written. */
export interface Rule extends Reading {
    /** The rule as text; `additions` go to its innermost call, the one that orders. */
    format(quote: Quote, additions?: Additions): string;
}
/** What the patterns of one filter may still cost; shared by all of them, and used up while they are compiled and while they run. */
export type Budget = {
    /** Steps of compiled patterns. */
    program: number;
    /** Steps of compiled patterns that have to say where a match is, which no table can answer. */
    captures: number;
    /** Bytes of the tables that matching builds as it meets new combinations of characters. */
    memory: number;
};
/** A string argument of a function. */
export type TextArgument = {
    readonly text: string;
    readonly budget: Budget;
    /** Throws a FilterError that points at an offset in this argument. */
    fail(offset: number, message: string, hint?: string): never;
};
/** The arguments of one call, checked against the parameters of its function. */
export interface Arguments {
    /** Undefined where the call does not name it, or names a text. */
    flag(name: string): boolean | undefined;
    /** Throws a FilterError where the call does not name it. */
    text(name: string): TextArgument;
    /** Undefined where the call does not name it, or names a flag. */
    optionalText(name: string): TextArgument | undefined;
    /** Undefined where the call does not name it and it has no default. */
    rule(name: string): Rule | undefined;
}
/** `flag` is a truth value, `text` a string, `filter` another version filter, `flag or text` either of the first two. */
export type ParameterKind = 'flag' | 'text' | 'filter' | 'flag or text';
export type Parameter = {
    readonly name: string;
    readonly kind: ParameterKind;
    /** One sentence for the documentation. */
    readonly meaning: string;
    /** True where it may be given by its position; all others are given by name only. */
    readonly positional?: true;
    /** Filter text or `false`: what counts, and is printed, where the call does not name it. */
    readonly default?: string;
    /** The default counts only where this other parameter is given. */
    readonly defaultWith?: string;
};
/** A function of the filter language: its name, its parameters in the order of positions, and what a call makes. */
export type FilterFunction = {
    readonly name: string;
    readonly parameters: readonly Parameter[];
    /** How it is written, for messages: `prefix('…', suffix=…)`. */
    readonly usage: string;
    /** One sentence for the documentation. */
    readonly meaning: string;
    build(args: Arguments): Reading;
};
