import { ProjectError } from '../errors.ts'
import { type YamlValue, yamlLimits } from '../yaml/parse.ts'

/**
 * JSON, or maps and lists of a YAML reader, as the data that the rest works on. Fields of an object become keys of a map, so that no name of
 * a field means anything of its own (threat model Y-04).
 * @throws ProjectError `limit` for what is nested too deeply, `yaml` for what is no data
 */
export function plainValue(value: unknown, file: string, depth: number = yamlLimits.depth): YamlValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'number')
    return value
  if (depth === 0) throw new ProjectError('limit', `nested too deeply (more than ${yamlLimits.depth} levels)`, { file })
  if (Array.isArray(value)) return value.map(item => plainValue(item, file, depth - 1))
  if (value instanceof Map)
    return new Map([...value].map(([key, item]) => [String(key), plainValue(item, file, depth - 1)]))
  if (typeof value === 'object')
    return new Map(Object.entries(value).map(([key, item]) => [key, plainValue(item, file, depth - 1)]))
  throw new ProjectError('yaml', 'a value is no data', { file })
}
