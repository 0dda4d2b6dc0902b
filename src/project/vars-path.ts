import { isYamlList, isYamlMap, type YamlMap, type YamlValue } from '../yaml/parse.ts'

/** Longest list that an index of a target path may make. */
const indexLimit = 1000

const step = /\.?([^\s.[\]'"`$@*()!,&|<>=/\\+]+)|\[\s*(?:(\d+)|'([^'\\]*)'|"([^"\\]*)")\s*\]/y

/**
 * Reads a simple JSON path as kluctl's `targetPath` takes it: `a.b`, `$.a`, `a["x.y"]`, `a.b[0]`. An index is only possible at the end, since
 * kluctl makes an empty list for it. Undefined for everything else, as wildcards and filters.
 * Source: kluctl v2.28, pkg/vars/vars_loader.go, with the JSON path library that it uses.
 */
export function parseTargetPath(text: string): readonly (string | number)[] | undefined {
  const body = text.replace(/^[$@]/, '')
  const path: (string | number)[] = []
  step.lastIndex = 0
  while (step.lastIndex < body.length) {
    const isBegin = step.lastIndex === 0 && body === text
    const begin = step.lastIndex
    const match = step.exec(body)
    if (!match) return undefined
    const hasDot = match[0].startsWith('.')
    if (match[1] !== undefined && hasDot === isBegin) return undefined
    if (begin > 0 && typeof path.at(-1) === 'number') return undefined
    path.push(match[2] === undefined ? (match[1] ?? match[3] ?? match[4] ?? '') : Number(match[2]))
  }
  const [first] = path
  const hasBigIndex = path.some(key => typeof key === 'number' && key >= indexLimit)
  return first === undefined || typeof first === 'number' || hasBigIndex ? undefined : path
}

/** A map that holds the value at a path of {@link parseTargetPath}; the path begins with a key. */
export function mapWithValueAt(path: readonly (string | number)[], value: YamlValue): YamlMap {
  const made = path.reduceRight<YamlValue>((inner, key) => {
    if (typeof key === 'string') return new Map([[key, inner]])
    return [...Array.from({ length: key }, () => null), inner]
  }, value)
  return isYamlMap(made) ? made : new Map()
}

/** Every text in a value, those of maps and lists in it too. */
export function textsIn(value: YamlValue): readonly string[] {
  if (typeof value === 'string') return [value]
  if (isYamlList(value)) return value.flatMap(textsIn)
  return isYamlMap(value) ? [...value.values()].flatMap(textsIn) : []
}
