import { isYamlMap, type YamlMap, type YamlValue } from '../yaml/parse.ts'

/** Merges maps recursively; lists and scalars of `over` replace those of `base`, null included (kluctl v2.16, pkg/utils/uo). */
export function mergeMaps(base: YamlMap, over: YamlMap): YamlMap {
  const merged = new Map(base)
  for (const [key, value] of over) {
    const old = merged.get(key)
    merged.set(key, isYamlMap(old) && isYamlMap(value) ? mergeMaps(old, value) : value)
  }
  return merged
}

/** A map that holds the value at a dotted path: `a.b` and 1 give `{a: {b: 1}}`. */
export function mapAt(path: string, value: YamlValue): YamlMap {
  return path.split('.').reduceRight<YamlValue>((inner, key) => new Map([[key, inner]]), value) as YamlMap
}

/** The value at a dotted path of map keys; undefined where it leads nowhere. */
export function valueAt(map: YamlMap, path: string): YamlValue | undefined {
  return path
    .split('.')
    .reduce<YamlValue | undefined>((value, key) => (isYamlMap(value) ? value.get(key) : undefined), map)
}
