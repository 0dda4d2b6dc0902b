import { RenderMemory } from './render-memory.js';
import { type RenderOptions } from './render-options.js';
export type { TemplateLimits } from './limits.js';
export type { FileContent, TemplateFiles } from './loader.js';
export type { RenderOptions } from './render-options.js';
/**
 * Renders a template as kluctl's Jinja2 does (strict undefined, no autoescape, `break` and `continue`). Calls of `images.get_image`
 * become placeholders, see placeholder.ts. kluctl-semantics 5.6 to 5.9.
 * @throws ProjectError `template`, `missing-file`, `outside-root`, `unsupported` or `limit`, with the place
 */
export declare function renderTemplate(source: string, options?: RenderOptions): string;
/**
 * {@link renderTemplate} for many templates with one memory. Options must have the same limits each time, and variables that are never
 * changed. Errors are the same.
 */
export declare function renderRemembering(source: string, options: RenderOptions, memory: RenderMemory): string;
