import type { Place } from '../errors.ts'
import type { YamlMap, YamlValue } from '../yaml/parse.ts'
import { isYamlMap } from '../yaml/parse.ts'
import { count, optional, type Reader, record, ShapeError, text } from './shape.ts'

/** A YAML value as JSON keeps it: whole numbers, other numbers, lists and maps are told apart by the first member of a list. */
export type EncodedValue =
  | null
  | boolean
  | string
  | readonly ['i' | 'f', string]
  | readonly ['l' | 'm', readonly unknown[]]

export function encodeValue(value: YamlValue): EncodedValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint') return ['i', String(value)]
  if (typeof value === 'number') return ['f', Object.is(value, -0) ? '-0' : String(value)]
  if (isYamlMap(value)) return ['m', [...value].map(([key, item]) => [key, encodeValue(item)])]
  return ['l', value.map(encodeValue)]
}

/** Deeper than any YAML file that we read. */
const depthLimit = 200

export const yamlValue: Reader<YamlValue> = (value, path) => readValue(value, path, 0)

function readValue(value: unknown, path: string, depth: number): YamlValue {
  if (depth > depthLimit) throw new ShapeError(path, 'a value that is nested less')
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  const [kind, content]: readonly unknown[] = Array.isArray(value) ? value : []
  if (kind === 'i' && typeof content === 'string' && /^-?\d{1,5000}$/.test(content)) return BigInt(content)
  if (kind === 'f' && typeof content === 'string') return Number(content)
  if (kind === 'l' && Array.isArray(content))
    return content.map((item, index) => readValue(item, `${path}[${index}]`, depth + 1))
  if (kind === 'm' && Array.isArray(content)) {
    return new Map(content.map((pair, index) => readPair(pair, `${path}[${index}]`, depth + 1)))
  }
  throw new ShapeError(path, 'a value')
}

function readPair(pair: unknown, path: string, depth: number): [string, YamlValue] {
  if (!Array.isArray(pair) || pair.length !== 2) throw new ShapeError(path, 'a pair')
  return [text(pair[0], path), readValue(pair[1], path, depth)]
}

export const yamlMap: Reader<YamlMap> = (value, path) => {
  const map = yamlValue(value, path)
  if (isYamlMap(map)) return map
  throw new ShapeError(path, 'a map')
}

const encodedPlace = record({ file: text, line: optional(count), column: optional(count) })

export const place: Reader<Place> = (value, path) => {
  const { file, line, column } = encodedPlace(value, path)
  return { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) }
}

/** A file's content: text, or bytes as base64 in a record. */
export type EncodedContent = string | { readonly base64: string }

/** As many arguments as any engine takes. */
const chunk = 8192

export function encodeContent(content: string | Uint8Array): EncodedContent {
  if (typeof content === 'string') return content
  let binary = ''
  for (let start = 0; start < content.length; start += chunk)
    binary += String.fromCharCode(...content.subarray(start, start + chunk))
  return { base64: btoa(binary) }
}

const bytes = record({ base64: text })

export const content: Reader<string | Uint8Array> = (value, path) => {
  if (typeof value === 'string') return value
  const { base64 } = bytes(value, path)
  try {
    return Uint8Array.from(atob(base64), character => character.charCodeAt(0))
  } catch {
    throw new ShapeError(path, 'base64')
  }
}
