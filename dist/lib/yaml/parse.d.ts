import { type Document, type Node, type Tags } from 'yaml';
import { type Place } from '../errors.js';
import { type Excerpt } from '../excerpt.js';
import { type YamlLimits } from './limits.js';
/** YAML as data: maps are Maps with text keys, whole numbers are bigint, other numbers number. */
export type YamlValue = null | boolean | bigint | number | string | readonly YamlValue[] | YamlMap;
export type YamlMap = ReadonlyMap<string, YamlValue>;
/** One document of a file: its data, and where each part of it stands. */
export type YamlDocument = {
    readonly value: YamlValue;
    /** Line and column of the value at a path of keys and indexes; of the nearest parent that exists otherwise. */
    place(path?: readonly (string | number)[]): Place;
    /** Line and column of a node of this document. */
    placeOf(node: Node): Place;
    /** The lines around a place of this document; undefined where they are not to be shown. */
    excerpt(place: Place): Excerpt | undefined;
    /** The parsed document, for callers that edit it or need ranges. */
    readonly document: Document.Parsed;
};
/**
 * What a text is, for those who read its lines in an error: the file itself, what a template made of it (the careful default: it hides what may
 * be a secret), or something of which no line is shown.
 */
export type YamlForm = 'file' | 'rendered' | 'hidden';
/** Makes other values of plain words and numbers than YAML 1.2 does, given its tags. */
export type Scalars = (core: Tags) => Tags;
/** Threat model section 10. */
export declare const yamlLimits: YamlLimits;
/**
 * Reads all documents of a YAML 1.2 text (merge keys included, as Kubernetes manifests use them). Limits hold before and after parsing;
 * duplicate keys, unknown tags and whatever else the parser complains about are errors with line and column (threat model Y-01, Y-02).
 * @throws ProjectError `yaml` or `limit`
 */
export declare function parseYamlDocuments(text: string, file: string, limits?: YamlLimits, form?: YamlForm, scalars?: Scalars): readonly YamlDocument[];
/** Reads a text that must hold at most one document, empty ones behind it aside; undefined for an empty text. */
export declare function parseYaml(text: string, file: string, limits?: YamlLimits, form?: YamlForm): YamlDocument | undefined;
/** What a person would call the kind of a value. */
export declare function kindOf(value: YamlValue | undefined): string;
export declare function isYamlMap(value: YamlValue | undefined): value is YamlMap;
export declare function isYamlList(value: YamlValue | undefined): value is readonly YamlValue[];
