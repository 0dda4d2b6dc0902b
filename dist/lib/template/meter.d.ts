import type { TemplateLimits } from './limits.js';
import { type Value } from './value.js';
/** Counts what one render uses against its limits. Everything over a limit is an error of type `LimitError`. Threat model T-10. */
export declare class Meter {
    readonly limits: TemplateLimits;
    private steps;
    private operations;
    private work;
    private includes;
    private includeDepth;
    private macroDepth;
    constructor(limits: TemplateLimits);
    countSteps(count: number): void;
    countOperation(): void;
    /** Counts the size of a value that an operation reads or makes. */
    countValue(value: Value): void;
    countWork(units: number): void;
    /** Runs something that another template does. */
    includeTemplate<T>(action: () => T): T;
    /** Runs the body of a macro, a block or a recursive loop. */
    enterMacro<T>(action: () => T): T;
    checkText(text: string): string;
    checkRange(length: bigint): void;
}
export declare function overLimit(message: string): never;
/** Text that grows piece by piece and never above a limit. */
export declare class Output {
    private readonly pieces;
    private length;
    private readonly limit;
    constructor(limit: number);
    append(text: string): void;
    toString(): string;
}
