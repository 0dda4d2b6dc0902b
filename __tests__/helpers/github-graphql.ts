import { readFileSync } from 'node:fs'

type Types = Readonly<Record<string, Readonly<Record<string, string>>>>

const fixture = new URL('../fixtures/github/graphql.json', import.meta.url)

/** An answer to a GraphQL query and what was wrong with it. */
export type GraphqlAnswer = { readonly body: object; readonly problems: readonly string[] }

/**
 * Answers a query of plain fields from `data`, as GitHub does: only what is asked for, null where there is nothing, and a problem for each
 * field that GitHub's public schema has not.
 */
export function answerQuery(query: string, data: object): GraphqlAnswer {
  const schema: { readonly query: string; readonly types: Types } = JSON.parse(readFileSync(fixture, 'utf8'))
  const problems: string[] = []
  const words = query.match(/[{}]|\w+|[^\s{}\w]/g) ?? []
  if (words[0] === 'query') words.shift()
  if (words.shift() !== '{') problems.push('the query has no selection')

  const readSelection = (type: string, value: unknown): object => {
    const result: Record<string, unknown> = {}
    for (let word = words.shift(); word !== '}'; word = words.shift()) {
      if (word === undefined) {
        problems.push('the query is not closed')
        break
      }
      const fieldType = schema.types[type]?.[word]
      if (fieldType === undefined) problems.push(`${type} has no field ${word}`)
      const member: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, word) : undefined
      const isNested = words[0] === '{'
      if (isNested) words.shift()
      result[word] = isNested ? readSelection(fieldType?.replace('!', '') ?? '', member) : (member ?? null)
    }
    return result
  }
  const answered = readSelection(schema.query, data)
  if (words.length > 0) problems.push('there is more behind the query')
  return {
    body: problems.length === 0 ? { data: answered } : { errors: problems.map(message => ({ message })) },
    problems
  }
}
