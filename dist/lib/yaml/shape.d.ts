import { type Place, ProjectError, type ProjectErrorCode } from '../errors.js';
import type { Excerpt } from '../excerpt.js';
import { type YamlDocument, type YamlMap, type YamlValue } from './parse.js';
/** A value inside a document, which knows its path: reads itself as what is expected, or says where it is something else. */
export declare class Part {
    readonly value: YamlValue | undefined;
    private readonly document;
    readonly path: readonly (string | number)[];
    /** With a path, `value` is what stands there, undefined for nothing; without one, the part is the whole document. */
    constructor(document: YamlDocument, path?: readonly (string | number)[], value?: YamlValue);
    /** `deployments[2].tags`; empty for the document itself. */
    get name(): string;
    get place(): Place;
    /** The lines around its place. */
    get excerpt(): Excerpt | undefined;
    /** Text without quotes that a reader of YAML 1.1, as kluctl's, takes for a number, true or false (threat model Y-03). */
    get isAmbiguous(): boolean;
    /** A text without quotes as it stands in the file, where reading changes it: `1.10`, `0x1f`. Undefined for anything but a scalar. */
    get written(): string | undefined;
    /** True where the key is absent or null. */
    get isEmpty(): boolean;
    at(key: string): Part;
    /** The same place with another value: what rendering made of it. */
    holding(value: YamlValue): Part;
    fail(message: string, code?: ProjectErrorCode, hint?: string): ProjectError;
    private expected;
    map(): YamlMap;
    optionalMap(): YamlMap | undefined;
    list(): readonly Part[];
    text(): string;
    optionalText(): string | undefined;
    /** Text, also of a number or a boolean, as kluctl's Go reader takes it for tags. */
    scalarText(): string;
    texts(): readonly string[];
    boolean(whenEmpty: boolean): boolean;
    /** Refuses keys that are not known, naming the nearest one that is. */
    allow(known: readonly string[]): void;
}
