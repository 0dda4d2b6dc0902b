/**
 * The library: version filters, templates, and the main job for other programs. Nothing here loads GitHub's packages.
 *
 * @example
 * import { newest, parseVersionFilter } from 'kluctl-images'
 * newest(parseVersionFilter("prefix('main-', suffix=number())"), ['main-9', 'main-10'])  // 'main-10'
 */
export {
  DeployedError,
  FileError,
  FilterError,
  FixedImagesError,
  GitHubError,
  GitLabError,
  ImageNameError,
  ImagesError,
  InputError,
  isImagesError,
  MergeError,
  NoTagError,
  type Place,
  ProjectError,
  RegistryError,
  ResolveError
} from './errors.ts'
export type { FixedImage } from './fixed/fixed-image.ts'
export { type ResolveOptions, type ResolveResult, resolve } from './library.ts'
export type {
  Change,
  ChangeLinks,
  Counts,
  ExplanationRecord,
  FailureRecord,
  GateName,
  GateRecord,
  PolicyRecord,
  Report,
  SourceRecord,
  UseRecord,
  WarningRecord
} from './report/record.ts'
export {
  type FileContent,
  type RenderOptions,
  renderTemplate,
  type TemplateFiles,
  type TemplateLimits
} from './template/render.ts'
export type { Bump } from './version/bump.ts'
export { type Explanation, explain, newest, type VersionFilter } from './version/filter.ts'
export { compareLoose } from './version/loose.ts'
export { parseVersionFilter } from './version/parse.ts'
export { type Suggestion, suggestFilters } from './version/suggest.ts'
export type { Trap, TrapKind } from './version/trap.ts'
export { findTraps } from './version/traps.ts'
