/**
 * How the values of a template are held. Python tells integers from floats, lists from tuples, and its dictionaries know any hashable
 * key; so do we:
 *
 * | Python | here |
 * | --- | --- |
 * | None, bool, str | null, boolean, string |
 * | int, float | bigint, number |
 * | list, tuple, dict | Value[], Tuple, Dict |
 * | generator, iterator, range, dict view | Sequence |
 * | undefined (strict) | Undefined |
 * | function, macro, method, class | Callable |
 * | module, namespace, loop and other objects | PyObject |
 *
 * No host object is ever a value, and no property of a JavaScript object is ever read by a template's name (threat model T-04, T-05).
 */
export type Value = null | boolean | string | bigint | number | Value[] | Tuple | Dict | Sequence | Undefined | Callable | Markup | PyObject;
/** A Python tuple. */
export declare class Tuple {
    readonly items: readonly Value[];
    constructor(items: readonly Value[]);
}
/** Text that is marked safe; printed as its text. With autoescape off it only matters for how it joins with other text. */
export declare class Markup {
    readonly text: string;
    constructor(text: string);
}
/** The strict undefined: may be tested with `defined` and given to `default`; any other use is an error with this message. */
export declare class Undefined {
    /** Jinja2's own words, as `'x' is undefined` or `'dict object' has no attribute 'y'`. */
    readonly message: string;
    /**
     * True only for what an inline `if` without `else` gives (Jinja2 uses its lenient class there): prints as empty text, is false,
     * empty and of length 0; every other use is an error as well.
     */
    readonly silent: boolean;
    constructor(message: string, silent?: boolean);
}
/** Something that can be looped over and is neither list nor tuple nor dict: a generator, `range`, `dict.items()`. */
export declare class Sequence {
    /** `generator` is used up by its first loop and cannot be printed, measured or indexed. */
    readonly kind: 'generator' | 'range' | 'dict_keys' | 'dict_values' | 'dict_items';
    private rest;
    private readonly make;
    constructor(kind: Sequence['kind'], make: () => Iterable<Value>);
    [Symbol.iterator](): Iterator<Value>;
}
/** Keyword arguments, in the order they were written. */
export type Kwargs = ReadonlyMap<string, Value>;
/** A thing a template may call. Arguments are checked by the callee, in Python's words. */
export declare class Callable {
    readonly name: string;
    readonly call: (args: readonly Value[], kwargs: Kwargs) => Value;
    constructor(name: string, call: (args: readonly Value[], kwargs: Kwargs) => Value);
}
/** An object with named attributes that are computed by us: `loop`, a module, a namespace. Only names in the map exist. */
export declare class PyObject {
    /** Python's type name without its module, for messages: `Namespace`, `LoopContext`, `Macro`. */
    readonly type: string;
    readonly attributes: Map<string, Value | (() => Value)>;
    /** Python text of the object; undefined where printing it is refused. */
    readonly print: (() => string) | undefined;
    /** Set where the object can be called as well: a macro, a recursive loop, a joiner. */
    readonly call: ((args: readonly Value[], kwargs: Kwargs) => Value) | undefined;
    constructor(type: string, attributes: Map<string, Value | (() => Value)>, print?: () => string, call?: (args: readonly Value[], kwargs: Kwargs) => Value);
}
/** A Python dict: insertion order, and `1`, `1.0` and `True` are one key. */
export declare class Dict {
    private readonly entries_;
    static of(entries: Iterable<readonly [Value, Value]>): Dict;
    get size(): number;
    get(key: Value): Value | undefined;
    has(key: Value): boolean;
    set(key: Value, value: Value): void;
    delete(key: Value): boolean;
    clear(): void;
    keys(): IterableIterator<Value>;
    values(): IterableIterator<Value>;
    entries(): IterableIterator<[Value, Value]>;
}
/** An error of Python's own that a template caused; the evaluator adds file, line and column. */
export declare class TemplateRuntimeError extends Error {
    /** Python's or Jinja2's class name: `TypeError`, `UndefinedError`, `TemplateRuntimeError`. */
    readonly type: string;
    constructor(type: string, message: string);
}
/** For Python every NaN is a key of its own, found again only by the very same object. Throws `Unsupported`. */
export declare function refuseNan(key: Value): void;
/** A primitive that is equal for two keys exactly when Python finds them equal. */
export declare function hashKey(key: Value): unknown;
