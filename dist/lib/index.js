import { FileError, FilterError, FixedImagesError, GitHubError, ImageNameError, ImagesError, InputError, NoTagError, ProjectError, RegistryError, ResolveError, isImagesError } from "../words.js";
import { resolve } from "../machine.js";
import { renderTemplate } from "../template.js";
import { compareLoose, explain, findTraps, newest, parseVersionFilter, suggestFilters } from "../version.js";

export { FileError, FilterError, FixedImagesError, GitHubError, ImageNameError, ImagesError, InputError, NoTagError, ProjectError, RegistryError, ResolveError, compareLoose, explain, findTraps, isImagesError, newest, parseVersionFilter, renderTemplate, resolve, suggestFilters };