import { type Place } from '../errors.js';
import { type Excerpt } from '../excerpt.js';
import { type KnownNames } from './check.js';
import type { Meter } from './meter.js';
import type { RenderMemory } from './render-memory.js';
import { Template } from './template.js';
/** What a file holds: text, or its bytes, which `load_base64` needs for a file that is no text. */
export type FileContent = string | Uint8Array;
/** Templates by project-relative path: an object with the sources, or a function that gives undefined where there is no such file. */
export type TemplateFiles = Readonly<Record<string, FileContent>> | ((path: string) => FileContent | undefined);
/** Finds, parses and checks the templates of one render, each once. kluctl-semantics 5.6, threat model F-02. */
export declare class TemplateLoader {
    private readonly templates;
    /** The text of each file that was parsed, for excerpts. */
    private readonly sources;
    private readonly read;
    private readonly searchDirs;
    private readonly meter;
    private readonly known;
    private readonly memory;
    constructor(files: TemplateFiles, searchDirs: readonly string[], meter: Meter, known: KnownNames, memory: RenderMemory);
    /** The template of a file, parsed and checked. Throws ProjectError with the place inside it. */
    load(source: string, name: string, file: string): Template;
    /** Parses and checks a source. Throws ProjectError with the place inside it. */
    private parse;
    /** The lines of a template around a place in it. */
    excerpt(place: Place): Excerpt | undefined;
    /** The line of a place as it was written; empty where it is not known. */
    line({ file, line }: Place): string;
    private toProjectError;
    /** Parses a text that a template gives to `render`; problems in it belong to the place of the call. */
    parseInline(source: string, place: Place): Template;
    /** The template of that name as `user` sees it; undefined where there is none. Throws ProjectError for a name that is refused. */
    find(name: string, user: Template | undefined): Template | undefined;
    /** Content of a file that is found like a template. */
    findContent(name: string): FileContent | undefined;
    /** Like {@link find}, but a missing template is a ProjectError with code `missing-file`. */
    get(name: string, user: Template | undefined): Template;
    private findSource;
    /** A file that may not be read is a fault of the template that asks for it: the caller adds that place. */
    private readOne;
}
/** Throws ProjectError with code `missing-file`; the caller adds the place. */
export declare function missingTemplate(names: readonly string[]): never;
