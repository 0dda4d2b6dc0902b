/**
 * The library: version filters, templates, and the main job for other programs. Nothing here loads GitHub's packages.
 *
 * @example
 * import { newest, parseVersionFilter } from 'kluctl-images'
 * newest(parseVersionFilter("prefix('main-', suffix=number())"), ['main-9', 'main-10'])  // 'main-10'
 */
export { DeployedError, FileError, FilterError, FixedImagesError, GitHubError, GitLabError, ImageNameError, ImagesError, InputError, isImagesError, MergeError, NoTagError, type Place, ProjectError, RegistryError, ResolveError } from './errors.js';
export type { FixedImage } from './fixed/fixed-image.js';
export { type ResolveOptions, type ResolveResult, resolve } from './library.js';
export type { Change, ChangeLinks, Counts, ExplanationRecord, FailureRecord, GateName, GateRecord, PolicyRecord, Report, SourceRecord, UseRecord, WarningRecord } from './report/record.js';
export { type FileContent, type RenderOptions, renderTemplate, type TemplateFiles, type TemplateLimits } from './template/render.js';
export type { Bump } from './version/bump.js';
export { type Explanation, explain, newest, type VersionFilter } from './version/filter.js';
export { compareLoose } from './version/loose.js';
export { parseVersionFilter } from './version/parse.js';
export { type Suggestion, suggestFilters } from './version/suggest.js';
export type { Trap, TrapKind } from './version/trap.js';
export { findTraps } from './version/traps.js';
