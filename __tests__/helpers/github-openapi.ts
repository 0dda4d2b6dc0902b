import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

/** A request or answer as it stood on the wire. */
export type Exchange = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
}

/** One operation of GitHub's description that a request matched. */
export type Operation = {
  /** `POST /repos/{owner}/{repo}/issues/{issue_number}/comments`. */
  readonly name: string
  readonly parameters: Readonly<Record<string, string>>
}

export type GitHubDescription = {
  find(method: string, path: string): Operation | undefined
  /** What is wrong with a request; empty where it is as described. */
  checkRequest(operation: Operation, exchange: Exchange): readonly string[]
  /** What is wrong with an answer. Statuses that the description leaves out must have its basic error. */
  checkResponse(operation: Operation, status: number, body: unknown): readonly string[]
  /** The smallest value of a named schema, with `fields` in place of its own. */
  sample(schema: string, fields: object): object
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
type JsonObject = { readonly [key: string]: Json }

const fixture = new URL('../fixtures/github/openapi.json', import.meta.url)
const root = 'github.json'
let loaded: GitHubDescription | undefined

/** GitHub's official description of the paths we call, as a check of both sides of the loopback server. */
export function loadGitHubDescription(): GitHubDescription {
  loaded ??= readDescription()
  return loaded
}

function readDescription(): GitHubDescription {
  const document: JsonObject = JSON.parse(readFileSync(fixture, 'utf8'), (_, value) => openNullable(value))
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(document, root)
  const compiled = new Map<string, ValidateFunction>()
  const check = (pointer: readonly string[], value: unknown): readonly string[] => {
    const reference = `${root}#/${pointer.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
    const validate = compiled.get(reference) ?? ajv.compile({ $ref: reference })
    compiled.set(reference, validate)
    if (validate(value)) return []
    return (validate.errors ?? []).map(error => `${error.instancePath} ${error.message ?? ''}`)
  }
  const operationOf = (operation: Operation) => {
    const [method = '', path = ''] = operation.name.split(' ')
    return {
      pointer: ['paths', path, method.toLowerCase()],
      value: object(at(document, ['paths', path, method.toLowerCase()]))
    }
  }
  return {
    find: (method, path) => findOperation(document, method, path),
    checkRequest: (operation, exchange) => {
      const { pointer, value } = operationOf(operation)
      const content = at(value, ['requestBody', 'content', 'application/json'])
      const body =
        content === undefined
          ? []
          : check([...pointer, 'requestBody', 'content', 'application/json', 'schema'], exchange.body)
      return [...body, ...checkQuery(document, value, exchange.query), ...checkKeys(value, exchange.body)]
    },
    checkResponse: (operation, status, body) => {
      const { pointer, value } = operationOf(operation)
      const declared = at(value, ['responses', String(status)])
      if (declared === undefined) {
        return status >= 400
          ? check(['components', 'schemas', 'basic-error'], body)
          : [`status ${status} is not described`]
      }
      const target =
        typeof at(declared, ['$ref']) === 'string'
          ? String(at(declared, ['$ref']))
              .slice(2)
              .split('/')
          : [...pointer, 'responses', String(status)]
      const schema = [...target, 'content', 'application/json', 'schema']
      return at(document, schema) === undefined ? [] : check(schema, body)
    },
    sample: (schema, fields) => ({
      ...object(sampleOf(document, { $ref: `#/components/schemas/${schema}` })),
      ...fields
    })
  }
}

function findOperation(document: JsonObject, method: string, path: string): Operation | undefined {
  for (const [template, operations] of Object.entries(object(document['paths']))) {
    if (!Object.hasOwn(object(operations), method.toLowerCase())) continue
    const names = [...template.matchAll(/\{([^}]+)\}/g)].map(match => match[1] ?? '')
    // Only a path of contents may hold slashes.
    const pattern = template.replace(/\{([^}]+)\}/g, (_, name: string) => (name === 'path' ? '(.+)' : '([^/]+)'))
    const match = new RegExp(`^${pattern}$`).exec(path)
    if (!match) continue
    const parameters = Object.fromEntries(
      names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')])
    )
    return { name: `${method} ${template}`, parameters }
  }
  return undefined
}

function checkQuery(document: JsonObject, operation: JsonObject, query: URLSearchParams): readonly string[] {
  const list = operation['parameters']
  const known = (Array.isArray(list) ? list : []).map(item => object(resolve(document, item)))
  const names = known.filter(item => item['in'] === 'query').map(item => item['name'])
  return [...query.keys()].filter(name => !names.includes(name)).map(name => `query parameter ${name} is not described`)
}

/** A body may hold only described members: a mistyped one would be ignored in silence. */
function checkKeys(operation: JsonObject, body: unknown): readonly string[] {
  const described = at(operation, ['requestBody', 'content', 'application/json', 'schema', 'properties'])
  if (typeof body !== 'object' || body === null) return []
  return Object.keys(body)
    .filter(name => described === undefined || !Object.hasOwn(object(described), name))
    .map(name => `body member ${name} is not described`)
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type `null`. */
function openNullable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value) || value.nullable !== true) return value
  const { nullable: _, ...schema } = value
  return { anyOf: [schema, { type: 'null' }] }
}

function sampleOf(document: JsonObject, schema: Json): Json {
  const node = object(resolve(document, schema))
  const choice = node['anyOf'] ?? node['oneOf']
  if (Array.isArray(choice))
    return sampleOf(document, choice.find(item => object(item)['type'] === 'null') ?? choice[0] ?? {})
  const all = node['allOf']
  if (Array.isArray(all)) return Object.assign({}, ...all.map(item => sampleOf(document, item)))
  const values = node['enum']
  if (Array.isArray(values)) return values[0] ?? null
  switch (node['type']) {
    case 'array':
      return []
    case 'null':
      return null
    case 'boolean':
      return false
    case 'integer':
    case 'number':
      return 1
    case 'string':
      return sampleString(node['format'])
    default:
      return sampleObject(document, node)
  }
}

function sampleObject(document: JsonObject, node: JsonObject): JsonObject {
  const required = Array.isArray(node['required']) ? node['required'].map(String) : []
  const properties = object(node['properties'] ?? {})
  return Object.fromEntries(required.map(name => [name, sampleOf(document, properties[name] ?? {})]))
}

function sampleString(format: Json | undefined): string {
  if (format === 'date-time') return '2026-01-02T03:04:05Z'
  return format === 'uri' ? 'https://github.com/' : 'text'
}

function resolve(document: JsonObject, value: Json): Json {
  const reference = at(value, ['$ref'])
  return typeof reference === 'string' ? (at(document, reference.slice(2).split('/')) ?? {}) : value
}

function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  let current = value
  for (const name of path) current = current === undefined ? undefined : object(current)[name]
  return current
}

function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {}
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
