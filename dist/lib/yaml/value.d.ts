/**
 * YAML as data: maps are Maps with text keys, whole numbers are bigint, other numbers number. It is in a file of its own because the declarations of the
 * library reach it, and whoever installs the package has no `yaml` beside it.
 */
export type YamlValue = null | boolean | bigint | number | string | readonly YamlValue[] | YamlMap;
/** A map of YAML, in the order of the text. */
export type YamlMap = ReadonlyMap<string, YamlValue>;
