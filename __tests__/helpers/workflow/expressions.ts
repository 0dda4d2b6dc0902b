import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import { isMapping, type Json, type JsonObject, text } from './json.ts'

/** What an expression sees. A function such as `failure()` is there where `status` is. */
export type Scope = {
  readonly contexts: JsonObject
  readonly status?: Status
}

/** What came before: the steps of a job, or the jobs that it needs with all that they need. */
export type Status = { readonly success: boolean; readonly failure: boolean; readonly cancelled: boolean }

type Functions = ConstructorParameters<typeof Evaluator>[2]

/** Reads and evaluates one expression with GitHub's own code. @throws Error as GitHub's code does */
export function evaluate(expression: string, { contexts, status }: Scope): Json {
  const functions = statusFunctions(status)
  const { tokens } = new Lexer(expression).lex()
  const tree = new Parser(tokens, Object.keys(contexts), [...functions.values()]).parse()
  const pairs = Object.entries(contexts).map(([key, value]) => ({ key, value: toData(value) }))
  const result = new Evaluator(tree, new data.Dictionary(...pairs), functions).evaluate()
  return fromData(result)
}

/** The value with its expressions evaluated, in every text inside. A text that is one expression takes the type of its value. */
export function interpolate(value: Json, scope: Scope): Json {
  if (typeof value === 'string') return interpolateText(value, scope)
  if (isMapping(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [text(interpolateText(key, scope)), interpolate(member, scope)])
    )
  }
  return Array.isArray(value) ? value.map((member: Json) => interpolate(member, scope)) : value
}

/**
 * Whether an `if:` holds. A condition without one of the four functions holds only after success.
 * GitHub's documentation, "Expressions", status check functions.
 */
export function holds(condition: Json | undefined, scope: Scope): boolean {
  if (condition === undefined || condition === null || condition === '') return scope.status?.success ?? true
  const written = text(condition).trim()
  const [, inner] = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(written) ?? []
  // a text around an expression is a text, and true unless it is empty
  if (inner === undefined && written.includes('${{')) return isTrue(interpolate(written, scope))
  const expression = inner ?? written
  const functions = /\b(?:success|failure|always|cancelled)\s*\(/i
  const asked = functions.test(expression.replace(/'(?:[^']|'')*'/g, "''"))
  return isTrue(evaluate(asked ? expression : `success() && (${expression})`, scope))
}

/** What an expression takes for true. */
function isTrue(value: Json): boolean {
  return !(value === null || value === false || value === 0 || value === '')
}

/** An expression within a text; its own texts may hold the closing braces. */
const expressionPattern = /\$\{\{((?:'(?:[^']|'')*'|[^'}]|\}(?!\}))*)\}\}/g

function interpolateText(value: string, scope: Scope): Json {
  const found = [...value.matchAll(expressionPattern)]
  const [first] = found
  if (first === undefined) return value
  if (found.length === 1 && first[0] === value.trim()) return evaluate(first[1] ?? '', scope)
  return value.replace(expressionPattern, (_, expression: string) => text(evaluate(expression, scope)))
}

function statusFunctions(status: Status | undefined): NonNullable<Functions> {
  if (status === undefined) return new Map()
  const values = { ...status, always: true }
  return new Map(
    Object.entries(values).map(([name, value]) => [
      name,
      { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) }
    ])
  )
}

function toData(value: Json): data.ExpressionData {
  return JSON.parse(JSON.stringify(value), data.reviver)
}

function fromData(value: data.ExpressionData): Json {
  return JSON.parse(JSON.stringify(value, data.replacer) ?? 'null')
}
