import { type Place } from '../errors.js';
import { type KnownNames } from './check.js';
import type { Meter } from './meter.js';
import { Template } from './template.js';
/** Templates by project-relative path: an object with the sources, or a function that gives undefined where there is no such file. */
export type TemplateFiles = Readonly<Record<string, string>> | ((path: string) => string | undefined);
/** Finds, parses and checks the templates of one render, each once. kluctl-semantics 5.6, threat model F-02. */
export declare class TemplateLoader {
    private readonly templates;
    private readonly read;
    private readonly searchDirs;
    private readonly meter;
    private readonly known;
    constructor(files: TemplateFiles, searchDirs: readonly string[], meter: Meter, known: KnownNames);
    /** Parses and checks a source. Throws ProjectError with the place inside it. */
    parse(source: string, name: string, file: string, inline?: boolean): Template;
    /** Parses a text that a template gives to `render`; problems in it belong to the place of the call. */
    parseInline(source: string, place: Place): Template;
    /** The template of that name as `user` sees it; undefined where there is none. Throws ProjectError for a name that is refused. */
    find(name: string, user: Template | undefined): Template | undefined;
    /** Content of a file that is found like a template. */
    findText(name: string): string | undefined;
    /** Like {@link find}, but a missing template is a ProjectError with code `missing-file`. */
    get(name: string, user: Template | undefined): Template;
    private findSource;
    /** A file that may not be read is a fault of the template that asks for it: the caller adds that place. */
    private readOne;
}
/** Throws ProjectError with code `missing-file`; the caller adds the place. */
export declare function missingTemplate(names: readonly string[]): never;
