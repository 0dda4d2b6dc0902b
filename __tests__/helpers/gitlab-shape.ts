import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

/** A request as it stood on the wire. */
export type GitLabExchange = {
  readonly method: string
  /** Below the address of the API. */
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
}

/** An operation of the API that a request matched. */
export type GitLabOperation = { readonly name: OperationName; readonly ids: readonly number[] }

export type OperationName = 'user' | 'list' | 'create' | 'update' | 'delete'

/**
 * The part of GitLab's REST API that we call, written by hand after its public documentation ("Notes API", "Users API", "REST API":
 * pagination, status codes). GitLab's own OpenAPI description is not in any package, so this is no check against an official text.
 */
type Shape = {
  readonly method: string
  readonly path: RegExp
  readonly query: readonly string[]
  readonly body: object | undefined
  readonly answers: Readonly<Record<number, object | undefined>>
}

const time = { type: 'string', format: 'date-time' }
const number = { type: 'integer', minimum: 1 }
const text = { type: 'string' }
const flag = { type: 'boolean' }

const userBasic = {
  type: 'object',
  required: ['id', 'username', 'name', 'state', 'locked', 'avatar_url', 'web_url'],
  properties: {
    id: number,
    username: text,
    name: text,
    state: { enum: ['active', 'blocked', 'deactivated'] },
    locked: flag,
    avatar_url: { anyOf: [{ type: 'string', format: 'uri' }, { type: 'null' }] },
    web_url: { type: 'string', format: 'uri' }
  }
}

const note = {
  type: 'object',
  required:
    'id type body author created_at updated_at system noteable_id noteable_type project_id resolvable confidential internal imported imported_from noteable_iid commands_changes'.split(
      ' '
    ),
  additionalProperties: false,
  properties: {
    id: number,
    type: { enum: [null, 'DiscussionNote', 'DiffNote'] },
    body: text,
    attachment: { type: ['string', 'null'] },
    author: { anyOf: [userBasic, { type: 'null' }] },
    created_at: time,
    updated_at: time,
    system: flag,
    noteable_id: number,
    noteable_type: { const: 'MergeRequest' },
    project_id: number,
    resolvable: flag,
    confidential: flag,
    internal: flag,
    imported: flag,
    imported_from: text,
    noteable_iid: number,
    commands_changes: { type: 'object' }
  }
}

const newBody = {
  type: 'object',
  required: ['body'],
  additionalProperties: false,
  properties: { body: { type: 'string', minLength: 1 } }
}

/** `message`, a text or an object of lists; OAuth says `error`. */
const refusal = {
  type: 'object',
  anyOf: [{ required: ['message'] }, { required: ['error'] }],
  properties: { message: { type: ['string', 'object'] }, error: text, error_description: text, scope: text }
}

const notes = '/projects/(\\d+)/merge_requests/(\\d+)/notes'

const shapes: Readonly<Record<OperationName, Shape>> = {
  user: { method: 'GET', path: /^\/user$/, query: [], body: undefined, answers: { 200: userBasic } },
  list: {
    method: 'GET',
    path: new RegExp(`^${notes}$`),
    query: ['order_by', 'sort', 'activity_filter', 'page', 'per_page', 'cursor'],
    body: undefined,
    answers: { 200: { type: 'array', items: note } }
  },
  create: { method: 'POST', path: new RegExp(`^${notes}$`), query: [], body: newBody, answers: { 201: note } },
  update: { method: 'PUT', path: new RegExp(`^${notes}/(\\d+)$`), query: [], body: newBody, answers: { 200: note } },
  delete: {
    method: 'DELETE',
    path: new RegExp(`^${notes}/(\\d+)$`),
    query: [],
    body: undefined,
    answers: { 204: undefined }
  }
}

const names: readonly OperationName[] = ['user', 'list', 'create', 'update', 'delete']

export type GitLabShapes = {
  find(method: string, path: string): GitLabOperation | undefined
  /** What is wrong with a request; empty where it is as documented. */
  checkRequest(operation: GitLabOperation, exchange: GitLabExchange): readonly string[]
  /** What is wrong with an answer of the fake itself. */
  checkResponse(operation: GitLabOperation, status: number, body: unknown): readonly string[]
}

/** Checks of both sides of the loopback server. */
export function createGitLabShapes(): GitLabShapes {
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const compiled = new Map<object, ValidateFunction>()
  const check = (schema: object, value: unknown): readonly string[] => {
    const validate = compiled.get(schema) ?? ajv.compile(schema)
    compiled.set(schema, validate)
    return validate(value) ? [] : (validate.errors ?? []).map(error => `${error.instancePath} ${error.message ?? ''}`)
  }
  return {
    find(method, path) {
      const name = names.find(candidate => shapes[candidate].method === method && shapes[candidate].path.test(path))
      return name && { name, ids: (shapes[name].path.exec(path) ?? []).slice(1).map(Number) }
    },
    checkRequest({ name }, { query, body }) {
      const shape = shapes[name]
      const unknown = [...query.keys()].filter(key => !shape.query.includes(key))
      const twice = [...new Set(query.keys())].filter(key => query.getAll(key).length > 1)
      return [
        ...unknown.map(key => `query parameter ${key} is not documented`),
        ...twice.map(key => `query parameter ${key} stands there twice`),
        ...(shape.body === undefined ? (body === undefined ? [] : ['a body is not wanted']) : check(shape.body, body))
      ]
    },
    checkResponse({ name }, status, body) {
      if (status >= 400) return check(refusal, body)
      const { answers } = shapes[name]
      if (!(status in answers)) return [`status ${status} is not documented`]
      const schema = answers[status]
      return schema === undefined ? (body === undefined ? [] : ['a body is not wanted']) : check(schema, body)
    }
  }
}
