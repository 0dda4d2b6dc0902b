import { DeployedError, FileError, FilterError, FixedImagesError, GitHubError, GitLabError, ImageNameError, ImagesError, InputError, MergeError, NoTagError, ProjectError, RegistryError, ResolveError, compareLoose, explain, isImagesError, newest, parseVersionFilter } from "../words.js";
import { resolve } from "../machine.js";
import { renderTemplate } from "../template.js";
import { findTraps, suggestFilters } from "../version.js";

export { DeployedError, FileError, FilterError, FixedImagesError, GitHubError, GitLabError, ImageNameError, ImagesError, InputError, MergeError, NoTagError, ProjectError, RegistryError, ResolveError, compareLoose, explain, findTraps, isImagesError, newest, parseVersionFilter, renderTemplate, resolve, suggestFilters };